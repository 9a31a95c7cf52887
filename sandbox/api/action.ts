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
}

/** An action as a service declares it. */
export interface Action {
  /** Service and action as policies write them: `cam:AddUser`. */
  readonly name: string;
  /** Value of X-TC-Version: `2019-01-16`. */
  readonly version: string;
  /** Whether a successful call changes the cloud, so that the state file is written. */
  readonly writes: boolean;
  /** Checks the body, asks `authorize` for the resources that CAM checks, and answers; throws ApiError. */
  readonly run: (body: unknown, call: Call, cloud: Cloud, authorize: (resources: readonly string[]) => void) => object;
}

/** Parts of an action, typed by the zod schema of its body. */
export interface ActionParts<Body> {
  readonly name: string;
  readonly version: string;
  readonly writes: boolean;
  /** Unknown members are refused with `UnknownParameter`, wrong types with `InvalidParameter`, absent ones with `MissingParameter`. */
  readonly body: z.ZodType<Body>;
  /** Six-segment resources that CAM is asked about; `["*"]` for an action of operation level. */
  readonly resources: (body: Body, call: Call, cloud: Cloud) => readonly string[];
  /** Everything in `Response` but the RequestId. */
  readonly answer: (body: Body, call: Call, cloud: Cloud) => object;
}
