/** What single rules say of cases at their edges: the path and the whole message. */
import { describe, expect, test } from "@jest/globals";
import { linterFor } from "../../../policies/lint/declared.ts";
import { type LintOptions, lintPolicy } from "../../../policies/lint/lint.ts";
import { PROFILES } from "../../../policies/profiles/profiles.ts";

const OWN = "qcs::tcb:ap-shanghai:uin/100000000001:env/alice-1";

function allow(action: string | string[], resource: string | string[] = OWN, more: object = {}): object {
  return { effect: "allow", action: [action].flat(), resource: [resource].flat(), ...more };
}

function deny(action: string | string[], resource: string | string[] = "*", more: object = {}): object {
  return { ...allow(action, resource, more), effect: "deny" };
}

const text = (...statement: object[]) => JSON.stringify({ version: "2.0", statement });

/** Of one rule: `path: message`. */
function saysOf(rule: string, statements: readonly object[], options: LintOptions = {}): string[] {
  return lintPolicy(text(...statements), options)
    .filter((finding) => finding.rule === rule)
    .map(({ path, message }) => `${path}: ${message}`);
}

const OFFICE = { condition: { ip_equal: { "qcs:ip": ["203.0.113.0/24"] } } };

describe("statement-shadowed", () => {
  const shadowed = (...statements: object[]) => saysOf("statement-shadowed", statements);
  const nothing = (path: number, by: number) => [
    `statement[${path}]: does nothing that statement[${by}] does not do; remove it`,
  ];

  test.each<[string, object, object, "first" | "second" | "neither"]>([
    ["the same twice", allow("tcb:A"), allow("tcb:A"), "second"],
    ["a wildcard behind what it covers", allow("tcb:A"), allow("tcb:*"), "first"],
    ["a wildcard before what it covers", allow("tcb:*"), allow(["tcb:A", "tcb:B"]), "second"],
    ["one action of two", allow("tcb:A"), allow(["tcb:A", "tcb:B"]), "first"],
    ["two actions that are not all covered", allow(["tcb:A", "tcb:C"]), allow(["tcb:A", "tcb:B"]), "neither"],
    ["everything before a name", allow("tcb:A", "*"), allow("tcb:A"), "second"],
    ["a name before everything", allow("tcb:A"), allow("tcb:A", "*"), "first"],
    ["two resources, one of which is covered", allow("tcb:A"), allow("tcb:A", [OWN, `${OWN}x`]), "first"],
    [
      "resources of which each is covered by another",
      allow("tcb:A", [OWN, `${OWN}x`]),
      allow("tcb:A", `${OWN}x`),
      "second",
    ],
    ["any region before one", allow("tcb:A", OWN.replace("ap-shanghai", "")), allow("tcb:A"), "second"],
    ["two regions", allow("tcb:A"), allow("tcb:A", OWN.replace("shanghai", "beijing")), "neither"],
    ["two accounts", allow("tcb:A"), allow("tcb:A", OWN.replace("0001", "0002")), "neither"],
    ["two services", allow("tcb:A"), allow("tcb:A", OWN.replace("tcb", "scf")), "neither"],
    ["two paths", allow("tcb:A"), allow("tcb:A", `${OWN}x`), "neither"],
    ["a path with a wildcard", allow("tcb:A", `${OWN}*`), allow("tcb:A", `${OWN}x`), "second"],
    ["an allow and a deny", allow("tcb:A"), deny("tcb:A", OWN), "neither"],
    ["one with a condition, which may not hold", allow("tcb:A", OWN, OFFICE), allow("tcb:A"), "first"],
    ["two with conditions", allow("tcb:A", OWN, OFFICE), allow("tcb:A", OWN, OFFICE), "neither"],
  ])("%s", (_, first, second, which) => {
    const expected = { first: nothing(0, 1), second: nothing(1, 0), neither: [] };
    expect(shadowed(first, second)).toEqual(expected[which]);
  });

  test("names the first of three that are the same for the others", () => {
    const [one, two, three] = [allow("tcb:A"), allow("tcb:A"), allow("tcb:A")];
    expect(shadowed(one, two, three)).toEqual([...nothing(1, 0), ...nothing(2, 0)]);
  });
});

