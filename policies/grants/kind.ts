/** What every kind of grant has. Resources of the root account are named with what only the account knows. */
import type { GrantedResource } from "../isolation/isolation.ts";
import type { Statement } from "../language/document.ts";

/** Whose resources are granted. */
export interface GrantAccount {
  readonly ownerUin: string;
  readonly appId: string;
  /** Region of grants that name none. */
  readonly region: string;
}

/** One kind of grant; `G` is what the roster says of it. */
export interface GrantKind<G> {
  /** What consoles and plans call it: the end of the policy's description. */
  readonly service: string;
  /** Service families that the permission boundary must let through for it: `cos:*`. */
  readonly families: readonly string[];
  /** Why the grant cannot be, with what to write instead; undefined where it can. */
  refusal(grant: G, account: GrantAccount): string | undefined;
  statements(grant: G, account: GrantAccount): Statement[];
  /** What nobody else may reach, each with all below it, as the proof of isolation takes it. */
  resources(grant: G, region: string): GrantedResource[];
}
