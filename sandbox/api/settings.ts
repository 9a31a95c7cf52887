/** How slow the stand-in cloud is, and which answer it gives where the published sources disagree. */

/** Delays are milliseconds; 0 is at once. */
export interface Settings {
  /** From CreateEnv to status NORMAL. Really 10 to 30 seconds. */
  environmentReady: number;
  /** From CreateEnvResource and CreateStaticStore to the log set and the bucket being listed. */
  environmentResourceReady: number;
  /** From CreateInstances to RUNNING. Really about a minute. */
  instanceRunning: number;
  /** From any other change of an instance (reset, isolate, bundle, key pairs) to LatestOperationState SUCCESS. */
  instanceOperation: number;
  /** From RUNNING to the automation agent being Online. */
  agentOnline: number;
  /** From InvokeCommand and RunCommand to the end of the command. */
  commandRunning: number;
  /**
   * How long CAM goes on deciding by the policies that it last saw of a user. Really about a minute
   * (https://www.tencentcloud.com/document/product/436/45236).
   */
  policyEffect: number;
  /**
   * What a sub-account that may read only its own environment gets from DescribeEnvs without EnvId: its own environments, as
   * the CloudBase documents say, or a refusal for `env/*`, as published error messages show.
   */
  unfilteredDescribeEnvs: "own" | "refuse";
  /** Whether calls past the documented rate of their action get RequestLimitExceeded; see rates.ts. */
  documentedRates: boolean;
}

/** Settings of a sandbox where nothing takes time, but for those given. */
export function newSettings(given: Partial<Settings> = {}): Settings {
  return {
    environmentReady: 0,
    environmentResourceReady: 0,
    instanceRunning: 0,
    instanceOperation: 0,
    agentOnline: 0,
    commandRunning: 0,
    policyEffect: 0,
    unfilteredDescribeEnvs: "own",
    documentedRates: false,
    ...given,
  };
}
