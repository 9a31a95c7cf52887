import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { terraformId } from "../../terraform/id.ts";
import { schemaViolations } from "../support/constructs/schema.ts";
import { BOOTSTRAP_SCRIPT, type Stack, synthesize } from "../support/constructs/stack.ts";
import { templateFiles } from "../support/roster/templates.ts";

const SERVER = "server: { bundle: bundle_starter_mc_promo_med4_02 }";
const ALICE = `  - name: alice\n    email: alice@example.com\n    team: data\n    phone: +86 13800000000\n    ${SERVER}\n`;
const BOB = `  - name: bob\n    policy: documented\n    grants: [{ preset: QcloudCIFullAccess, waiver: all }]\n    ${SERVER}\n`;

/** Everything of one employee: blocks whose id starts with the name. */
function blocksOf(name: string, { resource, output }: Stack): unknown {
  const own = (blocks: object) => Object.entries(blocks).filter(([id]) => id === name || id.startsWith(`${name}__`));
  const resources = Object.entries(resource).map(([type, blocks]) => [type, own(blocks)] as const);
  return [own(output), resources.filter(([, blocks]) => blocks.length > 0)].map((part) => JSON.stringify(part));
}

describe("a stack", () => {
  test("has only attributes that the provider's schema has, of its types, and all that it requires", () => {
    expect(schemaViolations(synthesize(`employees:\n${ALICE}${BOB}`))).toEqual([]);
  });

  test("is checked for that by a walk that sees what is unknown, of another type, computed or missing", () => {
    const stack = synthesize(`employees:\n${ALICE}`);
    const user = stack.resource["tencentcloud_cam_user"]?.["alice"] ?? {};
    Object.assign(user, { nickname: "al", use_api: "no", uin: 1 });
    delete user["name"];
    expect(schemaViolations(stack)).toEqual([
      "tencentcloud_cam_user.alice.name: required and missing",
      'tencentcloud_cam_user.alice.use_api: "no" is no "bool"',
      "tencentcloud_cam_user.alice.nickname: not in the schema",
      "tencentcloud_cam_user.alice.uin: computed, cannot be set",
    ]);
  });

  test("refers to no block but its own, so that no stack needs another", () => {
    const { resource, data, text } = synthesize(`employees:\n${ALICE}${BOB}`);
    const references = Array.from(text.matchAll(/\b(data\.)?(tencentcloud_\w+)\.([\w-]+)/g));
    const strangers = references.filter(([, prefix, type = "", id = ""]) => !(prefix ? data : resource)[type]?.[id]);
    expect(references.length).toBeGreaterThan(20);
    expect(strangers.map(([text]) => text)).toEqual([]);
  });

  test("has as many blocks for people who are called like parts of it, of JavaScript or of CDKTF", () => {
    const names = readFileSync("__tests__/roster/good/names-that-stacks-use.yaml", "utf8").match(/(?<=name: )[\w-]+/g);
    const people = (of: readonly string[]) =>
      synthesize(
        `defaults: { policy: strict, ${SERVER} }\nemployees:\n${of
          .map((name, index) => `  - { name: ${name}, environment: { id: e${index}-8grqda2hfc2f62bb } }\n`)
          .join("")}`,
      );
    const count = ({ resource, output }: Stack) =>
      Object.values({ ...resource, output }).reduce((sum, blocks) => sum + Object.keys(blocks).length, 0);
    expect(names).toHaveLength(10);
    expect(count(people(names ?? []))).toBe(count(people((names ?? []).map((_, index) => `e${index}`))));
  });

  test("gives bob the same blocks with and without alice, and in any order", () => {
    const both = synthesize(`employees:\n${ALICE}${BOB}`);
    const turned = synthesize(`employees:\n${BOB}${ALICE}`);
    const alone = synthesize(`employees:\n${BOB}`);
    expect(blocksOf("bob", alone)).toEqual(blocksOf("bob", both));
    expect(blocksOf("bob", turned)).toEqual(blocksOf("bob", both));
    expect(blocksOf("alice", turned)).toEqual(blocksOf("alice", both));
    expect(turned.text).toBe(both.text);
  });

  test("keeps its state beside the output folder by default, and in COS where the roster says so", () => {
    const local = synthesize("employees: [{ name: alice }]\n").terraform["backend"];
    expect(local).toEqual({ local: { path: "../../../terraform.employees.tfstate" } });
    const account =
      '{ ownerUin: "100000000001", region: ap-shanghai, state: { cos: { bucket: tfstate-1250000000, region: ap-beijing, prefix: a } } }';
    expect(synthesize("employees: [{ name: alice }]\n", { account }).terraform["backend"]).toEqual({
      cos: {
        bucket: "tfstate-1250000000",
        region: "ap-beijing",
        prefix: "a",
        key: "terraform.employees.tfstate",
        encrypt: true,
      },
    });
  });

  test("stops a plan with credentials of another root account", () => {
    expect(synthesize("employees: [{ name: alice }]\n").data["tencentcloud_user_info"]).toMatchObject({
      account: { lifecycle: { postcondition: [{ condition: '${self.owner_uin == "100000000001"}' }] } },
    });
  });

  test("names what is wrong with a template once, in the template and where the roster names it, and makes nothing", () => {
    const template = {
      version: "2.0",
      statement: [{ effect: "allow", action: "tcb:*", resource: "qcs::tcb:${region}:uin/${uin}:env/${env}" }],
    };
    const body = "employees:\n  - { name: alice, policy: ours.json }\n  - { name: bob, policy: ours.json }\n";
    expect(() => synthesize(body, { templates: templateFiles({ "ours.json": template }) })).toThrow(
      /^ours\.json:1:\d+: statement\[0\]\.resource: the placeholder \$\{env\} is unknown.* \(the template that employees\.yaml:2:1 names\)$/,
    );
  });
});

