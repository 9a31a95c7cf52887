/** Finds environments by the two ways in which a roster names one, without walking through all of them for each employee. */
import type { EmployeeEnvironment } from "../roster/roster.ts";

/** Whether the roster says enough to make the environment: not the id, which the cloud chooses, but the package. */
export function canBeMade<E extends Pick<EmployeeEnvironment, "reference" | "package">>(
  environment: E,
): environment is E & { readonly reference: { readonly alias: string }; readonly package: string } {
  return "alias" in environment.reference && environment.package !== undefined;
}

/** All environments that a reference of the roster means: one, unless something is wrong. */
export type FindByReference<T> = (reference: EmployeeEnvironment["reference"]) => readonly T[];

/** @param names id and alias of an environment; without an alias it is found by its id alone */
export function indexEnvironments<T>(
  environments: Iterable<T>,
  names: (environment: T) => { readonly id: string; readonly alias?: string | null | undefined },
): FindByReference<T> {
  const byId = new Map<string, T[]>();
  const byAlias = new Map<string, T[]>();
  for (const environment of environments) {
    const { id, alias } = names(environment);
    add(byId, id, environment);
    if (alias) add(byAlias, alias, environment);
  }
  return (reference) => ("id" in reference ? byId.get(reference.id) : byAlias.get(reference.alias)) ?? [];
}

function add<T>(groups: Map<string, T[]>, key: string, value: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}
