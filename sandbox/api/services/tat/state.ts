/** What the sandbox remembers of TencentCloud Automation Tools: commands and where they ran. */

/** Plain JSON; times are milliseconds since 1970. */
export interface TatState {
  /** Saved commands by command id, in the order of their creation. */
  readonly commands: Record<string, Command>;
  /** Runs by invocation id, in the order of their creation. */
  readonly invocations: Record<string, Invocation>;
}

/** What runs, and how; shared by a saved command and by an invocation, which keeps its own copy. */
export interface CommandText {
  readonly name: string;
  readonly description: string;
  /** Base64, as it was sent. */
  readonly content: string;
  readonly type: string;
  readonly workingDirectory: string;
  /** Seconds. */
  readonly timeout: number;
  readonly username: string;
  /** JSON text as it was sent; empty where none was. */
  readonly defaultParameters: string;
  readonly outputCosBucketUrl: string;
  readonly outputCosKeyPrefix: string;
}

/** A saved command. Its tags are in the tag service, under `qcs::tat:<region>:uin/<owner>:command/<id>`. */
export interface Command {
  /** `cmd-` and 8 characters. */
  readonly id: string;
  readonly region: string;
  text: CommandText;
  readonly enableParameter: boolean;
  readonly createdAt: number;
  updatedAt: number;
}

/** One run of a command on one or more servers. */
export interface Invocation {
  /** `inv-` and 8 characters. */
  readonly id: string;
  readonly region: string;
  /** Of a command that may be gone by now; the id of an unsaved one for RunCommand. */
  readonly commandId: string;
  readonly text: CommandText;
  /** JSON text as it was sent; empty where none was. */
  readonly parameters: string;
  readonly createdAt: number;
  /** PENDING before, RUNNING from then on. */
  readonly startsAt: number;
  /** SUCCESS from then on, or TIMEOUT, unless it was cancelled before. */
  readonly endsAt: number;
  /** Whether commands take longer in this sandbox than the command may. */
  readonly timesOut: boolean;
  readonly tasks: Task[];
}

/** The part of an invocation that concerns one server. */
export interface Task {
  /** `invt-` and 8 characters. */
  readonly id: string;
  readonly instanceId: string;
  cancelledAt?: number;
}

export function newTatState(): TatState {
  return { commands: {}, invocations: {} };
}
