import { describe, expect, test } from "@jest/globals";
import { parse } from "smol-toml";
import { AI_TOOLS, type AiToolName, mcpFile, refusalOf } from "../../ai-tools/ai-tools.ts";

const target = { environmentId: "alice-8grqda2hfc2f62bb", region: "ap-shanghai" };
const file = (tool: AiToolName, auth: "device" | "keys" = "device") => mcpFile(tool, target, auth);

const entry = (ide?: string) => ({
  command: "npx",
  args: ["-y", "@cloudbase/cloudbase-mcp@2.34.6"],
  env: {
    CLOUDBASE_ENV_ID: "alice-8grqda2hfc2f62bb",
    CLOUDBASE_MCP_TELEMETRY_DISABLED: "true",
    ...(ide === undefined ? {} : { INTEGRATION_IDE: ide }),
    TCB_REGION: "ap-shanghai",
  },
});

describe("the file of an AI tool", () => {
  test.each<[AiToolName, string, object]>([
    ["cursor", ".cursor/mcp.json", { mcpServers: { cloudbase: entry("Cursor") } }],
    ["vscode", ".vscode/mcp.json", { servers: { cloudbase: { type: "stdio", ...entry("VSCode") } } }],
    ["claude-code", ".mcp.json", { mcpServers: { cloudbase: entry("ClaudeCode") } }],
    ["windsurf", "~/.codeium/windsurf/mcp_config.json", { mcpServers: { cloudbase: entry() } }],
    ["trae", ".trae/mcp.json", { mcpServers: { cloudbase: entry() } }],
    ["codebuddy", ".codebuddy/mcp.json", { mcpServers: { cloudbase: entry() } }],
    ["kiro", ".kiro/settings/mcp.json", { mcpServers: { cloudbase: entry() } }],
    ["gemini", ".gemini/settings.json", { mcpServers: { cloudbase: entry() } }],
    ["qwen", ".qwen/settings.json", { mcpServers: { cloudbase: entry() } }],
    ["openclaw", "~/.openclaw/openclaw.json", { mcp: { servers: { cloudbase: entry("OpenClaw") } } }],
  ])("%s lies in %s and has the form that the tool documents", (tool, path, value) => {
    expect(file(tool).path).toBe(path);
    expect(JSON.parse(file(tool).text)).toEqual(value);
  });

  test("of Codex is TOML", () => {
    expect(file("codex").path).toBe(".codex/config.toml");
    expect(parse(file("codex").text)).toEqual({ mcp_servers: { cloudbase: entry("CodeX") } });
    expect(parse(file("codex", "keys").text)).toEqual({
      mcp_servers: { cloudbase: { ...entry("CodeX"), env_vars: ["TENCENTCLOUD_SECRETID", "TENCENTCLOUD_SECRETKEY"] } },
    });
  });

  test.each<[AiToolName, string]>([
    ["cursor", "${env:TENCENTCLOUD_SECRETKEY}"],
    ["windsurf", "${env:TENCENTCLOUD_SECRETKEY}"],
    ["vscode", "${input:tencentcloud-secretkey}"],
    ["claude-code", "${TENCENTCLOUD_SECRETKEY}"],
    ["kiro", "${TENCENTCLOUD_SECRETKEY}"],
    ["gemini", "${TENCENTCLOUD_SECRETKEY}"],
    ["qwen", "${TENCENTCLOUD_SECRETKEY}"],
    ["openclaw", "${TENCENTCLOUD_SECRETKEY}"],
  ])("%s reads a key by %s", (tool, written) => {
    expect(file(tool, "keys").text).toContain(`"TENCENTCLOUD_SECRETKEY": "${written}"`);
  });

  test("of VS Code asks for the key as a password", () => {
    expect(JSON.parse(file("vscode", "keys").text).inputs).toEqual([
      { type: "promptString", id: "tencentcloud-secretid", description: "TENCENTCLOUD_SECRETID", password: true },
      { type: "promptString", id: "tencentcloud-secretkey", description: "TENCENTCLOUD_SECRETKEY", password: true },
    ]);
  });

  test("is refused with keys where the tool documents no way to read one", () => {
    expect(AI_TOOLS.filter((tool) => refusalOf(tool, "keys") !== undefined)).toEqual(["trae", "codebuddy"]);
    expect(AI_TOOLS.filter((tool) => refusalOf(tool, "device") !== undefined)).toEqual([]);
  });
});
