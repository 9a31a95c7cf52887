/** Rules of employees who are taken over: from one place, and not renamed in the same deployment. */
import type { Entry } from "./entry.ts";
import { type Finding, valueAt } from "./finding.ts";

/** @param byDefault What the roster's defaults say of access keys; undefined: nothing. */
export function originViolations(entry: Entry, byDefault: unknown): Finding[] {
  const has = (key: string) => (valueAt(entry.value, [key]) ?? false) !== false;
  const wrong = (key: string, message: string, remedy: string): Finding[] => [
    { rule: "origin", path: entry.path, key, message, remedy },
  ];
  if (has("adopt") && has("movedFrom")) {
    return wrong(
      "movedFrom",
      "`movedFrom` takes everything over that `adopt` would",
      "keep `movedFrom` where another roster had the employee, and `adopt` where none had",
    );
  }
  const [key] = ["adopt", "movedFrom"].filter(has);
  if (key !== undefined && (valueAt(entry.value, ["access", "apiKey"]) ?? byDefault) !== undefined) {
    return wrong(
      key,
      "an access key cannot be taken over, since its secret is shown once",
      `deploy one after the other: first \`${key}\` without \`apiKey\`, then the key`,
    );
  }
  if (key === undefined || !has("previously")) return [];
  return wrong(
    "previously",
    `\`${key}\` looks for the sub-account by the name that it has now, which \`previously\` would change`,
    `deploy one after the other: first \`${key}\` under the old name, then the rename`,
  );
}
