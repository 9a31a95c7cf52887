/** A roster that has been read and found valid: the plain data that every other room works with. */
import type { Grant } from "./grants/grants.ts";
import type { Profile } from "./profiles.ts";

export type { Grant } from "./grants/grants.ts";
export type { Profile } from "./profiles.ts";

/** Content of one roster file: one root account, one region, one Terraform state. */
export interface Roster {
  /** Path of the file as it was given, for messages. */
  readonly file: string;
  /** Name of the stack: the file name without folder and ending (`employees.yaml` makes `employees`). */
  readonly stack: string;
  readonly account: RosterAccount;
  readonly guard: Guard;
  /** In the order of the file; nothing that is made of them depends on that order. */
  readonly employees: readonly Employee[];
  /** Every policy template file that an employee names, by the path that the roster writes. */
  readonly templates: ReadonlyMap<string, TemplateFile>;
}

/** A policy template of one's own, unread. */
export interface TemplateFile {
  /** Path for messages: that of the roster's folder and the one that the roster writes. */
  readonly file: string;
  /** What it holds. */
  readonly text: string;
  /** Where the roster names it first: both count from 1. */
  readonly namedAt: { readonly line: number; readonly column: number };
}

/** When a deployment must be confirmed. */
export interface Guard {
  /** Part of the people whom one deployment may remove, interrupt or weaken, from 0 to 1. */
  readonly share: number;
  /** How many people that may be whatever part it is. */
  readonly people: number;
  /** Names of people whom no deployment may hurt or suspend without a confirmation. */
  readonly protected: readonly string[];
}

export interface RosterAccount {
  /** UIN of the only root account that this roster may be applied to: digits. */
  readonly ownerUin: string;
  /** Region of all environments and servers of the roster, in its long form: `ap-shanghai`. */
  readonly region: string;
  /** Where Terraform keeps its state; absent: in a file beside the output folder. */
  readonly state?: CosState;
}

/** A COS bucket for Terraform's state (https://developer.hashicorp.com/terraform/language/backend/cos). */
export interface CosState {
  readonly bucket: string;
  readonly region: string;
  /** Folder in the bucket; absent: the bucket's root. */
  readonly prefix?: string;
}

export interface Employee {
  /** `suspended`: all that there is stays, and the employee can do nothing. */
  readonly status: "active" | "suspended";
  /** The last day of work (`2026-12-31`), in the time of Beijing; absent: none is known. */
  readonly lastDay?: string;
  /** Name of the CAM user, and what every id and cloud name of this employee is made of. */
  readonly name: string;
  /** Names that the employee had, the first one first; empty unless a rename is under way. */
  readonly previously: readonly string[];
  /** Where what there is of the employee comes from, while it is being taken over; absent: this roster made it, or makes it. */
  readonly origin?: Origin;
  readonly email?: string;
  readonly phone?: Phone;
  readonly remark?: string;
  /** Becomes the tag `team` on everything that can carry tags. */
  readonly team?: string;
  readonly environment: EmployeeEnvironment;
  /** `false`: no server for this employee. */
  readonly server: ServerRequest | false;
  readonly policy: PolicyChoice;
  /** What a template of one's own may break, each accepted in writing; empty with a profile. */
  readonly waivers: readonly Waiver[];
  readonly access: Access;
  /** What the employee may use besides the own environment, in the order of the roster. */
  readonly grants: readonly Grant[];
  /** Where the entry starts in the roster file, for messages: both count from 1. */
  readonly line: number;
  readonly column: number;
}

/** Made by hand or by another tool, or by another roster, named by its stack. */
export type Origin = { readonly kind: "adopted" } | { readonly kind: "moved"; readonly stack: string };

export interface Phone {
  /** Digits without the plus: `86`. */
  readonly countryCode: string;
  /** Digits of the number within the country. */
  readonly number: string;
}

/** How the roster names a CloudBase environment, by exactly one of `id` and `alias`, and how it is bought where there is none. */
export interface EmployeeEnvironment {
  readonly reference: { readonly id: string } | { readonly alias: string };
  /** CloudBase package that the environment is expected to be on, such as `baas_personal`; absent: any. */
  readonly package?: string;
  /** Months that are bought at first and at each renewal. */
  readonly months: number;
  readonly renew: "manual" | "auto";
  /** What happens when the package is used up: the environment stops, or goes on and is billed. */
  readonly overrun: "stop" | "bill";
  /** `false`: the environment has no log service, and the policy leaves its log set and topic out. */
  readonly logs: boolean;
  /** `false`: the environment has no static hosting, and the policy leaves its bucket out. */
  readonly hosting: boolean;
  /** Names of the employees who have the same environment on purpose, each of whom says so too; absent: nobody. */
  readonly sharedWith?: readonly string[];
}

/** A Lighthouse server with the OpenClaw assistant. */
export interface ServerRequest {
  /** Bundle id, such as `bundle_starter_mc_promo_med4_02`. */
  readonly bundle: string;
  /** Blueprint id (`lhbp-` and 8 characters) or the title of an image, which a lookup turns into an id. */
  readonly blueprint: string;
  /** Months to buy at first. */
  readonly months: number;
  readonly renew: "manual" | "auto";
  /** What may reach the server from outside, besides ping; empty: nothing. */
  readonly firewall: readonly FirewallRule[];
}

export interface FirewallRule {
  readonly protocol: "TCP" | "UDP";
  /** One port, a range (`8000-8010`) or a list (`80,443`). */
  readonly port: string;
  readonly cidr: string;
}

/** A profile, or the path of a template file of one's own, relative to the roster file. */
export type PolicyChoice = { readonly profile: Profile } | { readonly template: string };

/** An exception that somebody accepted for a template of one's own. */
export interface Waiver {
  /** An action (`tcb:DeleteTable`) or a pattern of one service (`ci:*`). */
  readonly action: string;
  /** Why that is accepted; reports repeat it. */
  readonly reason: string;
}

/** CAM access keys that Terraform makes. */
export interface ApiKey {
  /** Public key in base64 that the secret is encrypted for; absent: it stands in the state in clear, which the roster accepts. */
  readonly pgpKey?: string;
  /** One number a key, at most two. */
  readonly keys: readonly number[];
}

export interface Access {
  /** Whether the employee may sign in to the console. */
  readonly console: boolean;
  /** Whether the first sign-in asks for a new password. */
  readonly resetPassword: boolean;
  /** Whether the device-code login of CloudBase MCP and CLI works: attaches QcloudCamReadOnlyAccess, which is on `*`. */
  readonly deviceLogin: boolean;
  /** Whether the console asks for a second factor; false where there is no console. */
  readonly mfa: boolean;
  /** Access keys for programs; absent: none. */
  readonly apiKey?: ApiKey;
  /** CIDR blocks that calls must come from, as a condition of every statement that names a resource; absent: from anywhere. */
  readonly sourceIps?: readonly string[];
}
