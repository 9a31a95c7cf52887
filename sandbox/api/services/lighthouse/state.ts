/** What the sandbox remembers of Lighthouse: servers, what they can be made of, and firewalls. */

/** Plain JSON; times are milliseconds since 1970. */
export interface LighthouseState {
  /** Servers by instance id, in the order of their creation. */
  readonly instances: Record<string, Instance>;
  /** Images by blueprint id. */
  readonly blueprints: Record<string, Blueprint>;
  /** Sizes and prices by bundle id. */
  readonly bundles: Record<string, Bundle>;
  readonly firewallTemplates: Record<string, FirewallTemplate>;
  /** Instance ids of each purchase that carried a ClientToken, by that token. */
  readonly clientTokens: Record<string, readonly string[]>;
}

/** A server. Its tags are in the tag service, under `qcs::lighthouse:<region>:uin/<owner>:instance/<id>`. */
export interface Instance {
  /** `lhins-` and 8 characters. */
  readonly id: string;
  name: string;
  bundleId: string;
  blueprintId: string;
  readonly region: string;
  /** Such as `ap-shanghai-2`. */
  readonly zone: string;
  renewFlag: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly publicAddress: string;
  readonly privateAddress: string;
  /** Since when the operating system is there: the first start, or the last reinstallation. */
  startedAt: number;
  /** Set by IsolateInstances: the server is off, paid back and waits for TerminateInstances. */
  isolatedAt?: number;
  /** What was asked of the server last; OPERATING until `endsAt`, SUCCESS from then on. */
  operation: { readonly name: string; readonly requestedAt: number; readonly endsAt: number };
  /** In the order of their priority. */
  firewallRules: FirewallRule[];
  firewallVersion: number;
}

/** An image. Members that nothing in the sandbox varies are filled in when it is shown. */
export interface Blueprint {
  /** `lhbp-` and 8 characters. */
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly name: string;
  readonly osName: string;
  readonly platform: string;
  readonly platformType: "LINUX_UNIX" | "WINDOWS";
  readonly type: "APP_OS" | "PURE_OS" | "DOCKER";
  readonly state: "NORMAL" | "SYNCING" | "OFFLINE";
  /** GB. */
  readonly requiredSystemDiskSize: number;
  /** GB. */
  readonly requiredMemorySize: number;
  /** Whether TAT runs commands on servers of this image. */
  readonly supportsAutomation: boolean;
  readonly createdAt: number;
}

/** A size with its price. */
export interface Bundle {
  readonly id: string;
  readonly type: string;
  readonly typeDescription: string;
  readonly cpu: number;
  /** GB. */
  readonly memory: number;
  /** GB. */
  readonly diskSize: number;
  /** GB a month. */
  readonly monthlyTraffic: number;
  /** Mbit/s. */
  readonly bandwidth: number;
  /** CNY a month, before discounts. */
  readonly price: number;
  /** Percent of the price that is paid. */
  readonly discount: number;
  readonly soldOut: boolean;
}

export interface FirewallTemplate {
  /** `lhft-` and 8 characters. */
  readonly id: string;
  name: string;
  readonly createdAt: number;
  rules: { readonly id: string; readonly rule: FirewallRule }[];
}

/** One rule with every default filled in. */
export interface FirewallRule {
  readonly protocol: string;
  readonly port: string;
  readonly cidr: string;
  readonly action: string;
  readonly description: string;
}

/** An account without servers, images and sizes; `seedLighthouse` adds the last two. */
export function newLighthouseState(): LighthouseState {
  return { instances: {}, blueprints: {}, bundles: {}, firewallTemplates: {}, clientTokens: {} };
}
