/** A CAM sub-account: the person's sign-in, with no permission of its own. */
import { CamUser } from "@cdktf/provider-tencentcloud/lib/cam-user";
import { Construct } from "constructs";
import type { Employee } from "../roster/roster.ts";
import { literal } from "./literal.ts";
import { employeeTags } from "./tags.ts";
import { terraformId } from "./terraform-id.ts";

export interface SubAccountProps {
  readonly employee: Employee;
}

export class SubAccount extends Construct {
  /** User name, as a reference that makes dependents wait for the user. */
  readonly userName: string;
  /**
   * The password that the API makes up for a console sign-in; a secret. Terraform keeps it in its state, and nothing else does.
   * Null after an import.
   */
  readonly initialPassword: string;

  constructor(scope: Construct, id: string, { employee }: SubAccountProps) {
    super(scope, id);
    const { name, email, phone, remark, access } = employee;
    const user = new CamUser(this, "user", {
      name,
      ...(email === undefined ? {} : { email }),
      ...(phone === undefined ? {} : { phoneNum: phone.number, countryCode: phone.countryCode }),
      remark: remark === undefined ? "" : literal(remark),
      consoleLogin: access.console,
      needResetPassword: access.resetPassword,
      // The provider's default is true, which makes an access key and writes its secret to the state.
      useApi: false,
      // A leaver's access keys go with the leaver. Without this, a key that the employee made would block the removal.
      forceDelete: true,
      tags: employeeTags(employee),
    });
    user.overrideLogicalId(terraformId(name));
    this.userName = user.name;
    this.initialPassword = user.password;
  }
}
