/** Numbers with their nouns, for summaries. */

/**
 * `1 employee`, `2 employees`.
 *
 * @param many the plural; default: the noun with an s
 */
export function counted(count: number, noun: string, many = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : many}`;
}
