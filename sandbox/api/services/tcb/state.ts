/** What the sandbox remembers of CloudBase: environments with their databases and API keys. */

/** Plain JSON; times are milliseconds since 1970. */
export interface TcbState {
  /** Environments by environment id, in the order of their creation. */
  readonly environments: Record<string, Environment>;
  /** Environments, API keys and documents made so far: ids are derived from it, so that they are the same in every run. */
  created: number;
  /** Environments destroyed for good so far. */
  destroyed: number;
}

/** One CloudBase environment. */
export interface Environment {
  /** `<alias>-<16 characters>`, such as `bob-8grqda2hfc2f62bb`. */
  readonly id: string;
  alias: string;
  /** Package id, such as `baas_personal`. */
  readonly package: string;
  /** Long form: `ap-shanghai`. */
  readonly region: string;
  readonly createdAt: number;
  updatedAt: number;
  /** From then on its status is NORMAL; before, the resources are still being made. */
  readonly readyAt: number;
  /** End of the time that was paid for. */
  readonly expiresAt: number;
  readonly autoRenew: boolean;
  readonly enableOverrun: boolean;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly database: boolean;
  readonly storage: boolean;
  readonly functions: boolean;
  /** Absent until CreateEnvResource asks for `log`. */
  logs?: { readonly logsetId: string; readonly topicId: string; readonly readyAt: number };
  /** Absent until CreateStaticStore. */
  hosting?: { readonly bucket: string; readonly domain: string; readonly readyAt: number };
  /** Set by the first DestroyEnv; the environment is deleted by a second one. */
  isolatedAt?: number;
  /** Collections of the document database by their names. */
  readonly tables: Record<string, Table>;
  apiKeys: ApiKey[];
}

/** A collection of the document database. */
export interface Table {
  /** Documents as JSON objects, each with an `_id`. */
  documents: Record<string, unknown>[];
  indexes: TableIndex[];
}

export interface TableIndex {
  readonly name: string;
  readonly unique: boolean;
  /** Direction is `1`, `-1` or `2dsphere`, as CreateIndexes sends it. */
  readonly keys: readonly { readonly name: string; readonly direction: string }[];
}

/** An API key of an environment; the key itself is shown once and never kept. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly type: "api_key" | "publish_key";
  /** First and last six characters, as the list shows it. */
  readonly masked: string;
  readonly createdAt: number;
  /** Absent: never. */
  readonly expiresAt?: number;
}

/** No environment at all, as in an account where CloudBase is active and unused. */
export function newTcbState(): TcbState {
  return { environments: {}, created: 0, destroyed: 0 };
}
