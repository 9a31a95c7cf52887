/** Rules between roster files: what one root account can have only once, and only so many of. */
import type { Problem } from "../problems/problems.ts";
import { MAX_SUB_ACCOUNTS } from "./limits.ts";
import type { Employee, Roster } from "./roster.ts";
import { rosterProblem } from "./roster-error.ts";

/** Every violation between files that are valid by themselves. */
export function problemsBetween(rosters: readonly Omit<Roster, "templates">[]): Problem[] {
  const owners = [...new Set(rosters.map((roster) => roster.account.ownerUin))];
  return [
    ...sameStack(rosters),
    ...owners.flatMap((owner) => withinAccount(rosters.filter((roster) => roster.account.ownerUin === owner))),
  ];
}

function sameStack(rosters: readonly Omit<Roster, "templates">[]): Problem[] {
  return rosters.flatMap((roster, index) => {
    const first = rosters.slice(0, index).find((other) => other.stack.toLowerCase() === roster.stack.toLowerCase());
    if (first === undefined) return [];
    const message = `makes the stack "${roster.stack}" like ${first.file}`;
    return [rosterProblem("stack-twice", { file: roster.file, message, remedy: "rename one of the files" })];
  });
}

function withinAccount(rosters: readonly Omit<Roster, "templates">[]): Problem[] {
  const [first] = rosters;
  const count = rosters.reduce((sum, roster) => sum + roster.employees.length, 0);
  const overfull: Problem[] =
    first !== undefined && count > MAX_SUB_ACCOUNTS
      ? [
          rosterProblem("too-many-employees", {
            file: rosters.map((roster) => roster.file).join(", "),
            message: `${count} employees under the root account ${first.account.ownerUin}, which has at most ${MAX_SUB_ACCOUNTS} sub-accounts (CAM limit)`,
            remedy: "use another root account for the rest",
          }),
        ]
      : [];
  return [
    ...overfull,
    ...takenTwice(rosters, "name-twice", "name", (employee) => employee.name.toLowerCase()),
    ...takenTwice(rosters, "environment-twice", "environment", ({ environment: { reference } }, region) =>
      "id" in reference ? `id ${reference.id}` : `alias ${reference.alias} in ${region}`,
    ),
  ];
}

function takenTwice(
  rosters: readonly Omit<Roster, "templates">[],
  rule: "name-twice" | "environment-twice",
  what: string,
  keyOf: (employee: Employee, region: string) => string,
): Problem[] {
  const takenIn = new Map<string, Omit<Roster, "templates">>();
  return rosters.flatMap((roster) =>
    roster.employees.flatMap((employee) => {
      const key = keyOf(employee, roster.account.region);
      const other = takenIn.get(key);
      if (other === undefined) takenIn.set(key, roster);
      if (other === undefined || other === roster) return [];
      const { line, column, name } = employee;
      const message = `the ${what} (${key}) is used in ${other.file} too, for the same root account`;
      return [
        rosterProblem(rule, { file: roster.file, line, column, employee: name, message, remedy: "write another" }),
      ];
    }),
  );
}