describe("a sub-account", () => {
  const user = (body: string) => synthesize(`employees:\n${body}`).resource["tencentcloud_cam_user"]?.["alice"];

  test("has neither an access key nor a password in the configuration, and its tags", () => {
    expect(user(ALICE)).toMatchObject({
      name: "alice",
      email: "alice@example.com",
      phone_num: "13800000000",
      country_code: "86",
      use_api: false,
      force_delete: true,
      console_login: true,
      need_reset_password: true,
      tags: { employee: "alice", "managed-by": "cloudbase-subaccounts", team: "data" },
    });
    expect(user(ALICE)).not.toHaveProperty("password");
  });

  test("has no console access where the roster says so, and then no sign-in address or password to hand out", () => {
    const stack = synthesize("employees:\n  - { name: alice, access: { console: false, resetPassword: false } }\n");
    expect(stack.resource["tencentcloud_cam_user"]?.["alice"]).toMatchObject({
      console_login: false,
      need_reset_password: false,
    });
    expect(Object.keys(stack.output)).toEqual(["alice"]);
    expect(stack.output["alice"]?.["value"]).not.toHaveProperty("signInUrl");
  });

  test("gets its first password through a sensitive output only", () => {
    const { output } = synthesize(`employees:\n${ALICE}`);
    expect(output["alice__initialPassword"]).toMatchObject({ sensitive: true });
    expect(JSON.stringify(output["alice"])).not.toMatch(/password/);
    expect(output["alice"]).not.toHaveProperty("sensitive");
  });

  test("keeps a remark as it is written, whatever Terraform would make of it", () => {
    expect(user('  - { name: alice, remark: "${file(1)} %{if x}" }\n')).toMatchObject({
      remark: "$${file(1)} %%{if x}",
    });
  });
});

