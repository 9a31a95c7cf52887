/** The sandbox's own endpoint under `/_sandbox/`: faults, settings and a look at the state. */

import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { Cloud } from "./cloud.ts";
import { FaultRule, type Faults } from "./faults.ts";
import { parseJson } from "./json.ts";
import { newSettings, type Settings } from "./settings.ts";

export const CONTROL_PATH = "/_sandbox";

export interface Controlled {
  readonly cloud: Cloud;
  readonly faults: Faults;
  /** What `Authorization: Bearer <token>` must say. */
  readonly token: string;
}

export interface ControlAnswer {
  readonly status: number;
  readonly body: object;
  /** Whether the cloud has changed, so that the state file is written. */
  readonly changed: boolean;
}

/** The answer to whoever does not send the token; known before the body is read. */
export function controlRefusal(message: IncomingMessage, token: string): ControlAnswer | undefined {
  if (sameText(message.headers.authorization ?? "", `Bearer ${token}`)) return undefined;
  return refusal(401, "send the control token that the sandbox printed as `Authorization: Bearer <token>`");
}

/**
 * | request | does |
 * | --- | --- |
 * | `GET /_sandbox/state` | answers the whole cloud |
 * | `GET`, `POST`, `DELETE /_sandbox/faults` | lists the fault rules, adds a list of rules, removes all |
 * | `POST /_sandbox/settings` | changes the settings that the body names |
 *
 * Terraform's states are beside it, in terraform-state.ts.
 */
export function answerControl(
  message: IncomingMessage,
  path: string,
  body: Buffer,
  controlled: Controlled,
): ControlAnswer {
  const refused = controlRefusal(message, controlled.token);
  if (refused !== undefined) return refused;
  const { cloud, faults } = controlled;
  try {
    switch (`${message.method} ${path}`) {
      case `GET ${CONTROL_PATH}/state`:
        return { status: 200, body: cloud, changed: false };
      case `GET ${CONTROL_PATH}/faults`:
        return { status: 200, body: faults.rules, changed: false };
      case `POST ${CONTROL_PATH}/faults`:
        faults.add(z.array(FaultRule).parse(parseJson(body.toString("utf8"))));
        return { status: 200, body: faults.rules, changed: false };
      case `DELETE ${CONTROL_PATH}/faults`:
        faults.clear();
        return { status: 200, body: faults.rules, changed: false };
      case `POST ${CONTROL_PATH}/settings`:
        cloud.settings = newSettings({ ...cloud.settings, ...SettingsChange.parse(parseJson(body.toString("utf8"))) });
        return { status: 200, body: cloud.settings, changed: true };
      default:
        return refusal(404, "there are /_sandbox/state, /_sandbox/faults and /_sandbox/settings");
    }
  } catch (error) {
    if (error instanceof z.ZodError) return refusal(400, z.prettifyError(error));
    if (error instanceof SyntaxError) return refusal(400, `the body is not JSON: ${error.message}`);
    throw error;
  }
}

/** Any of the settings, each of the type of its default. */
const SettingsChange = z.strictObject(
  Object.fromEntries(Object.entries(newSettings()).map(([name, value]) => [name, settingLike(value)])),
);

function settingLike(value: Settings[keyof Settings]): z.ZodOptional<z.ZodType<Settings[keyof Settings]>> {
  if (typeof value === "number") return z.number().min(0).optional();
  if (typeof value === "boolean") return z.boolean().optional();
  return z.enum(["own", "refuse"]).optional();
}

function refusal(status: number, message: string): ControlAnswer {
  return { status, body: { error: message }, changed: false };
}

/** Compares digests, so that neither the time nor the length tells anything of the token. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
