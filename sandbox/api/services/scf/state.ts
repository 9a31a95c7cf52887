/** What the sandbox remembers of Serverless Cloud Functions: functions by namespace, never run. */

/** Plain JSON; times are milliseconds since 1970. */
export interface ScfState {
  /** Functions by `<region> <namespace>/<name>`; the namespace of a CloudBase environment is its id. */
  readonly functions: Record<string, CloudFunction>;
}

/** A function. */
export interface CloudFunction {
  /** `lam-` and 8 characters. */
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly region: string;
  readonly runtime: string;
  readonly description: string;
  handler: string;
  /** Role whose temporary keys its code would be given. */
  readonly role: string;
  /** SHA-256 of the code package as it was sent, hexadecimal: shows whose code is there. */
  codeHash: string;
  /** Bytes. */
  codeSize: number;
  readonly createdAt: number;
  updatedAt: number;
}

/** An account without functions. */
export function newScfState(): ScfState {
  return { functions: {} };
}
