/** Terraform's `moved` blocks for employees who have another name now, so that servers and what belongs to them stay. */
import { TerraformResource, type TerraformStack } from "cdktf";
import type { Employee } from "../roster/roster.ts";
import { idBefore } from "../terraform/id.ts";
import type { Employee as EmployeeBlocks } from "./employee.ts";

/** One `moved` block. */
interface Moved {
  readonly from: string;
  readonly to: string;
}

/**
 * Moves each block of an employee from the name before, along all names that there were. A block that is not in the state is no
 * error, so the roster's line may stay a while. CDKTF's own `moveFromId` makes one move a resource, and no chain.
 */
export function moveFromPreviousNames(
  stack: TerraformStack,
  renamed: readonly { readonly employee: Employee; readonly blocks: EmployeeBlocks }[],
): void {
  const moved = renamed.flatMap(({ employee, blocks }) => movesOf(employee, blocks));
  if (moved.length > 0)
    stack.addOverride(
      "moved",
      moved.sort((a, b) => (a.from < b.from ? -1 : 1)),
    );
}

function movesOf({ name, previously }: Employee, blocks: EmployeeBlocks): Moved[] {
  const names = [...previously, name];
  return blocks.node
    .findAll()
    .filter((each) => each instanceof TerraformResource)
    .flatMap(({ terraformResourceType: type, friendlyUniqueId: id }) =>
      previously.map((before, index) => ({
        from: `${type}.${idBefore(id, name, before)}`,
        to: `${type}.${idBefore(id, name, names[index + 1] ?? name)}`,
      })),
    );
}
