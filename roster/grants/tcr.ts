/** Grants of a registry of Tencent Container Registry, Enterprise edition. */
import { z } from "zod";
import { valueAt } from "../finding.ts";
import { TCR_INSTANCE, TCR_NAME, TCR_REPOSITORY } from "../limits.ts";
import { region } from "../schema-texts.ts";
import { type RosterGrant, textOf } from "./kind.ts";

/** A registry, or a part of it. */
export interface TcrGrant {
  readonly kind: "tcr";
  /** `tcr-xxxxxxxx` */
  readonly instance: string;
  /** Absent: all namespaces of the instance. */
  readonly namespace?: string;
  /** Absent: all repositories of the namespace; present only with a namespace. */
  readonly repository?: string;
  /** Absent: the region of the roster. */
  readonly region?: string;
  readonly access: "read" | "write" | "full";
}

export const tcrKeys = {
  tcr: z
    .strictObject({
      instance: z
        .string()
        .regex(TCR_INSTANCE, "a registry has an id; write it like `tcr-xxxxxxxx`")
        .describe("Id of the TCR instance."),
      namespace: z
        .string()
        .regex(TCR_NAME, "a namespace has a-z 0-9 and single . _ - between them; write it like `team-01`")
        .optional()
        .describe("Default: all namespaces of the instance."),
      repository: z
        .string()
        .regex(TCR_REPOSITORY, "a repository has a-z 0-9 and . _ - / between them; write it like `repo-demo`")
        .optional()
        .describe("Default: all repositories of the namespace."),
      region: region.optional().describe("Default: the region of the roster."),
      access: z.enum(["read", "write", "full"]).describe("read: look and pull; write: push as well; full: everything."),
    })
    .describe("Tencent Container Registry, Enterprise edition."),
};

type Entry = { readonly tcr?: z.infer<typeof tcrKeys.tcr> | undefined };

export const tcr: RosterGrant<Entry, TcrGrant> = {
  complete: (entry) => {
    if (entry.tcr === undefined) return undefined;
    const { instance, namespace, repository, region, access } = entry.tcr;
    return {
      kind: "tcr",
      instance,
      ...(namespace === undefined ? {} : { namespace }),
      ...(repository === undefined ? {} : { repository }),
      ...(region === undefined ? {} : { region }),
      access,
    };
  },
  subject: (value) => {
    const [instance, ...parts] = ["instance", "namespace", "repository"].map((key) =>
      textOf(valueAt(value, ["tcr", key])),
    );
    if (instance === undefined) return undefined;
    return `the registry ${[instance, ...parts].filter((part) => part !== undefined).join("/")}`;
  },
  violations: (value, path) =>
    valueAt(value, ["tcr", "repository"]) === undefined || valueAt(value, ["tcr", "namespace"]) !== undefined
      ? []
      : [
          {
            rule: "grant-repository",
            path: [...path, "tcr", "repository"],
            message: "a repository is in a namespace",
            remedy: "write `namespace` beside it",
          },
        ],
};
