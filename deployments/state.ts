/** What Terraform's state has, as far as it is needed to find what is gone. Attributes are taken by name: a state holds secrets. */
import { z } from "zod";
import { Mistake, problem } from "../problems/problems.ts";

/** One resource of a state. */
export interface StateResource {
  readonly address: string;
  readonly type: string;
  readonly values: z.infer<typeof values>;
}

const text = z.string().nullish();

const values = z.object({
  id: text,
  /** Of a user or a policy. */
  name: text,
  /** Of an attachment. */
  user_name: text,
  /** Of a run of a command. */
  instance_id: text,
  /** Of a tag. */
  resource: text,
});

const state = z.object({
  format_version: z.string().regex(/^1\./),
  values: z
    .object({
      root_module: z.object({
        resources: z.array(z.object({ address: z.string(), mode: z.string(), type: z.string(), values })).optional(),
      }),
    })
    .optional(),
});

/** @param json What `terraform show -json` prints. @throws Mistake for anything else */
export function readState(json: string): StateResource[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const { data } = state.safeParse(parsed);
  if (data === undefined) {
    throw new Mistake([problem("terraform", { message: "terraform show -json prints a state of another form" })]);
  }
  return (data.values?.root_module.resources ?? []).filter(({ mode }) => mode === "managed");
}

/** The names that a synthesized stack gives, by type and address. */
export interface Configured {
  readonly address: string;
  readonly type: string;
  /** Name in the cloud, where the resource has one. */
  readonly name: string | undefined;
}

const named = z.object({ name: text, instance_name: text, command_name: text });
const stack = z.object({ resource: z.record(z.string(), z.record(z.string(), named)).optional() });

/** @param json Content of cdk.tf.json. */
export function readConfigured(json: string): Configured[] {
  const { resource = {} } = stack.parse(JSON.parse(json));
  return Object.entries(resource).flatMap(([type, blocks]) =>
    Object.entries(blocks).map(([id, { name, instance_name, command_name }]) => ({
      address: `${type}.${id}`,
      type,
      name: name ?? instance_name ?? command_name ?? undefined,
    })),
  );
}
