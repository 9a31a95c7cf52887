/** Sentences about a person's server and sign-in. */
import { quoted } from "../problems/problems.ts";
import { cost, type PriceOf } from "./life.ts";
import { partOf } from "./people.ts";
import type { Attributes, Change } from "./plan.ts";
import { joined, type Untold } from "./sentence.ts";

export function tellServer(untold: Untold, priceOf: PriceOf): void {
  const server = untold.find(({ type }) => type === "tencentcloud_lighthouse_instance");
  const belongs = untold.take(({ type }) =>
    [
      "tencentcloud_lighthouse_firewall_rule",
      "tencentcloud_tag_attachment_v2",
      "tencentcloud_tat_invocation_invoke_attachment",
    ].includes(type),
  );
  if (server !== undefined) tellInstance(server, belongs, untold, priceOf);
  for (const rules of untold.take(({ type }) => type === "tencentcloud_lighthouse_firewall_rule")) {
    untold.tell("detail", `the server's firewall: ${firewallText(rules)}`, [rules]);
  }
  const runs = untold.take(({ type }) => type === "tencentcloud_tat_invocation_invoke_attachment");
  if (runs.length > 0)
    untold.tell(
      "interruption",
      "the server is set up again, and its assistant restarts if that changes something",
      runs,
    );
  const tags = untold.take(({ type }) => type === "tencentcloud_tag_attachment_v2");
  if (tags.length > 0) untold.tell("detail", "the server's tags change", tags);
}

function tellInstance(server: Change, belongs: readonly Change[], untold: Untold, priceOf: PriceOf): void {
  const { before, after, action } = server;
  const with_ = (wanted: Change["action"]) => [server, ...belongs.filter((each) => each.action === wanted)];
  if (action === "create") {
    untold.tell("gain", `gets a server (${after?.bundle_id}, ${cost(after?.bundle_id, priceOf)})`, with_("create"));
  } else if (action === "delete") {
    untold.tell("removal", `the server ${before?.id} is given back, and its disk is deleted for good`, with_("delete"));
  } else if (action === "replace") {
    const text = `the server ${before?.id} is given back with its disk, and another one bought (${cost(after?.bundle_id, priceOf)})`;
    untold.tell("removal", text, [server, ...belongs]);
  } else if (action === "update") {
    const parts = [
      ...(before?.blueprint_id !== after?.blueprint_id ? ["is installed anew: everything on its disk is lost"] : []),
      ...(before?.bundle_id !== after?.bundle_id
        ? [`becomes ${after?.bundle_id} (${cost(after?.bundle_id, priceOf)}, was ${before?.bundle_id}) and restarts`]
        : []),
      ...(before?.renew_flag !== after?.renew_flag
        ? [`is renewed ${/AUTO/.test(after?.renew_flag ?? "") ? "by itself" : "by hand"} from now on`]
        : []),
      ...(before?.instance_name !== after?.instance_name ? [`is named ${after?.instance_name}`] : []),
    ];
    const effect =
      before?.blueprint_id !== after?.blueprint_id
        ? "removal"
        : before?.bundle_id !== after?.bundle_id
          ? "interruption"
          : "detail";
    untold.tell(effect, `the server ${joined(parts.length === 0 ? ["changes"] : parts)}`, [server]);
  }
}

function firewallText({ before, after }: Change): string {
  const of = (side: Attributes | undefined) =>
    new Set(
      (side?.firewall_rules ?? []).map(({ protocol, port, cidr_block }) => `${protocol} ${port} from ${cidr_block}`),
    );
  const [was, is] = [of(before), of(after)];
  const opens = [...is].filter((each) => !was.has(each)).sort();
  const closes = [...was].filter((each) => !is.has(each)).sort();
  const parts = [
    ...(opens.length === 0 ? [] : [`opens ${joined(opens)}`]),
    ...(closes.length === 0 ? [] : [`closes ${joined(closes)}`]),
  ];
  return parts.length === 0 ? "the same rules in another order" : parts.join("; ");
}

export function tellSignIn(untold: Untold): void {
  for (const user of untold.take(({ type, action }) => type === "tencentcloud_cam_user" && action === "update")) {
    const { before, after } = user;
    const changes = (
      [
        ["e-mail", "email"],
        ["telephone", "phone_num"],
        ["country code", "country_code"],
        ["remark", "remark"],
      ] as const
    ).flatMap(([word, key]) =>
      (before?.[key] ?? "") === (after?.[key] ?? "")
        ? []
        : [`${word} ${shown(before?.[key])} becomes ${shown(after?.[key])}`],
    );
    if (before?.console_login !== after?.console_login) {
      const text =
        after?.console_login === true ? "may sign in to the console" : "may no longer sign in to the console";
      untold.tell(after?.console_login === true ? "gain" : "loss", text, [user]);
    }
    if ((before?.tags?.["team"] ?? "") !== (after?.tags?.["team"] ?? ""))
      changes.push(`team ${shown(before?.tags?.["team"])} becomes ${shown(after?.tags?.["team"])}`);
    untold.tell(
      "detail",
      changes.length === 0 ? "settings of the sub-account that only Terraform knows" : joined(changes),
      [user],
    );
  }
  for (const flag of untold.take(({ type }) => type === "tencentcloud_cam_mfa_flag")) {
    if (flag.action === "delete") untold.tell("weakening", "the roster no longer asks for a second factor", [flag]);
    else untold.tell("detail", "is asked for a second factor at the console", [flag]);
  }
  for (const key of untold.take(({ type }) => type === "tencentcloud_cam_access_key")) {
    const name = `access key ${partOf(key).replace(/^key__/, "")}`;
    if (key.action === "create") untold.tell("gain", `gets ${name}`, [key]);
    else if (key.action === "delete") untold.tell("loss", `${name} is deleted`, [key]);
    else if (key.action === "replace") untold.tell("interruption", `${name} is deleted and made anew`, [key]);
    else untold.tell("detail", `${name} becomes ${key.after?.status ?? "another"}`, [key]);
  }
}

/** In quotes, so that free text of the roster is not read as a sentence of this program. */
function shown(text: string | null | undefined): string {
  return text ? quoted(text) : "(none)";
}
