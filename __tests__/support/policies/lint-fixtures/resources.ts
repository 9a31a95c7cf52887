import { type Fixtures, OWN, policy, policyOn } from "../lint-fixture.ts";

const bucket = (account: string, path = "pictures-1250000000/*") =>
  policy({ action: ["cos:GetObject"], resource: [`qcs::cos:ap-shanghai:${account}:${path}`] });
const placeholder = (name: string) => ["$", "{", name, "}"].join("");
const account = { ownerUin: "100000000001", appId: "1250000000" };

export const RESOURCES: Fixtures = {
  "service-unknown": {
    refused: policyOn("qcs::tbc::uin/100000000001:env/alice-1"),
    accepted: policy({ action: ["cvm:DescribeInstances"], resource: ["qcs::cvm::uin/100000000001:instance/ins-1"] }),
  },
  "region-unknown": {
    refused: policyOn("qcs::tcb:shanghai:uin/100000000001:env/alice-1"),
    accepted: policyOn("qcs::tcb:sh:uin/100000000001:env/alice-1"),
  },
  "region-wildcard": { refused: policyOn("qcs::tcb:ap-*:uin/100000000001:env/alice-1"), accepted: policyOn(OWN) },
  "account-form": { refused: bucket("uin/100000000001"), accepted: bucket("uid/1250000000") },
  "account-other": {
    refused: policyOn("qcs::tcb::uin/100000000002:env/alice-1"),
    accepted: policyOn(OWN),
    options: { refused: account, accepted: account },
  },
  "region-other": {
    refused: policyOn("qcs::tcb:bj:uin/100000000001:env/alice-1"),
    accepted: policyOn("qcs::tcb:sh:uin/100000000001:env/alice-1"),
    options: { refused: { region: "ap-shanghai" }, accepted: { region: "ap-shanghai" } },
  },
  "resource-id-empty": {
    refused: policy({ action: ["cls:SearchLog"], resource: ["qcs::cls::uin/100000000001:topic/"] }),
    accepted: bucket("uid/1250000000", "pictures-1250000000/"),
  },
  placeholder: {
    refused: policyOn(`qcs::tcb::uin/${placeholder("uin")}:env/alice-1`),
    accepted: policy({
      action: ["cam:CreateAccessKey"],
      resource: [`qcs::cam::uin/100000000001:uin/${placeholder("uin")}`],
    }),
  },
  "resource-unmatchable": {
    refused: policyOn("qcs::tcb::uin/100000000001:environments/alice-1"),
    accepted: policyOn(OWN),
  },
  "scf-namespace": {
    refused: policy({ action: ["scf:GetFunction"], resource: ["qcs::scf::uin/100000000001:function/hello"] }),
    accepted: policy({
      action: ["scf:GetFunction"],
      resource: ["qcs::scf::uin/100000000001:namespace/alice-1/function/hello"],
    }),
  },
  "tcb-region": {
    refused: policy({ action: ["tcb:CreateUser"], resource: ["qcs::tcb:ap-shanghai:uin/100000000001:env/alice-1"] }),
    accepted: policy({ action: ["tcb:CreateUser"], resource: [OWN] }),
  },
};
