/** Keeps a preview from being applied, by Terraform itself. */
import { TencentcloudProvider } from "@cdktf/provider-tencentcloud/lib/provider";
import { DataResource, TerraformLocal } from "cdktf";
import { Construct } from "constructs";

export interface PreviewGuardProps {
  /** Through which the stack makes everything. */
  readonly provider: TencentcloudProvider;
  readonly region: string;
}

/**
 * A block that fails at apply and not at plan, since `timestamp()` is known only then, and a setting of the provider that takes its id.
 * So nothing of that provider is made, changed or deleted before the block has failed. The setting is one that nothing else here needs:
 * in a plan it is unknown, which the provider takes for absent. Terraform puts off reading data by a provider of which
 * something is unknown, so that data gets a second configuration of it, the reader.
 */
export class PreviewGuard extends Construct {
  /** Configured as the provider is, without the setting that is unknown in a plan. */
  readonly reader: TencentcloudProvider;

  constructor(scope: Construct, id: string, { provider, region }: PreviewGuardProps) {
    super(scope, id);
    // A condition must refer to something, and to nothing of the provider, which waits for this block.
    const time = new TerraformLocal(this, "time", "${timestamp()}");
    time.overrideLogicalId("time_of_apply");
    const guard = new DataResource(this, "guard", {
      lifecycle: {
        precondition: [
          {
            condition: '${local.time_of_apply == ""}',
            errorMessage:
              "This is a preview with environments that are not there yet; nothing was changed. Run `npx subaccounts environments --create`, and synthesize without SUBACCOUNTS_PENDING.",
          },
        ],
      },
    });
    guard.overrideLogicalId("preview");
    provider.cosDomain = guard.id;
    this.reader = new TencentcloudProvider(this, "reader", { region, alias: "reader" });
  }
}
