/** Synthesizes rosters in the test's own process, with lookups made up to fit. */
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { RosterStack } from "../../../constructs/roster-stack.ts";
import type { Lookups } from "../../../lookups/lookups.ts";
import { parseRoster } from "../../../roster/parse.ts";
import type { Roster } from "../../../roster/roster.ts";
import { stackOf } from "../workplaces/stacks.ts";

/** A block of cdk.tf.json; tests reach into it by name. */
export type Block = Record<string, unknown>;
export type Blocks = Record<string, Record<string, Block>>;
export interface Stack {
  readonly resource: Blocks;
  readonly data: Blocks;
  readonly output: Record<string, Block>;
  readonly terraform: Record<string, Record<string, Block>>;
  readonly text: string;
}

export const BOOTSTRAP_SCRIPT = readFileSync("bootstrap/openclaw.sh", "utf8");

/** @param body Everything of a roster but `account`. */
export function synthesize(body: string, options: { account?: string; templates?: Roster["templates"] } = {}): Stack {
  const account = options.account ?? '{ ownerUin: "100000000001", region: ap-shanghai }';
  const parsed = parseRoster(`account: ${account}\n${body}`, "employees.yaml");
  const roster: Roster = { ...parsed, templates: options.templates ?? new Map() };
  const lookups = lookupsFor(roster);
  const outdir = mkdtempSync(join(tmpdir(), "stack-"));
  const app = new App({ outdir });
  new RosterStack(app, { ...stackOf(roster, lookups), bootstrapScript: BOOTSTRAP_SCRIPT });
  app.synth();
  const text = readFileSync(join(outdir, "stacks/employees/cdk.tf.json"), "utf8");
  const { resource, data = {}, output = {}, terraform } = JSON.parse(text);
  return { resource, data, output, terraform, text };
}

/** Lookups that have everything the roster asks for. */
export function lookupsFor({ account, employees }: Roster): Lookups {
  return {
    account: { ownerUin: account.ownerUin, appId: "1250000000" },
    blueprints: { OpenClaw: { id: "lhbp-oc2026ab" } },
    bundles: Object.fromEntries(
      employees.flatMap(({ server }) => (server === false ? [] : [[server.bundle, { cpu: 2, memory: 4, disk: 60 }]])),
    ),
    environments: Object.fromEntries(
      employees.map(({ environment: { reference } }) => {
        const id = "id" in reference ? reference.id : `${reference.alias}-8grqda2hfc2f62bb`;
        const alias = "id" in reference ? reference.id.split("-", 1).join() : reference.alias;
        return [
          id,
          {
            alias,
            region: account.region,
            package: "baas_personal",
            storageBucket: `store-${id}-1250000000`,
            hostingBucket: `host-${id}-1250000000`,
            logs: { logsetId: `logset-${id}`, topicId: `topic-${id}` },
          },
        ];
      }),
    ),
  };
}
