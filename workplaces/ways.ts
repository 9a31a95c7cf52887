/** Which ways out of isolation a deployment opens or closes, for those who were there before. Pure. */
import { presetDocument } from "../policies/grants/presets.ts";
import type { IsolationSubject } from "../policies/isolation/isolation.ts";
import { proveIsolation } from "../policies/isolation/isolation.ts";
import type { PolicyDocument } from "../policies/language/document.ts";
import { PERMISSION_BOUNDARY } from "../policies/permission-boundary.ts";
import { isolationSubject } from "./subjects.ts";
import type { Stack } from "./workplace.ts";

/** What somebody had before. */
export interface Had {
  readonly name: string;
  readonly documents: readonly PolicyDocument[];
  /** Names of preset policies. */
  readonly presets: readonly string[];
  readonly bounded: boolean;
}

/** Ways of one employee: their ids (`P1`), sorted. */
export interface WaysOf {
  readonly name: string;
  readonly opens: readonly string[];
  readonly closes: readonly string[];
}

/** @param had Of those employees of the stack who were there before. */
export function waysThatChange({ workplaces, account }: Stack, had: readonly Had[]): WaysOf[] {
  const byName = new Map(had.map((each) => [each.name, each]));
  const pairs = workplaces.flatMap((workplace) => {
    const before = byName.get(workplace.employee.name);
    if (before === undefined) return [];
    const after = isolationSubject(workplace);
    return [{ after, before: subjectBefore(after, before) }];
  });
  const [was, is] = [
    openWays(
      pairs.map(({ before }) => before),
      account,
    ),
    openWays(
      pairs.map(({ after }) => after),
      account,
    ),
  ];
  return pairs.flatMap(({ after: { name } }) => {
    const [old, now] = [was.get(name) ?? [], is.get(name) ?? []];
    const opens = now.filter((id) => !old.includes(id));
    const closes = old.filter((id) => !now.includes(id));
    return opens.length + closes.length === 0 ? [] : [{ name, opens, closes }];
  });
}

function subjectBefore(after: IsolationSubject, { documents, presets, bounded }: Had): IsolationSubject {
  return {
    ...after,
    documents: [...documents, ...presets.flatMap((preset) => presetDocument(preset) ?? [])],
    unread: presets.filter((preset) => presetDocument(preset) === undefined),
    boundary: bounded ? PERMISSION_BOUNDARY : undefined,
    grantDocuments: [],
  };
}

function openWays(subjects: readonly IsolationSubject[], account: Stack["account"]): ReadonlyMap<string, string[]> {
  const ways = new Map<string, string[]>();
  for (const { id, status, subjects: names } of proveIsolation(subjects, account).paths) {
    if (status !== "open" && status !== "open-unless") continue;
    for (const name of names) ways.set(name, [...(ways.get(name) ?? []), id].sort());
  }
  return ways;
}
