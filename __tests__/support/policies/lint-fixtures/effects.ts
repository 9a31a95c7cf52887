import { type Fixtures, OWN, policy, policyOf } from "../lint-fixture.ts";

const statements = (...statement: object[]) => ({ version: "2.0", statement });
const allow = (action: string[], resource: string[] = [OWN]) => ({ effect: "allow", action, resource });
const deny = (action: string[], resource: string[]) => ({ effect: "deny", action, resource });

export const EFFECTS: Fixtures = {
  "action-unknown": { refused: policyOf("tcb:DescribeEnvz"), accepted: policyOf("cvm:DescribeInstances") },
  "action-case": { refused: policyOf("tcb:describeEnvInfo"), accepted: policyOf("tcb:DescribeEnvInfo") },
  "operation-action-confined": { refused: policyOf("tcb:DeleteTable"), accepted: policyOf("tcb:DestroyEnv") },
  "deny-confined": {
    refused: statements(deny(["tcb:DeleteTable"], [OWN])),
    accepted: statements(deny(["tcb:DeleteTable"], ["*"])),
  },
  "service-mismatch": {
    refused: policy({ action: ["scf:*"], resource: ["qcs::cls::uin/100000000001:topic/1"] }),
    accepted: policy({ action: ["tat:RunCommand"], resource: ["qcs::lighthouse::uin/100000000001:instance/lhins-1"] }),
  },
  "action-duplicate": {
    refused: policyOf("tcb:DestroyEnv", "tcb:DestroyEnv"),
    accepted: policyOf("tcb:DestroyEnv", "tcb:ModifyEnv"),
  },
  "action-covered": {
    refused: policyOf("tcb:Modify*", "tcb:ModifyEnv"),
    accepted: policyOf("tcb:Modify*", "tcb:DestroyEnv"),
  },
  "statement-shadowed": {
    refused: statements(allow(["tcb:*"]), allow(["tcb:ModifyEnv"])),
    accepted: statements(allow(["tcb:*"]), allow(["tcb:ModifyEnv"], ["qcs::tcb::uin/100000000001:env/shared-1"])),
  },
};
