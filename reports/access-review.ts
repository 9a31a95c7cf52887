/** Who has what, and since when, for a manager to sign: as CSV for a spreadsheet, or as a page for printing. */
import { csvRow } from "./csv.ts";
import { escaped } from "./overview/markup.ts";

/** One right of one person. */
export interface AccessRow {
  readonly person: string;
  readonly team: string;
  readonly status: string;
  /** `environment`, `policy`, `grant`, `preset`, `waiver`, `server`, `console`, `access key`. */
  readonly kind: string;
  readonly what: string;
  /** Day on which it was committed, or made; empty: not known. */
  readonly since: string;
  /** Day on which it was last used; empty: not known. */
  readonly lastUsed: string;
  /** Why somebody accepted it. */
  readonly reason: string;
}

const COLUMNS = ["person", "team", "status", "kind", "what", "since", "last used", "reason"] as const;
/** For whoever reviews it. */
const SIGNED = ["keep?", "reviewed by", "date"] as const;

const cellsOf = ({ person, team, status, kind, what, since, lastUsed, reason }: AccessRow) => [
  ...[person, team, status, kind, what, since, lastUsed, reason],
];

export function accessCsv(rows: readonly AccessRow[]): string {
  return [[...COLUMNS, ...SIGNED], ...rows.map((row) => [...cellsOf(row), "", "", ""])].map(csvRow).join("");
}

const STYLE = `
  body { font: 9.5pt/1.4 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; margin: 1rem; color: #111; background: #fff; }
  table { border-collapse: collapse; width: 100%; }
  th, td { border: 1px solid #999; padding: 0.2rem 0.4rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  @page { size: A4 landscape; margin: 12mm; }
`;

/** @param asOf `2026-12-31` */
export function accessHtml(rows: readonly AccessRow[], asOf: string): string {
  const head = [...COLUMNS, ...SIGNED].map((each) => `<th scope="col">${each}</th>`).join("");
  const body = rows.map(
    (row) => `<tr>${[...cellsOf(row), "", "", ""].map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>Access review</title>
<style>${STYLE}</style>
<h1>Access review</h1>
<p>As of ${escaped(asOf)}. An empty cell: not known.</p>
<table><thead><tr>${head}</tr></thead><tbody>
${body.join("\n")}
</tbody></table>
</html>
`;
}
