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
  /** What is taken over. Absent where the roster takes nobody over. */
  readonly existing?: ExistingLookup | undefined;
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

/** What there is already of those whom the roster takes over (`adopt`, `movedFrom`), by the ids that Terraform imports it with. */
export interface ExistingLookup {
  readonly stack: ExistingStack;
  /** By name of the employee. */
  readonly employees: Readonly<Record<string, ExistingEmployee>>;
}

/** What stacks have once: there already after a move, or where a state was lost. */
export interface ExistingStack {
  /** Ids of policies by name: the stack's own, and those of stacks that employees come from. */
  readonly policies: Readonly<Record<string, string>>;
  /** Id of the stack's TAT command that sets servers up: `cmd-` and 8 characters. Absent where there is none. */
  readonly setUpCommand?: string | undefined;
}

/** From cam:ListUsers, cam:ListPolicies, cam:ListAttachedUserPolicies, cam:ListGroupsForUser and lighthouse:DescribeInstances. */
export interface ExistingEmployee {
  /** Ids of policies by name: those that a roster makes for the employee (`cloudbase-env-…@<employee>`), attached or not. */
  readonly policies: Readonly<Record<string, string>>;
  /** Ids by name of all custom policies that are attached to the sub-account. */
  readonly attached: Readonly<Record<string, string>>;
  /** Ids by name of all preset policies that are attached to the sub-account. */
  readonly presets: Readonly<Record<string, string>>;
  /** Names of the groups that the sub-account is in. */
  readonly groups: readonly string[];
  /** Absent where there is none, or the roster asks for none. */
  readonly server?: ExistingServer | undefined;
}

/** The server with the name that the roster would give it. */
export interface ExistingServer {
  /** `lhins-` and 8 characters. */
  readonly id: string;
  /** Bundle that it has now. */
  readonly bundle: string;
  /** Keys of its tags. */
  readonly tags: readonly string[];
}
