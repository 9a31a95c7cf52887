/** `subaccounts access-review`: who has what, for a manager's signature. */
import { Command, Option } from "commander";
import { checkAccount } from "../lookups/account.ts";
import { type AccessRow, accessCsv, accessHtml } from "../reports/access-review.ts";
import { requireAccepted, type Stack, type Workplace } from "../workplaces/workplaces.ts";
import { committedOn } from "./committed-on.ts";
import { type CloudContext, connect } from "./connect.ts";
import { judgeRosters } from "./judged.ts";
import { type KeyUse, keyUses } from "./key-uses.ts";

interface Options {
  readonly csv?: boolean;
  readonly html?: boolean;
  readonly cloud?: boolean;
}

export function accessReviewCommand(context: CloudContext): Command {
  return new Command("access-review")
    .summary("list who has what, for a manager to sign")
    .description(
      "One row for each right of each person: environment, policy, grants, server, sign-in, keys, waivers with their reason; since when, by the\n" +
        "history of the roster. Needs no key, unless --cloud.",
    )
    .argument("[rosters...]", "roster files; default: the list in cdktf.json")
    .addOption(new Option("--csv", "for a spreadsheet (default)").conflicts("html"))
    .option("--html", "a page for printing")
    .option("--cloud", "ask the cloud for access keys and when they were last used; reads only")
    .action(async (files: string[], { html = false, cloud = false }: Options) => {
      const { judgement, asked, occasion } = judgeRosters(files, context);
      requireAccepted(judgement);
      const stacks = judgement.stacks.filter(({ roster }) => asked.includes(roster.file));
      const rows: AccessRow[] = [];
      for (const stack of stacks) {
        const keys = cloud ? await keysOf(stack, context) : new Map<string, readonly KeyUse[]>();
        const since = committedOn(stack.roster.file, context.cwd);
        rows.push(...stack.workplaces.flatMap((each) => rightsOf(each, since, keys.get(each.employee.name))));
      }
      context.stdout.write(html ? accessHtml(rows, occasion.today) : accessCsv(rows));
    });
}

async function keysOf({ roster, workplaces }: Stack, context: CloudContext): Promise<Map<string, readonly KeyUse[]>> {
  const report = (progress: string) => context.stderr.write(`${roster.file}: ${progress}\n`);
  const clients = connect(context).clients(roster.account.region, report);
  await checkAccount(clients, roster.account, roster.file);
  return keyUses(
    clients,
    workplaces.map(({ employee }) => employee.name),
    report,
  );
}

/** @param keys What the cloud has; undefined: it was not asked. */
function rightsOf(
  { employee, environmentId, server, suspended }: Workplace,
  since: (part: string, line: number) => string,
  keys: readonly KeyUse[] | undefined,
): AccessRow[] {
  const { name, team = "", line, policy, grants, waivers, access } = employee;
  const entry = since(name, line);
  const row = (kind: string, what: string, more: Partial<AccessRow> = {}): AccessRow => ({
    ...{ person: name, team, status: suspended ? "suspended" : "active", kind, what },
    ...{ since: entry, lastUsed: "", reason: "" },
    ...more,
  });
  const asked = access.apiKey?.keys ?? [];
  return [
    row("environment", environmentId),
    row("policy", "profile" in policy ? policy.profile : policy.template),
    ...waivers.map(({ action, reason }) => row("waiver", action, { since: since(reason, line), reason })),
    ...grants.map((grant) =>
      grant.kind === "preset"
        ? row("preset", grant.preset, { since: since(grant.waiver, line), reason: grant.waiver })
        : row("grant", `${grant.kind}: ${grantText(grant)}`),
    ),
    ...(access.deviceLogin ? [row("preset", "QcloudCamReadOnlyAccess", { reason: "sign-in with a device code" })] : []),
    ...(access.console
      ? [row("console", access.mfa ? "sign-in with a second factor" : "sign-in without a second factor")]
      : []),
    ...(server === false ? [] : [row("server", server.bundle)]),
    ...(keys === undefined
      ? asked.map((number) => row("access key", `number ${number} of the roster`))
      : keys.map(({ id, isActive, made, lastUsed }) =>
          row("access key", `${id}${isActive ? "" : ", inactive"}`, { since: made, lastUsed }),
        )),
  ];
}

function grantText(grant: Exclude<Workplace["employee"]["grants"][number], { readonly kind: "preset" }>): string {
  if (grant.kind === "ci") return `${grant.bucket}, ${grant.access}`;
  return [grant.instance, grant.namespace, grant.repository]
    .filter((part) => part !== undefined)
    .join("/")
    .concat(`, ${grant.access}`);
}
