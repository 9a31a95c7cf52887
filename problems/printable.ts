/** Makes text from outside (names, templates, cloud messages) safe to print: on one line, and with nothing that hides or reorders. */

/**
 * Control and format characters (general categories Cc and Cf: line breaks, escape sequences, zero-width and bidirectional marks), line and
 * paragraph separators, surrogates without a partner, and blanks that look like others or like nothing.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u00a0\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5/gu;

/** The text with each of those characters as an escape: `\n`, `\t`, `\u{202e}`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escaped);
}

/** Whether the text has a character that `printable` would escape. */
export function isPrintable(text: string): boolean {
  return text.search(UNPRINTABLE) === -1;
}

/** The text in double quotes, with quotes, backslashes and unprintable characters escaped. */
export function quoted(text: string): string {
  return printable(`"${text.replace(/["\\]/g, "\\$&")}"`);
}

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escaped(character: string): string {
  return SHORT[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
