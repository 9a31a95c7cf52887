/** Rules of access keys: whose secret is to be read by whom, and that no key is named twice. */
import { type Finding, valueAt } from "./finding.ts";
import type { Path } from "./yaml.ts";

/** @param holder An employee's entry or the defaults, valid or not. */
export function apiKeyViolations(holder: unknown, path: Path): Finding[] {
  const apiKey = valueAt(holder, ["access", "apiKey"]);
  if (typeof apiKey !== "object" || apiKey === null || Array.isArray(apiKey)) return [];
  const at = [...path, "access"];
  const [pgpKey, plaintext, keys] = ["pgpKey", "plaintext", "keys"].map((key) => valueAt(apiKey, [key]));
  const wrong = (message: string, remedy: string): Finding => ({
    rule: "api-key",
    path: at,
    key: "apiKey",
    message,
    remedy,
  });
  return [
    ...(pgpKey === undefined && plaintext === undefined
      ? [
          wrong(
            "an access key without `pgpKey`, so that its secret would stand in Terraform's state in clear",
            "write `pgpKey` with the public key of whoever may read it, or `plaintext: accepted`",
          ),
        ]
      : []),
    ...(pgpKey !== undefined && plaintext !== undefined
      ? [wrong("a secret that is encrypted and in clear", "write `pgpKey` or `plaintext: accepted`")]
      : []),
    ...(Array.isArray(keys) && keys.length === 2 && keys[0] === keys[1]
      ? [wrong("the same key twice", "write two numbers, such as `[1, 2]`")]
      : []),
  ];
}
