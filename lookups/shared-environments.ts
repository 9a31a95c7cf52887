/** Finds employees who would work in one environment: the roster sees equal ids and equal aliases, but not an id and its alias. */
import { printProblem } from "../roster/problems.ts";
import type { Employee } from "../roster/roster.ts";

/** Whose environment turned out to be which. */
export interface Owned {
  readonly employee: Employee;
  readonly environmentId: string;
}

/** One line for each employee whose environment an earlier one has; pure. */
export function sharedEnvironments(file: string, owned: readonly Owned[]): string[] {
  const owners = new Map<string, Employee>();
  return owned.flatMap(({ employee, environmentId }) => {
    const owner = owners.get(environmentId);
    if (owner === undefined) {
      owners.set(environmentId, employee);
      return [];
    }
    const { name, line, column } = employee;
    const message = `has the same environment as ${owner.name} (${environmentId}); give each employee one of their own`;
    return [printProblem({ file, line, column, employee: name, message })];
  });
}
