import { describe, expect, test } from "@jest/globals";
import { CATALOGUE, resourceOf } from "../../policies/catalogue/catalogue.ts";
import { compilePolicies } from "../../policies/evaluation/evaluate.ts";
import { parsePolicyDocument } from "../../policies/language/parse.ts";
import { tokenPolicy } from "../../policies/token-policy.ts";
import { ACCOUNT, allow, document, environment, REGION, templateSubject } from "../support/policies/subjects.ts";
import { TEMPLATES } from "../support/policies/templates.ts";

const decoded = (text: string) => parsePolicyDocument(JSON.parse(decodeURIComponent(text)));

describe("the policy of a token", () => {
  test.each(["documented", "reference", "guarded", "strict"] as const)(
    "says what %s says, action for action",
    (profile) => {
      const { documents } = templateSubject("alice", profile);
      const policy = decoded(tokenPolicy(documents));
      const { id, storageBucket, topicId, logsetId } = environment("alice");
      const values = {
        ...{
          region: REGION,
          ...ACCOUNT,
          envId: id,
          bucket: storageBucket,
          object: "a",
          topicId,
          logsetId,
          function: "f",
        },
        ...{
          registryId: "tcr-1",
          namespace: "n",
          repository: "r",
          roleName: "R",
          uin: "2",
          user: "2",
          instanceId: "lhins-1",
        },
      };
      const ask = (from: typeof documents) => compilePolicies({ documents: from, account: ACCOUNT });
      const [own, token] = [ask(documents), ask([policy])];
      const asked = CATALOGUE.filter(({ resource }) =>
        (resource.match(/(?<=<)\w+(?=>)/g) ?? []).every((key) => key in values),
      );
      expect(asked.length).toBeGreaterThan(CATALOGUE.length / 2);
      const decisions = asked.map((action) => {
        const request = { action: action.name, resources: [resourceOf(action, values)] };
        return [action.name, own(request).decision, token(request).decision];
      });
      expect(decisions.filter(([, one, other]) => one !== other)).toEqual([]);
      expect(new Set(decisions.map(([, decision]) => decision))).toEqual(new Set(["allow", "deny"]));
    },
  );

  test("is URL-encoded, with the wildcard too, and has no statement of more than 40 actions", () => {
    const text = tokenPolicy([parsePolicyDocument(TEMPLATES.strict)]);
    expect(text).toMatch(/^%7B%22version%22%3A%222\.0%22/);
    expect(text).not.toMatch(/[*:"{}/ ]/);
    const { documents } = templateSubject("alice", "documented");
    for (const { action } of decoded(tokenPolicy(documents)).statement) expect(action.length).toBeLessThanOrEqual(40);
  });

  test("that would be longer than a policy may be is refused", () => {
    const many = Array.from({ length: 300 }, (_, index) => `tcb:DescribeSomething${index}`);
    expect(() => tokenPolicy([document(allow(many, ["*"]))])).toThrow(
      /more than 6144; grant less, or take the policy strict/,
    );
  });
});
