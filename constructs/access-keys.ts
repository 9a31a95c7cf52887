/** Access keys of a sub-account, for programs. */
import { CamAccessKey } from "@cdktf/provider-tencentcloud/lib/cam-access-key";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import type { ApiKey } from "../roster/roster.ts";
import { terraformId } from "../terraform/id.ts";

export interface AccessKeysProps {
  /** Name of the employee. */
  readonly name: string;
  readonly apiKey: ApiKey;
  /** UIN of the sub-account, as a reference. */
  readonly uin: number;
  /** Address of that UIN: another sub-account needs other keys. */
  readonly uinAddress: string;
  /** Whether the keys sign. */
  readonly isActive: boolean;
}

/**
 * One key for each number, with an output of its id and of its secret: encrypted, or sensitive where the roster accepts it in clear. The
 * provider notes the status only at an update, so that a key that is made for somebody suspended takes a second deployment
 * (resource_tc_cam_access_key.go, 1.83.25).
 */
export class AccessKeys extends Construct {
  constructor(scope: Construct, id: string, { name, apiKey, uin, uinAddress, isActive }: AccessKeysProps) {
    super(scope, id);
    const { pgpKey, keys } = apiKey;
    for (const number of keys) {
      const key = new CamAccessKey(this, `key-${number}`, {
        targetUin: uin,
        status: isActive ? "Active" : "Inactive",
        ...(pgpKey === undefined ? {} : { pgpKey }),
        // The provider takes another UIN for no change.
        lifecycle: { replaceTriggeredBy: [uinAddress] },
      });
      const part = terraformId(name, "key", String(number));
      key.overrideLogicalId(part);
      this.output(`${part}__secretId`, {
        value: key.accessKey,
        description: `Access key ${number} of ${name}: its public half.`,
      });
      this.output(
        `${part}__secretKey`,
        pgpKey === undefined
          ? { value: key.secretAccessKey, sensitive: true, description: `Access key ${number} of ${name}: its secret.` }
          : {
              value: key.encryptedSecretAccessKey,
              description: `Access key ${number} of ${name}: its secret, encrypted by PGP and in base64.`,
            },
      );
    }
  }

  private output(id: string, config: ConstructorParameters<typeof TerraformOutput>[2]): void {
    new TerraformOutput(this, `output-${id}`, config).overrideLogicalId(id);
  }
}
