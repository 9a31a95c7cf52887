/**
 * Slips of the pen that YAML reads as something else, or not at all: full-width signs, a missing blank, a mark of a merge. Looked for line
 * by line, and only in a file that has something wrong with it.
 */
import type { YamlProblem } from "./yaml-problem.ts";

interface Slip {
  readonly pattern: RegExp;
  readonly message: string;
  /** @param line The whole line. */
  readonly remedy: (line: string) => string;
}

const SLIPS: readonly Slip[] = [
  {
    pattern: /^(<{7}|={7}|>{7}|\|{7})(?: .*)?$/d,
    message: "a merge has left its mark here",
    remedy: () => "choose between the two versions, and remove the marks",
  },
  {
    pattern: /^[\s\u3000\u00a0]*(?:-\s*)?[A-Za-z][A-Za-z0-9]*\s*(\uff1a)/d,
    message: "a full-width colon",
    remedy: (line) => `write \`${shortened(line.replace(/\s*\uff1a\s*/, ": "))}\``,
  },
  {
    pattern: /^(?: |- )*([\u3000\u00a0])|^[^#"']*?[A-Za-z][A-Za-z0-9]*: *([\u3000\u00a0])/d,
    message: "a blank that is no plain one",
    remedy: () => "write it again with the space bar",
  },
  {
    pattern: /^\s*(-)(?=[A-Za-z][A-Za-z0-9]*:)/d,
    message: "no blank after the dash",
    remedy: (line) => `write \`${shortened(line.replace("-", "- "))}\``,
  },
  {
    pattern:
      /^\s*(?:- )?(?:account|alias|blueprint|bundle|console|defaults|deviceLogin|email|employees|hosting|id|logs|months|name|ownerUin|package|phone|policy|region|remark|renew|team)(:)(?=[^\s:/])/d,
    message: "no blank after the colon",
    remedy: (line) => `write \`${shortened(line.replace(":", ": "))}\``,
  },
  {
    pattern: /^\s*(?:- )?[A-Za-z][A-Za-z0-9]*: +(?!["'|>[{#&*])[^"'#]*?[^"'#\s](: )/d,
    message: "a text with `: ` in it",
    remedy: (line) => `write it in quotes: \`${shortened(quotedValue(line))}\``,
  },
];

/** Every slip, by line. */
export function slips(source: string): YamlProblem[] {
  let before: string | undefined;
  return source.split(/\r?\n/).flatMap((line, index) => {
    if (/^\s*(?:#|$)/.test(line)) return [];
    const found = slipIn(line) ?? indentSlip(line, before);
    before = line;
    return found === undefined ? [] : [{ rule: "yaml-slip" as const, line: index + 1, ...found }];
  });
}

type Found = Omit<YamlProblem, "rule" | "line">;

function slipIn(line: string): Found | undefined {
  for (const { pattern, message, remedy } of SLIPS) {
    const found = pattern.exec(line);
    if (found === null) continue;
    const [start] = found.indices?.slice(1).find((each) => each !== undefined) ?? [0];
    return { column: start + 1, message, remedy: remedy(line) };
  }
  return undefined;
}

/** A key that stands further in than the one before it, which has its value already and so holds no map. */
function indentSlip(line: string, before: string | undefined): Found | undefined {
  const [, own] = /^( *)[A-Za-z][A-Za-z0-9]*:(?: |$)/.exec(line) ?? [];
  const [, others] = /^((?: |- )*)[A-Za-z][A-Za-z0-9]*: +[^\s#|>&[{"']/.exec(before ?? "") ?? [];
  if (own === undefined || others === undefined || own.length <= others.length) return undefined;
  return {
    column: own.length + 1,
    message: "this line stands further in than the key before it",
    remedy: `begin it with ${others.length} blanks`,
  };
}

/** `remark: a: b` becomes `remark: "a: b"`. */
function quotedValue(line: string): string {
  const [, key = "", value = ""] = /^(\s*(?:- )?[A-Za-z0-9]+: +)(.*)$/.exec(line) ?? [];
  return `${key}"${value.trimEnd().replace(/["\\]/g, "\\$&")}"`;
}

function shortened(line: string): string {
  const text = line.trim();
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
