/** Markup that all parts of the overview have in common. */
import { printable } from "../../problems/problems.ts";
import { ENGLISH, type TextKey } from "./texts.ts";

/** Text from outside, for an element or an attribute in double quotes; what is not seen is written out. */
export function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);
}

/** A text of the page, which the language can be switched of. */
export function say(key: TextKey): string {
  return `<span data-t="${key}">${escaped(ENGLISH[key])}</span>`;
}

export function section(id: string, title: TextKey, content: string): string {
  return `<section class="later"><h2 id="${id}">${say(title)}</h2>\n${content}</section>`;
}

/** @param rows Cells as markup. */
export function table(label: string, columns: readonly TextKey[], rows: readonly (readonly string[])[]): string {
  const head = columns.map((key) => `<th scope="col">${say(key)}</th>`).join("");
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("\n");
  return `<div class="wide" role="group" aria-labelledby="${label}" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}
