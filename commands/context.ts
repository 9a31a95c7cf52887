/** What a command takes from its process, so that it can be run by a test as well. */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder of cdktf.json, which paths of rosters are relative to. */
  readonly cwd: string;
  /** Results. */
  readonly stdout: NodeJS.WriteStream;
  /** Progress and errors. */
  readonly stderr: NodeJS.WriteStream;
  /** 1 after any error; absent calls mean 0. */
  readonly setExitCode: (code: number) => void;
}
