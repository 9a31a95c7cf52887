import { type Fixtures, OWN, policy, policyOf } from "../lint-fixture.ts";

/** The frame of the policy has 128 characters, and each action 23. */
const long = (characters: number) =>
  policyOf(
    ...Array.from({ length: Math.floor(characters / 23) }, (_, index) => `tcb:Describe${index}`.padEnd(20, "x")),
  );
const options = (refused: object, accepted: object) => ({ refused, accepted });

export const LIMITS: Fixtures = {
  "length-limit": { refused: long(6200), accepted: long(5900) },
  "length-old-limit": { refused: long(4200), accepted: long(3900) },
  "policy-name": {
    refused: policy(),
    accepted: policy(),
    options: options({ policyName: "cloudbase env" }, { policyName: "cloudbase-env-alice-1" }),
  },
  "description-length": {
    refused: policy(),
    accepted: policy(),
    // Three bytes each.
    options: options({ description: "云".repeat(101) }, { description: "云".repeat(100) }),
  },
  "preset-full-access": {
    refused: policy(),
    accepted: policy(),
    options: options({ presets: ["QcloudCIFullAccess"] }, { presets: ["QcloudCamReadOnlyAccess"] }),
  },
  "attached-to-user": {
    refused: policy({ resource: [OWN] }),
    accepted: policy(),
    options: options({ attachedTo: "user" }, { attachedTo: "group" }),
  },
};
