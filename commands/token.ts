/** `subaccounts token <employee>`: temporary credentials with an employee's policy, for people who have no sub-account. */
import { Command, Option } from "commander";
import { type IssuedToken, issueToken, LONGEST_TOKEN } from "../cloud/federation-token.ts";
import { LookupError } from "../cloud/lookup-error.ts";
import { FillError } from "../policies/fill.ts";
import { tokenPolicy } from "../policies/token-policy.ts";
import { Mistake, problem } from "../problems/problems.ts";
import { listPolicies, requireAccepted, type Workplace } from "../workplaces/workplaces.ts";
import { type CloudContext, connect } from "./connect.ts";
import { findEmployee, ROSTER_OPTION } from "./find-employee.ts";

interface Options {
  readonly duration: number;
  readonly format: keyof typeof FORMATS;
  readonly roster?: string;
}

/** Seconds, the API's own default. */
const DEFAULT_DURATION = 1800;

export function tokenCommand(context: CloudContext): Command {
  return new Command("token")
    .summary("issue temporary credentials with an employee's policy")
    .description(
      "Issues temporary credentials that may do what the employee's policies allow, by sts:GetFederationToken: the white-label mode of the\n" +
        "CloudBase documents, which takes no sub-account. Prints them and stores nothing. Reads a permanent API key as `lookup` does. Whoever has\n" +
        "the output has the permissions until it expires.",
    )
    .argument("<employee>", "name of the employee in the roster")
    .addOption(
      new Option(
        "--duration <seconds>",
        `how long it lasts; at most ${LONGEST_TOKEN.root} with a key of the root account, ${LONGEST_TOKEN["sub-account"]} with that of a sub-account`,
      )
        .argParser(seconds)
        .default(DEFAULT_DURATION),
    )
    .addOption(new Option("--format <format>", "how to print it").choices(Object.keys(FORMATS)).default("json"))
    .option(...ROSTER_OPTION)
    .action(async (name: string, { duration, format, roster: file }: Options) => {
      const { stdout, stderr } = context;
      const { stack, workplace, judgement } = findEmployee(name, file === undefined ? [] : [file], context);
      requireAccepted(judgement);
      if (workplace.suspended || workplace.pending) {
        const { line, column } = workplace.employee;
        const place = { file: stack.roster.file, line, column, employee: name };
        throw new Mistake([
          problem("token", {
            ...place,
            message: `${workplace.pending ? "the environment is not there yet" : "suspended"}, so that there is no token`,
          }),
        ]);
      }
      const connection = connect(context);
      if (connection.credentials.token !== undefined) {
        throw new LookupError(["temporary credentials cannot issue others; set a permanent API key, without a token"]);
      }
      const policy = policyOf(workplace, stack.roster.file);
      const clients = connection.clients(workplace.environment.region);
      const { ownerUin } = stack.account;
      const token = await issueToken(clients, { ownerUin, employeeName: name, policy, duration });
      for (const note of notes(workplace, token)) stderr.write(`note: ${note}\n`);
      stdout.write(FORMATS[format](variables(workplace, token)));
    });
}

/** @throws Mistake where the policies are too long for a token. */
function policyOf({ employee: { name, line, column }, policies }: Workplace, file: string): string {
  try {
    return tokenPolicy(listPolicies(policies).map(({ document }) => document));
  } catch (error) {
    if (!(error instanceof FillError)) throw error;
    throw new Mistake(
      error.reasons.map((message) => problem("token-policy", { file, line, column, employee: name, message })),
    );
  }
}

/** As CloudBase MCP reads them (https://docs.cloudbase.net/ai/cloudbase-ai-toolkit), and when they end. */
function variables({ environmentId, environment }: Workplace, { secretId, secretKey, token, expiration }: IssuedToken) {
  return {
    CLOUDBASE_ENV_ID: environmentId,
    TCB_REGION: environment.region,
    TENCENTCLOUD_SECRETID: secretId,
    TENCENTCLOUD_SECRETKEY: secretKey,
    TENCENTCLOUD_SESSIONTOKEN: token,
    TOKEN_EXPIRATION: expiration,
  };
}

const FORMATS = {
  json: (values: Readonly<Record<string, string>>) => `${JSON.stringify(values, null, 2)}\n`,
  dotenv: (values: Readonly<Record<string, string>>) => lines(values, (name, value) => `${name}=${quoted(value)}`),
  shell: (values: Readonly<Record<string, string>>) =>
    lines(values, (name, value) => `export ${name}=${quoted(value)}`),
} as const;

function lines(values: Readonly<Record<string, string>>, print: (name: string, value: string) => string): string {
  return Object.entries(values)
    .map(([name, value]) => `${print(name, value)}\n`)
    .join("");
}

/** In single quotes, where neither a shell nor a dotenv reader expands anything. */
function quoted(value: string): string {
  // Keys, tokens, ids and times have no quote; an answer that has one is not what it should be.
  if (/['\r\n]/.test(value)) throw new LookupError(["sts:GetFederationToken answered with a quote or a line break"]);
  return `'${value}'`;
}

function notes({ employee: { grants } }: Workplace, { expiration }: IssuedToken): string[] {
  const presets = grants.flatMap((grant) => (grant.kind === "preset" ? [grant.preset] : []));
  return [
    `valid until ${expiration}; nothing is stored here`,
    "tcb:DescribeEnvs and scf:ListFunctions are reported to refuse such credentials (CloudBase-AI-Toolkit, specs/sts-resource-level-validation); tcb:DescribeEnvInfo works, so give tools the environment's id",
    ...(presets.length > 0 ? [`preset policies are not part of it: ${presets.join(", ")}`] : []),
  ];
}

/** @throws LookupError for anything but a whole number of seconds that some key can give. */
function seconds(text: string): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= LONGEST_TOKEN["sub-account"]) return number;
  throw new LookupError([
    `--duration ${JSON.stringify(text)}: write whole seconds, 1 to ${LONGEST_TOKEN.root} with a key of the root account, or to ${LONGEST_TOKEN["sub-account"]} with that of a sub-account`,
  ]);
}