describe("policies", () => {
  test("are attached to their own sub-account", () => {
    const { resource } = synthesize(`employees:\n${ALICE}`);
    expect(resource["tencentcloud_cam_policy"]?.["alice__environment"]).toMatchObject({
      name: "cloudbase-env-alice-8grqda2hfc2f62bb@alice",
    });
    expect(resource["tencentcloud_cam_user_policy_attachment"]?.["alice__environment"]).toMatchObject({
      user_name: "${tencentcloud_cam_user.alice.name}",
      policy_id: "${tencentcloud_cam_policy.alice__environment.id}",
    });
  });

  test("that are too long become several, with stable names, all attached", () => {
    const action = Array.from({ length: 300 }, (_, index) => `tcb:Describe${index}`);
    const template = { version: "2.0", statement: [{ effect: "allow", action, resource: ["*"] }] };
    const body = "employees: [{ name: alice, policy: ours.json, access: { deviceLogin: false } }]\n";
    const { resource } = synthesize(body, { templates: templateFiles({ "ours.json": template }) });
    const ids = ["alice__environment", "alice__environment__2"];
    expect(Object.keys(resource["tencentcloud_cam_policy"] ?? {})).toEqual(ids);
    expect(Object.keys(resource["tencentcloud_cam_user_policy_attachment"] ?? {})).toEqual(ids);
    expect(resource["tencentcloud_cam_policy"]?.["alice__environment__2"]?.["name"]).toBe(
      "cloudbase-env-alice-8grqda2hfc2f62bb-2@alice",
    );
  });

  test("that are presets are looked up by name once; the device-code login brings its own", () => {
    const { data, resource } = synthesize(
      "employees:\n  - { name: alice }\n  - { name: bob, grants: [{ preset: QcloudCamReadOnlyAccess, waiver: a }, { preset: QcloudCIFullAccess, waiver: b }] }\n  - { name: carol, access: { deviceLogin: false } }\n",
    );
    expect(Object.keys(data["tencentcloud_cam_policies"] ?? {})).toEqual([
      "QcloudCIFullAccess",
      "QcloudCamReadOnlyAccess",
    ]);
    expect(
      Object.keys(resource["tencentcloud_cam_user_policy_attachment"] ?? {}).filter((id) => id.includes("preset")),
    ).toEqual([
      "alice__preset__QcloudCamReadOnlyAccess",
      "bob__preset__QcloudCIFullAccess",
      "bob__preset__QcloudCamReadOnlyAccess",
    ]);
  });
});

describe("the permission boundary", () => {
  const body =
    "employees:\n  - { name: alice }\n  - { name: bob.smith, environment: { alias: bob }, policy: strict }\n  - { name: carol, policy: documented }\n";
  const { resource } = synthesize(body);

  test("is one policy a stack, on the sub-accounts of guarded and strict, and there before any policy is attached", () => {
    expect(resource["tencentcloud_cam_policy"]?.["boundary"]).toMatchObject({
      name: "cloudbase-subaccounts-employees-boundary",
      tags: { "managed-by": "cloudbase-subaccounts" },
    });
    expect(resource["tencentcloud_cam_user_permission_boundary_attachment"]).toMatchObject({
      alice: {
        target_uin: "${tencentcloud_cam_user.alice.uin}",
        policy_id: "${tencentcloud_cam_policy.boundary.id}",
      },
      bob_2esmith: { target_uin: "${tencentcloud_cam_user.bob_2esmith.uin}" },
    });
    const attachments = Object.entries(resource["tencentcloud_cam_user_policy_attachment"] ?? {});
    expect(attachments.map(([id, { depends_on }]) => [id, depends_on])).toEqual([
      ["alice__environment", ["tencentcloud_cam_user_permission_boundary_attachment.alice"]],
      ["alice__preset__QcloudCamReadOnlyAccess", ["tencentcloud_cam_user_permission_boundary_attachment.alice"]],
      ["bob_2esmith__environment", ["tencentcloud_cam_user_permission_boundary_attachment.bob_2esmith"]],
      ["carol__environment", undefined],
      ["carol__preset__QcloudCamReadOnlyAccess", undefined],
    ]);
  });

  test("is not made where nobody's profile has it", () => {
    const { resource: without } = synthesize("employees: [{ name: carol, policy: reference }]\n");
    expect(without["tencentcloud_cam_policy"]).not.toHaveProperty("boundary");
    expect(without).not.toHaveProperty("tencentcloud_cam_user_permission_boundary_attachment");
  });
});

