/** What one action of the API is made of; every service is a list of these. */
import type { z } from "zod";
import type { Cloud } from "./cloud.ts";

/** The signed-in caller of a request. */
export interface Caller {
  readonly kind: "root" | "sub-account" | "federated";
  /** UIN of the caller itself: the root account's for root, the sub-account's else. */
  readonly uin: number;
  /** User name of a sub-account, session name of a federated caller. */
  readonly name: string;
}

/** Circumstances of one request. */
export interface Call {
  readonly caller: Caller;
  /** Header X-TC-Region, absent where the client sent none. */
  readonly region: string | undefined;
  /** Milliseconds since 1970; the only clock that actions may read. */
  readonly now: number;
  /** Whether the parameters came in a query string (GET), where numbers are text too. */
  readonly query: boolean;
}

/**
 * Asks CAM whether the caller may use the running action on all of these six-segment resources; `["*"]` for an action of
 * operation level. Throws the ApiError that Tencent Cloud refuses with. An empty list asks nothing. `action` is another action
 * (`cam:DeleteApiKey`) that the running one needs a permission for.
 */
export type Authorize = (resources: readonly string[], action?: string) => void;

/** An action as a service declares it. */
export interface Action {
  /** Service and action as policies write them: `cam:AddUser`. */
  readonly name: string;
  /** Value of X-TC-Version: `2019-01-16`. */
  readonly version: string;
  /** Whether a successful call changes the cloud, so that the state file is written. */
  readonly writes: boolean;
  /** Checks the body, asks `authorize` for the resources that CAM checks, and answers; throws ApiError. */
  readonly run: (body: unknown, call: Call, cloud: Cloud, authorize: Authorize) => object;
}

/** Parts of an action, typed by the zod schema of its body. */
export interface ActionParts<Body> {
  readonly name: string;
  readonly version: string;
  readonly writes: boolean;
  /** Unknown members are refused with `UnknownParameter`, wrong types with `InvalidParameter`, absent ones with `MissingParameter`. */
  readonly body: z.ZodType<Body>;
  /** Six-segment resources that CAM is asked about; `["*"]` for an action of operation level, `[]` for one that everybody may use. */
  readonly resources: (body: Body, call: Call, cloud: Cloud) => readonly string[];
  /** Everything in `Response` but the RequestId. `authorize` is for what only shows on the way, such as which rows of a list to leave out. */
  readonly answer: (body: Body, call: Call, cloud: Cloud, authorize: Authorize) => object;
}
