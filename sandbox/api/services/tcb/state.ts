/** What the sandbox remembers of CloudBase: environments with their databases and API keys. */

/** Plain JSON; times are milliseconds since 1970. */
export interface TcbState {
  /** Environments by environment id, in the order of their creation. */
  readonly environments: Record<string, Environment>;
  /** Environments destroyed for good so far. */
  destroyed: number;
}

/** One CloudBase environment. Its tags are in the tag service, under `qcs::tcb:<region>:uin/<owner>:env/<id>`. */
export interface Environment {
  /** `<alias>-<16 characters>`, such as `bob-8grqda2hfc2f62bb`. */
  readonly id: string;
  readonly alias: string;
  /** Package id, such as `baas_personal`. */
  readonly package: string;
  /** Long form: `ap-shanghai`. */
  readonly region: string;
  readonly createdAt: number;
  updatedAt: number;
  /** From then on its status is NORMAL; before, the resources are still being made. */
  readonly readyAt: number;
  /** End of the time that was paid for. */
  expiresAt: number;
  readonly autoRenew: boolean;
  readonly enableOverrun: boolean;
  /** What CreateEnv asked for; a resource that was not asked for is not listed. */
  readonly resources: readonly string[];
  /** Absent until CreateEnvResource asks for `log`. */
  logs?: LogService;
  /** Absent until CreateStaticStore. */
  hosting?: Hosting;
  /** Set by the first DestroyEnv; a second one deletes the environment. */
  isolatedAt?: number;
  /** Collections of the document database by their names. */
  readonly tables: Record<string, Table>;
  apiKeys: ApiKey[];
}

/** Where the environment's logs go in CLS. */
export interface LogService {
  readonly logsetId: string;
  readonly topicId: string;
  readonly readyAt: number;
}

/** Static hosting: a bucket of its own and a domain. */
export interface Hosting {
  /** With the app id, as policies write it. */
  readonly bucket: string;
  readonly domain: string;
  readonly readyAt: number;
}

/** A collection of the document database. */
export interface Table {
  documents: TableDocument[];
  indexes: TableIndex[];
}

/** A JSON object with an `_id`. */
export type TableDocument = Record<string, unknown>;

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
  return { environments: {}, destroyed: 0 };
}
