/** `subaccounts isolation`: who can reach what, and why, as a proof over the policies that are deployed. */
import { Command } from "commander";
import { INVARIANTS } from "../policies/isolation/isolation.ts";
import { printProblem, problemsText } from "../problems/problems.ts";
import { isolationText } from "../reports/isolation.ts";
import type { Roster } from "../roster/roster.ts";
import type { AccountProof } from "../workplaces/workplaces.ts";
import type { Context } from "./context.ts";
import { judgeRosters } from "./judged.ts";

export function isolationCommand(context: Context): Command {
  const { stdout, stderr, setExitCode } = context;
  return new Command("isolation")
    .summary("prove who can reach what, from the policies")
    .description(
      "Compares the policies of every pair of employees of a root account, and prints what is proved, what profiles leave open on purpose,\n" +
        "which known ways out there are, and what no policy can show. Needs no key and no network.\n" +
        "Exit code 1 when somebody can do what neither the profile declares nor a waiver accepts.",
    )
    .argument("[rosters...]", "roster files; default: the list in cdktf.json")
    .option("--json", "for machines")
    .action((files: string[], { json }: { json?: boolean }) => {
      const { proofs, stacks, errors } = judgeRosters(files, context).judgement;
      const waivers = stacks.map(({ roster }) => roster).flatMap(waiversOf);
      if (json) stdout.write(`${JSON.stringify({ accounts: proofs, waivers }, null, 2)}\n`);
      else stdout.write(proofs.map((proof) => textOf(proof, waivers)).join("\n"));
      stderr.write(problemsText(errors.filter(({ rule }) => !/^I\d$/.test(rule))));
      if (errors.length > 0) setExitCode(1);
    });
}

interface Waiver {
  readonly ownerUin: string;
  readonly employee: string;
  readonly preset: string;
  readonly reason: string;
}

/** Presets that reach every resource of the account, with the reasons that the roster gives. */
function waiversOf({ account, employees }: Roster): Waiver[] {
  return employees.flatMap(({ name, grants }) =>
    grants.flatMap((grant) =>
      grant.kind === "preset"
        ? [{ ownerUin: account.ownerUin, employee: name, preset: grant.preset, reason: grant.waiver }]
        : [],
    ),
  );
}

function textOf({ account, proof, violations }: AccountProof, waivers: readonly Waiver[]): string {
  const own = waivers.filter(({ ownerUin }) => ownerUin === account.ownerUin);
  return [
    `Root account ${account.ownerUin}`,
    isolationText(proof, INVARIANTS),
    ...(own.length === 0 ? [] : ["Waivers:"]),
    ...own.map(({ employee, preset, reason }) => `  ${employee}: ${preset} on every resource: ${reason}`),
    ...(violations.length === 0
      ? []
      : ["Violations:", ...violations.map((violation) => `  ${printProblem(violation)}`)]),
    "",
  ].join("\n");
}