describe("service-mismatch", () => {
  const mismatched = (action: string | string[], resource: string) =>
    saysOf("service-mismatch", [allow(action, resource)]).length > 0;
  const of = (service: string) => `qcs::${service}::uin/100000000001:x/y`;

  test.each<[string | string[], string, boolean]>([
    ["tcb:A", "tcb", false],
    ["tcb:A", "scf", true],
    [["tcb:A", "scf:B"], "scf", false],
    ["tat:RunCommand", "lighthouse", false],
    ["tat:RunCommand", "cvm", false],
    ["sts:AssumeRole", "cam", false],
    ["cls:X", "cvm", false],
    ["cls:X", "lighthouse", true],
    ["*", "scf", false],
    [["tcb:A", "s*:B"], "cos", false],
    ["tcb:A", "", false],
  ])("%s on a resource of %s", (action, service, expected) => {
    expect(mismatched(action, of(service))).toBe(expected);
    expect(mismatched(action, "*")).toBe(false);
  });
});

describe("operation-level actions", () => {
  test("that are named on a resource allow and deny nothing, and both are said with the action", () => {
    expect(saysOf("operation-action-confined", [allow(["tcb:DescribeEnvs", "tcb:*"])])).toEqual([]);
    const [name = ""] = Object.values(PROFILES.documented.declared.actions).filter((each) => each.startsWith("cdn:"));
    expect(saysOf("operation-action-confined", [allow(name)])).toEqual([
      `statement[0].action[0]: ${name} is checked against * only, so that this allows nothing`,
    ]);
    expect(saysOf("deny-confined", [deny(["tcb:DescribeEnvs", name], OWN)])).toEqual([
      `statement[0].action[1]: ${name} is checked against * only, so that this denies nothing; write the resource *`,
    ]);
    expect(saysOf("operation-action-confined", [allow(name, [OWN, "*"])])).toEqual([]);
    expect(saysOf("operation-action-confined", [deny(name, OWN)])).toEqual([]);
    expect(saysOf("deny-confined", [allow(name)])).toEqual([]);
  });
});

describe("an action", () => {
  test("of a service that the catalogue lists is looked for in it, others are not", () => {
    expect(saysOf("action-unknown", [allow(["tcb:Frobnicate", "tcb:DeleteTable", "zz:Frobnicate"])])).toEqual([
      "statement[0].action[0]: tcb:Frobnicate is not in the catalogue, which is not complete; check its spelling",
    ]);
  });

  test("in other letters is told in the right ones", () => {
    expect(saysOf("action-case", [allow(["tcb:deletetable", "tcb:DeleteTable", "tcb:nothing"])])).toEqual([
      "statement[0].action[0]: actions are case-sensitive; write tcb:DeleteTable",
    ]);
  });

  test("that stands twice or under a wildcard is told each time but the first", () => {
    expect(saysOf("action-duplicate", [allow(["tcb:A", "tcb:B", "tcb:A", "tcb:A"])])).toEqual([
      "statement[0].action[2]: tcb:A is listed twice; remove one",
      "statement[0].action[3]: tcb:A is listed twice; remove one",
    ]);
    expect(saysOf("action-covered", [allow(["tcb:A", "tcb:*", "scf:A"])])).toEqual([
      "statement[0].action[0]: tcb:A is covered by tcb:*; remove it",
    ]);
  });
});

