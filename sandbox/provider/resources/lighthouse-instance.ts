/** tencentcloud_lighthouse_instance: a server. The id is the instance's. */
import type { ApiClient } from "../client.ts";
import { answered } from "../errors.ts";
import { DiagnosticError } from "../protocol/diagnostics.ts";
import type { Resource } from "../protocol/provider.ts";
import { blocksOf, booleanOf, type Members, numberOf, stringOf } from "../protocol/value.ts";
import { differs, told } from "./arguments.ts";
import { containerConfigurations } from "./lighthouse-containers.ts";
import { describeInstance, operationDone, waitForOperation } from "./lighthouse-operations.ts";

const DEFAULTS = { is_update_bundle_id_auto_voucher: false, isolate_data_disk: true };

/** Nothing forces a replacement: a change that the API cannot make is an error of the update. */
export const lighthouseInstance: Resource<ApiClient> = {
  defaults: DEFAULTS,
  imported: DEFAULTS,
  validate: (config) => {
    const { permit_default_key_pair_login: login = null } = config;
    const attribute = "permit_default_key_pair_login";
    return typeof login !== "string" || login === "YES" || login === "NO"
      ? []
      : [{ summary: `${attribute} has to be YES or NO, and is "${login}"`, attribute }];
  },

  create: async (planned, { client, keep }) => {
    const zone = stringOf(planned, "zone");
    const [login] = blocksOf(planned, "login_configuration");
    // Once, without retries: a second try could buy a second server.
    const { InstanceIdSet } = await client.once("lighthouse", "CreateInstances", {
      BundleId: stringOf(planned, "bundle_id") ?? "",
      BlueprintId: stringOf(planned, "blueprint_id") ?? "",
      InstanceChargePrepaid: {
        Period: numberOf(planned, "period") || undefined,
        RenewFlag: stringOf(planned, "renew_flag") || undefined,
      },
      InstanceName: stringOf(planned, "instance_name") || undefined,
      Zones: zone ? [zone] : undefined,
      DryRun: booleanOf(planned, "dry_run") || undefined,
      ClientToken: stringOf(planned, "client_token") || undefined,
      LoginConfiguration: login && {
        AutoGeneratePassword: stringOf(login, "auto_generate_password") ?? "",
        Password: stringOf(login, "password") || undefined,
      },
      Containers: containerConfigurations(planned),
      FirewallTemplateId: stringOf(planned, "firewall_template_id") || undefined,
    });
    const id = answered("CreateInstances", "InstanceIdSet[0]", InstanceIdSet?.[0]);
    const created = { ...planned, id };
    try {
      await client.until(`instance ${id} to be RUNNING`, async () => {
        const instance = await describeInstance(client, id, "retried");
        return instance?.InstanceState === "RUNNING" ? instance : undefined;
      });
    } catch (error) {
      // The real provider has no id before RUNNING, so a server that never gets there is bought and lost. After an
      // interruption it goes on waiting; here the wait ends, and the server is kept.
      if (client.stopped) keep(created);
      throw error;
    }
    keep(created);
    return read(created, client);
  },

  read: (state, { client }) => read(state, client),

  update: async (prior, planned, { client, keep }) => {
    const id = stringOf(prior, "id") ?? "";
    const changed = (name: string) => differs(prior, planned, name);
    // Where the real provider sets the prior value back before it fails, the state keeps it.
    const refuse = (name: string): never => {
      keep({ ...planned, [name]: prior[name] ?? null });
      throw new DiagnosticError(`\`${name}\` do not support change now.`);
    };
    if (changed("firewall_template_id")) {
      throw new DiagnosticError("argument `firewall_template_id` cannot be changed");
    }
    if (changed("instance_name")) {
      await client.retried("lighthouse", "ModifyInstancesAttribute", {
        InstanceIds: [id],
        InstanceName: stringOf(planned, "instance_name") || undefined,
      });
      await client.until(`instance ${id} to be renamed`, async () =>
        operationDone(answered("DescribeInstances", "InstanceSet[0]", await describeInstance(client, id, "retried"))),
      );
    }
    if (changed("bundle_id")) {
      await client.retried("lighthouse", "ModifyInstancesBundle", {
        InstanceIds: [id],
        BundleId: stringOf(planned, "bundle_id") ?? "",
        AutoVoucher: booleanOf(planned, "is_update_bundle_id_auto_voucher") ?? false,
      });
      await waitForOperation(client, id);
    }
    if (changed("blueprint_id")) {
      // A new system disk: what is on the server is lost.
      await client.retried("lighthouse", "ResetInstance", {
        InstanceId: id,
        BlueprintId: stringOf(planned, "blueprint_id") ?? "",
      });
      await waitForOperation(client, id);
    }
    if (changed("period")) refuse("period");
    if (changed("renew_flag")) {
      await client.retried("lighthouse", "ModifyInstancesRenewFlag", {
        InstanceIds: [id],
        RenewFlag: stringOf(planned, "renew_flag") ?? "",
      });
    }
    for (const name of ["zone", "dry_run", "client_token"]) if (changed(name)) refuse(name);
    await changeLogin(client, id, prior, planned, keep);
    if (changed("containers")) refuse("containers");
    return read(planned, client);
  },

  delete: async (state, { client }) => {
    const id = stringOf(state, "id") ?? "";
    await client.retried("lighthouse", "IsolateInstances", {
      InstanceIds: [id],
      IsolateDataDisk: booleanOf(state, "isolate_data_disk") ?? false,
    });
    await client.until(`instance ${id} to be SHUTDOWN`, async () => {
      const instance = await describeInstance(client, id, "retried");
      const isolated = operationDone(answered("DescribeInstances", "InstanceSet[0]", instance));
      return isolated?.InstanceState === "SHUTDOWN" ? isolated : undefined;
    });
    await client.once("lighthouse", "TerminateInstances", { InstanceIds: [id] });
  },
};

async function changeLogin(
  client: ApiClient,
  id: string,
  prior: Members,
  planned: Members,
  keep: (state: Members) => void,
): Promise<void> {
  const [before = {}] = blocksOf(prior, "login_configuration");
  const [after = {}] = blocksOf(planned, "login_configuration");
  if (differs(before, after, "auto_generate_password")) {
    keep({ ...planned, login_configuration: prior["login_configuration"] ?? [] });
    throw new DiagnosticError("`auto_generate_password` do not support change now.");
  }
  if (!differs(before, after, "password")) return;
  const Password = stringOf(after, "password") ?? "";
  await client.retried("lighthouse", "ResetInstancesPassword", { InstanceIds: [id], Password });
  await waitForOperation(client, id);
}

/** A server that is gone is an error, not a null: the real provider does not drop it from the state. */
async function read(state: Members, client: ApiClient): Promise<Members> {
  const id = stringOf(state, "id") ?? "";
  const instance = await describeInstance(client, id);
  if (instance === undefined) throw new DiagnosticError(`resource \`lighthouse instance\` ${id} does not exist`);
  const { PublicAddresses: publicAddresses, PrivateAddresses: privateAddresses } = instance;
  return {
    ...state,
    ...told({
      bundle_id: instance.BundleId,
      blueprint_id: instance.BlueprintId,
      instance_name: instance.InstanceName,
      zone: instance.Zone,
      public_addresses: publicAddresses && publicAddresses.length > 0 ? publicAddresses : undefined,
      private_addresses: privateAddresses && privateAddresses.length > 0 ? privateAddresses : undefined,
    }),
    ...(typeof instance.InstanceChargeType === "string" ? { renew_flag: instance.RenewFlag ?? null } : {}),
  };
}
