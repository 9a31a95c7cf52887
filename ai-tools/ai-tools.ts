/** The AI tools that can start CloudBase MCP, each with its file. A file holds no key, only the tool's own way to read one. */
import { KEY_VARIABLES, type McpAuth, type McpEntry, type McpTarget, mcpEntry } from "./entry.ts";

export type { McpAuth, McpTarget } from "./entry.ts";

/** A file for a tool. */
export interface McpFile {
  /** Below the project's folder, or below the home folder where it starts with `~/`. */
  readonly path: string;
  readonly text: string;
}

interface AiTool {
  readonly title: string;
  /** INTEGRATION_IDE, where CloudBase's documents name it (CloudBase-AI-Toolkit, doc/components/IDESelector.tsx). */
  readonly ide?: string;
  readonly path: string;
  /** Where the form of the file is documented. */
  readonly source: string;
  readonly print: (entry: McpEntry, auth: McpAuth) => string;
  /** Whether the tool documents a way to read a variable, so that no key stands in the file. */
  readonly readsVariables: boolean;
}

const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;

/** Keys by the tool's way to write a variable: `${env:NAME}`. */
function withKeys(entry: McpEntry, auth: McpAuth, variable: (name: string) => string): McpEntry {
  if (auth === "device") return entry;
  return {
    ...entry,
    env: { ...entry.env, ...Object.fromEntries(KEY_VARIABLES.map((name) => [name, variable(name)])) },
  };
}

const asServers = (variable: (name: string) => string) => (entry: McpEntry, auth: McpAuth) =>
  json({ mcpServers: { cloudbase: withKeys(entry, auth, variable) } });

const braces = (name: string) => `\${${name}}`;
const envColon = (name: string) => `\${env:${name}}`;

const TOOLS = {
  cursor: {
    title: "Cursor",
    ide: "Cursor",
    path: ".cursor/mcp.json",
    source: "https://cursor.com/docs/context/mcp",
    print: asServers(envColon),
    readsVariables: true,
  },
  vscode: {
    title: "VS Code",
    ide: "VSCode",
    path: ".vscode/mcp.json",
    source: "https://code.visualstudio.com/docs/copilot/reference/mcp-configuration",
    print: vscode,
    readsVariables: true,
  },
  "claude-code": {
    title: "Claude Code",
    ide: "ClaudeCode",
    path: ".mcp.json",
    source: "https://code.claude.com/docs/en/mcp",
    print: asServers(braces),
    readsVariables: true,
  },
  codex: {
    title: "Codex",
    ide: "CodeX",
    path: ".codex/config.toml",
    source: "https://github.com/openai/codex (codex-rs/config/src/mcp_types.rs)",
    print: codex,
    readsVariables: true,
  },
  windsurf: {
    title: "Windsurf",
    path: "~/.codeium/windsurf/mcp_config.json",
    source: "https://docs.windsurf.com/windsurf/cascade/mcp",
    print: asServers(envColon),
    readsVariables: true,
  },
  trae: {
    title: "Trae",
    path: ".trae/mcp.json",
    source: "https://www.volcengine.com/docs/86677/2137601",
    print: asServers(braces),
    readsVariables: false,
  },
  codebuddy: {
    title: "CodeBuddy",
    path: ".codebuddy/mcp.json",
    source: "https://cloud.tencent.com/document/product/1831/137039",
    print: asServers(braces),
    readsVariables: false,
  },
  kiro: {
    title: "Kiro",
    path: ".kiro/settings/mcp.json",
    source: "https://kiro.dev/docs/mcp/configuration",
    print: asServers(braces),
    readsVariables: true,
  },
  gemini: {
    title: "Gemini CLI",
    path: ".gemini/settings.json",
    source: "https://github.com/google-gemini/gemini-cli (docs/tools/mcp-server.md)",
    print: asServers(braces),
    readsVariables: true,
  },
  qwen: {
    title: "Qwen Code",
    path: ".qwen/settings.json",
    source: "https://github.com/QwenLM/qwen-code (docs/users/features/mcp.md)",
    print: asServers(braces),
    readsVariables: true,
  },
  openclaw: {
    title: "OpenClaw",
    ide: "OpenClaw",
    path: "~/.openclaw/openclaw.json",
    source: "https://docs.openclaw.ai/cli/mcp/registry",
    print: (entry, auth) => json({ mcp: { servers: { cloudbase: withKeys(entry, auth, braces) } } }),
    readsVariables: true,
  },
} as const satisfies Readonly<Record<string, AiTool>>;

export type AiToolName = keyof typeof TOOLS;

const BY_NAME: Readonly<Record<AiToolName, AiTool>> = TOOLS;

/** In the order in which help lists them. */
export const AI_TOOLS: readonly AiToolName[] = [
  "cursor",
  "vscode",
  "claude-code",
  "codex",
  "windsurf",
  "trae",
  "codebuddy",
  "kiro",
  "gemini",
  "qwen",
  "openclaw",
];

/** What keeps a tool from a kind of login, in words; undefined: nothing. */
export function refusalOf(tool: AiToolName, auth: McpAuth): string | undefined {
  const { title, readsVariables } = BY_NAME[tool];
  if (auth === "device" || readsVariables) return undefined;
  return `${title} documents no way to read a key from the environment, so that it would stand in the file`;
}

/** The whole file of a tool; pure. Whoever has such a file already takes the part `cloudbase` of it. */
export function mcpFile(tool: AiToolName, target: McpTarget, auth: McpAuth): McpFile {
  const { ide, path, print } = BY_NAME[tool];
  return { path, text: print(mcpEntry(target, ide), auth) };
}

/** Asks for the key once and keeps it in the editor's own store. */
function vscode(entry: McpEntry, auth: McpAuth): string {
  const id = (name: string) => name.toLowerCase().replaceAll("_", "-");
  const { command, args, env } = withKeys(entry, auth, (name) => `\${input:${id(name)}}`);
  const inputs = KEY_VARIABLES.map((name) => ({
    type: "promptString",
    id: id(name),
    description: name,
    password: true,
  }));
  return json({
    ...(auth === "keys" ? { inputs } : {}),
    servers: { cloudbase: { type: "stdio", command, args, env } },
  });
}

/** TOML; its basic strings are written as JSON's are. It passes variables on by their names. */
function codex({ command, args, env }: McpEntry, auth: McpAuth): string {
  const list = (texts: readonly string[]) => `[${texts.map((text) => JSON.stringify(text)).join(", ")}]`;
  return [
    "[mcp_servers.cloudbase]",
    `command = ${JSON.stringify(command)}`,
    `args = ${list(args)}`,
    ...(auth === "keys" ? [`env_vars = ${list(KEY_VARIABLES)}`] : []),
    "",
    "[mcp_servers.cloudbase.env]",
    ...Object.entries(env).map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
    "",
  ].join("\n");
}
