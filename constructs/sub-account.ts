/** A CAM sub-account: the person's sign-in, with no permission of its own, and a boundary for those that it gets. */
import { CamMfaFlag } from "@cdktf/provider-tencentcloud/lib/cam-mfa-flag";
import { CamUser } from "@cdktf/provider-tencentcloud/lib/cam-user";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Employee } from "../roster/roster.ts";
import { terraformId } from "../terraform/id.ts";
import { literal } from "../terraform/literal.ts";
import { employeeTags } from "../terraform/tags.ts";
import type { PermissionBoundary } from "./permission-boundary.ts";
import type { Suspension } from "./suspension.ts";

export interface SubAccountProps {
  readonly employee: Employee;
  /** Absent: the sub-account has none. */
  readonly boundary?: PermissionBoundary | undefined;
  /** Absent: the employee is not suspended. */
  readonly suspension?: Suspension | undefined;
}

export class SubAccount extends Construct {
  /** User name, as a reference that makes dependents wait for the user. */
  readonly userName: string;
  /**
   * The password that the API makes up for a console sign-in; a secret. Terraform keeps it in its state, and nothing else does.
   * Null after an import.
   */
  readonly initialPassword: string;
  /** Whether no policy may be attached but the one that denies everything. */
  readonly isSuspended: boolean;
  /** As a reference. */
  readonly uin: number;
  /** Address of the UIN, which is another one only where the sub-account is another one. */
  readonly uinAddress: string;
  /** What must be there before any policy is attached: the boundary, so that there is no moment without it. */
  readonly prerequisites: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { employee, boundary, suspension }: SubAccountProps) {
    super(scope, id);
    const { name, email, phone, remark, access } = employee;
    const user = new CamUser(this, "user", {
      name,
      ...(email === undefined ? {} : { email }),
      ...(phone === undefined ? {} : { phoneNum: phone.number, countryCode: phone.countryCode }),
      remark: remark === undefined ? "" : literal(remark),
      consoleLogin: access.console && suspension === undefined,
      needResetPassword: access.resetPassword,
      // The provider's default is true, which makes an access key and writes its secret to the state.
      useApi: false,
      // A leaver's access keys go with the leaver. Without this, a key that the employee made would block the removal.
      forceDelete: true,
      tags: employeeTags(employee),
    });
    user.overrideLogicalId(terraformId(name));
    this.userName = user.name;
    this.uin = user.uin;
    this.uinAddress = `${user.terraformResourceType}.${user.friendlyUniqueId}.uin`;
    this.initialPassword = user.password;
    this.prerequisites = boundary === undefined ? [] : [boundary.putOn(this, name, user.uin)];
    this.isSuspended = suspension !== undefined;
    suspension?.putOn(this, name, user.name);
    if (access.mfa) this.askForSecondFactor(name);
  }

  /** A virtual MFA device, at the sign-in and at sensitive operations: the one way that needs neither a phone number nor WeChat. */
  private askForSecondFactor(name: string): void {
    const byDevice = { stoken: 1, phone: 0, wechat: 0 };
    const flag = new CamMfaFlag(this, "mfa", {
      opUin: this.uin,
      loginFlag: byDevice,
      actionFlag: byDevice,
      // A flag belongs to its sub-account for good, and its address may be another one's after a rename.
      lifecycle: { replaceTriggeredBy: [this.uinAddress] },
    });
    flag.overrideLogicalId(terraformId(name));
  }
}
