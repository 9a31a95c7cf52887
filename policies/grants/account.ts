/** The account that grants are of, which every kind of grant needs to name resources. */

/** Whose resources are granted. */
export interface GrantAccount {
  readonly ownerUin: string;
  readonly appId: string;
  /** Region of grants that name none. */
  readonly region: string;
}
