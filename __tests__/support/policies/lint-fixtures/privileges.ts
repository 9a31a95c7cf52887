import { accountWide, type Fixtures, policy, policyOf } from "../lint-fixture.ts";

const bucket = (...action: string[]) =>
  policy({ action, resource: ["qcs::cos:ap-shanghai:uid/1250000000:pictures-1250000000/*"] });

export const PRIVILEGES: Fixtures = {
  "action-all": { refused: accountWide("*:*"), accepted: policyOf("tcb:*") },
  takeover: {
    refused: accountWide("cam:*"),
    accepted: {
      version: "2.0",
      statement: [
        { effect: "allow", action: ["cam:GetRole", "cam:UpdatePolicy"], resource: ["*"] },
        { effect: "deny", action: ["cam:Update*"], resource: ["*"] },
      ],
    },
  },
  "operation-write-on-all": { refused: accountWide("tcb:DeleteTable"), accepted: accountWide("tcb:DescribePackages") },
  "operation-data-on-all": { refused: accountWide("tcb:QueryRecords"), accepted: accountWide("tcb:DescribePackages") },
  "resource-action-on-all": { refused: accountWide("tcb:DestroyEnv"), accepted: policyOf("tcb:DestroyEnv") },
  "credential-action": {
    refused: accountWide("ssl:DescribeCertificateDetail"),
    accepted: accountWide("ssl:DescribeCertificates"),
  },
  "bucket-permissions": { refused: bucket("cos:*"), accepted: bucket("cos:GetObject", "cos:PutObject") },
};
