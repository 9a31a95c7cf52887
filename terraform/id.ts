/** Ids of Terraform blocks: made of names alone, so that neither order nor neighbours ever change one. */
import { z } from "zod";

const SCHEMA = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]*$/)
  .brand<"TerraformId">();

/** An id that Terraform accepts; `terraformId` alone makes one, so that no name is taken for it. */
export type TerraformId = z.infer<typeof SCHEMA>;

/**
 * An id that Terraform accepts (letters, digits, `_` and `-`, no digit first) and that no other names make.
 *
 * Characters that Terraform refuses become `_` and two hex digits, so `_` itself does too; parts are joined by `__`, which no
 * encoded name has: `terraformId("bob.smith", "environment")` is `bob_2esmith__environment`.
 *
 * @throws ZodError without a name, or with an empty first one.
 */
export function terraformId(...names: readonly string[]): TerraformId {
  return SCHEMA.parse(names.map((name, index) => encode(name, index === 0)).join("__"));
}

/**
 * The id that the same block had under another first name: `alina__environment` had `alice__environment`.
 *
 * @throws TypeError for an id of somebody else
 */
export function idBefore(id: string, name: string, before: string): TerraformId {
  const now = terraformId(name);
  if (id !== now && !id.startsWith(`${now}__`)) throw new TypeError(`${id} is no block of ${name}`);
  return SCHEMA.parse(`${terraformId(before)}${id.slice(now.length)}`);
}

/** The first of the names that an id is made of: `bob_2esmith__environment` gives `bob.smith`. */
export function firstNameOf(id: string): string {
  const [name = ""] = id.split("__", 1);
  return name.replace(/_([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function encode(name: string, isFirst: boolean): string {
  const encoded = name.replace(/[^A-Za-z0-9-]/g, hex);
  return isFirst ? encoded.replace(/^[0-9-]/, hex) : encoded;
}

/** For ASCII, which is all that names here may have. */
function hex(character: string): string {
  return `_${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
