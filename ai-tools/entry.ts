/** How an AI tool starts CloudBase MCP for one employee. */

/** Version that the official clients' tests and the servers of this project use. */
export const CLOUDBASE_MCP = "@cloudbase/cloudbase-mcp@2.34.6";

/** Variables that the MCP server reads a key from (CloudBase-AI-Toolkit, doc/connection-modes.mdx). */
export const KEY_VARIABLES = ["TENCENTCLOUD_SECRETID", "TENCENTCLOUD_SECRETKEY"] as const;

/** The employee's environment. */
export interface McpTarget {
  readonly environmentId: string;
  /** Long form: `ap-shanghai`. */
  readonly region: string;
}

/**
 * How the MCP server gets to know who calls: `device` is its own login by a code, after which it keeps a credential below the person's home;
 * `keys` are variables that the person sets.
 */
export type McpAuth = "device" | "keys";

/** The command with what it needs, in any tool's file. */
export interface McpEntry {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** @param ide What the tool is called by the MCP server, where its documents say so. */
export function mcpEntry({ environmentId, region }: McpTarget, ide: string | undefined): McpEntry {
  return {
    command: "npx",
    args: ["-y", CLOUDBASE_MCP],
    env: {
      CLOUDBASE_ENV_ID: environmentId,
      CLOUDBASE_MCP_TELEMETRY_DISABLED: "true",
      ...(ide === undefined ? {} : { INTEGRATION_IDE: ide }),
      TCB_REGION: region,
    },
  };
}
