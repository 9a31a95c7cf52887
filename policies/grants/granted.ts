/** What grants name, as the proof of isolation takes it: nobody else may reach it. */
import type { GrantedResource } from "../isolation/isolation.ts";
import type { ResourceGrant } from "./grants.ts";

/**
 * The resources of the grants, each with all below it. Grants of other kinds name none.
 *
 * @param region Of grants that name none.
 */
export function grantedResources(
  grants: readonly (ResourceGrant | { readonly kind: "preset" })[],
  region: string,
): GrantedResource[] {
  return grants.flatMap((grant): GrantedResource[] => {
    if (grant.kind === "preset") return [];
    const at = grant.region ?? region;
    if (grant.kind === "ci") {
      return [
        { service: "ci", region: at, path: `bucket/${grant.bucket}` },
        { service: "cos", region: at, path: grant.bucket },
      ];
    }
    const { instance, namespace, repository } = grant;
    const path = ["repository", instance, namespace, repository].filter((each) => each !== undefined).join("/");
    return [
      { service: "tcr", region: at, path: `instance/${instance}` },
      { service: "tcr", region: at, path },
    ];
  });
}