describe("the account of a resource", () => {
  const on = (service: string, account: string) => [allow(`${service}:X`, `qcs::${service}::${account}:x/y`)];

  test.each<[string, string, boolean]>([
    ["tcb", "uin/100000000001", true],
    ["tcb", "uid/1250000000", false],
    ["tcb", "uin/", false],
    ["tcb", "", true],
    ["cos", "uid/1250000000", true],
    ["cos", "uin/100000000001", false],
    ["ci", "uid/1250000000", true],
    ["cas", "uid/1250000000", true],
    ["cas", "uin/100000000001", true],
    ["tcr", "*", true],
  ])("%s takes %j: %s", (service, account, isTaken) => {
    expect(saysOf("account-form", on(service, account))).toHaveLength(isTaken ? 0 : 1);
  });

  test("is named in the words of the service", () => {
    expect(saysOf("account-form", on("cos", "uin/1"))).toEqual([
      'statement[0].resource[0]: "uin/1" is not how cos names an account; write uid/ and the app id of the root account',
    ]);
    expect(saysOf("account-form", on("tcb", "uid/1"))).toEqual([
      'statement[0].resource[0]: "uid/1" is not how tcb names an account; write uin/ and the UIN of the root account',
    ]);
  });

  test("has no wildcard, but for the whole of it with tcr; nor has the region", () => {
    expect(saysOf("region-wildcard", on("tcr", "*"))).toEqual([]);
    for (const [service, account] of [
      ["tcr", "uin/*"],
      ["tcb", "*"],
      ["tcb", "uin/1*"],
    ] as const) {
      expect(saysOf("region-wildcard", on(service, account))).toHaveLength(1);
    }
    expect(saysOf("region-wildcard", [allow("tcb:X", "qcs::tcb:ap-*:uin/1:env/a")])).toHaveLength(1);
  });

  test("is the configured one, by UIN or app id, each with its own", () => {
    const options = { ownerUin: "100000000001", appId: "1250000000" };
    const other = (service: string, account: string, configured: LintOptions = options) =>
      saysOf("account-other", on(service, account), configured);
    expect(other("tcb", "uin/100000000001")).toEqual([]);
    expect(other("cos", "uid/1250000000")).toEqual([]);
    expect(other("tcb", "uin/1250000000")).toEqual([
      'statement[0].resource[0]: "uin/1250000000" is another account; write uin/100000000001',
    ]);
    expect(other("cos", "uid/100000000001")).toEqual([
      'statement[0].resource[0]: "uid/100000000001" is another account; write uid/1250000000',
    ]);
    expect(other("cos", "uid/7", { ownerUin: "100000000001" })).toEqual([]);
    expect(other("tcb", "uin/7", {})).toEqual([]);
    expect(other("tcb", "uin/me")).toEqual([]);
    expect(other("tcb", "")).toEqual([]);
  });
});

describe("the region of a resource", () => {
  test("is the configured one, in its long form", () => {
    const other = (region: string, configured?: string) =>
      saysOf(
        "region-other",
        [allow("tcb:X", `qcs::tcb:${region}:uin/1:env/a`)],
        configured ? { region: configured } : {},
      );
    expect(other("ap-beijing", "sh")).toEqual([
      "statement[0].resource[0]: names ap-beijing, and the environments are in ap-shanghai",
    ]);
    for (const region of ["ap-shanghai", "sh", "", "ap-nowhere"]) expect(other(region, "ap-shanghai")).toEqual([]);
    expect(other("ap-beijing")).toEqual([]);
  });

  test("of CloudBase actions that ask without one is left empty", () => {
    const named =
      "statement[0].resource[0]: names ap-shanghai, and some of the actions ask without a region; leave it empty: qcs::tcb::…";
    expect(saysOf("tcb-region", [allow(["tcb:DeleteTable", "tcb:*"])])).toEqual([named]);
    expect(saysOf("tcb-region", [allow("tcb:ModifyEnvPlan")])).toEqual([named]);
    expect(saysOf("tcb-region", [allow("tcb:DeleteTable")])).toEqual([]);
    expect(
      saysOf("tcb-region", [allow("tcb:*", ["*", OWN.replace("ap-shanghai", ""), OWN.replace("tcb", "scf")])]),
    ).toEqual([]);
  });
});

