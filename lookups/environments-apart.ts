/** Finds employees whose environments are not apart: the roster sees equal ids and aliases, but not what an alias stands for. */

import { type Problem, problem } from "../problems/problems.ts";
import { nestedIds } from "../roster/nested-ids.ts";
import type { Employee } from "../roster/roster.ts";

/** Whose environment turned out to be which. */
export interface Owned {
  readonly employee: Employee;
  readonly environmentId: string;
}

/** One problem for each employee whose environment another one has without both saying so, or whose environment's id starts with another's; pure. */
export function environmentsNotApart(file: string, owned: readonly Owned[]): Problem[] {
  return [...shared(file, owned), ...notShared(file, owned), ...nested(file, owned)];
}

function nested(file: string, owned: readonly Owned[]): Problem[] {
  return nestedIds(owned, ({ environmentId }) => environmentId).map(({ longer, shorter }) => {
    const { name, line, column } = longer.employee;
    const message = `the id of the environment, ${longer.environmentId}, starts with that of ${shorter.employee.name} (${shorter.environmentId}), so that a policy for the one could reach the other`;
    const remedy = "give one of them another environment";
    return problem("environment-nested", { file, line, column, employee: name, message, remedy });
  });
}

function shared(file: string, owned: readonly Owned[]): Problem[] {
  const owners = new Map<string, Employee[]>();
  return owned.flatMap(({ employee, environmentId }) => {
    const before = owners.get(environmentId) ?? [];
    owners.set(environmentId, [...before, employee]);
    const owner = before.find((other) => !areSharing(employee, other));
    if (owner === undefined) return [];
    const { name, line, column } = employee;
    const message = `has the same environment as ${owner.name} (${environmentId})`;
    const remedy = "give each employee one of their own";
    return [problem("environment-taken", { file, line, column, employee: name, message, remedy })];
  });
}

/** Both say so: the roster's rules have seen to that where one does. */
function areSharing(one: Employee, other: Employee): boolean {
  const names = ({ environment: { sharedWith = [] } }: Employee) => sharedWith;
  return names(one).includes(other.name) && names(other).includes(one.name);
}

/** One entry names the environment by id and the other by alias, so that only the lookups show that they differ. */
function notShared(file: string, owned: readonly Owned[]): Problem[] {
  const ids = new Map(owned.map(({ employee, environmentId }) => [employee.name, environmentId]));
  return owned.flatMap(({ employee: { name, line, column, environment }, environmentId }) =>
    (environment.sharedWith ?? []).flatMap((other) => {
      const id = ids.get(other);
      if (id === undefined || id === environmentId) return [];
      const message = `shares the environment ${environmentId} with ${other}, who has ${id}`;
      const remedy = "write the same `id` or `alias` in both entries";
      return [problem("environment-not-shared", { file, line, column, employee: name, message, remedy })];
    }),
  );
}
