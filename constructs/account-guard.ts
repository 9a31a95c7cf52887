/** Stops every plan that would act on another root account than the roster's. */
import { DataTencentcloudUserInfo } from "@cdktf/provider-tencentcloud/lib/data-tencentcloud-user-info";
import type { TencentcloudProvider } from "@cdktf/provider-tencentcloud/lib/provider";
import { Construct } from "constructs";

export interface AccountGuardProps {
  /** UIN of the root account that the roster belongs to. */
  readonly ownerUin: string;
  /** Default: the stack's provider. */
  readonly reader?: TencentcloudProvider | undefined;
}

/**
 * Asks who the credentials belong to and compares. The provider's own `allowed_account_ids` does the same, but asks a fixed address
 * and so ignores the configured domain and protocol (tencentcloud/provider.go, 1.83.25).
 */
export class AccountGuard extends Construct {
  constructor(scope: Construct, id: string, { ownerUin, reader }: AccountGuardProps) {
    super(scope, id);
    const account = new DataTencentcloudUserInfo(this, "user-info", {
      ...(reader === undefined ? {} : { provider: reader }),
      lifecycle: {
        postcondition: [
          {
            condition: `\${self.owner_uin == "${ownerUin}"}`,
            errorMessage: `These credentials belong to another root account; the roster is for ${ownerUin} (account.ownerUin).`,
          },
        ],
      },
    });
    account.overrideLogicalId("account");
  }
}
