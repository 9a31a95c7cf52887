/** Environment variables that make Terraform, CDKTF, the SDKs and the official tools meet the sandbox. */
import type { Api } from "./api/server.ts";
import type { Workspace } from "./workspace.ts";

export type Provider = "plugin" | "real";

/** A value of `undefined` means that the variable must not be set. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Proxies and caches of the user's own, which would lead calls away from the sandbox or the sandbox's plugin into the user's home. */
const UNSET = [
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "ALL_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "all_proxy",
  "no_proxy",
]
  .concat(
    "TF_PLUGIN_CACHE_DIR",
    "TF_REATTACH_PROVIDERS",
    "TF_WORKSPACE",
    "TF_DATA_DIR",
    "TF_CLI_ARGS",
    "TF_LOG",
    "CDKTF_OUTDIR",
    "CDKTF_CONTEXT_JSON",
  )
  .concat(
    "TENCENTCLOUD_TOKEN",
    "TENCENTCLOUD_SECURITY_TOKEN",
    "TENCENTCLOUD_SESSION_TOKEN",
    "TENCENTCLOUD_SESSIONTOKEN",
  )
  .concat(
    "TENCENTCLOUD_REGION",
    "TENCENTCLOUD_PROFILE",
    "TENCENTCLOUD_ASSUME_ROLE_ARN",
    "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME",
  );

export function variablesFor(api: Api, workspace: Workspace, provider: Provider): Variables {
  const { rootSecretId, rootSecretKey } = api.cloud.account;
  return {
    ...Object.fromEntries(UNSET.map((name) => [name, undefined])),
    // Terraform, the SDK and this project spell it so, the CloudBase tools like the second pair.
    TENCENTCLOUD_SECRET_ID: rootSecretId,
    TENCENTCLOUD_SECRET_KEY: rootSecretKey,
    TENCENTCLOUD_SECRETID: rootSecretId,
    TENCENTCLOUD_SECRETKEY: rootSecretKey,
    TENCENTCLOUD_ENDPOINT: `127.0.0.1:${api.port}`,
    TENCENTCLOUD_PROTOCOL: "HTTP",
    TCB_BASE_URL: api.url,
    CLOUDBASE_TCB_CLOUDAPI_URL: api.url,
    CHECKPOINT_DISABLE: "1",
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    ...(provider === "plugin" ? pluginVariables(workspace) : realProviderVariables(api)),
  };
}

function pluginVariables({ mirror, cliConfig }: Workspace): Variables {
  return {
    TF_CLI_CONFIG_FILE: cliConfig,
    // CDKTF locks providers before init, and that command asks the registry unless it is told otherwise.
    TF_CLI_ARGS_providers_lock: `-fs-mirror=${mirror}`,
    // The plugin talks to Terraform on loopback, in plain text.
    TF_DISABLE_PLUGIN_TLS: "1",
  };
}

/** The real provider makes its host names from service and domain, so it meets the sandbox as its proxy. */
function realProviderVariables({ url }: Api): Variables {
  return { TENCENTCLOUD_DOMAIN: "tencentcloud.test", HTTP_PROXY: url };
}
