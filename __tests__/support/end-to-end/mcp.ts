/** Speaks MCP over stdio with a real server: a JSON-RPC message a line. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { z } from "zod";

const Answer = z.object({
  id: z.number(),
  result: z.looseObject({ content: z.array(z.object({ text: z.string() })).optional() }),
});

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Starts the server, calls its tools one after the other, and ends it. @returns the text of each answer */
export async function callTools(
  { command, args, cwd, env }: Program,
  ...calls: readonly { readonly name: string; readonly arguments: object }[]
): Promise<string[]> {
  const server = spawn(command, args, { cwd, env: { ...env }, stdio: ["pipe", "pipe", "ignore"] });
  try {
    const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
    const send = (message: object) => server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
    const request = async (id: number, method: string, params: object) => {
      send({ id, method, params });
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`the server ended without an answer to ${method}`);
        const answer = Answer.safeParse(JSON.parse(value));
        if (answer.success && answer.data.id === id) return answer.data.result;
      }
    };
    const clientInfo = { name: "test", version: "1.0.0" };
    await request(0, "initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo });
    send({ method: "notifications/initialized" });
    const texts: string[] = [];
    for (const [index, call] of calls.entries()) {
      const { content = [] } = await request(index + 1, "tools/call", call);
      texts.push(content.map(({ text }) => text).join("\n"));
    }
    return texts;
  } finally {
    server.kill();
  }
}
