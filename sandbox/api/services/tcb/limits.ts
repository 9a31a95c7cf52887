/** Limits of CloudBase that the sandbox keeps. */

/** Environments of one account. Tencent Cloud sets it for each account; this one leaves room for a large roster. */
export const MAX_ENVIRONMENTS = 10_000;

/** Keys of type api_key of one environment: CreateApiKey in tencentcloud-sdk-nodejs 4.1.313. */
export const MAX_API_KEYS = 5;

/** Collections of one environment's database. The real number depends on the package; this one is made up. */
export const MAX_TABLES = 200;
