/** What is to be said of employees who are taken over, by hand-made sub-account or from another stack. Pure. */
import type { ExistingEmployee } from "../lookups/lookups.ts";
import { type Problem, printable, problem, quoted, warning } from "../problems/problems.ts";
import type { Employee, Origin, Roster } from "../roster/roster.ts";
import { stackPolicyName } from "../terraform/names.ts";
import { isSuspended } from "./standing.ts";
import { listPolicies, type Stack, type Workplace } from "./workplace.ts";

/**
 * What keeps an employee from being moved.
 *
 * @param rosters All of the root accounts that could be read.
 * @param isWhole Whether all could; else the stack of before may be among the others.
 * @param today `2026-12-31`
 */
export function moveProblems(rosters: readonly Roster[], isWhole: boolean, today: string): Problem[] {
  return rosters.flatMap((roster) =>
    roster.employees.flatMap((employee) => {
      if (employee.origin?.kind !== "moved") return [];
      const mistake = moveMistake(employee, employee.origin.stack, roster, rosters, isWhole, today);
      return mistake === undefined ? [] : [problem("move", { ...placeOf(roster, employee), ...mistake })];
    }),
  );
}

function moveMistake(
  employee: Employee,
  stack: string,
  roster: Roster,
  rosters: readonly Roster[],
  isWhole: boolean,
  today: string,
): { readonly message: string; readonly remedy: string } | undefined {
  const { ownerUin, region } = roster.account;
  if (stack === roster.stack) {
    const message = `\`movedFrom\` names the employee's own stack, ${stack}`;
    return { message, remedy: "remove it, or name the stack of before" };
  }
  const before = rosters.find((each) => each.stack === stack && each.account.ownerUin === ownerUin);
  if (before === undefined) {
    if (!isWhole) return undefined;
    return {
      message: `no roster of root account ${ownerUin} makes the stack ${quoted(stack)}, which is to give the employee up`,
      remedy:
        "keep the roster of before in cdktf.json until the move is deployed, or write `adopt: true` where no stack has the employee",
    };
  }
  if (before.account.region !== region) {
    return {
      message: `${before.file} is for ${before.account.region}, and neither server nor environment can go to ${region}`,
      remedy: "remove `movedFrom`, so that the employee gets everything anew",
    };
  }
  if (!isSuspended(employee, today)) return undefined;
  return {
    message:
      "the policy that keeps a suspended employee from everything is the stack's own, so that a move would lift it",
    remedy: "move while active, or suspend when both stacks are deployed and `movedFrom` is gone",
  };
}

/** What a person should know of those who are taken over, and do once it is deployed. */
export function originWarnings({ roster, workplaces }: Stack): Problem[] {
  return workplaces.flatMap((workplace) => {
    const { employee, existing } = workplace;
    if (employee.origin === undefined || existing === undefined) return [];
    const warn = (rule: string, message: string, remedy: string) =>
      warning(rule, { ...placeOf(roster, employee), message, remedy });
    return [
      employee.origin.kind === "moved"
        ? warn(
            "moved",
            `comes from the stack ${employee.origin.stack}: sub-account, policies and server stay, and both stacks are to be deployed, in any order`,
            "once both are deployed, remove `movedFrom`; before, the other stack would delete what it has",
          )
        : warn("adopted", "what there is already is taken over", "once it is deployed, remove `adopt`"),
      ...strangers(workplace, existing, employee.origin).map((message) =>
        warn("attached-by-hand", message, "detach them, or grant in the roster what the employee needs"),
      ),
      ...otherBundle(workplace, existing).map((message) =>
        warn("bundle-changes", message, "write the bundle that the server has, or change it on purpose"),
      ),
    ];
  });
}

/** What is attached and is none of this roster's, so that the proof does not speak of it. */
function strangers({ employee, policies }: Workplace, existing: ExistingEmployee, origin: Origin): string[] {
  const own = new Set([...listPolicies(policies).map(({ name }) => name), ...policies.presets]);
  const before = origin.kind === "moved" ? stackPolicyName(origin.stack, "suspended") : undefined;
  // What the stack of before has made for the employee, it also takes away.
  const leaves = (name: string) =>
    origin.kind === "moved" && (name === before || Object.hasOwn(existing.policies, name));
  const attached = [...Object.keys(existing.attached), ...Object.keys(existing.presets)]
    .filter((name) => !own.has(name) && !leaves(name))
    .sort();
  const said = (what: string, names: readonly string[]) =>
    `${what} ${names.map(printable).join(", ")}, of which the proof of isolation knows nothing`;
  return [
    ...(attached.length === 0
      ? []
      : [said(`the sub-account ${employee.name} has policies that are not in the roster:`, attached)]),
    ...(existing.groups.length === 0 ? [] : [said(`the sub-account ${employee.name} is in groups:`, existing.groups)]),
  ];
}

function otherBundle({ server }: Workplace, existing: ExistingEmployee): string[] {
  if (server === false || existing.server === undefined || existing.server.bundle === server.bundle) return [];
  return [
    `the server ${existing.server.id} is of the bundle ${existing.server.bundle}, and a deployment makes it ${server.bundle}`,
  ];
}

/**
 * The stacks, of which those keep their boundary from which somebody is moving who has it: whoever is deployed first, there is no moment
 * without one.
 */
export function keepBoundaries(stacks: readonly Stack[]): Stack[] {
  const kept = new Set(
    stacks.flatMap(({ account, existingStack, workplaces }) =>
      workplaces.flatMap(({ employee: { origin }, policies: { bounded } }) => {
        const isKept =
          bounded &&
          origin?.kind === "moved" &&
          Object.hasOwn(existingStack.policies, stackPolicyName(origin.stack, "boundary"));
        return isKept ? [`${account.ownerUin}/${origin.stack}`] : [];
      }),
    ),
  );
  return stacks.map((stack) => ({
    ...stack,
    keepsBoundary: kept.has(`${stack.account.ownerUin}/${stack.roster.stack}`),
  }));
}

function placeOf({ file }: Roster, { name, line, column }: Employee) {
  return { file, line, column, employee: name };
}