describe("grants", () => {
  const body = `employees:
  - name: alice
    environment: { alias: lab, sharedWith: [bob] }
    grants:
      - ci: { bucket: pictures-1250000000, access: read }
      - tcr: { instance: tcr-1a2b3c4d, access: full }
      - tcr: { instance: tcr-5e6f7a8b, namespace: team-01, access: read }
  - { name: bob, environment: { alias: lab, sharedWith: [alice] }, grants: [{ ci: { bucket: pictures-1250000000, access: write } }] }
`;

  test("are one policy for each kind, attached, with names that two people with one environment do not share", () => {
    const { resource } = synthesize(body);
    const names = Object.entries(resource["tencentcloud_cam_policy"] ?? {}).map(([id, { name }]) => [id, name]);
    expect(names).toEqual([
      ["alice__ci", "cloudbase-env-lab-8grqda2hfc2f62bb-ci@alice"],
      ["alice__environment", "cloudbase-env-lab-8grqda2hfc2f62bb@alice"],
      ["alice__tcr", "cloudbase-env-lab-8grqda2hfc2f62bb-tcr@alice"],
      ["bob__ci", "cloudbase-env-lab-8grqda2hfc2f62bb-ci@bob"],
      ["bob__environment", "cloudbase-env-lab-8grqda2hfc2f62bb@bob"],
      ["boundary", "cloudbase-subaccounts-employees-boundary"],
    ]);
    expect(resource["tencentcloud_cam_user_policy_attachment"]).toMatchObject({
      alice__tcr: {
        user_name: "${tencentcloud_cam_user.alice.name}",
        policy_id: "${tencentcloud_cam_policy.alice__tcr.id}",
      },
    });
    expect(schemaViolations(synthesize(body))).toEqual([]);
  });

  test.each([
    [
      "{ ci: { bucket: pictures-1250000001, access: read } }",
      /alice: the bucket pictures-1250000001 is not of this root account/,
    ],
    [
      "{ preset: QcloudTATFullAccess, waiver: x }",
      /alice: the permission boundary leaves nothing of the preset QcloudTATFullAccess/,
    ],
  ])("that cannot be are named with their place: %s", (grant, message) => {
    expect(() => synthesize(`employees: [{ name: alice, grants: [${grant}] }]\n`)).toThrow(message);
  });

  test("that a boundary would stop are possible without it", () => {
    const grant = "{ preset: QcloudTATFullAccess, waiver: x }";
    const { data } = synthesize(`employees: [{ name: alice, policy: documented, grants: [${grant}] }]\n`);
    expect(data["tencentcloud_cam_policies"]).toHaveProperty("QcloudTATFullAccess");
  });

  test("and environments that are shared are refused where the lookups show two environments", () => {
    const other = body.replace(
      "{ alias: lab, sharedWith: [alice] }",
      "{ id: other-8grqda2hfc2f62bb, sharedWith: [alice] }",
    );
    expect(() => synthesize(other)).toThrow(
      /alice: shares the environment lab-8grqda2hfc2f62bb with bob, who has other-8grqda2hfc2f62bb; write the same/,
    );
  });
});

