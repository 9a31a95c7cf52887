/** From the text of a roster file to a Roster, or to every mistake in it. Pure: no file is read. */
import { basename } from "node:path";
import { z } from "zod";
import { inOrder, type Place, type Problem } from "../problems/problems.ts";
import { completeEmployee, completeGuard } from "./defaults.ts";
import { explain } from "./explain.ts";
import { type Finding, valueAt } from "./finding.ts";
import type { Roster } from "./roster.ts";
import { RosterError, rosterProblem } from "./roster-error.ts";
import { doubts, violations } from "./rules.ts";
import { type RosterFile, rosterSchema } from "./schema.ts";
import { type Path, readYaml, type YamlFile } from "./yaml.ts";

/** A roster whose template files have not been read yet. */
export interface ParsedRoster extends Omit<Roster, "templates"> {
  /** Where each template file is named first, by the path that is written. */
  readonly templatePlaces: ReadonlyMap<string, Place>;
  readonly warnings: readonly Problem[];
}

/**
 * @param file Path for messages; its base name without ending names the stack.
 * @throws RosterError with every problem, in the order of the file.
 */
export function parseRoster(source: string, file: string): ParsedRoster {
  const read = readYaml(source);
  if ("problems" in read && !LOOKS_LIKE_A_ROSTER.test(source)) throw notARoster(file);
  if ("problems" in read)
    throw new RosterError(read.problems.map(({ rule, ...rest }) => rosterProblem(rule, { file, ...rest })));
  const yaml = read.file;
  const located = (findings: readonly Finding[]) => inOrder(findings.map((finding) => locate(finding, yaml, file)));
  if (yaml.value === null || yaml.value === undefined) {
    throw new RosterError([
      rosterProblem("empty-file", {
        file,
        message: "the file is empty, which would delete everyone",
        remedy: "write `account` and `employees`",
      }),
    ]);
  }
  refuseAnythingElse(yaml.value, file);
  const parsed = rosterSchema.safeParse(yaml.value);
  const written = { known: knownKeys, written: yaml.written };
  const mistakes: Finding[] = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => explain(issue, yaml.value, written))),
    ...violations(yaml.value, (path) => yaml.placeOf(path).line),
  ];
  const problems = [...doubleKeys(yaml, file), ...located(mistakes)];
  if (problems.length > 0) throw new RosterError(inOrder(withSlips(problems, yaml, file)));
  // Parsing failed exactly where there are mistakes, so this is for the type checker.
  if (!parsed.success) throw parsed.error;

  const { account, guard, defaults = {}, employees } = parsed.data;
  return {
    file,
    stack: stackName(file),
    account: {
      ownerUin: account.ownerUin,
      region: account.region,
      ...(account.state === undefined ? {} : { state: account.state.cos }),
    },
    guard: completeGuard(guard),
    employees: employees.map((entry, index) => completeEmployee(entry, defaults, yaml.placeOf(["employees", index]))),
    templatePlaces: templatePlaces(parsed.data, yaml),
    warnings: located(doubts(yaml.value)),
  };
}

/** What is no roster at all may be anybody's file, so that nothing of it is quoted. */
function refuseAnythingElse(value: unknown, file: string): void {
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  if (isMap && Object.keys(rosterSchema.shape).some((key) => Object.hasOwn(value, key))) return;
  throw notARoster(file);
}

/** Some line begins as one of a roster does; of any other file that cannot be read nothing is quoted either. */
const LOOKS_LIKE_A_ROSTER = /^\uFEFF?[\s{]*["']?(?:account|defaults|employees)["']?\s*[:\uff1a]/m;

function notARoster(file: string): RosterError {
  return new RosterError([
    rosterProblem("not-roster", {
      file,
      message: "this is no roster: it has neither `account` nor `employees`",
      remedy: "correct the name of the file, or write both",
    }),
  ]);
}

function doubleKeys(yaml: YamlFile, file: string): Problem[] {
  return yaml.doubles.map(({ path, key, firstLine, line, column }) => {
    const employee = employeeAt(path, yaml);
    return rosterProblem("key-twice", {
      file,
      line,
      column,
      ...(employee === undefined ? {} : { employee }),
      message: `the key \`${key}\` stands at line ${firstLine} too`,
      remedy: "keep one of them",
    });
  });
}

/** A slip explains what is wrong with its line and the structure around it; what else is wrong stays. */
function withSlips(problems: readonly Problem[], yaml: YamlFile, file: string): Problem[] {
  const slips = yaml.slips();
  if (slips.length === 0) return [...problems];
  const structural = ["missing-key", "wrong-type", "unknown-key", "empty-value"];
  const others = problems.filter(
    ({ rule, line }) => !structural.includes(rule) && !slips.some((slip) => slip.line === line),
  );
  return [...slips.map(({ rule, ...rest }) => rosterProblem(rule, { file, ...rest })), ...others];
}

function employeeAt(path: Path, yaml: YamlFile): string | undefined {
  const name = path[0] === "employees" ? valueAt(yaml.value, [...path.slice(0, 2), "name"]) : undefined;
  return typeof name === "string" ? name : undefined;
}

function templatePlaces({ defaults, employees }: RosterFile, yaml: YamlFile): ReadonlyMap<string, Place> {
  const named: (readonly [string | undefined, Path])[] = [
    [defaults?.policy, ["defaults", "policy"]],
    ...employees.map(({ policy }, index) => [policy, ["employees", index, "policy"]] as const),
  ];
  // The last entry of a map prevails.
  return new Map(
    named
      .toReversed()
      .flatMap(([policy, path]) => (policy === undefined ? [] : [[policy, yaml.placeOf(path)] as const])),
  );
}

/** `rosters/employees.yaml` makes the stack `employees`. @throws RosterError for a name that Terraform or a path cannot have. */
function stackName(file: string): string {
  const name = basename(file).replace(/\.ya?ml$/i, "");
  // CDKTF keeps stacks in a plain object, which has a `constructor` already.
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name) || name in Object.prototype) {
    throw new RosterError([
      rosterProblem("stack-name", {
        file,
        message:
          name in Object.prototype
            ? "no stack can have this file name"
            : "the file name names the stack and must be letters, digits, - and _",
        remedy: "rename it to something like employees.yaml",
      }),
    ]);
  }
  return name;
}

function locate({ rule, path, key, message, remedy }: Finding, yaml: YamlFile, file: string): Problem {
  const place = key === undefined ? yaml.placeOf(path) : yaml.placeOfKey(path, key);
  const employee = employeeAt(path, yaml);
  return rosterProblem(rule, {
    file,
    ...place,
    ...(employee === undefined ? {} : { employee }),
    message,
    ...(remedy === undefined ? {} : { remedy }),
  });
}

/** Keys that the schema knows in the map at a path. */
function knownKeys(path: Path): string[] {
  let schema: unknown = rosterSchema;
  for (const key of path) {
    const inner = mapSchema(schema);
    schema = inner instanceof z.ZodObject && typeof key === "string" ? inner.shape[key] : elementSchema(schema);
  }
  const map = mapSchema(schema);
  return map instanceof z.ZodObject ? Object.keys(map.shape) : [];
}

/** The object inside optional values and unions, such as `server`, which is a map or false. */
function mapSchema(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional) return mapSchema(schema.unwrap());
  if (schema instanceof z.ZodUnion)
    return schema.options.map(mapSchema).find((option) => option instanceof z.ZodObject);
  return schema;
}

function elementSchema(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional) return elementSchema(schema.unwrap());
  return schema instanceof z.ZodArray ? schema.element : undefined;
}
