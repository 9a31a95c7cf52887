/** One call of every action of CAM that catalogue and sandbox share. */
import { calls, EVERYTHING, NOTHING, type ServedCall } from "./served-call.ts";
import { TRUST_POLICY } from "./targets.ts";

const PAGE = { Page: 1, Rp: 20 };

export const CAM_CALLS: readonly ServedCall[] = [
  ...calls("cam", ["AddUser"], () => ({ Name: "mallory" })),
  ...calls("cam", ["GetUser", "UpdateUser", "DeleteUser"], ({ name }) => ({ Name: name })),
  ...calls("cam", ["ListUsers", "GetUserAppId", "GetAccountSummary", "ListGroups", "ListPolicies"], NOTHING),
  ...calls("cam", ["DescribeSubAccounts"], ({ uin }) => ({ FilterSubAccountUin: [uin] })),
  ...calls("cam", ["CreateAccessKey", "ListAccessKeys"], ({ uin }) => ({ TargetUin: uin })),
  ...calls("cam", ["SetMfaFlag"], ({ uin }) => ({ OpUin: uin, LoginFlag: { Stoken: 0 } })),
  ...calls("cam", ["DescribeSafeAuthFlagColl"], ({ uin }) => ({ SubUin: uin })),
  ...calls("cam", ["UpdateAccessKey"], ({ uin, accessKeyId }) => ({
    TargetUin: uin,
    AccessKeyId: accessKeyId,
    Status: "Active",
  })),
  ...calls("cam", ["DeleteAccessKey"], ({ uin, accessKeyId }) => ({ TargetUin: uin, AccessKeyId: accessKeyId })),
  ...calls("cam", ["PutUserPermissionsBoundary"], ({ uin, policyId }) => ({ TargetUin: uin, PolicyId: policyId })),
  ...calls("cam", ["GetUserPermissionBoundary", "DeleteUserPermissionsBoundary"], ({ uin }) => ({ TargetUin: uin })),
  ...calls("cam", ["CreatePolicy"], () => ({ PolicyName: "everything", PolicyDocument: EVERYTHING })),
  ...calls("cam", ["UpdatePolicy"], ({ policyId }) => ({ PolicyId: policyId, PolicyDocument: EVERYTHING })),
  ...calls("cam", ["GetPolicy", "ListPolicyVersions", "ListEntitiesForPolicy"], ({ policyId }) => ({
    PolicyId: policyId,
  })),
  ...calls("cam", ["DeletePolicy"], ({ policyId }) => ({ PolicyId: [policyId] })),
  ...calls("cam", ["CreatePolicyVersion"], ({ policyId }) => ({
    PolicyId: policyId,
    PolicyDocument: EVERYTHING,
    SetAsDefault: true,
  })),
  ...calls("cam", ["GetPolicyVersion", "SetDefaultPolicyVersion"], ({ policyId }) => ({
    PolicyId: policyId,
    VersionId: 1,
  })),
  ...calls("cam", ["DeletePolicyVersion"], ({ policyId }) => ({ PolicyId: policyId, VersionId: [1] })),
  ...calls("cam", ["AttachUserPolicy"], ({ policyId, uin }) => ({ PolicyId: policyId, AttachUin: uin })),
  ...calls("cam", ["DetachUserPolicy"], ({ policyId, uin }) => ({ PolicyId: policyId, DetachUin: uin })),
  ...calls("cam", ["AttachGroupPolicy"], ({ policyId, groupId }) => ({ PolicyId: policyId, AttachGroupId: groupId })),
  ...calls("cam", ["DetachGroupPolicy"], ({ policyId, groupId }) => ({ PolicyId: policyId, DetachGroupId: groupId })),
  ...calls("cam", ["AttachRolePolicy"], ({ policyId, roleName }) => ({ PolicyId: policyId, AttachRoleName: roleName })),
  ...calls("cam", ["DetachRolePolicy"], ({ policyId, roleName }) => ({ PolicyId: policyId, DetachRoleName: roleName })),
  ...calls("cam", ["ListAttachedUserPolicies"], ({ uin }) => ({ TargetUin: uin })),
  ...calls("cam", ["ListAttachedUserAllPolicies"], ({ uin }) => ({ TargetUin: uin, ...PAGE, AttachType: 0 })),
  ...calls("cam", ["ListAttachedGroupPolicies"], ({ groupId }) => ({ TargetGroupId: groupId })),
  ...calls("cam", ["CreateGroup"], () => ({ GroupName: "mallory" })),
  ...calls("cam", ["GetGroup", "UpdateGroup", "DeleteGroup", "ListUsersForGroup"], ({ groupId }) => ({
    GroupId: groupId,
  })),
  ...calls("cam", ["AddUserToGroup", "RemoveUserFromGroup"], ({ groupId, uin }) => ({
    Info: [{ GroupId: groupId, Uin: uin }],
  })),
  ...calls("cam", ["ListGroupsForUser"], ({ uin }) => ({ SubUin: uin })),
  ...calls("cam", ["CreateRole"], () => ({ RoleName: "mallory", PolicyDocument: TRUST_POLICY })),
  ...calls("cam", ["DescribeRoleList"], () => PAGE),
  ...calls("cam", ["GetRole", "DeleteRole", "ListAttachedRolePolicies"], ({ roleName }) => ({ RoleName: roleName })),
  ...calls("cam", ["UpdateAssumeRolePolicy"], ({ roleName }) => ({ RoleName: roleName, PolicyDocument: TRUST_POLICY })),
];
