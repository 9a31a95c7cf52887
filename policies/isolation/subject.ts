/** Who the proof of isolation is about: employees with their policies and environments, as plain data. */
import type { PolicyDocument } from "../language/document.ts";

/** One employee. */
export interface IsolationSubject {
  /** Name of the sub-account; unique. */
  readonly name: string;
  /** All policies of the sub-account, from the user and its groups. */
  readonly documents: readonly PolicyDocument[];
  /** Permission boundary of the sub-account; absent: none. */
  readonly boundary?: PolicyDocument | undefined;
  readonly environment: IsolationEnvironment;
  /** Profile whose declared list of account-wide actions applies; a name that `PROFILES` does not have declares none. */
  readonly profile: string;
  /** Further actions (`ci:*`) that somebody accepted in writing for this employee, whatever they reach. */
  readonly waived?: readonly string[] | undefined;
  /** Names of further policies of the sub-account whose text is not known, each accepted in writing whatever it allows. */
  readonly unread?: readonly string[] | undefined;
  /** What the roster grants this employee besides the environment, and nobody else may reach to whom it is not granted as well. */
  readonly granted?: readonly GrantedResource[] | undefined;
  /**
   * Positions in `documents` of those that are made of the roster's grants. The roster may grant one person a registry and another one a
   * repository in it, so that these documents reach what is granted to others on purpose.
   */
  readonly grantDocuments?: readonly number[] | undefined;
  /** Names of the employees whose environment this one shares on purpose; counts when both say so. */
  readonly sharedWith?: readonly string[] | undefined;
}

/** What belongs to one employee alone. */
export interface IsolationEnvironment {
  /** Environment id. */
  readonly id: string;
  /** Long or short name. */
  readonly region: string;
  /** Bucket of the cloud storage, with the app id. */
  readonly storageBucket: string;
  /** Bucket of the static hosting, with the app id. */
  readonly hostingBucket?: string | undefined;
  readonly topicId?: string | undefined;
  readonly logsetId?: string | undefined;
  /** Namespace of the functions; that of an environment is its id. */
  readonly namespace: string;
}

/** A resource that is granted, with all below it. */
export interface GrantedResource {
  readonly service: "ci" | "cos" | "tcr";
  /** Long or short name. */
  readonly region: string;
  /** `repository/tcr-1a2b3c4d/data`, `bucket/pictures-1250000000`. */
  readonly path: string;
}
