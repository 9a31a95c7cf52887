/** Durations as Terraform's timeouts blocks write them, which is Go's way. */
import { DiagnosticError } from "../protocol/diagnostics.ts";

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * @param text such as `20m`, `1h30m` or `1.5s`.
 * @returns milliseconds.
 * @throws DiagnosticError for anything else.
 */
export function milliseconds(text: string): number {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) {
    throw new DiagnosticError(`A timeout has to be a duration such as 20m or 90s, and is "${text}".`);
  }
  const parts = [...text.matchAll(/([\d.]+)(ms|s|m|h)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ""] ?? 0), 0);
}
