/** Serves the stand-in cloud over HTTP on loopback, as API 3.0 and as a proxy for clients that insist on Tencent's host names. */
import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { isIP } from "node:net";
import { setTimeout } from "node:timers/promises";
import { printable } from "../../problems/problems.ts";
import { Authorizer } from "./authorize.ts";
import { Catalogue } from "./catalogue.ts";
import type { Cloud } from "./cloud.ts";
import { answerControl, CONTROL_PATH, controlRefusal } from "./control.ts";
import { ApiError } from "./errors.ts";
import { type Fault, type FaultRule, Faults } from "./faults.ts";
import { findIdentity } from "./identity.ts";
import { answerStorage } from "./object-storage/answer.ts";
import { isStorageRequest } from "./object-storage/request.ts";
import { documentedRate, RateLimiter } from "./rates.ts";
import {
  type ApiRequest,
  closeUnlessRead,
  contentEncoding,
  hasHungUp,
  readBody,
  readHead,
  withBody,
} from "./request.ts";
import { readClaim, SignatureVerifier } from "./signature.ts";
import type { StateFile } from "./state-file.ts";
import { STATE_LIMIT, TERRAFORM_STATE_PATH, TerraformStates } from "./terraform-state.ts";

export interface ApiOptions {
  readonly cloud: Cloud;
  /** Written after every change and before its answer; absent: the cloud lives in memory alone. */
  readonly stateFile?: StateFile;
  /** Default 0: a free port. */
  readonly port?: number;
  /** Default `127.0.0.1`; only loopback addresses are taken. */
  readonly host?: string;
  /** Faults from the first request on. */
  readonly faults?: readonly FaultRule[];
  /** Milliseconds since 1970; default `Date.now`. */
  readonly now?: () => number;
  /** Told of errors that are bugs of the sandbox and answered with InternalError. Default: prints the stack trace to stderr. */
  readonly onBug?: (error: unknown) => void;
}

/** A running server. */
export interface Api {
  /** `http://127.0.0.1:<port>`: endpoint of the SDKs, and HTTP_PROXY of the Terraform provider. */
  readonly url: string;
  readonly port: number;
  readonly cloud: Cloud;
  /** Bearer token of `/_sandbox/...`; made anew at each start. */
  readonly controlToken: string;
  /** Ends open connections and writes the state a last time. */
  close(): Promise<void>;
}

/** @throws Error where `host` is not a loopback address or the port is taken. */
export async function startApi(options: ApiOptions): Promise<Api> {
  const host = options.host ?? "127.0.0.1";
  if (!isLoopback(host)) throw new Error(`the sandbox only listens on loopback, not on ${host}: use 127.0.0.1`);
  const controlToken = randomBytes(24).toString("hex");
  const closing = new AbortController();
  const endpoint = new Endpoint(options, controlToken, closing.signal);
  // A query may have 32 KB, which counts as part of the headers here; Node's own limit is 16.
  // A body that never ends holds its connection for two minutes.
  const server = createServer({ maxHeaderSize: 64 * 1024, requestTimeout: 120_000 }, (message, response) => {
    endpoint.answer(message, response).catch((error: unknown) => {
      if (hasHungUp(message)) return;
      endpoint.reportBug(error);
      message.socket.destroy();
    });
  });
  // With hundreds of clients at once, closing idle connections early would race with their next request.
  server.keepAliveTimeout = 60_000;
  server.on("connect", (_message: IncomingMessage, socket: Socket) => refuseTunnel(socket));
  const { port } = await listen(server, host, options.port ?? 0);
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    cloud: options.cloud,
    controlToken,
    close: async () => {
      closing.abort();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await options.stateFile?.save();
    },
  };
}

/** Everything that one server remembers between requests, besides the cloud. */
class Endpoint {
  readonly #options: ApiOptions;
  readonly #controlToken: string;
  readonly #closing: AbortSignal;
  readonly #catalogue = new Catalogue();
  readonly #verifier = new SignatureVerifier();
  readonly #limiter = new RateLimiter();
  readonly #authorizer: Authorizer;
  readonly #faults: Faults;
  readonly #states: TerraformStates;
  #requests = 0;

  constructor(options: ApiOptions, controlToken: string, closing: AbortSignal) {
    this.#options = options;
    this.#controlToken = controlToken;
    this.#closing = closing;
    this.#authorizer = new Authorizer(options.cloud);
    this.#faults = new Faults(options.faults);
    this.#states = new TerraformStates(controlToken);
  }