describe("an assistant server", () => {
  const { resource } = synthesize(`employees:\n${ALICE}`);

  test("ignores what the provider would answer with a reinstallation or an error", () => {
    expect(resource["tencentcloud_lighthouse_instance"]?.["alice"]).toMatchObject({
      instance_name: "openclaw-alice",
      blueprint_id: "lhbp-oc2026ab",
      renew_flag: "NOTIFY_AND_MANUAL_RENEW",
      lifecycle: { ignore_changes: ["blueprint_id", "period", "zone", "login_configuration", "firewall_template_id"] },
    });
  });

  test("opens nothing but ping unless the roster does, in an order of its own", () => {
    const rules = (firewall: string) =>
      synthesize(`employees:\n  - name: alice\n    server: { bundle: bundle_a, firewall: [${firewall}] }\n`).resource[
        "tencentcloud_lighthouse_firewall_rule"
      ]?.["alice"]?.["firewall_rules"];
    expect(rules("")).toEqual([
      { protocol: "ICMP", port: "ALL", cidr_block: "0.0.0.0/0", action: "ACCEPT", firewall_rule_description: "ping" },
    ]);
    const https = "{ port: 443, cidr: 203.0.113.0/24 }";
    const web = "{ port: 80, cidr: 203.0.113.0/24 }";
    expect(rules(`${https}, ${web}`)).toHaveLength(3);
    expect(rules(`${https}, ${web}`)).toEqual(rules(`${web}, ${https}`));
  });

  test("is set up by the bootstrap script as it is, and again only when the script or the environment changes", () => {
    const { content } = resource["tencentcloud_tat_command"]?.["openclaw"] ?? {};
    expect(String(content).replace(/([$%])[$%]\{/g, (_, sign) => `${sign}{`)).toBe(BOOTSTRAP_SCRIPT);
    expect(String(content)).not.toMatch(/(^|[^$])\$\{/);
    expect(resource["tencentcloud_tat_invocation_invoke_attachment"]?.["alice"]).toMatchObject({
      command_id: "${tencentcloud_tat_command.openclaw.id}",
      parameters: '{"environmentId":"alice-8grqda2hfc2f62bb","region":"ap-shanghai"}',
      lifecycle: {
        ignore_changes: ["parameters"],
        replace_triggered_by: [
          "tencentcloud_tat_command.openclaw.content",
          "tencentcloud_cam_policy.alice__environment.name",
        ],
      },
    });
  });

  test("leaves no TAT attribute unset that the API has a default for, since each would run the script again at every apply", () => {
    const set = (block = {}) => Object.keys(block);
    expect(set(resource["tencentcloud_tat_command"]?.["openclaw"])).toEqual(
      expect.arrayContaining(["command_type", "default_parameters", "timeout", "username", "working_directory"]),
    );
    expect(set(resource["tencentcloud_tat_invocation_invoke_attachment"]?.["alice"])).toEqual(
      expect.arrayContaining(["parameters", "timeout", "username", "working_directory", "timeouts"]),
    );
  });

  test("carries tags through the tag service, by its full resource name", () => {
    expect(resource["tencentcloud_tag_attachment_v2"]).toMatchObject({
      alice__employee: {
        tag_key: "employee",
        tag_value: "alice",
        resource: "qcs::lighthouse:ap-shanghai:uin/100000000001:instance/${tencentcloud_lighthouse_instance.alice.id}",
      },
      "alice__managed-by": { tag_value: "cloudbase-subaccounts" },
      alice__team: { tag_value: "data" },
    });
  });

  test("is not made, nor what servers share, where nobody has one", () => {
    const { resource: without } = synthesize("employees: [{ name: alice }]\n");
    expect(Object.keys(without)).toEqual([
      "tencentcloud_cam_mfa_flag",
      "tencentcloud_cam_policy",
      "tencentcloud_cam_user",
      "tencentcloud_cam_user_permission_boundary_attachment",
      "tencentcloud_cam_user_policy_attachment",
    ]);
  });
});

describe("ids in Terraform", () => {
  const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,12}$/);

  test("are legal, and no two names or parts share one", () => {
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 3 }),
        fc.array(name, { minLength: 1, maxLength: 3 }),
        (a, b) => {
          expect(terraformId(...a)).toMatch(/^[A-Za-z_][A-Za-z0-9_-]*$/);
          expect(terraformId(...a) === terraformId(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
        },
      ),
    );
    expect(terraformId("bob.smith", "environment")).toBe("bob_2esmith__environment");
  });
});
