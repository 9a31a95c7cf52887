/** What only the cloud knows about a roster, as committed beside it in `<roster>.lookups.json`. */

/** Content of one lookups file. */
export interface Lookups {
  readonly account: AccountLookup;
  /** Environments by environment id. */
  readonly environments: Readonly<Record<string, EnvironmentLookup>>;
  /** Blueprints by the title that the roster writes. */
  readonly blueprints: Readonly<Record<string, BlueprintLookup>>;
  /** Bundles by bundle id. Absent in files that were written before bundles were looked up. */
  readonly bundles?: Readonly<Record<string, BundleLookup>> | undefined;
}

/** From cam:GetUserAppId; `appId` is a number there and a text here, as policies write it. */
export interface AccountLookup {
  readonly ownerUin: string;
  readonly appId: string;
}

/** From tcb:DescribeEnvs; only environments whose status is NORMAL are ever written. */
export interface EnvironmentLookup {
  readonly alias: string;
  /** Long form: `ap-shanghai`. */
  readonly region: string;
  /** Package id, such as `baas_personal`. */
  readonly package: string;
  /** Bucket of the cloud storage, with the app id: `6465-demo-8grqda2hfc2f62bb-1250000000`. */
  readonly storageBucket: string;
  /** Absent where the roster says `logs: false`. */
  readonly logs?: { readonly logsetId: string; readonly topicId: string };
  /** Absent where the roster says `hosting: false`. */
  readonly hostingBucket?: string;
}

/** From lighthouse:DescribeBlueprints. Stays as it is once written: a new id would reinstall servers. */
export interface BlueprintLookup {
  readonly id: string;
}

/** From lighthouse:DescribeBundles. */
export interface BundleLookup {
  readonly cpu: number;
  /** GB. */
  readonly memory: number;
  /** GB. */
  readonly disk: number;
  /** After discounts, as it was at the last lookup. Absent where the cloud names none. */
  readonly price?: { readonly month: number; readonly currency: string } | undefined;
  /** Servers that exist keep the bundle; a new one cannot be bought. */
  readonly soldOut?: true | undefined;
}
