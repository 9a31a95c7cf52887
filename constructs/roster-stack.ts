/** One roster as one Terraform stack: provider, state and everything of every employee. */
import { TencentcloudProvider } from "@cdktf/provider-tencentcloud/lib/provider";
import { type App, CosBackend, LocalBackend, TerraformStack } from "cdktf";
import type { AccountLookup } from "../lookups/lookups.ts";
import type { Workplace } from "../lookups/resolve.ts";
import { FillError } from "../policies/fill.ts";
import type { Roster } from "../roster/roster.ts";
import { AccountGuard } from "./account-guard.ts";
import { Employee } from "./employee.ts";
import { PresetPolicies } from "./preset-policies.ts";
import { ServerBaseline } from "./server-baseline.ts";

export interface RosterStackProps {
  readonly roster: Roster;
  /** One for each employee of the roster. */
  readonly workplaces: readonly Workplace[];
  readonly account: AccountLookup;
  /** Text of bootstrap/openclaw.sh. */
  readonly bootstrapScript: string;
}

/** Thrown with one line for each policy that cannot be filled. */
export class StackError extends Error {
  override readonly name = "StackError";
}

/** @throws StackError */
export class RosterStack extends TerraformStack {
  constructor(app: App, props: RosterStackProps) {
    const { roster, workplaces, account, bootstrapScript } = props;
    super(app, roster.stack);
    new TencentcloudProvider(this, "tencentcloud", { region: roster.account.region });
    this.addBackend(roster);
    new AccountGuard(this, "account", { ownerUin: roster.account.ownerUin });
    const presetPolicies = new PresetPolicies(this, "preset-policies");
    let baseline: ServerBaseline | undefined;
    const serverBaseline = () => {
      baseline ??= new ServerBaseline(this, "server-baseline", { stack: roster.stack, bootstrapScript });
      return baseline;
    };

    const problems: string[] = [];
    for (const workplace of workplaces) {
      const { name, line, column } = workplace.employee;
      try {
        new Employee(this, name, { workplace, account, templates: roster.templates, presetPolicies, serverBaseline });
      } catch (error) {
        if (!(error instanceof FillError)) throw error;
        problems.push(...error.reasons.map((reason) => `${roster.file}:${line}:${column}: ${name}: ${reason}`));
      }
    }
    if (problems.length > 0) throw new StackError(problems.join("\n"));
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
