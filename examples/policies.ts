import { evaluate, lint, type PolicyDocument, proveIsolation } from "../library/policies.ts";

const account = { ownerUin: "100000000001", appId: "1250000000" };
const ofEnvironment = (id: string): PolicyDocument => ({
  version: "2.0",
  statement: [
    {
      effect: "allow",
      action: ["tcb:DescribeDatabaseACL"],
      resource: [`qcs::tcb:ap-shanghai:uin/100000000001:env/${id}`],
    },
  ],
});

// Findings of the rules: rule, severity, place in the document, message.
for (const { rule, path, message } of lint(ofEnvironment("alice-1"), account))
  console.log(`${rule} ${path}: ${message}`);

// What CAM would answer to one call, and why.
const request = {
  action: "tcb:DescribeDatabaseACL",
  resources: ["qcs::tcb:ap-shanghai:uin/100000000001:env/bob-1"],
};
console.log(evaluate({ request, documents: [ofEnvironment("alice-1")], account }).decision);

// Whether people with these policies reach each other.
const subject = (name: string, document: PolicyDocument) => ({
  name,
  documents: [document],
  profile: "none",
  environment: { id: `${name}-1`, region: "ap-shanghai", storageBucket: `${name}-1250000000`, namespace: `${name}-1` },
});
const proof = proveIsolation([subject("alice", ofEnvironment("*")), subject("bob", ofEnvironment("bob-1"))], account);
for (const { invariant, subject, message } of proof.findings) console.log(`${invariant} ${subject}: ${message}`);
