/** Documented request rates, and the bucket that holds callers to them. */

/**
 * Calls a second, where the reference page of an action gives another number than 20
 * (https://www.tencentcloud.com/document/product/598/32222, https://docs.cloudbase.net/en/ai/cloudbase-ai-toolkit/api-reference).
 */
const RATES: Readonly<Record<string, number>> = {
  "cam:AttachUserPolicy": 10,
  "cam:CreateAccessKey": 5,
  "cam:CreatePolicy": 10,
  "cam:CreatePolicyVersion": 10,
  "cam:DeleteAccessKey": 5,
  "cam:UpdateAssumeRolePolicy": 3,
  "cam:UpdatePolicy": 10,
  "lighthouse:CreateInstances": 10,
  "sts:GetFederationToken": 600,
  "tcb:CreateStaticStore": 200,
  "tcb:DescribeBillingInfo": 50,
  "tcb:DescribeEnvs": 100,
  "tcb:ModifyEnv": 50,
};

const DEFAULT_RATE = 20;

/** Calls a second that the real service takes of one root account. */
export function documentedRate(action: string): number {
  return Object.hasOwn(RATES, action) ? (RATES[action] ?? DEFAULT_RATE) : DEFAULT_RATE;
}

/** Token buckets, one for each action: full at first, and refilled at the documented rate. */
export class RateLimiter {
  readonly #buckets = new Map<string, { tokens: number; filledAt: number }>();

  /** Whether this call still fits; a call that does not takes nothing. */
  take(action: string, now: number): boolean {
    const rate = documentedRate(action);
    const { tokens, filledAt } = this.#buckets.get(action) ?? { tokens: rate, filledAt: now };
    const filled = Math.min(rate, tokens + (Math.max(0, now - filledAt) * rate) / 1000);
    const fits = filled >= 1;
    this.#buckets.set(action, { tokens: fits ? filled - 1 : filled, filledAt: now });
    return fits;
  }
}
