/** The way of a command to the cloud: a key and a place from the environment variables. */
import { type AskCloud, createAsk } from "../cloud/ask.ts";
import { type Clients, createClients, type RetryOptions } from "../cloud/client.ts";
import { type Credentials, readCredentials } from "../cloud/credentials.ts";
import { type Endpoint, readEndpoint } from "../cloud/endpoint.ts";
import type { Pace } from "../environments/environments.ts";
import type { Patience } from "../verify/verify.ts";
import type { Context } from "./context.ts";

export interface CloudContext extends Context {
  /** Of each call; default: 6 tries. */
  readonly retry?: RetryOptions;
  /** Between the calls that wait for the cloud; default: as documents advise. */
  readonly pace?: Pace;
  /** While CAM goes on with what it knew; default: as documents say. */
  readonly patience?: Patience;
  /** Asks a person; absent: there is no terminal, so nobody can answer. */
  readonly ask?: (question: string) => Promise<string>;
}

/** A key and where its calls go. */
export interface Connection {
  readonly credentials: Credentials;
  /** @param report told of every wait before a further try */
  clients(region: string, report?: (progress: string) => void): Clients;
  /** Calls with somebody else's key at the same place. */
  ask(credentials: Credentials, region: string): AskCloud;
}

/** @throws LookupError when a variable is missing or has another form */
export function connect({ env, retry }: CloudContext): Connection {
  const credentials = readCredentials(env);
  const endpoint: Endpoint = readEndpoint(env);
  return {
    credentials,
    clients: (region, report) =>
      createClients({ credentials, endpoint, region, ...(retry && { retry }), ...(report && { report }) }),
    ask: (other, region) => createAsk({ credentials: other, endpoint, region, ...(retry && { retry }) }),
  };
}
