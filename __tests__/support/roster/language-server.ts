/** The language server that editors have for YAML, as a process of its own, spoken to as an editor does. */
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node.js";
import { z } from "zod";
import { REPOSITORY } from "../end-to-end/app.ts";

const Diagnostics = z.object({ uri: z.string(), diagnostics: z.array(z.object({ message: z.string() })) });
const Completion = z.object({ items: z.array(z.object({ label: z.string(), insertText: z.string().optional() })) });
const Hover = z.object({ contents: z.object({ value: z.string() }) }).nullable();

export class LanguageServer {
  readonly #process: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #waiting = new Map<string, (messages: string[]) => void>();
  #opened = 0;

  private constructor(process: ChildProcess, connection: MessageConnection) {
    this.#process = process;
    this.#connection = connection;
    connection.onNotification("textDocument/publishDiagnostics", (params: unknown) => {
      const { uri, diagnostics } = Diagnostics.parse(params);
      this.#waiting.get(uri)?.(diagnostics.map(({ message }) => message));
    });
    // The server asks for its settings, and gets those below in the order that it names them in.
    connection.onRequest("workspace/configuration", (params: unknown) => {
      const { items } = z.object({ items: z.array(z.object({ section: z.string() })) }).parse(params);
      return items.map(({ section }) => (section === "yaml" ? SETTINGS : {}));
    });
    for (const method of ["client/registerCapability", "custom/schema/request"])
      connection.onRequest(method, () => null);
  }

  static async start(): Promise<LanguageServer> {
    const manifest = createRequire(join(REPOSITORY, "package.json")).resolve("yaml-language-server/package.json");
    const child = spawn(process.execPath, [join(dirname(manifest), "bin/yaml-language-server"), "--stdio"], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const server = new LanguageServer(child, connection);
    connection.listen();
    await connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(REPOSITORY).href,
      capabilities: {
        workspace: { configuration: true },
        textDocument: { completion: { completionItem: { snippetSupport: true } }, hover: {}, publishDiagnostics: {} },
      },
    });
    await connection.sendNotification("initialized", {});
    await connection.sendNotification("workspace/didChangeConfiguration", { settings: { yaml: SETTINGS } });
    return server;
  }

  /** Opens a text. @returns what the editor underlines in it */
  async diagnose(text: string, file?: string): Promise<string[]> {
    return (await this.#open(text, file)).messages;
  }

  /** @param text with `|` where the cursor is. @returns labels and inserted texts, in the order in which they are offered */
  async complete(text: string, file?: string): Promise<{ label: string; insertText: string }[]> {
    const { uri, position } = await this.#place(text, file);
    const params = { textDocument: { uri }, position };
    const { items } = Completion.parse(await this.#connection.sendRequest("textDocument/completion", params));
    return items.map(({ label, insertText = "" }) => ({ label, insertText }));
  }

  /** @param text with `|` where the pointer is */
  async hover(text: string): Promise<string> {
    const { uri, position } = await this.#place(text);
    const params = { textDocument: { uri }, position };
    return Hover.parse(await this.#connection.sendRequest("textDocument/hover", params))?.contents.value ?? "";
  }

  close(): void {
    this.#connection.dispose();
    this.#process.kill();
  }

  async #place(text: string, file?: string) {
    const lines = text.slice(0, text.indexOf("|")).split("\n");
    const { uri } = await this.#open(text.replace("|", ""), file);
    return { uri, position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 } };
  }

  async #open(text: string, file = "employees.yaml"): Promise<{ uri: string; messages: string[] }> {
    this.#opened += 1;
    const uri = pathToFileURL(join(REPOSITORY, `opened/${this.#opened}/${file}`)).href;
    const diagnosed = new Promise<string[]>((done) => this.#waiting.set(uri, done));
    await this.#connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "yaml", version: 1, text },
    });
    return { uri, messages: await diagnosed };
  }
}

const SETTINGS = {
  schemas: {
    [pathToFileURL(join(REPOSITORY, "employees.schema.json")).href]: "**/employees.yaml",
    [pathToFileURL(join(REPOSITORY, "cam-policy.schema.json")).href]: "**/policy.yaml",
  },
  schemaStore: { enable: false },
  validate: true,
  completion: true,
  hover: true,
};
