/** A plan as a person reads it: in 80 columns for a terminal or a log, or in Markdown for a comment. */
import type { Money, PersonReview, Review, Sentence } from "../deployments/deployments.ts";
import { printable } from "../problems/problems.ts";
import { counted } from "./words.ts";

export interface ReviewReport {
  readonly review: Review;
  /** What the proof of isolation says of the rosters as they are now, one line. */
  readonly isolation: readonly string[];
  /** Why the plan must be confirmed; empty: it need not. */
  readonly guard: readonly string[];
  /** Whether it has been. */
  readonly isConfirmed: boolean;
  /** Stands for exactly this plan. */
  readonly digest: string;
}

const COLUMNS = 80;

/** Marks what hurts somebody, so that colour is not needed to see it. */
const HURTS: readonly string[] = ["removal", "interruption", "weakening"];

export function reviewText(report: ReviewReport): string {
  const { review, guard, isolation } = report;
  const lines = [
    headline(review),
    ...review.people.flatMap(({ name, sentences }) =>
      sentences.map((sentence) => `${mark(sentence)} ${printable(`${name}: ${sentence.text}`)}`),
    ),
    ...review.shared.map((sentence) => `${mark(sentence)} ${printable(`all: ${sentence.text}`)}`),
    ...money(review).map((line) => `  ${line}`),
    ...isolation.map((line) => `  ${printable(line)}`),
    ...drift(review).map((line) => `  ${printable(line)}`),
    ...guardLines(report).map((line) => `${guard.length > 0 && !report.isConfirmed ? "!" : " "} ${printable(line)}`),
  ];
  return lines.map((line) => `${wrapped(line).join("\n")}\n`).join("");
}

function headline({ stack, people, counts }: Review): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (total === 0) return `${stack}: no changes`;
  const ways = Object.entries(counts).map(([word, count]) => `${count} ${word}`);
  return `${stack}: ${counted(people.length, "person", "people")}; ${counted(total, "resource")} (${ways.join(", ")})`;
}

function mark({ effect }: Sentence): string {
  return HURTS.includes(effect) ? "!" : " ";
}

function money({ money: { before, after } }: Review): string[] {
  const [was, is] = [moneyText(before), moneyText(after)];
  return was === is ? [] : [`servers a month: ${was} becomes ${is}`];
}

function moneyText({ sums, unknown }: Money): string {
  const known = Object.entries(sums).map(([currency, sum]) => `${sum} ${currency}`);
  const open = unknown === 0 ? [] : [`${counted(unknown, "server")} of unknown price`];
  return [...known, ...open].join(" and ") || "nothing";
}

function drift({ drift }: Review): string[] {
  if (drift.length === 0) return [];
  const shown = drift.slice(0, MOST_DRIFT).join(", ");
  const more = drift.length > MOST_DRIFT ? ` and ${drift.length - MOST_DRIFT} more` : "";
  return [`changed outside of the roster since the last deployment: ${shown}${more}`];
}

const MOST_DRIFT = 5;

function guardLines({ guard, isConfirmed, digest, review }: ReviewReport): string[] {
  if (guard.length === 0) return [];
  return [
    ...guard.map((finding) => `must be confirmed: ${finding}`),
    isConfirmed
      ? `confirmed as ${digest}`
      : `to confirm exactly this plan: npx subaccounts deploy ${review.stack} --confirm ${digest}`,
  ];
}

/** Lines of at most 80 columns; what follows the first is indented. A word that is longer stays whole. */
function wrapped(line: string): string[] {
  const [first = "", ...words] = line.replace(/^(..)/, (start) => start.replaceAll(" ", "\u00a0")).split(" ");
  const lines: string[] = [];
  let current = first;
  for (const word of words) {
    if (`${current} ${word}`.length > COLUMNS) {
      lines.push(current);
      current = `      ${word}`;
    } else current = `${current} ${word}`;
  }
  return [...lines, current].map((each) => each.replaceAll("\u00a0", " "));
}

/** Characters of a comment that GitHub takes: 65,536. */
const MOST_CHARACTERS = 60_000;

/** Finds the comment again that is to be updated. */
export function reviewMarker(stack: string): string {
  return `<!-- cloudbase-subaccounts review of ${stack} -->`;
}

/** Who is hurt stands open; everybody else is folded. What does not fit is counted. */
export function reviewMarkdown(report: ReviewReport): string {
  const { review, guard, isolation } = report;
  const isHurt = ({ sentences }: PersonReview) => sentences.some(({ effect }) => HURTS.includes(effect));
  const [hurt, others] = [review.people.filter(isHurt), review.people.filter((person) => !isHurt(person))];
  const head = [reviewMarker(review.stack), `### ${escaped(headline(review))}`, ""];
  const tail = [
    ...review.shared.map(({ text }) => `- all: ${escaped(text)}`),
    ...money(review).map((line) => `- ${escaped(line)}`),
    ...isolation.map((line) => `- ${escaped(line)}`),
    ...drift(review).map((line) => `- ${escaped(line)}`),
    ...(guard.length === 0 ? [] : ["", ...guardLines(report).map((line) => `> **${escaped(line)}**`)]),
  ];
  const room = MOST_CHARACTERS - [...head, ...tail].join("\n").length - 500;
  const open = fitting(hurt.flatMap(personMarkdown), room / 2);
  const folded = fitting(others.flatMap(personMarkdown), room - open.join("\n").length);
  return `${[
    ...head,
    ...open,
    ...(folded.length === 0
      ? []
      : others.length <= MOST_OPEN
        ? folded
        : [
            "",
            `<details><summary>${counted(others.length, "person", "people")} more</summary>`,
            "",
            ...folded,
            "",
            "</details>",
            "",
          ]),
    ...tail,
  ].join("\n")}\n`;
}

const MOST_OPEN = 10;

function personMarkdown({ name, sentences }: PersonReview): string[] {
  return sentences.map((sentence) => {
    const text = `**${escaped(name)}**: ${escaped(sentence.text)}`;
    return HURTS.includes(sentence.effect) ? `- ⚠️ ${text}` : `- ${text}`;
  });
}

function fitting(lines: readonly string[], room: number): string[] {
  let used = 0;
  const kept = lines.filter((line) => {
    used += line.length + 1;
    return used <= room;
  });
  const cut = lines.length - kept.length;
  return cut === 0 ? kept : [...kept, `- and ${counted(cut, "line")} more: run \`npx subaccounts review\``];
}

/** So that a name or a remark is read as it stands: no link, no mention, no heading, no HTML. */
function escaped(text: string): string {
  return (
    printable(text)
      .replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? sign)
      .replace(/[\\`*_{}[\]()#+!|~$]/g, "\\$&")
      // A mention, a reference or a bare link would be made of these.
      .replace(/@|#|(?<=https?):|\bwww\./gi, (sign) => `${sign[0]}&#8203;${sign.slice(1)}`)
  );
}

/** For programs: the whole of it, in the form of review.schema.json. */
export function reviewJson(reports: readonly ReviewReport[]): string {
  const all = reports.map(({ review, ...rest }) => ({ ...review, ...rest }));
  return `${JSON.stringify({ format: 1, stacks: all }, null, 2)}\n`;
}
