/** Packages that an environment can be bought with. */

export interface Package {
  /** As the official tools name it. */
  readonly title: string;
  /** CNY a month. 19.9 for Personal is published; the others are made up. */
  readonly price: string;
}

/** By package id; ids from DescribeEnvPlans in tencentcloud-sdk-nodejs. */
export const PACKAGES: ReadonlyMap<string, Package> = new Map([
  ["baas_free", { title: "免费版", price: "0" }],
  ["baas_free_trial", { title: "体验版", price: "0" }],
  ["baas_personal", { title: "个人版", price: "19.9" }],
  ["baas_integration", { title: "集成版", price: "99" }],
  ["baas_pf_standard", { title: "标准版", price: "199" }],
  ["baas_pf_enterprise", { title: "企业版", price: "999" }],
  ["baas_pf_enterprise_senior", { title: "企业旗舰版", price: "1999" }],
]);
