import { type Fixtures, OWN, policy, policyOf, policyOn, when } from "../lint-fixture.ts";

const { statement: right } = JSON.parse(JSON.stringify(policy()));

export const GRAMMAR: Fixtures = {
  "json-syntax": { refused: '{ "version": "2.0", /* all */ "statement": [] }', accepted: JSON.stringify(policy()) },
  "json-duplicate-key": {
    refused: `{"version":"2.0","statement":[{"effect":"deny","effect":"allow","action":["tcb:DescribeEnvInfo"],"resource":["${OWN}"]}]}`,
    accepted: JSON.stringify(policy()),
  },
  "byte-order-mark": { refused: `\uFEFF${JSON.stringify(policy())}`, accepted: JSON.stringify(policy()) },
  character: { refused: policyOn(`${OWN}\u200b`), accepted: policyOn(OWN) },
  "document-form": { refused: [policy()], accepted: policy() },
  version: { refused: { version: "1.0", statement: right }, accepted: policy() },
  "member-case": { refused: { version: "2.0", Statement: right }, accepted: policy() },
  "member-unknown": { refused: policy({ notAction: ["tcb:*"] }), accepted: policy() },
  "member-missing": { refused: policy({ resource: undefined }), accepted: policy() },
  principal: { refused: policy({ principal: { qcs: ["qcs::cam::anyone:anyone"] } }), accepted: policy() },
  effect: { refused: policy({ effect: "Allow" }), accepted: policy({ effect: "allow" }) },
  "list-empty": { refused: policy({ action: [] }), accepted: policy() },
  "value-form": { refused: when({ bool_equal: { mfa: true } }), accepted: when({ bool_equal: { mfa: "true" } }) },
  "action-form": { refused: policyOf("DescribeEnvInfo"), accepted: policyOf("tcb:DescribeEnvInfo") },
  "action-permid": { refused: policyOf("permid/280649"), accepted: policyOf("name/tcb:DescribeEnvInfo") },
  "resource-segments": { refused: policyOn("qcs::tcb:env/alice-1"), accepted: policyOn(OWN) },
  "resource-project": { refused: policyOn("qcs:0:tcb::uin/100000000001:env/alice-1"), accepted: policyOn(OWN) },
  "statement-list": { refused: { version: "2.0", statement: right[0] }, accepted: policy() },
  "resource-list": { refused: policy({ resource: OWN }), accepted: policy({ resource: [OWN] }) },
};
