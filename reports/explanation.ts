/** What an id means that a report has shown. */
export interface Explanation {
  readonly id: string;
  /** What kind of thing it names. */
  readonly kind: string;
  /** What it asks for, or leads to. */
  readonly title: string;
  /** What a known way takes; all of it. */
  readonly takes?: readonly string[];
  /** What would stop it, and no document says. */
  readonly unless?: string;
  /** Why, and what to do. */
  readonly remedy?: string;
  readonly source?: string;
}

/** One in full; ends with a line break. */
export function explanationText({ id, kind, title, takes = [], unless, remedy, source }: Explanation): string {
  return [
    `${id}: ${kind}`,
    `  ${title}`,
    ...takes.map((step) => `  takes ${step}`),
    ...(unless === undefined ? [] : [`  unless ${unless}`]),
    ...(remedy === undefined ? [] : [`  ${remedy}`]),
    ...(source === undefined ? [] : [`  see ${source}`]),
    "",
  ].join("\n");
}

/** One line each. */
export function explanationList(all: readonly Explanation[]): string {
  const width = Math.max(0, ...all.map(({ id }) => id.length));
  return all.map(({ id, title }) => `${id.padEnd(width)}  ${title}\n`).join("");
}
