/** Texts that Terraform must take as they are. */

/**
 * Escapes `${` and `%{`, which Terraform would read as the start of an expression in any text of its JSON
 * (https://developer.hashicorp.com/terraform/language/syntax/json). Shell scripts are full of them.
 */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
}
