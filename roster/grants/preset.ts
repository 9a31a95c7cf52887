/** Grants of a preset policy, which is for every resource of the root account, so that a person must accept it. */
import { z } from "zod";
import { valueAt } from "../finding.ts";
import { POLICY_NAME } from "../limits.ts";
import { line } from "../schema-texts.ts";
import { type RosterGrant, textOf } from "./kind.ts";

export interface PresetGrant {
  readonly kind: "preset";
  readonly preset: string;
  /** Why that is accepted; reports repeat it. */
  readonly waiver: string;
}

export const presetKeys = {
  preset: z
    .string()
    .regex(POLICY_NAME, "a preset policy's name has A-Z a-z 0-9 and + = , . @ _ -; write it like `QcloudCIFullAccess`")
    .describe("Name of a preset policy to attach, which is for every resource of the account. Needs a waiver."),
  waiver: line("the waiver", 256).describe("Why a preset policy is accepted; reports repeat it."),
};

type Entry = { readonly preset?: string | undefined; readonly waiver?: string | undefined };

export const preset: RosterGrant<Entry, PresetGrant> = {
  complete: ({ preset: name, waiver }) =>
    name === undefined || waiver === undefined ? undefined : { kind: "preset", preset: name, waiver },
  subject: (value) => {
    const name = textOf(valueAt(value, ["preset"]));
    return name === undefined ? undefined : `the preset ${name}`;
  },
  violations: (value, path) =>
    valueAt(value, ["waiver"]) !== undefined
      ? []
      : [
          {
            rule: "grant-waiver",
            path,
            message: `the preset ${String(valueAt(value, ["preset"]))} is for every resource of the account, so that a person must accept it`,
            remedy: "write `waiver: <reason>` beside it",
          },
        ],
};
