/** The page of a first morning, as data: what one employee needs, in one of two languages. Pure. */
import type { McpFile } from "../ai-tools/ai-tools.ts";
import { EN } from "./en.ts";
import type { Texts } from "./texts.ts";
import { ZH } from "./zh.ts";

export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

const TEXTS: Readonly<Record<Language, Texts>> = { en: EN, zh: ZH };

/** What is known of one employee. Nothing of it is secret. */
export interface FirstMorning {
  readonly name: string;
  /** Absent: there is no console sign-in. */
  readonly signInUrl?: string | undefined;
  readonly environmentId: string;
  readonly region: string;
  /** Absent: the employee has none. */
  readonly serverName?: string | undefined;
  readonly mustSetPassword: boolean;
  /** Whether the sign-in asks for a virtual MFA device. */
  readonly mustBindDevice: boolean;
  readonly hasDeviceLogin: boolean;
  /** File of the AI tool that the page shows. */
  readonly mcp: McpFile;
  /** Who helps, in free text; absent: the administrator. */
  readonly contact?: string | undefined;
}

/** The CloudBase console of one environment (as CloudBase MCP 2.34.6 links to it). */
export function consoleUrl(environmentId: string): string {
  return `https://tcb.cloud.tencent.com/dev?envId=${encodeURIComponent(environmentId)}`;
}

/** Markdown. Text from outside is escaped, so that it is read as it stands. */
export function firstMorningPage(person: FirstMorning, language: Language): string {
  const texts = TEXTS[language];
  const { name, signInUrl, environmentId, region, serverName, mcp, contact } = person;
  const { mustSetPassword, mustBindDevice, hasDeviceLogin } = person;
  const sections: readonly (readonly [heading: string, lines: readonly string[]])[] = [
    ...(signInUrl !== undefined
      ? [
          [
            texts.signIn,
            [
              `- ${texts.page}: <${signInUrl}>`,
              `- ${texts.userName}: \`${name}\``,
              `- ${texts.firstPassword}`,
              ...(mustSetPassword ? [`- ${texts.setPassword}`] : []),
              ...(mustBindDevice ? [`- ${texts.bindDevice}`] : []),
            ],
          ] as const,
        ]
      : []),
    [
      texts.environment,
      [
        `- ${texts.id}: \`${environmentId}\``,
        `- ${texts.region}: \`${region}\``,
        ...(signInUrl !== undefined
          ? [`- ${texts.console}: <${consoleUrl(environmentId)}>`, `- ${texts.refusals}`]
          : []),
      ],
    ],
    ...(serverName === undefined
      ? []
      : [
          [
            texts.server,
            [`- ${texts.serverName(`\`${serverName}\``)}`, `- ${texts.chat}`, ...login(texts, hasDeviceLogin)],
          ] as const,
        ]),
    [
      texts.tools,
      [
        `${texts.toolFile(`\`${mcp.path}\``)}`,
        "",
        "```",
        mcp.text.trimEnd(),
        "```",
        "",
        hasDeviceLogin ? texts.toolDevice : texts.toolKeys,
      ],
    ],
    [texts.help, [contact === undefined ? texts.administrator : escaped(contact)]],
  ];
  return [`# ${texts.title(name)}`, ...sections.map(([heading, lines]) => `## ${heading}\n\n${lines.join("\n")}`)]
    .join("\n\n")
    .concat("\n");
}

function login(texts: Texts, hasDeviceLogin: boolean): string[] {
  return hasDeviceLogin ? [`- ${texts.deviceLogin}`, `- ${texts.tryIt}`] : [`- ${texts.noDeviceLogin}`];
}

/** On one line, with every sign that Markdown or HTML would take for its own. */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[!-/:-@[-`{-~]/g, "\\$&");
}
