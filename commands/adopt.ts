/** `subaccounts adopt`: sub-accounts that are in no roster, and entries for those that are chosen. */
import { resolve } from "node:path";
import { Command } from "commander";
import { LookupError } from "../cloud/lookup-error.ts";
import { checkAccount } from "../lookups/account.ts";
import { findUnlisted, type Unlisted } from "../lookups/unlisted.ts";
import { problem, quoted } from "../problems/problems.ts";
import { unlistedText } from "../reports/unlisted.ts";
import type { NewEntry } from "../roster/edit.ts";
import { rosterFiles } from "../roster/files.ts";
import { RosterError } from "../roster/roster-error.ts";
import { type CloudContext, connect } from "./connect.ts";
import { readRosterText, writeRosterText } from "./edit-roster.ts";
import { concernedRosters } from "./judged.ts";

interface Options {
  readonly roster?: string;
}

export function adoptCommand(context: CloudContext): Command {
  return new Command("adopt")
    .summary("take over sub-accounts that are in no roster")
    .description(
      "Without a name it lists the root account's sub-accounts that are in no roster, each with its policies, groups, environment and server, and\n" +
        "what there is of nobody. With names it writes an entry for each, with `adopt: true` and what the cloud knows of it; the next deployment\n" +
        "takes over what there is. Reads the same variables as `lookup`. Changes nothing in the cloud.",
    )
    .argument("[names...]", "sub-accounts to take over")
    .option("--roster <file>", "roster file; default: the first in cdktf.json")
    .action((names: string[], options: Options) => adopt(names, options, context));
}

async function adopt(names: readonly string[], options: Options, context: CloudContext): Promise<void> {
  const { cwd, env, stdout, stderr } = context;
  const file = options.roster ?? rosterFiles(cwd, env)[0] ?? "employees.yaml";
  const { rosters, problems } = concernedRosters([file], context);
  const errors = problems.filter(({ severity }) => severity === "error");
  const roster = rosters.find((each) => resolve(cwd, each.file) === resolve(cwd, file));
  if (errors.length > 0 || roster === undefined) throw new RosterError(errors);
  const report = (progress: string) => stderr.write(`${file}: ${progress}\n`);
  const clients = connect(context).clients(roster.account.region, report);
  await checkAccount(clients, roster.account, file);
  const unlisted = await findUnlisted(clients, rosters, roster.account.region, report);
  if (names.length === 0) {
    stdout.write(
      `${file}: root account ${roster.account.ownerUin}, ${roster.account.region}: ${unlistedText(unlisted, file)}`,
    );
    return;
  }
  const unknown = names.filter((name) => unlisted.users.every((user) => user.name !== name));
  if (unknown.length > 0) {
    const remedy = "run without a name to see who could be";
    throw new LookupError(
      unknown.map((name) =>
        problem("existing", { file, message: `${quoted(name)} is no sub-account that is in no roster`, remedy }),
      ),
    );
  }
  const chosen = unlisted.users.filter(({ name }) => names.includes(name));
  const text = chosen.reduce((roster, user) => roster.add(entryOf(user)), readRosterText(file, context));
  writeRosterText(text, context);
  for (const { name, environment } of chosen) {
    const missing =
      environment === undefined
        ? "; no environment was found: write `environment: { id: … }`, or one is to be made"
        : "";
    stdout.write(`${file}: ${name} added${missing}\n`);
  }
  stdout.write(
    `next: npx subaccounts lookup ${file}, npx subaccounts check, npx cdktf diff; once it is deployed, remove \`adopt\`\n`,
  );
}

/** Says what the cloud says, so that the first plan changes as little as may be. */
function entryOf({ name, email, phone, remark, console, environment, server }: Unlisted): NewEntry {
  const number = phone.number.replaceAll(/[ -]/g, "");
  return {
    name,
    adopt: true,
    ...(email === "" ? {} : { email }),
    ...(number === "" ? {} : { phone: `+${phone.countryCode || "86"} ${number}` }),
    ...(remark === "" ? {} : { remark }),
    ...(environment === undefined || environment.Alias === name ? {} : { environment: { id: environment.EnvId } }),
    server: server === undefined ? false : { bundle: server.bundle },
    ...(console ? {} : { access: { console: false } }),
  };
}
