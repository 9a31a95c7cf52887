/** Keeps Terraform states for the http backend (https://developer.hashicorp.com/terraform/language/backend/http). */

import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { CONTROL_PATH, sameText } from "./control.ts";
import { parseJson } from "./json.ts";

/**
 * `/_sandbox/terraform-state/<name>`: `GET`, `POST` and `DELETE` for the state, `LOCK` and `UNLOCK` for its lock. In memory, and gone
 * with the server. A local state file is rewritten after every resource, which makes an apply of thousands quadratic; Terraform writes
 * to this backend every 20 seconds and at the end.
 */
export const TERRAFORM_STATE_PATH = `${CONTROL_PATH}/terraform-state`;

/** Bytes of a state: ten times that of 1,000 employees. */
export const STATE_LIMIT = 200 * 1024 * 1024;

export interface StateAnswer {
  readonly status: number;
  /** Empty where the protocol has no body. */
  readonly body: string | Buffer;
}

/** Of the JSON that Terraform sends with LOCK and UNLOCK, and gets back from a state that somebody else has locked. */
const Lock = z.looseObject({ ID: z.string().min(1) });
type Lock = z.output<typeof Lock>;

interface NamedState {
  content: Buffer | undefined;
  lock: Lock | undefined;
}

/** The states of one server. */
export class TerraformStates {
  readonly #states = new Map<string, NamedState>();
  readonly #token: string;

  /** @param token the password of the basic authentication (TF_HTTP_PASSWORD); the user name may be any. */
  constructor(token: string) {
    this.#token = token;
  }

  /** The answer to whoever does not send the password; known before the body is read. */
  refusal(message: IncomingMessage): StateAnswer | undefined {
    if (this.#isAllowed(message.headers.authorization)) return undefined;
    return refusal(401, "set TF_HTTP_USERNAME to any name and TF_HTTP_PASSWORD to the control token of the sandbox");
  }

  /** @param target path and query of the request. */
  answer(message: IncomingMessage, target: string, body: Buffer): StateAnswer {
    const refused = this.refusal(message);
    if (refused !== undefined) return refused;
    const url = new URL(target, "http://sandbox.invalid");
    const name = url.pathname.slice(TERRAFORM_STATE_PATH.length + 1);
    if (!/^[\w.-]+$/.test(name)) return refusal(404, `name a state: ${TERRAFORM_STATE_PATH}/<name>`);
    const state = this.#states.get(name) ?? { content: undefined, lock: undefined };
    this.#states.set(name, state);
    switch (message.method) {
      case "GET":
        return state.content === undefined ? { status: 204, body: "" } : { status: 200, body: state.content };
      case "POST":
        return write(state, url.searchParams.get("ID"), body);
      case "DELETE":
        state.content = undefined;
        return OK;
      case "LOCK":
        return lock(state, body);
      case "UNLOCK":
        return unlock(state, body);
      default:
        return refusal(405, "there are GET, POST, DELETE, LOCK and UNLOCK");
    }
  }

  #isAllowed(authorization = ""): boolean {
    const [, encoded = ""] = /^Basic ([\w+/=]+)$/.exec(authorization) ?? [];
    const credentials = Buffer.from(encoded, "base64").toString("utf8");
    return sameText(credentials.slice(credentials.indexOf(":") + 1), this.#token);
  }
}

const OK: StateAnswer = { status: 200, body: "" };

function write(state: NamedState, id: string | null, body: Buffer): StateAnswer {
  // Terraform names its lock in the query; with `-lock=false` it has none.
  if (state.lock !== undefined && state.lock.ID !== id) return locked(state.lock);
  state.content = body;
  return OK;
}

function lock(state: NamedState, body: Buffer): StateAnswer {
  if (state.lock !== undefined) return locked(state.lock);
  state.lock = readLock(body);
  return state.lock === undefined ? refusal(400, "LOCK needs the JSON of a lock, with its ID") : OK;
}

/** Without a body it is `terraform force-unlock`, which knows no lock of its own. */
function unlock(state: NamedState, body: Buffer): StateAnswer {
  if (state.lock !== undefined && body.length > 0 && readLock(body)?.ID !== state.lock.ID) return locked(state.lock);
  state.lock = undefined;
  return OK;
}

function locked(holder: Lock): StateAnswer {
  return { status: 423, body: JSON.stringify(holder) };
}

function readLock(body: Buffer): Lock | undefined {
  try {
    return Lock.safeParse(parseJson(body.toString("utf8"))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function refusal(status: number, message: string): StateAnswer {
  return { status, body: JSON.stringify({ error: message }) };
}
