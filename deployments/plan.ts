/** Reads a plan of Terraform. Attributes are taken by name, since `show -json` prints what is sensitive in clear. */
import { z } from "zod";
import { Mistake, problem } from "../problems/problems.ts";

/** What happens to a resource; `unknown` for an action that no version known here has. */
export type Action = "create" | "delete" | "replace" | "update" | "forget" | "none" | "unknown";

/** One resource of a plan. */
export interface Change {
  readonly address: string;
  /** Address of before, where it has moved. */
  readonly previous: string | undefined;
  readonly type: string;
  /** Its id in Terraform. */
  readonly id: string;
  readonly action: Action;
  readonly isImported: boolean;
  /** Undefined: there was none. */
  readonly before: Attributes | undefined;
  /** Undefined: there will be none. What is known only after the deployment is absent. */
  readonly after: Attributes | undefined;
}

export interface Plan {
  /** Everything that the state or the configuration has, unchanged ones too. */
  readonly resources: readonly Change[];
  /** What changed outside of Terraform, as far as it was noticed. */
  readonly drift: readonly Change[];
}

const text = z.string().nullish().catch(undefined);
const flag = z.boolean().nullish().catch(undefined);

/** The whitelist. A new attribute here must never be able to hold a secret. */
const attributes = z.object({
  ...{ name: text, email: text, phone_num: text, country_code: text, remark: text, console_login: flag },
  ...{ need_reset_password: flag, description: text, document: text, user_name: text, status: text },
  ...{ bundle_id: text, blueprint_id: text, instance_name: text, renew_flag: text, tag_key: text, tag_value: text },
  id: text,
  tags: z.record(z.string(), z.string()).nullish().catch(undefined),
  firewall_rules: z
    .array(z.object({ protocol: text, port: text, cidr_block: text, action: text }))
    .nullish()
    .catch(undefined),
});
export type Attributes = z.infer<typeof attributes>;

const change = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  mode: z.string(),
  type: z.string(),
  name: z.string(),
  change: z.object({
    actions: z.array(z.string()),
    before: z.looseObject({}).nullish(),
    after: z.looseObject({}).nullish(),
    importing: z.unknown().optional(),
  }),
});

const plan = z.object({
  format_version: z.string().regex(/^1\./),
  errored: z.boolean().optional(),
  complete: z.boolean().optional(),
  resource_changes: z.array(change).optional(),
  resource_drift: z.array(change).optional(),
});

/**
 * @param json What `terraform show -json <plan>` prints.
 * @throws Mistake for what is no plan, and for one that failed: that is none either
 */
export function readPlan(json: string, file: string): Plan {
  const data = plan.safeParse(parsed(json)).data;
  const refuse = (message: string, remedy: string) => new Mistake([problem("plan", { file, message, remedy })]);
  if (data === undefined) {
    throw refuse(
      "this is no plan of Terraform's JSON format 1",
      "write it with: terraform show -json <plan> > plan.json",
    );
  }
  if (data.errored === true || data.complete === false) {
    throw refuse(
      "the plan failed half-way, so that it does not show everything",
      "mend what Terraform said, and plan again",
    );
  }
  return {
    resources: (data.resource_changes ?? []).filter(({ mode }) => mode === "managed").map(toChange),
    drift: (data.resource_drift ?? []).filter(({ mode }) => mode === "managed").map(toChange),
  };
}

/** Whether something happens to the resource, also where Terraform's own counts leave it out: moves, imports, what is forgotten. */
export function isChanged({ action, previous, isImported }: Change): boolean {
  return action !== "none" || previous !== undefined || isImported;
}

function toChange({ address, previous_address, type, name, change: what }: z.infer<typeof change>): Change {
  const { actions, before, after, importing } = what;
  return {
    ...{ address, previous: previous_address, type, id: name },
    ...{ action: actionOf(actions), isImported: importing !== undefined && importing !== null },
    ...{ before: attributesOf(before), after: attributesOf(after) },
  };
}

function attributesOf(value: unknown): Attributes | undefined {
  return value === null || value === undefined ? undefined : attributes.parse(value);
}

function actionOf(actions: readonly string[]): Action {
  const has = (action: string) => actions.includes(action);
  if (has("create") && (has("delete") || has("forget"))) return "replace";
  const [only = "", ...others] = actions;
  if (others.length > 0) return "unknown";
  if (only === "no-op" || only === "read") return "none";
  return only === "create" || only === "delete" || only === "update" || only === "forget" ? only : "unknown";
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