describe("services, ids and placeholders", () => {
  test("a service that no document names is told at the action and at the resource", () => {
    expect(saysOf("service-unknown", [allow(["tbc:A", "tcb:B", "*"], ["qcs::scg::uin/1:x/y", "*", OWN])])).toEqual([
      'statement[0].action[0]: "tbc" is none of the services that documents name; check its spelling',
      'statement[0].resource[0]: "scg" is none of the services that documents name; check its spelling',
    ]);
  });

  test("the root of a bucket has an id, and nothing else that ends in a slash", () => {
    const empty = (service: string, path: string) =>
      saysOf("resource-id-empty", [allow(`${service}:X`, `qcs::${service}::uid/1:${path}`)]).length > 0;
    expect(["b-1/", "bucket/b-1/"].map((path) => empty("cos", path))).toEqual([false, false]);
    expect(["b-1/a/", "/a", "a//b", ""].map((path) => empty("cos", path))).toEqual([true, true, true, true]);
    expect(["env/", "-static/x", "env/a"].map((path) => empty("tcb", path))).toEqual([true, true, false]);
  });

  test("a placeholder that was not filled in is told, in conditions too; the caller's own variables are not", () => {
    const [uin, id] = ["$" + "{uin}", "$" + "{envId}"];
    expect(saysOf("placeholder", [allow("tcb:A", `qcs::tcb::uin/${uin}:env/a`)])).toEqual([
      `statement[0].resource[0]: ${uin} was not filled in, and CAM takes it for the caller's own UIN, not the root account's; write the value`,
    ]);
    expect(saysOf("placeholder", [allow("tcb:A", `qcs::tcb::uin/1:env/${id}`)])).toEqual([
      `statement[0].resource[0]: ${id} was not filled in; write the value`,
    ]);
    expect(saysOf("placeholder", [allow("cam:A", `qcs::cam::uin/1:uin/${uin}`)])).toEqual([]);
    const condition = (value: string) => ({ condition: { string_equal: { "qcs:uin": [value] } } });
    expect(saysOf("placeholder", [allow("tcb:A", OWN, condition(id))])).toEqual([
      expect.stringMatching(/^statement\[0\]\.condition.*: \$\{envId\} was not filled in; write the value$/),
    ]);
    expect(saysOf("placeholder", [allow("tcb:A", OWN, condition(uin))])).toEqual([]);
  });
});

describe("length, names and presets", () => {
  const ofLength = (length: number) => {
    const bare = text(allow("tcb:A", ""));
    return [allow("tcb:A", "x".repeat(length - bare.length))];
  };

  test.each([
    [4096, []],
    [4097, ["length-old-limit"]],
    [6144, ["length-old-limit"]],
    [6145, ["length-limit"]],
  ])("%i characters", (length, rules) => {
    const found = lintPolicy(text(...ofLength(length))).map(({ rule }) => rule);
    expect(found.filter((rule) => rule.startsWith("length"))).toEqual(rules);
  });

  test("of a policy and its description are held to what CAM takes; without them nothing is said", () => {
    const named = (options: LintOptions) =>
      lintPolicy(text(allow("tcb:DescribeEnvs")), options).map(({ rule }) => rule);
    expect(named({ policyName: "undefined name" })).toContain("policy-name");
    expect(named({ policyName: "a".repeat(128), description: "é".repeat(150) })).toEqual([]);
    expect(named({ description: "é".repeat(151) })).toEqual(["description-length"]);
    expect(named({})).toEqual([]);
  });

  test("presets that open a service are told by name", () => {
    const told = saysOf("preset-full-access", [allow("tcb:A")], {
      presets: ["QcloudTCBFullAccess", "AdministratorAccess", "QcloudCamReadOnlyAccess", "FullAccessNot"],
    });
    expect(told.map((each) => /preset policy (\w+)/.exec(each)?.[1])).toEqual([
      "QcloudTCBFullAccess",
      "AdministratorAccess",
    ]);
  });
});

