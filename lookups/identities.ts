/** Lists an account's sub-accounts and policies, and what is attached to whom. */
import { z } from "zod";
import type { Clients } from "../cloud/client.ts";
import { type ListingOf, list } from "../cloud/pages.ts";

/** A sub-account. */
export interface CloudUser {
  readonly name: string;
  readonly uin: number;
  /** Empty where there is none, as are the others. */
  readonly email: string;
  readonly phone: { readonly countryCode: string; readonly number: string };
  readonly remark: string;
  /** Whether the sub-account may sign in to the console. */
  readonly console: boolean;
}

/** A policy of the account, or a preset one. */
export interface CloudPolicy {
  readonly name: string;
  readonly id: string;
}

/** A policy that is attached to a sub-account itself, not by a group. */
export interface Attached extends CloudPolicy {
  readonly isPreset: boolean;
}

type Report = (progress: string) => void;

/** Largest Rp of cam:ListPolicies (https://cloud.tencent.com/document/api/598/34570). */
const PAGE = 200;

const name = z.string().min(1);
const number = z.int().positive();

const text = z.string().nullish();

const usersAnswer = z.object({
  Data: z
    .array(
      z.object({
        ...{ Name: name, Uin: number, Email: text, PhoneNum: text, CountryCode: text, Remark: text },
        ConsoleLogin: z.int().nullish(),
      }),
    )
    .nullish(),
});

/** All sub-accounts: cam:ListUsers has no pages. @throws CloudError */
export async function listUsers(clients: Clients, report: Report): Promise<CloudUser[]> {
  const { Data } = await clients.call("cam:ListUsers", usersAnswer, () => clients.cam.ListUsers());
  const users = (Data ?? []).map((user) => ({
    name: user.Name,
    uin: user.Uin,
    email: user.Email ?? "",
    phone: { countryCode: user.CountryCode ?? "", number: user.PhoneNum ?? "" },
    remark: user.Remark ?? "",
    console: user.ConsoleLogin !== 0,
  }));
  report(`sub-accounts listed: ${users.length}`);
  return users;
}

const policiesAnswer = z.object({
  List: z.array(z.object({ PolicyId: number, PolicyName: name })).nullish(),
  TotalNum: z.int().nullish(),
});

/** All policies that the account made itself. @throws CloudError */
export async function listPolicies(clients: Clients, report: Report): Promise<CloudPolicy[]> {
  const entries = await pages(
    clients,
    {
      action: "cam:ListPolicies",
      what: "policies",
      answer: policiesAnswer,
      request: (offset) => clients.cam.ListPolicies({ Scope: "Local", ...pageAt(offset) }),
      pageOf: ({ List, TotalNum }) => ({ entries: List, total: TotalNum }),
      idOf: ({ PolicyId }) => String(PolicyId),
    },
    report,
  );
  return entries.map(({ PolicyId, PolicyName }) => ({ id: String(PolicyId), name: PolicyName }));
}

const attachedAnswer = z.object({
  List: z.array(z.object({ PolicyId: number, PolicyName: name, PolicyType: z.string() })).nullish(),
  TotalNum: z.int().nullish(),
});

/** What is attached to a sub-account itself. @throws CloudError */
export async function listAttached(clients: Clients, uin: number, report: Report): Promise<Attached[]> {
  const entries = await pages(
    clients,
    {
      action: "cam:ListAttachedUserPolicies",
      what: "attached policies",
      answer: attachedAnswer,
      request: (offset) => clients.cam.ListAttachedUserPolicies({ TargetUin: uin, ...pageAt(offset) }),
      pageOf: ({ List, TotalNum }) => ({ entries: List, total: TotalNum }),
      idOf: ({ PolicyId }) => String(PolicyId),
    },
    report,
  );
  return entries.map(({ PolicyId, PolicyName, PolicyType }) => ({
    id: String(PolicyId),
    name: PolicyName,
    // `QCS`, or `User` for one that the account made.
    isPreset: PolicyType !== "User",
  }));
}

const groupsAnswer = z.object({
  GroupInfo: z.array(z.object({ GroupId: number, GroupName: name })).nullish(),
  TotalNum: z.int().nullish(),
});

/** Names of the groups that a sub-account is in. @throws CloudError */
export async function listGroups(clients: Clients, uin: number, report: Report): Promise<string[]> {
  const entries = await pages(
    clients,
    {
      action: "cam:ListGroupsForUser",
      what: "groups",
      answer: groupsAnswer,
      request: (offset) => clients.cam.ListGroupsForUser({ SubUin: uin, ...pageAt(offset) }),
      pageOf: ({ GroupInfo, TotalNum }) => ({ entries: GroupInfo, total: TotalNum }),
      idOf: ({ GroupId }) => String(GroupId),
    },
    report,
  );
  return entries.map(({ GroupName }) => GroupName);
}

/** CAM counts pages, from 1. */
function pageAt(offset: number) {
  return { Page: Math.floor(offset / PAGE) + 1, Rp: PAGE };
}

async function pages<Answer, T>(
  clients: Clients,
  listing: ListingOf<Answer, T>,
  report: Report,
): Promise<readonly T[]> {
  return (await list(clients, listing, report)).entries;
}
