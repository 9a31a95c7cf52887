/** One roster as one Terraform stack: provider, state and everything of every employee. */
import { TencentcloudProvider } from "@cdktf/provider-tencentcloud/lib/provider";
import { type App, CosBackend, LocalBackend, TerraformStack } from "cdktf";
import type { Roster } from "../roster/roster.ts";
import { constructId, STACK_IDS } from "../terraform/construct-id.ts";
import type { Stack } from "../workplaces/workplace.ts";
import { AccountGuard } from "./account-guard.ts";
import { Employee } from "./employee.ts";
import { addImports, addRemoved, stackImports, takeOver } from "./origins.ts";
import { PermissionBoundary } from "./permission-boundary.ts";
import { PresetPolicies } from "./preset-policies.ts";
import { PreviewGuard } from "./preview-guard.ts";
import { moveFromPreviousNames } from "./renames.ts";
import { ServerBaseline } from "./server-baseline.ts";
import { Suspension } from "./suspension.ts";

export interface RosterStackProps extends Stack {
  /** Text of bootstrap/openclaw.sh. */
  readonly bootstrapScript: string;
}

/** What another stack is to give up, because its employees are this one's now. */
export interface GivenUp {
  /** Name of the stack of before. */
  readonly stack: string;
  readonly ownerUin: string;
  /** Addresses of blocks. */
  readonly forgotten: readonly string[];
}

export class RosterStack extends TerraformStack {
  /** One for each employee who comes from another stack. */
  readonly givenUp: readonly GivenUp[];
  private readonly roster: Roster;

  constructor(app: App, props: RosterStackProps) {
    const { roster, workplaces, account, preview, existingStack, keepsBoundary, bootstrapScript } = props;
    super(app, roster.stack);
    this.roster = roster;
    const { region, ownerUin } = roster.account;
    const provider = new TencentcloudProvider(this, STACK_IDS.provider, { region });
    const reader = preview ? new PreviewGuard(this, STACK_IDS.preview, { provider, region }).reader : undefined;
    this.addBackend(roster);
    new AccountGuard(this, STACK_IDS.account, { ownerUin, reader });
    const presetPolicies = new PresetPolicies(this, STACK_IDS.presetPolicies, { reader });
    let boundary: PermissionBoundary | undefined;
    const permissionBoundary = () => {
      boundary ??= new PermissionBoundary(this, STACK_IDS.permissionBoundary, { stack: roster.stack });
      return boundary;
    };
    let suspended: Suspension | undefined;
    const suspension = () => {
      suspended ??= new Suspension(this, STACK_IDS.suspension, { stack: roster.stack });
      return suspended;
    };
    let baseline: ServerBaseline | undefined;
    const serverBaseline = () => {
      baseline ??= new ServerBaseline(this, STACK_IDS.serverBaseline, { stack: roster.stack, bootstrapScript });
      return baseline;
    };

    const made = workplaces.map((workplace) => {
      const blocks = new Employee(this, constructId(workplace.employee.name), {
        workplace,
        account,
        presetPolicies,
        permissionBoundary,
        suspension,
        serverBaseline,
      });
      return { workplace, employee: workplace.employee, blocks };
    });
    moveFromPreviousNames(
      this,
      made.filter(({ employee }) => employee.previously.length > 0),
    );

    if (keepsBoundary) permissionBoundary();
    const takenOver = made.flatMap(({ workplace, blocks }) => {
      const { employee, existing } = workplace;
      return existing === undefined ? [] : [{ employee, ...takeOver(blocks, workplace, existing, props) }];
    });
    const own = [boundary, suspended, baseline].filter((each) => each !== undefined);
    addImports(this, [...takenOver.flatMap(({ imports }) => imports), ...stackImports(own, existingStack)]);
    this.givenUp = takenOver.flatMap(({ employee: { origin }, forgotten }) =>
      origin?.kind === "moved" ? [{ stack: origin.stack, ownerUin, forgotten }] : [],
    );
  }

  /** @param givenUp What stacks are to give up, this one among them. */
  forget(givenUp: readonly GivenUp[]): void {
    const { stack, account } = this.roster;
    const own = givenUp.filter((each) => each.stack === stack && each.ownerUin === account.ownerUin);
    addRemoved(
      this,
      own.flatMap(({ forgotten }) => forgotten),
    );
  }

  /**
   * CDKTF walks every value twice: first to find references to other stacks, of which it makes outputs and data sources, then to write
   * it (cdktf/lib/terraform-stack.js, lib/tfExpression.js). Stacks here refer to themselves alone, and the first walk takes as long as
   * the second.
   */
  override prepareStack(): void {
    // Nothing to find, and the backend is there.
  }

  private addBackend({ stack, account: { state } }: Roster): void {
    const file = `terraform.${stack}.tfstate`;
    if (state !== undefined) {
      const { bucket, region, prefix } = state;
      new CosBackend(this, { bucket, region, ...(prefix === undefined ? {} : { prefix }), key: file, encrypt: true });
      return;
    }
    // Terraform runs in <output folder>/stacks/<stack>, and the state belongs beside the output folder, which may be deleted.
    // CDKTF's default is an absolute path, which would differ from machine to machine.
    new LocalBackend(this, { path: `../../../${file}` });
  }
}