describe("privileges", () => {
  const rules = (...statements: object[]) => lintPolicy(text(...statements)).map(({ rule }) => rule);

  test("are not counted where a deny takes them back: on everything, under no condition, for the whole of the action", () => {
    const wide = allow("cam:UpdatePolicy", "*");
    expect(rules(wide)).toContain("takeover");
    expect(rules(wide, deny(["tcb:A", "cam:Update*"]))).not.toContain("takeover");
    expect(rules(wide, deny("cam:UpdatePolicy", [OWN, "*"]))).not.toContain("takeover");
    expect(rules(wide, deny("cam:UpdatePolicy", "qcs::cam::uin/1:policyid/1"))).toContain("takeover");
    expect(rules(wide, deny("cam:UpdatePolicy", "*", OFFICE))).toContain("takeover");
    expect(rules(wide, deny("cam:CreatePolicy"))).toContain("takeover");
  });

  test("of one's own keys are no takeover, alone and by name", () => {
    const own = "qcs::cam::uin/100000000001:uin/$" + "{uin}";
    expect(rules(allow("cam:CreateApiKey", own))).not.toContain("takeover");
    expect(rules(allow("cam:CreateApiKey", [own, "*"]))).toContain("takeover");
    expect(rules(allow("cam:CreateApiKey", [own, "qcs::cam::uin/100000000001:uin/7"]))).toContain("takeover");
  });
});

describe("findings", () => {
  test("come in the order of the text: by line, then by column", () => {
    const lines =
      '{"version":"2.0","statement":[\n {"effect":"allow","action":["tbc:A","tcb:deletetable"],\n  "resource":["qcs::scg::uin/1:x/y"]}]}';
    const places = lintPolicy(lines).map(({ place }) => [place?.line ?? 0, place?.column ?? 0] as const);
    expect(places.length).toBeGreaterThan(3);
    expect(places).toEqual([...places].sort((a, b) => a[0] - b[0] || a[1] - b[1]));
    expect(places[0]?.[0]).toBe(2);
    expect(places.at(-1)?.[0]).toBe(3);
  });

  test("of what is no JSON have its place, and of a document too long none of its length", () => {
    const [finding, ...others] = lintPolicy('{\n  "version": "2.0",\n  oops }');
    expect(finding).toMatchObject({ rule: "json-syntax", place: { line: 3, column: 3 } });
    expect(others.map(({ rule }) => rule)).not.toContain("length-limit");
    expect(lintPolicy(`{"version":"2.0",${" ".repeat(9000)}"statement":[]}`).map(({ rule }) => rule)).not.toContain(
      "length-limit",
    );
    expect(lintPolicy(`{ ${" ".repeat(9000)}`).map(({ rule }) => rule)).not.toContain("length-limit");
  });
});

describe("a linter that knows what is accepted", () => {
  const { documented, guarded } = PROFILES;
  const wide = text(allow(["cam:UpdatePolicy", "cdn:PurgeUrlsCache"], "*"));
  const errorsOf = (accepted: Parameters<typeof linterFor>[0], policy = wide) =>
    linterFor(accepted)(policy)
      .filter(({ severity }) => severity === "error")
      .map(({ path }) => path);

  test("leaves out nothing without a profile or a waiver", () => {
    expect(linterFor({})(wide)).toEqual(lintPolicy(wide));
    expect(linterFor({ waived: [] })(wide, { presets: ["AdministratorAccess"] })).toEqual(
      lintPolicy(wide, { presets: ["AdministratorAccess"] }),
    );
  });

  test("leaves out errors about actions that a waiver names, and no others", () => {
    expect(errorsOf({})).toEqual(["statement[0].action[0]", "statement[0].action[1]"]);
    expect(errorsOf({ waived: ["cdn:*"] })).toEqual(["statement[0].action[0]"]);
    expect(errorsOf({ waived: ["cdn:PurgeUrlsCache", "cam:UpdatePolicy"] })).toEqual([]);
  });

  test("leaves out what the profile declares, and what its own template is warned of, on anybody's environment", () => {
    for (const profile of [documented, guarded]) {
      const own = JSON.stringify(profile.template).replaceAll("$" + "{envId}", "bob-8grqda2hfc2f62bb");
      expect(linterFor({ profile })(own).filter(({ rule }) => rule !== "placeholder")).toEqual([]);
    }
  });

  test("still tells of everything else", () => {
    const found = linterFor({ profile: guarded })(text(allow("tcb:Frobnicate"), allow("cam:UpdatePolicy", "*")));
    expect(found.map(({ rule }) => rule).sort()).toEqual(["action-unknown", "takeover"]);
  });
});
