/** Words that several reports have in common. */

/** `alice, bob, carol and 997 more`. */
export function enumeration(names: readonly string[], shown = 3): string {
  return names.length > shown + 1
    ? `${names.slice(0, shown).join(", ")} and ${names.length - shown} more`
    : names.join(", ");
}

/**
 * `1 employee`, `1,000 employees`.
 *
 * @param many the plural; default: the noun with an s
 */
export function counted(count: number, noun: string, many = `${noun}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? noun : many}`;
}
