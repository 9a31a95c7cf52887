/** Made-up people for benchmarks, with the policies of the profiles in turn. */
import { environmentPolicies } from "../policies/environment-policies.ts";
import type { Account, IsolationSubject } from "../policies/isolation/isolation.ts";
import { PROFILES } from "../policies/profiles/profiles.ts";

/** Whoever has a company. */
const MIX = ["guarded", "guarded", "confined", "strict"] as const;

export function people(count: number, account: Account): IsolationSubject[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `e${String(index).padStart(5, "0")}`;
    const id = `${name}-8grqda2hfc2f62bb`;
    const profile = MIX[index % MIX.length] ?? "guarded";
    const storageBucket = `6465-${id}-${account.appId}`;
    const hostingBucket = `static-${id}-${account.appId}`;
    const logs = { topicId: `topic-${name}`, logsetId: `logset-${name}` };
    const values = {
      ...account,
      region: "ap-shanghai",
      environmentId: id,
      storageBucket,
      logs,
      hosting: { bucket: hostingBucket },
    };
    return {
      name,
      profile,
      documents: environmentPolicies(PROFILES[profile].template, values, name).map(({ document }) => document),
      environment: { id, region: "ap-shanghai", storageBucket, hostingBucket, ...logs, namespace: id },
    };
  });
}

/** The result, and how many seconds it took. */
export function timed<T>(run: () => T): readonly [T, number] {
  const start = performance.now();
  const result = run();
  return [result, (performance.now() - start) / 1000];
}
