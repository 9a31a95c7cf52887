/** What the real provider checks in a policy document before it calls the API (PolicyDocumentForceCheck, v1.83.25). */
import { DiagnosticError } from "../protocol/diagnostics.ts";

/**
 * @throws DiagnosticError for invalid JSON, members of the wrong type, a `resource` that is a string, or an `action` that is
 * neither string nor array. `effect` and `condition` are not looked at.
 */
export function checkDocument(text: string): void {
  const document = parse(text);
  if (!isObject(document)) throw new DiagnosticError("The policy document has to be a JSON object.");
  const { version, statement } = document;
  if (isPresent(version) && typeof version !== "string") throw wrongType("version", "a string");
  if (isPresent(statement) && !Array.isArray(statement)) throw wrongType("statement", "an array");
  const statements: readonly unknown[] = Array.isArray(statement) ? statement : [];
  for (const entry of statements) checkStatement(entry);
}

function checkStatement(statement: unknown): void {
  if (!isObject(statement)) throw wrongType("statement", "an array of objects");
  const { resource, action, principal } = statement;
  if (typeof resource === "string") throw wrongType("resource", "array");
  if (isPresent(action) && typeof action !== "string" && !Array.isArray(action)) {
    throw wrongType("action", "array or string");
  }
  if (!isPresent(principal)) return;
  if (!isObject(principal)) throw wrongType("principal", "an object");
  const { qcs } = principal;
  if (isPresent(qcs) && !(Array.isArray(qcs) && qcs.every((user) => typeof user === "string"))) {
    throw wrongType("principal.qcs", "an array of strings");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DiagnosticError(`The policy document is not valid JSON: ${why}`);
  }
}

function wrongType(member: string, type: string): DiagnosticError {
  return new DiagnosticError(`The format of \`${member}\` in policy document is invalid, its type must be ${type}.`);
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