  async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    if (message.url?.startsWith(`${CONTROL_PATH}/`)) return this.#answerControl(message, message.url, response);
    if (isStorageRequest(message)) return this.#answerStorage(message, response);
    const requestId = this.#nextRequestId();
    try {
      const head = readHead(message);
      const { cloud, now = Date.now } = this.#options;
      readClaim(head.headers, (secretId) => findIdentity(cloud, secretId), now());
      const request = withBody(head, await readBody(message));
      const result = await this.#run(request, requestId, sourceIp(message));
      if (result === "dropped") message.socket.destroy();
      else send(response, 200, { Response: { ...result, RequestId: requestId } });
    } catch (error) {
      if (hasHungUp(message)) return;
      closeUnlessRead(message, response);
      send(response, 200, { Response: { Error: this.#printedError(error), RequestId: requestId } });
    }
  }

  async #answerStorage(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { cloud, now = Date.now } = this.#options;
    const call = { requestId: this.#nextRequestId(), ip: sourceIp(message), now: now() };
    const befall = (faults: readonly Fault[], when: "before" | "after") => this.#befall(faults, when);
    const reportBug = (error: unknown) => this.reportBug(error);
    const own = { cloud, authorizer: this.#authorizer, faults: this.#faults, befall, reportBug };
    return answerStorage(message, response, { ...own, ...call });
  }

  async #answerControl(message: IncomingMessage, path: string, response: ServerResponse): Promise<void> {
    try {
      await this.#control(message, path, response);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      closeUnlessRead(message, response);
      send(response, 413, { error: error.message });
    }
  }

  async #control(message: IncomingMessage, path: string, response: ServerResponse): Promise<void> {
    const isState = path.startsWith(`${TERRAFORM_STATE_PATH}/`);
    const refused = isState ? undefined : controlRefusal(message, this.#controlToken);
    if (refused !== undefined) return send(response, refused.status, refused.body);
    if (contentEncoding(message) !== undefined) {
      return send(response, 415, { error: "send the body as it is, without a Content-Encoding" });
    }
    if (isState) {
      const answer =
        this.#states.refusal(message) ?? this.#states.answer(message, path, await readBody(message, STATE_LIMIT));
      const { status, body } = answer;
      response
        .writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) })
        .end(body);
      return;
    }
    const { cloud } = this.#options;
    const controlled = { cloud, faults: this.#faults, token: this.#controlToken };
    const control = answerControl(message, path, await readBody(message), controlled);
    if (control.changed) await this.#options.stateFile?.save();
    send(response, control.status, control.body);
  }

  reportBug(error: unknown): void {
    if (this.#closing.aborted) return;
    const report = this.#options.onBug ?? ((bug: unknown) => process.stderr.write(`sandbox: ${stackOf(bug)}\n`));
    report(error);
  }

  async #run(request: ApiRequest, requestId: string, ip: string): Promise<object | "dropped"> {
    const { cloud, now = Date.now } = this.#options;
    const identity = this.#verifier.verify(request, (secretId) => findIdentity(cloud, secretId), now());
    const action = this.#catalogue.find(request.version, request.action, signedService(request));
    const faults = this.#faults.next(action.name);
    if ((await this.#befall(faults, "before")) === "dropped") return "dropped";
    if (cloud.settings.documentedRates && !this.#limiter.take(action.name, now())) throw rateExceeded(action.name);
    const { region } = request;
    const call = { caller: identity.caller, region, now: now(), query: request.method === "GET" };
    const authorize = this.#authorizer.forCall(identity, action.name, { requestId, ip, now: call.now });
    const answer = action.run(request.parameters, call, cloud, authorize);
    if (action.writes) await this.#options.stateFile?.save();
    if ((await this.#befall(faults, "after")) === "dropped") return "dropped";
    return answer;
  }

  async #befall(faults: readonly Fault[], when: "before" | "after"): Promise<"dropped" | "served"> {
    for (const fault of faults) {
      if (fault.kind === "slow") {
        if (when === "before") await setTimeout(fault.milliseconds, undefined, { signal: this.#closing });
      } else if (fault.when === when) {
        if (fault.kind === "drop") return "dropped";
        throw new ApiError(fault.code, fault.message);
      }
    }
    return "served";
  }

  #printedError(error: unknown): { Code: string; Message: string } {
    if (error instanceof ApiError) return { Code: error.code, Message: error.message };
    this.reportBug(error);
    return {
      Code: "InternalError",
      Message: "An internal error has occurred in the sandbox; its log has the details.",
    };
  }

  /** Counted, not random, so that two runs of the same requests read the same. */
  #nextRequestId(): string {
    this.#requests += 1;
    const hex = createHash("md5").update(String(this.#requests)).digest("hex");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) });
  response.end(text);
}

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("the server has no port"));
      else resolve(address);
    });
  });
}

/** An https URL makes a client ask its proxy for a tunnel to the real cloud. */
function refuseTunnel(socket: Socket): void {
  // The client may be gone already, which would be an error that nobody listens to.
  socket.on("error", () => socket.destroy());
  const text =
    "The sandbox opens no tunnels and speaks plain HTTP only: set TENCENTCLOUD_PROTOCOL=HTTP, and HTTP_PROXY but not HTTPS_PROXY.\n";
  socket.end(
    `HTTP/1.1 501 Not Implemented\r\nContent-Type: text/plain\r\nContent-Length: ${text.length}\r\nConnection: close\r\n\r\n${text}`,
  );
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function sourceIp(message: IncomingMessage): string {
  return message.socket.remoteAddress ?? "127.0.0.1";
}

function signedService(request: ApiRequest): string {
  return /\/([^/]+)\/tc3_request/.exec(request.headers["authorization"] ?? "")?.[1] ?? "";
}

function rateExceeded(action: string): ApiError {
  const rate = documentedRate(action);
  return new ApiError(
    "RequestLimitExceeded",
    `Your current request times equals to \`${rate + 1}\` in a second, which exceeds the frequency limit \`${rate}\` for a second. Please reduce the frequency of calls.`,
  );
}

function stackOf(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  // What clients have sent may be in the message.
  return text.split("\n").map(printable).join("\n");
}
