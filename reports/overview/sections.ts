/** The parts of the overview below the people. */
import type { Overview } from "./data.ts";
import { escaped, say, section, table } from "./markup.ts";

/** Names that are written out; the rest is a click away. */
const SHOWN = 8;

export function reachSection({ violations, ways }: Overview): string {
  const broken =
    violations.length === 0
      ? `<p>${say("noViolations")}</p>`
      : `<ul>${violations.map(({ person, invariant, message }) => `<li class="violated">${escaped(invariant)} ${escaped(person)}: ${escaped(message)}</li>`).join("\n")}</ul>`;
  const open = ways.map(({ id, title, status, by, people }, index) => {
    const first = ways.findIndex((each) => each.id === id) === index;
    const names = people.slice(0, SHOWN).map(escaped).join(", ");
    const rest = people.length > SHOWN ? ` + ${people.length - SHOWN}` : "";
    const unless = status === "open-unless" ? ` <span class="quiet">(${say("unless")} ${escaped(by)})</span>` : "";
    return `<li${first ? ` id="way-${escaped(id)}"` : ""}><strong>${escaped(id)}</strong> ${escaped(title)}${unless}: ${say("openFor")} ${names}${rest} <button class="show" type="button" data-way="${escaped(id)}">${say("show")}</button></li>`;
  });
  const list = open.length === 0 ? `<p>${say("noWays")}</p>` : `<ul>${open.join("\n")}</ul>`;
  return section("reach", "reach", `${broken}<h3>${say("waysOpen")}</h3>${list}`);
}

/** The chart is drawn from the table's data; the table is what a screen reader, and paper, has. */
export function amountsSection({ teams }: Overview): string {
  const rows = teams.map(({ team, people, cost }) => [
    team === "" ? say("none") : escaped(team),
    String(people),
    escaped(cost),
  ]);
  return section(
    "costs",
    "costByTeam",
    `<div id="chart" class="chart" aria-hidden="true"></div>\n${table("costs", ["team", "people", "cost"], rows)}`,
  );
}

export function quotaSection({ quotas }: Overview): string {
  const rows = quotas.map(({ ownerUin, what, used, limit }) => [
    `${escaped(ownerUin)}: ${say(what === "environments" ? "environments" : "subAccounts")}`,
    String(used),
    limit === undefined ? say("unknown") : `${limit} (${limit === 0 ? "–" : `${Math.round((used * 100) / limit)} %`})`,
  ]);
  return section("quotas", "quotas", table("quotas", ["quotas", "used", "limit"], rows));
}

export function waiverSection({ waivers }: Overview): string {
  const rows = waivers.map(({ person, action, reason, since }) => [
    escaped(person),
    escaped(action),
    escaped(reason),
    since === "" ? say("unknown") : escaped(since),
  ]);
  return section(
    "waivers",
    "waivers",
    rows.length === 0 ? `<p>${say("noWaivers")}</p>` : table("waivers", ["person", "action", "reason", "since"], rows),
  );
}

/** Warnings that are written out; the rest is in the output of `check`. */
const MOST_WARNINGS = 40;

export function warningSection({ warnings }: Overview): string {
  const lines = warnings.slice(0, MOST_WARNINGS).map((each) => `<li>${escaped(each)}</li>`);
  const more = warnings.length - lines.length;
  const rest = more > 0 ? `<p>+ ${more}: npx subaccounts check</p>` : "";
  return section(
    "warnings",
    "warnings",
    lines.length === 0 ? `<p>${say("noWarnings")}</p>` : `<ul>${lines.join("\n")}</ul>${rest}`,
  );
}
