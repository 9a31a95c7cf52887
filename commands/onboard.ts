/** `subaccounts onboard <employee>`: the page of a first morning. */
import { Command, Option } from "commander";
import { AI_TOOLS, type AiToolName, mcpFile, refusalOf } from "../ai-tools/ai-tools.ts";
import { htmlPage } from "../onboarding/html.ts";
import { firstMorningPage, LANGUAGES, type Language } from "../onboarding/page.ts";
import { Mistake, problem } from "../problems/problems.ts";
import { serverName, signInUrl } from "../terraform/names.ts";
import { requireAccepted } from "../workplaces/workplaces.ts";
import type { Context } from "./context.ts";
import { findEmployee, ROSTER_OPTION } from "./find-employee.ts";

interface Options {
  readonly lang: Language;
  readonly format: "md" | "html";
  readonly tool: AiToolName;
  readonly contact?: string;
  readonly roster?: string;
}

export function onboardCommand(context: Context): Command {
  return new Command("onboard")
    .summary("print the page of somebody's first morning")
    .description(
      "Prints one page for the employee: where to sign in, the environment, the server and its assistant, an AI tool's file, whom to ask. It\n" +
        "has no secret: the first password is handed over apart (docs/pipeline.md). Needs no key and no network.",
    )
    .argument("<employee>", "name of the employee in the roster")
    .addOption(new Option("--lang <language>", "language of the page").choices(LANGUAGES).default("en"))
    .addOption(new Option("--format <format>", "Markdown, or HTML for printing").choices(["md", "html"]).default("md"))
    .addOption(new Option("--tool <tool>", "AI tool whose file the page shows").choices(AI_TOOLS).default("cursor"))
    .option("--contact <text>", "who helps; default: the administrator")
    .option(...ROSTER_OPTION)
    .action((name: string, { lang, format, tool, contact, roster: file }: Options) => {
      const { stack, workplace, judgement } = findEmployee(name, file === undefined ? [] : [file], context);
      requireAccepted(judgement);
      const { employee, environmentId, environment, server, pending, suspended } = workplace;
      const { line, column, access } = employee;
      const refuse = (message: string, remedy: string) =>
        new Mistake([problem("onboard", { file: stack.roster.file, line, column, employee: name, message, remedy })]);
      if (pending) throw refuse("the environment is not there yet", "run: npx subaccounts environments --create");
      if (suspended) throw refuse("suspended, so that there is no first morning", "run: npx subaccounts resume");
      const auth = access.deviceLogin ? "device" : "keys";
      const refusal = refusalOf(tool, auth);
      if (refusal !== undefined) throw refuse(refusal, "choose another `--tool`");
      const { region } = environment;
      const page = firstMorningPage(
        {
          name,
          signInUrl: access.console ? signInUrl(stack.account.ownerUin, name) : undefined,
          environmentId,
          region,
          serverName: server === false ? undefined : serverName(name),
          mustSetPassword: access.resetPassword,
          mustBindDevice: access.mfa,
          hasDeviceLogin: access.deviceLogin,
          mcp: mcpFile(tool, { environmentId, region }, auth),
          contact,
        },
        lang,
      );
      context.stdout.write(format === "html" ? htmlPage(page, lang) : page);
    });
}
