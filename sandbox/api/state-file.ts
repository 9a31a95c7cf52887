/** Keeps the cloud in a JSON file that is whole at any moment, so that a killed sandbox goes on where it stopped. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { writeWholeLater } from "../../files/files.ts";
import { type Cloud, newCloud } from "./cloud.ts";

/** The cloud and the file that follows it: one write at a time, and the latest state wins. */
export class StateFile {
  #running: Promise<void> | undefined;
  #queued: Promise<void> | undefined;

  private constructor(
    readonly path: string,
    readonly cloud: Cloud,
  ) {}

  /**
   * @param path the file; need not exist, its folder must.
   * @param fresh makes the cloud where there is no file yet.
   * @throws Error that names the file where it holds something else.
   */
  static async open(path: string, fresh: () => Cloud): Promise<StateFile> {
    const text = await readIfThere(path);
    const file = new StateFile(path, text === undefined ? fresh() : parseState(text, path));
    await file.save();
    return file;
  }

  /**
   * Resolves when the file holds the cloud as it is now, or newer. Calls that come while a write runs share the next one, so that
   * fifty clients at once cost one write and not fifty.
   */
  save(): Promise<void> {
    if (this.#running === undefined) return this.#start();
    this.#queued ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#queued = undefined;
        return this.#start();
      });
    return this.#queued;
  }

  #start(): Promise<void> {
    // It would guard against a power cut, not against a killed process, and would take longer than everything else.
    const options = { mode: 0o600, durable: false };
    const text = JSON.stringify({ format: FORMAT, cloud: this.cloud });
    const write = writeWholeLater(this.path, text, options).finally(() => {
      this.#running = undefined;
    });
    this.#running = write;
    return write;
  }
}

const FORMAT = "cloudbase-subaccounts sandbox 1";

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    // Not `instanceof Error`: errors of the file system come from another realm where tests run in one of their own.
    if (typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

const Account = z.object({
  ownerUin: z.number(),
  appId: z.number(),
  rootSecretId: z.string(),
  rootSecretKey: z.string(),
});

/** Members of a cloud are the sandbox's own writing: the format line stands for their inner form. */
const State = z.object({
  format: z.literal(FORMAT),
  cloud: z.custom<Cloud>(
    (value) =>
      z.looseObject({ account: Account, settings: z.looseObject({}), counters: z.looseObject({}) }).safeParse(value)
        .success,
  ),
});

function parseState(text: string, path: string): Cloud {
  const state = State.safeParse(parsedJson(text));
  if (!state.success) {
    throw new Error(`${path}: not a state file of the sandbox; delete it to start with an empty cloud`);
  }
  const { cloud } = state.data;
  // A file of an older version may lack the slice of a newer service.
  const empty = newCloud(cloud.account, cloud.settings);
  return { ...empty, ...cloud, settings: empty.settings };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
