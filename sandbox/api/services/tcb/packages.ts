/** Packages that an environment can be bought with; prices are not modelled. */

/** Titles by package id, as the official tools name them; ids from DescribeEnvPlans in tencentcloud-sdk-nodejs. */
export const PACKAGES: ReadonlyMap<string, string> = new Map([
  ["baas_free", "免费版"],
  ["baas_free_trial", "体验版"],
  ["baas_personal", "个人版"],
  ["baas_integration", "集成版"],
  ["baas_pf_standard", "标准版"],
  ["baas_pf_enterprise", "企业版"],
  ["baas_pf_enterprise_senior", "企业旗舰版"],
]);
