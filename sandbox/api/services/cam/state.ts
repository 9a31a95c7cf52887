/** Users, policies, groups, roles and access keys of the root account. */

export interface CamState {
  /** Sub-accounts by UIN. */
  users: Record<string, CamUser>;
  /** UIN by user name. */
  uins: Record<string, number>;
  /** Custom policies by id; presets are in presets.ts. */
  policies: Record<string, CamPolicy>;
  groups: Record<string, CamGroup>;
  /** Roles by role id. */
  roles: Record<string, CamRole>;
  /** By SecretId. */
  accessKeys: Record<string, CamAccessKey>;
}

export interface CamUser {
  uin: number;
  uid: number;
  name: string;
  remark: string;
  consoleLogin: 0 | 1;
  phoneNum: string;
  countryCode: string;
  email: string;
  createTime: number;
  policies: PolicyAttachment[];
  /** Id of the policy that caps what the user may do; null: no boundary. */
  boundary: number | null;
  /** Absent: nothing was ever set. */
  mfa?: { login: MfaFlags; action: MfaFlags };
}

/** Ways of a second factor, 1 where it is asked for. */
export interface MfaFlags {
  phone: number;
  stoken: number;
  wechat: number;
}

export interface PolicyAttachment {
  policyId: number;
  addTime: number;
}

export interface CamPolicy {
  id: number;
  name: string;
  description: string;
  addTime: number;
  updateTime: number;
  /** At most five, by version id. */
  versions: Record<string, PolicyVersion>;
  /** Version that is in effect. */
  defaultVersion: number;
  lastVersion: number;
}

export interface PolicyVersion {
  id: number;
  /** The document as it was sent. */
  document: string;
  createTime: number;
}

export interface CamGroup {
  id: number;
  name: string;
  remark: string;
  createTime: number;
  /** UINs of the members, in the order in which they joined. */
  members: number[];
  policies: PolicyAttachment[];
}

export interface CamRole {
  id: string;
  name: string;
  /** Trust policy as it was sent. */
  trustPolicy: string;
  description: string;
  consoleLogin: 0 | 1;
  /** Seconds. */
  sessionDuration: number;
  addTime: number;
  updateTime: number;
  policies: PolicyAttachment[];
}

export interface CamAccessKey {
  secretId: string;
  secretKey: string;
  /** UIN of the sub-account, or of the root account. */
  uin: number;
  status: "Active" | "Inactive";
  description: string;
  createTime: number;
}

export function newCamState(): CamState {
  return { users: {}, uins: {}, policies: {}, groups: {}, roles: {}, accessKeys: {} };
}
