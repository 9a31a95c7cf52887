/** `subaccounts audit`: what the account has that no roster says. */
import { Command } from "commander";
import { checkAccount } from "../lookups/account.ts";
import { listPolicies as listCloudPolicies, listUsers } from "../lookups/identities.ts";
import { findUnlisted } from "../lookups/unlisted.ts";
import { inOrder, type Problem, problem, problemsText } from "../problems/problems.ts";
import { counted } from "../reports/words.ts";
import { STACK_POLICIES, stackPolicyName } from "../terraform/names.ts";
import { auditFindings, readAudited } from "../verify/verify.ts";
import { listPolicies, requireAccepted, type Stack } from "../workplaces/workplaces.ts";
import { type CloudContext, connect } from "./connect.ts";
import { type Format, formatOption, printProblems } from "./format.ts";
import { judgeRosters } from "./judged.ts";

export function auditCommand(context: CloudContext): Command {
  return new Command("audit")
    .summary("say what the account has that no roster says")
    .description(
      "Reads every sub-account: policies and groups attached by hand, another text or boundary, access keys, sign-in and second factor that\n" +
        "are not as the roster says; then sub-accounts, servers, environments and policies of nobody. Changes nothing. Exit code 1 on findings.\n" +
        "Bucket policies and access lists are not read. Reads the same variables as `lookup`.",
    )
    .argument("[rosters...]", "roster files; default: the list in cdktf.json")
    .addOption(formatOption())
    .action(async (files: string[], { format }: { format: Format }) => {
      const { judgement, asked } = judgeRosters(files, context);
      requireAccepted(judgement);
      const problems: Problem[] = [];
      const stacks = judgement.stacks.filter(({ roster }) => asked.includes(roster.file));
      for (const stack of stacks) problems.push(...(await audit(stack, stacks, judgement.stacks, context)));
      const found = inOrder(problems);
      if (format !== "text") context.stdout.write(printProblems(found, format, "subaccounts audit"));
      else context.stdout.write(`${problemsText(found)}${counted(found.length, "finding")}\n`);
      if (found.length > 0) context.setExitCode(1);
    });
}

/** @param audited All that are audited. @param all All of the root accounts. */
async function audit(
  stack: Stack,
  audited: readonly Stack[],
  all: readonly Stack[],
  context: CloudContext,
): Promise<Problem[]> {
  const { roster, account, workplaces } = stack;
  const { file } = roster;
  const report = (progress: string) => context.stderr.write(`${file}: ${progress}\n`);
  const clients = connect(context).clients(roster.account.region, report);
  await checkAccount(clients, roster.account, file);
  const users = new Map((await listUsers(clients, report)).map((user) => [user.name, user]));
  const problems: Problem[] = [];
  for (const [index, workplace] of workplaces.entries()) {
    const { name, line, column } = workplace.employee;
    const user = users.get(name);
    const found =
      user === undefined
        ? ["there is no sub-account yet, or no more"]
        : auditFindings(await readAudited(clients, user), stack, workplace);
    const place = { file, line, column, employee: name };
    problems.push(...found.map((message) => problem("audit", { ...place, message })));
    if ((index + 1) % 20 === 0) report(`sub-accounts audited: ${index + 1} of ${workplaces.length}`);
  }
  const own = all.filter((each) => each.account.ownerUin === account.ownerUin);
  // What is nobody's is said once: of the account with its first roster, of a region with the first one of that.
  const same = audited.filter((each) => own.includes(each));
  const isFirst = same[0] === stack;
  if (same.find((each) => each.roster.account.region === roster.account.region) !== stack) return problems;
  const unlisted = await findUnlisted(
    clients,
    own.map((each) => each.roster),
    roster.account.region,
    report,
  );
  const nobody = (message: string, remedy: string) => problem("audit-nobody", { file, message, remedy });
  return [
    ...problems,
    ...(isFirst ? unlisted.users : []).map(({ name, policies }) =>
      nobody(
        `the sub-account ${name} is in no roster (${policies.length === 0 ? "no policy" : policies.join(", ")})`,
        "see what it is for, then: npx subaccounts adopt, or delete it",
      ),
    ),
    ...unlisted.servers.map(({ id, name }) =>
      nobody(`the server ${id} (${name}) is in no roster`, "give it back, or name it in one"),
    ),
    ...unlisted.environments.map(({ EnvId }) =>
      nobody(
        `the environment ${EnvId} is in no roster`,
        `npx subaccounts environments --release ${EnvId}, or name it in one`,
      ),
    ),
    ...(isFirst ? leftPolicies(await listCloudPolicies(clients, report), own) : []).map((name) =>
      nobody(`the policy ${name} is of nobody in the rosters`, "delete it, once nobody has it"),
    ),
  ];
}

/** Policies of the form that rosters make, of nobody who is in one. */
function leftPolicies(policies: readonly { readonly name: string }[], stacks: readonly Stack[]): string[] {
  const known = new Set(
    stacks.flatMap(({ roster, workplaces }) => [
      ...STACK_POLICIES.map((id) => stackPolicyName(roster.stack, id)),
      ...workplaces.flatMap((workplace) => listPolicies(workplace.policies).map(({ name }) => name)),
    ]),
  );
  return policies
    .map(({ name }) => name)
    .filter((name) => /^cloudbase-(?:env|subaccounts)-/.test(name) && !known.has(name))
    .sort();
}
