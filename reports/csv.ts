/** Rows of CSV. */

/** RFC 4180, and nothing that a spreadsheet would take for a formula. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell.replace(/^(?=[=+\-@\t\r])/, "'").replaceAll('"', '""')}"`).join(",")}\r\n`;
}
