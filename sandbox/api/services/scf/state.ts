/** What the sandbox remembers of Serverless Cloud Functions: functions by namespace, never run. */

/** Plain JSON; times are milliseconds since 1970. */
export interface ScfState {
  /** Functions by `<namespace>/<name>`; the namespace of a CloudBase environment is its id. */
  readonly functions: Record<string, CloudFunction>;
  /** Functions made so far: ids are derived from it, so that they are the same in every run. */
  created: number;
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
  /** Role whose temporary keys the code would be given; `TCB_QcsRole` in CloudBase environments. */
  readonly role: string;
  /** Base64 of the code package, as it was sent; empty where it came from elsewhere. */
  zipFile: string;
  readonly createdAt: number;
  updatedAt: number;
}

export function newScfState(): ScfState {
  return { functions: {}, created: 0 };
}
