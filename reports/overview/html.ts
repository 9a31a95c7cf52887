/** The overview as one HTML file: nothing from the network, and no script but its own. All that people have written is escaped. */
import { createHash } from "node:crypto";
import { printable } from "../../problems/problems.ts";
import {
  changesSince,
  type Overview,
  type OverviewChange,
  type OverviewPerson,
  type Remembered,
  remembered,
} from "./data.ts";
import { escaped, say } from "./markup.ts";
import { amountsSection, quotaSection, reachSection, waiverSection, warningSection } from "./sections.ts";
import { CHINESE, ENGLISH, type TextKey } from "./texts.ts";

/** What the page is made of besides its data. */
export interface PageParts {
  readonly style: string;
  readonly script: string;
  /** The chart library, for browsers, with its licence in the first lines. */
  readonly chartLibrary: string;
}

/** Of a file that this program wrote, and may write again. */
const GENERATOR = '<meta name="generator" content="cloudbase-subaccounts overview">';

export function isOverview(html: string): boolean {
  return html.includes(GENERATOR);
}

/** What an earlier overview remembers; undefined for what is none, or an unreadable one. */
export function rememberedIn(html: string): Remembered | undefined {
  const [, json] = /<script type="application\/json" id="remembered">(.*)<\/script>/.exec(html) ?? [];
  if (!isOverview(html) || json === undefined) return undefined;
  try {
    const data: unknown = JSON.parse(json);
    return isRemembered(data) ? data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Of all that the page is made of: the same digest, the same page. */
export function digestOf(overview: Overview, { style, script, chartLibrary }: PageParts): string {
  return createHash("sha256")
    .update(JSON.stringify([overview, style, script, chartLibrary]))
    .digest("hex")
    .slice(0, 16);
}

function isRemembered(data: unknown): data is Remembered {
  const isEntry = (each: unknown) =>
    Array.isArray(each) && each.length === 5 && each.every((part) => typeof part === "string");
  return typeof data === "object" && data !== null && Object.values(data).every(isEntry);
}

/**
 * @param before Of the overview of before, if there is one.
 * @param language That the page begins with; absent: the browser's.
 */
export function overviewHtml(
  overview: Overview,
  parts: PageParts,
  before: Remembered | undefined,
  language?: "en" | "zh",
): string {
  const scripts = [parts.chartLibrary, parts.script].map(withoutEnd);
  const now = remembered(overview);
  const counts = (name: OverviewPerson["status"] | OverviewPerson["verdict"]) =>
    overview.people.filter(({ status, verdict }) => status === name || verdict === name).length;
  const facts: readonly (readonly [TextKey, string])[] = [
    ["people", String(overview.people.length)],
    ["isolated", String(counts("isolated"))],
    ["excepted", String(counts("excepted"))],
    ["violated", String(counts("violated"))],
    ["suspended", String(counts("suspended"))],
    ["cost", overview.cost],
  ];
  return `<!doctype html>
<html lang="en" data-digest="${digestOf(overview, parts)}"${language === undefined ? "" : ` data-language="${language}"`}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src ${scripts.map((each) => `'sha256-${hashOf(each)}'`).join(" ")}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${GENERATOR}
<title>${ENGLISH.title}</title>
<style>${parts.style}</style>
</head>
<body>
<a class="skip" href="#people">${say("skip")}</a>
<header>
<h1>${say("title")}</h1>
<p class="quiet">${say("asOf")} ${escaped(overview.asOf)}</p>
<p><button class="language" type="button" data-language="en" lang="en">English</button> <button class="language" type="button" data-language="zh" lang="zh-CN">中文</button></p>
</header>
<main>
<section><h2 id="summary">${say("summary")}</h2>
<ul class="facts">${facts.map(([key, value]) => `<li><strong>${escaped(value)}</strong>${say(key)}</li>`).join("")}</ul>
</section>
${changesSection(before === undefined ? undefined : changesSince(before, now))}
${peopleSection(overview)}
${reachSection(overview)}
${amountsSection(overview)}
${quotaSection(overview)}
${waiverSection(overview)}
${warningSection(overview)}
</main>
<script type="application/json" id="texts">${json({ en: ENGLISH, zh: CHINESE })}</script>
<script type="application/json" id="teams">${json(overview.teams.map(({ team, cents }) => ({ team: printable(team), cents })))}</script>
<script type="application/json" id="remembered">${json(now)}</script>
${scripts.map((each) => `<script>${each}</script>`).join("\n")}
</body>
</html>
`;
}

function changesSection(changes: readonly OverviewChange[] | undefined): string {
  const lines = (changes ?? []).map(({ person, kind, details }) => {
    const told = details.map(
      ({ what, before, after }) => `${say(what)}: ${escaped(before || "–")} → ${escaped(after || "–")}`,
    );
    return `<li><strong>${escaped(person)}</strong> ${kind === "changed" ? told.join("; ") : say(kind)}</li>`;
  });
  const list =
    lines.length === 0 ? `<p>${changes === undefined ? say("noChanges") : "–"}</p>` : `<ul>${lines.join("\n")}</ul>`;
  return `<section><h2 id="changes">${say("changes")}</h2>${list}</section>`;
}

/**
 * Rows that the browser takes apart before it shows the page. It reads the others as text, which costs next to nothing, and the script
 * makes rows of them at once afterwards; without scripts they are a second table.
 */
const AT_ONCE = 60;

function peopleSection({ people, ways }: Overview): string {
  const teams = [...new Set(people.map(({ team }) => team))].sort();
  const wayIds = [...new Set(ways.map(({ id }) => id))].sort();
  const columns: readonly (readonly [TextKey, string])[] = [
    ["person", ""],
    ["team", ""],
    ["status", ""],
    ["environment", "optional"],
    ["server", "optional"],
    ["ends", "optional"],
    ["isolation", ""],
    ["cost", "number"],
  ];
  return `<section><h2 id="people">${say("people")}</h2>
<form id="filters">
<label>${say("search")}<input id="search" type="search" disabled autocomplete="off"></label>
${select(
  "team",
  "team",
  teams.map((team) => (team === "" ? ["=", ENGLISH.none, "none" as const] : [`=${team}`, escaped(team)])),
)}
${select(
  "status",
  "status",
  (["active", "leaving", "suspended", "pending"] as const).map((each) => [each, ENGLISH[each], each]),
)}
${select(
  "verdict",
  "isolation",
  (["isolated", "excepted", "violated"] as const).map((each) => [each, ENGLISH[each], each]),
)}
${select(
  "way",
  "way",
  wayIds.map((id) => [id, escaped(id)]),
)}
<p role="status"><span id="shown">${people.length}</span> ${say("of")} ${people.length} ${say("shown")}</p>
</form>
<div class="wide" id="people-table" role="group" aria-labelledby="people" tabindex="0"><table role="table">
<thead role="rowgroup"><tr role="row">${columns.map(([key, kind]) => `<th role="columnheader" scope="col"${kind === "" ? "" : ` class="${kind}"`}><button type="button" data-t="${key}">${ENGLISH[key]}</button></th>`).join("")}</tr></thead>
<tbody id="rows" role="rowgroup">
${people.slice(0, AT_ONCE).map(personRow).join("\n")}
</tbody></table></div>
<noscript><table><tbody>
${people.slice(AT_ONCE).map(personRow).join("\n")}
</tbody></table></noscript></section>`;
}

function select(
  id: string,
  label: TextKey,
  options: readonly (readonly [value: string, text: string, key?: TextKey])[],
): string {
  const shown = options.map(
    ([value, text, key]) =>
      `<option value="${escaped(value)}"${key === undefined ? "" : ` data-t="${key}"`}>${text}</option>`,
  );
  return `<label>${say(label)}<select id="${id}" disabled><option value="" data-t="any">${ENGLISH.any}</option>${shown.join("")}</select></label>`;
}

/** As short as can be, since there are a thousand: what a filter needs is read from the cells. */
function personRow(person: OverviewPerson): string {
  const { name, email, team, status, lastDay, environment, sharedWith, server, ends, verdict, ways, cost, cents } =
    person;
  const until = lastDay === "" ? "" : ` <small>${say("lastDay")} ${escaped(lastDay)}</small>`;
  const others =
    sharedWith.length === 0 ? "" : ` <small>${say("sharedWith")} ${escaped(sharedWith.join(", "))}</small>`;
  const cells = [
    `>${escaped(team)}`,
    until === "" ? ` data-t="${status}">${ENGLISH[status]}` : `>${say(status)}${until}`,
    ` class="optional">${escaped(environment)}${others}`,
    ` class="optional">${escaped(server)}`,
    ` class="optional">${escaped(ends)}`,
    `><span class="${verdict}" data-t="${verdict}">${ENGLISH[verdict]}</span> <small>${escaped([person.profile, ...ways].join(" "))}</small>`,
    ` class="number" data-key="${cents}">${escaped(cost)}`,
  ];
  const link = `<a href="#person-${escaped(encodeURIComponent(name))}">${escaped(name)}</a>`;
  const head = `<th role="rowheader">${link}${email === "" ? "" : ` <small>${escaped(email)}</small>`}</th>`;
  return `<tr role="row" id="person-${escaped(name)}" data-is="${status} ${verdict}">${head}${cells.map((cell) => `<td role="cell"${cell}</td>`).join("")}</tr>`;
}

/** Inside of a script element, where only the end of one and the start of a comment mean something. */
function json(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

function withoutEnd(script: string): string {
  return script.replaceAll("</script", "<\\/script");
}

function hashOf(script: string): string {
  return createHash("sha256").update(script).digest("base64");
}
