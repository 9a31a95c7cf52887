/** Reads and judges the rosters that a command is about, with all others of their root accounts. */
import { resolve } from "node:path";
import { loadLookups } from "../lookups/load.ts";
import { isMistake } from "../problems/problems.ts";
import { loadRosters, type Occasion, type RostersRead, readOccasion, rosterFiles } from "../roster/files.ts";
import { type Judgement, judge } from "../workplaces/workplaces.ts";
import type { Context } from "./context.ts";

export interface Judged {
  /** Of the rosters that were asked for and of the others in cdktf.json that are for the same root accounts. */
  readonly judgement: Judgement;
  /** Files that were asked for, as they were written. */
  readonly asked: readonly string[];
  /** Whether there is no cdktf.json that would name other rosters of the account. */
  readonly alone: boolean;
  readonly occasion: Occasion;
}

/** Rosters that were asked for, and the others in cdktf.json that are for the same root accounts. */
export interface Concerned extends RostersRead {
  readonly asked: readonly string[];
  readonly alone: boolean;
}

/**
 * @param files Roster files; none: all in cdktf.json.
 * @throws RosterError when no file is named and cdktf.json lists none.
 */
export function judgeRosters(files: readonly string[], context: Pick<Context, "env" | "cwd">): Judged {
  const { asked, alone, ...read } = concernedRosters(files, context);
  const occasion = readOccasion(context.cwd, context.env);
  return { judgement: judge(loadLookups(read, context.cwd), occasion), asked, alone, occasion };
}

/**
 * Reads without judging, for what comes before there are lookups.
 *
 * @param files Roster files; none: all in cdktf.json.
 * @throws RosterError when no file is named and cdktf.json lists none.
 */
export function concernedRosters(files: readonly string[], { env, cwd }: Pick<Context, "env" | "cwd">): Concerned {
  const listed = listedRosters(files, { env, cwd });
  const asked = files.length > 0 ? files : (listed ?? []);
  const paths = new Set(asked.map((file) => resolve(cwd, file)));
  const others = (listed ?? []).filter((file) => !paths.has(resolve(cwd, file)));
  const { rosters, problems } = loadRosters([...asked, ...others], cwd);
  const owners = rosters.filter(({ file }) => asked.includes(file)).map(({ account }) => account.ownerUin);
  const concerned = rosters.filter(({ account }) => owners.includes(account.ownerUin));
  return { rosters: concerned, problems, asked, alone: listed === undefined };
}

/** The rosters of cdktf.json; undefined where files are named and it lists none. */
function listedRosters(
  files: readonly string[],
  { env, cwd }: Pick<Context, "env" | "cwd">,
): readonly string[] | undefined {
  try {
    return rosterFiles(cwd, env);
  } catch (error) {
    if (files.length === 0 || !isMistake(error)) throw error;
    return undefined;
  }
}
