/** Ids of Terraform blocks: made of names alone, so that neither order nor neighbours ever change one. */

/**
 * An id that Terraform accepts (letters, digits, `_` and `-`, no digit first) and that no other names make.
 *
 * Characters that Terraform refuses become `_` and two hex digits, so `_` itself does too; parts are joined by `__`, which no
 * encoded name has: `terraformId("bob.smith", "environment")` is `bob_2esmith__environment`.
 */
export function terraformId(...names: readonly string[]): string {
  return names.map((name, index) => encode(name, index === 0)).join("__");
}

function encode(name: string, isFirst: boolean): string {
  const encoded = name.replace(/[^A-Za-z0-9-]/g, hex);
  return isFirst ? encoded.replace(/^[0-9-]/, hex) : encoded;
}

/** For ASCII, which is all that names here may have. */
function hex(character: string): string {
  return `_${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
