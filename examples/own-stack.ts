/**
 * The policy of an environment in a stack of one's own: a sub-account that the stack has already, and an environment that was looked up.
 * Run it in the repository's folder: `npx cdktf synth --app "node --import tsx examples/own-stack.ts"`.
 */
import { CamUser } from "@cdktf/provider-tencentcloud/lib/cam-user";
import { TencentcloudProvider } from "@cdktf/provider-tencentcloud/lib/provider";
import { App, TerraformStack } from "cdktf";
import { EnvironmentPolicy } from "../constructs/environment-policy.ts";
import { readLookups } from "../lookups/file.ts";

const lookups = readLookups("employees.yaml", process.cwd());
const found = Object.entries(lookups?.environments ?? {}).find(([, { alias }]) => alias === "carol-lab");
if (lookups === undefined || found === undefined) throw new Error("run: npx subaccounts lookup");
const [environmentId, environment] = found;

const app = new App();
const stack = new TerraformStack(app, "own");
new TencentcloudProvider(stack, "tencentcloud", { region: environment.region });
const user = new CamUser(stack, "analyst", { name: "analyst", useApi: false });
new EnvironmentPolicy(stack, "environment", {
  employee: { name: "analyst", team: "data" },
  environmentId,
  environment,
  account: lookups.account,
  profile: "confined",
  subAccount: { userName: user.name },
});
app.synth();
