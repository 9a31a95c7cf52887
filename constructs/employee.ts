/** Everything that one employee gets: sub-account, policies, and a server where the roster asks for one. */
import { TerraformOutput, type TerraformOutputConfig } from "cdktf";
import { Construct } from "constructs";
import type { AccountLookup } from "../lookups/lookups.ts";
import { terraformId } from "../terraform/id.ts";
import { signInUrl } from "../terraform/names.ts";
import type { Workplace } from "../workplaces/workplace.ts";
import { AccessKeys } from "./access-keys.ts";
import { AssistantServer } from "./assistant-server.ts";
import { EnvironmentPolicy } from "./environment-policy.ts";
import { GrantPolicy } from "./grant-policy.ts";
import type { PermissionBoundary } from "./permission-boundary.ts";
import type { PresetPolicies } from "./preset-policies.ts";
import type { ServerBaseline } from "./server-baseline.ts";
import { SubAccount } from "./sub-account.ts";
import type { Suspension } from "./suspension.ts";

export interface EmployeeProps {
  readonly workplace: Workplace;
  readonly account: AccountLookup;
  readonly presetPolicies: PresetPolicies;
  /** Called only for an employee whose profile has the boundary. */
  readonly permissionBoundary: () => PermissionBoundary;
  /** Called only for an employee who is suspended. */
  readonly suspension: () => Suspension;
  /** Called only for an employee with a server, so that a stack without servers has no baseline. */
  readonly serverBaseline: () => ServerBaseline;
}

export class Employee extends Construct {
  constructor(scope: Construct, id: string, props: EmployeeProps) {
    super(scope, id);
    const { workplace, account, presetPolicies, permissionBoundary, suspension, serverBaseline } = props;
    const { employee, server: order, policies, suspended } = workplace;
    const hasConsole = employee.access.console && !suspended;
    const subAccount = new SubAccount(this, "sub-account", {
      employee,
      boundary: policies.bounded ? permissionBoundary() : undefined,
      suspension: suspended ? suspension() : undefined,
    });
    const environmentPolicy = new EnvironmentPolicy(this, "environment", { workplace, subAccount });
    presetPolicies.attach(this, employee.name, subAccount, policies.presets);
    for (const grants of policies.grants) {
      new GrantPolicy(this, grants.kind, { employee, grants, subAccount });
    }
    if (employee.access.apiKey !== undefined) {
      const { uin, uinAddress, isSuspended } = subAccount;
      const keys = { name: employee.name, apiKey: employee.access.apiKey, uin, uinAddress, isActive: !isSuspended };
      new AccessKeys(this, "access-keys", keys);
    }
    const server =
      order === false
        ? undefined
        : new AssistantServer(this, "server", {
            workplace,
            order,
            account,
            baseline: serverBaseline(),
            environmentPolicy,
          });

    this.output(employee.name, [], {
      value: {
        userName: subAccount.userName,
        ...(hasConsole ? { signInUrl: signInUrl(account.ownerUin, employee.name) } : {}),
        ...(server === undefined ? {} : { serverAddress: server.publicAddress }),
      },
      description: `What ${employee.name} needs on the first morning.`,
    });
    if (hasConsole) {
      this.output(employee.name, ["initialPassword"], {
        value: subAccount.initialPassword,
        sensitive: true,
        description: `Password for the first sign-in of ${employee.name}.`,
      });
    }
  }

  private output(name: string, parts: string[], config: TerraformOutputConfig): void {
    const output = new TerraformOutput(this, ["output", ...parts].join("-"), config);
    output.overrideLogicalId(terraformId(name, ...parts));
  }
}
