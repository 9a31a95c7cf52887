/** Arguments as several resources read, compare and check them. */
import { isDeepStrictEqual } from "node:util";
import { DiagnosticError, type Problem } from "../protocol/diagnostics.ts";
import { type Members, stringOf, type Value } from "../protocol/value.ts";

/** The API's numbers for yes and no. */
export function flag(value: boolean | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

/** Whether the plan changes an attribute (`HasChange`). */
export function differs(prior: Members, planned: Members, name: string): boolean {
  return !isDeepStrictEqual(prior[name] ?? null, planned[name] ?? null);
}

/** The members of an answer that the API told; spread over a state, the others stay as they were. */
export function told(answers: Readonly<Record<string, Value | undefined>>): Members {
  const members = Object.entries(answers).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(members);
}

/**
 * Splits an id that is made of two parts with `#` between them.
 *
 * @throws DiagnosticError for any other number of parts, in the real provider's words.
 */
export function idParts(state: Members): readonly [string, string] {
  const id = stringOf(state, "id") ?? "";
  const [first, second, ...rest] = id.split("#");
  if (first === undefined || second === undefined || rest.length > 0) throw new DiagnosticError(`id is broken,${id}`);
  return [first, second];
}

/**
 * A number that the schema holds as text, such as a policy id.
 *
 * @throws DiagnosticError where the text is no whole number.
 */
export function numericId(name: string, text: string | undefined): number {
  if (text !== undefined && /^\d+$/.test(text)) return Number(text);
  throw new DiagnosticError(`${name} has to be a number in digits, and is "${text ?? ""}"`);
}

/**
 * The real provider's rule for passwords (ValidateAsConfigPassword in tencentcloud/common/validators.go): 8 to 16 bytes, and two of
 * letters, digits and punctuation. Its message shows the password; this one does not.
 */
export function passwordProblems(config: Members, attribute: string): readonly Problem[] {
  const password = stringOf(config, attribute);
  if (password === undefined) return [];
  const length = Buffer.byteLength(password);
  const kinds = [/[A-Za-z]/, /\d/, /[()~!@#$%^&*\-+={}[\]:;',.?/]/].filter((kind) => kind.test(password)).length;
  return [
    ...(length < 8 || length > 16 ? [{ summary: `the length of ${attribute} must be 8-16`, attribute }] : []),
    ...(kinds < 2
      ? [
          {
            summary: `${attribute} is invalid, it must contain at least two of letters, numbers, and characters(_+-&=!@#$%^*())`,
            attribute,
          },
        ]
      : []),
  ];
}
