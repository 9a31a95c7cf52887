/** Fills an entry of the roster with the roster's defaults and then with the project's. */
import type { Place } from "../problems/problems.ts";
import { completeGrant } from "./grants/grants.ts";
import { DEFAULT_PROFILE, DEVICE_LOGIN, PROFILES } from "./profiles.ts";
import type {
  Access,
  ApiKey,
  Employee,
  EmployeeEnvironment,
  FirewallRule,
  Guard,
  PolicyChoice,
  ServerRequest,
} from "./roster.ts";
import type { EmployeeEntry, RosterFile } from "./schema.ts";

type Defaults = NonNullable<RosterFile["defaults"]>;
type ServerEntry = Exclude<NonNullable<EmployeeEntry["server"]>, false>;

/** The entry's own keys over the defaults'; `false` where neither asks for a server. */
export function serverEntry(entry: Pick<EmployeeEntry, "server">, defaults: Defaults): ServerEntry | false {
  const own = entry.server ?? defaults.server ?? false;
  if (own === false) return false;
  return { ...(defaults.server === false ? {} : defaults.server), ...own };
}

/** When a deployment must be confirmed, where the roster does not say. */
export function completeGuard({ share = 0.25, people = 3, protected: names = [] }: RosterFile["guard"] = {}): Guard {
  return { share, people, protected: names };
}

/** The finished employee. Rules have made sure that a server has a bundle and that the alias is one. */
export function completeEmployee(entry: EmployeeEntry, defaults: Defaults, place: Place): Employee {
  const { name, status = "active", lastDay, previously = [], email, remark, team } = entry;
  const chosen = policy(entry.policy ?? defaults.policy ?? DEFAULT_PROFILE);
  return {
    name,
    status,
    ...(lastDay === undefined ? {} : { lastDay }),
    previously,
    ...origin(entry),
    ...(email === undefined ? {} : { email }),
    ...(entry.phone === undefined ? {} : { phone: phone(entry.phone) }),
    ...(remark === undefined ? {} : { remark }),
    ...(team === undefined ? {} : { team }),
    environment: environment(entry, defaults),
    server: server(serverEntry(entry, defaults)),
    policy: chosen,
    // They belong to the template that they stand beside.
    waivers: (entry.policy === undefined ? defaults.waivers : entry.waivers) ?? [],
    access: access({ ...defaults.access, ...entry.access }, chosen),
    grants: (entry.grants ?? defaults.grants ?? []).map(completeGrant),
    ...place,
  };
}

function origin({ adopt, movedFrom }: EmployeeEntry): Pick<Employee, "origin"> {
  if (movedFrom !== undefined) return { origin: { kind: "moved", stack: movedFrom } };
  return adopt ? { origin: { kind: "adopted" } } : {};
}

function environment(entry: EmployeeEntry, defaults: Defaults): EmployeeEnvironment {
  const { id, alias, sharedWith, ...own } = entry.environment ?? {};
  const {
    package: onPackage,
    months = 1,
    renew = "manual",
    overrun = "stop",
    logs = true,
    hosting = true,
  } = { ...defaults.environment, ...own };
  return {
    reference: id === undefined ? { alias: alias ?? entry.name } : { id },
    ...(onPackage === undefined ? {} : { package: onPackage }),
    months,
    renew,
    overrun,
    logs,
    hosting,
    ...(sharedWith === undefined ? {} : { sharedWith }),
  };
}

function server(entry: ServerEntry | false): ServerRequest | false {
  if (entry === false) return false;
  if (entry.bundle === undefined) throw new TypeError("a server without a bundle was let through");
  return {
    bundle: entry.bundle,
    blueprint: entry.blueprint ?? "OpenClaw",
    months: entry.months ?? 1,
    renew: entry.renew ?? "manual",
    firewall: (entry.firewall ?? []).map(
      ({ protocol = "TCP", port, cidr }): FirewallRule => ({ protocol, port: String(port), cidr }),
    ),
  };
}

/** A known profile, or else the path of a template file. */
function policy(choice: string): PolicyChoice {
  const profile = PROFILES.find((each) => each === choice);
  return profile === undefined ? { template: choice } : { profile };
}

/** The device-code login takes a preset policy on `*`, so that a profile may have it only where somebody writes so. */
function access(entry: NonNullable<EmployeeEntry["access"]>, choice: PolicyChoice): Access {
  const { console = true, resetPassword = true, deviceLogin, mfa = true, apiKey, sourceIps } = entry;
  return {
    console,
    resetPassword,
    deviceLogin: deviceLogin ?? ("profile" in choice ? DEVICE_LOGIN[choice.profile] : true),
    mfa: console && mfa,
    ...(apiKey === undefined ? {} : { apiKey: completeApiKey(apiKey) }),
    ...(sourceIps === undefined ? {} : { sourceIps }),
  };
}

function completeApiKey({ pgpKey, keys = [1] }: NonNullable<NonNullable<EmployeeEntry["access"]>["apiKey"]>): ApiKey {
  return { ...(pgpKey === undefined ? {} : { pgpKey }), keys: [...keys].sort((a, b) => a - b) };
}

function phone(text: string) {
  const [countryCode = "", number = ""] = text.slice(1).split(/[ -]/);
  return { countryCode, number };
}
