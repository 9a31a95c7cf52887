/** What a provider is made of, as the protocol core sees it; the core knows no resource by name. */
import type { Problem } from "./diagnostics.ts";
import type { ProviderSchema } from "./schema.ts";
import type { Members } from "./value.ts";

/** @typeParam Client what `configure` makes and every resource gets: the way to the API. */
export interface Provider<Client> {
  readonly schema: ProviderSchema;
  /** By type name; a type that the schema has and this has not cannot be used. */
  readonly resources: Readonly<Record<string, Resource<Client>>>;
  readonly dataSources: Readonly<Record<string, DataSource<Client>>>;
  /**
   * @param stopped aborts when Terraform is interrupted: what waits or retries ends then.
   * @throws DiagnosticError for a configuration that cannot work.
   */
  readonly configure: (config: Members, stopped: AbortSignal) => Client;
}

/** Facts of a resource that its schema does not tell; see plan.ts for what they do. */
export interface PlanRules {
  /** Attributes whose change replaces the resource (`ForceNew` of the old SDK). */
  readonly forceNew?: readonly string[];
  /** Values of optional attributes that the configuration leaves out (`Default`). */
  readonly defaults?: Members;
  /** Whether two texts of an attribute mean the same, so that the change is no change (`DiffSuppressFunc`). */
  readonly equivalent?: Readonly<Record<string, (prior: string, next: string) => boolean>>;
}

/** Functions throw what they meet; the core turns it into a diagnostic. */
export interface Resource<Client> extends PlanRules {
  /** Checks beyond types, at plan time; values may be unknown. */
  readonly validate?: (config: Members) => readonly Problem[];
  /** @returns the new state with an `id`; attributes that are still unknown become null. */
  readonly create: (planned: Members, context: Context<Client>) => Promise<Members>;
  /** @returns the state as the API has it now, or null if the object is gone. */
  readonly read: (state: Members, context: ReadContext<Client>) => Promise<Members | null>;
  /** Absent where every attribute is in `forceNew`. */
  readonly update?: (prior: Members, planned: Members, context: Context<Client>) => Promise<Members | null>;
  readonly delete: (state: Members, context: ReadContext<Client>) => Promise<void>;
  /** Attributes besides the `id` that an import starts from; a read follows. */
  readonly imported?: Members;
}

export interface DataSource<Client> {
  readonly validate?: (config: Members) => readonly Problem[];
  /** @returns the whole state, with an `id`. */
  readonly read: (config: Members, context: ReadContext<Client>) => Promise<Members>;
}

export interface ReadContext<Client> {
  readonly client: Client;
}

export interface Context<Client> extends ReadContext<Client> {
  /**
   * Says what the state is if the rest fails: after `create` the object exists from here on and Terraform keeps it as
   * tainted; after `update` it takes the place of the planned values.
   */
  readonly keep: (state: Members) => void;
}
