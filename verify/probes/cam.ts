/** Probes of CAM, STS and Organizations. Parameters are those of tencentcloud-sdk-nodejs 4.1.313. */
import { DENY_ALL, NO_DOCUMENT, NOTHING, type Probe, probesOf } from "./probe.ts";

const PAGE = { Page: 1, Rp: 1 };

const uin = ({ uin }: { readonly uin: string }) => Number(uin);
const policy = ({ policyId }: { readonly policyId: string }) => Number(policyId);
const group = ({ groupId }: { readonly groupId: string }) => Number(groupId);

export const CAM_PROBES: readonly Probe[] = [
  ...probesOf("cam", "2019-01-16", [
    [["ListUsers", "GetUserAppId", "GetAccountSummary"], NOTHING],
    [["ListGroups", "ListPolicies", "DescribeRoleList"], () => PAGE],
    [["GetUser"], ({ name }) => ({ Name: name })],
    [["DescribeSubAccounts"], (target) => ({ FilterSubAccountUin: [uin(target)] })],
    [["ListAccessKeys", "GetUserPermissionBoundary"], (target) => ({ TargetUin: uin(target) })],
    [["GetPolicy", "ListPolicyVersions", "ListEntitiesForPolicy"], (target) => ({ PolicyId: policy(target) })],
    [["GetPolicyVersion"], (target) => ({ PolicyId: policy(target), VersionId: 1 })],
    [["ListAttachedUserPolicies"], (target) => ({ TargetUin: uin(target), ...PAGE })],
    [["ListAttachedUserAllPolicies"], (target) => ({ TargetUin: uin(target), ...PAGE, AttachType: 0 })],
    [["ListAttachedGroupPolicies"], (target) => ({ TargetGroupId: group(target), ...PAGE })],
    [["GetGroup", "ListUsersForGroup"], (target) => ({ GroupId: group(target) })],
    [["ListGroupsForUser"], (target) => ({ SubUin: uin(target), ...PAGE })],
    [["GetRole"], ({ roleName }) => ({ RoleName: roleName })],
    [["ListAttachedRolePolicies"], ({ roleName }) => ({ RoleName: roleName, ...PAGE })],
    // The employee's own name, which is taken.
    [["AddUser"], ({ takenName }) => ({ Name: takenName })],
    [["UpdateUser", "DeleteUser"], ({ name }) => ({ Name: name })],
    // No document that CAM takes.
    [["CreatePolicy"], ({ policyName }) => ({ PolicyName: policyName, PolicyDocument: NO_DOCUMENT })],
    [["CreateRole"], ({ roleName }) => ({ RoleName: roleName, PolicyDocument: NO_DOCUMENT })],
    [["UpdatePolicy"], (target) => ({ PolicyId: policy(target), PolicyDocument: NO_DOCUMENT })],
    [
      ["CreatePolicyVersion"],
      (target) => ({ PolicyId: policy(target), PolicyDocument: NO_DOCUMENT, SetAsDefault: false }),
    ],
    [["DeletePolicy"], (target) => ({ PolicyId: [policy(target)] })],
    [["SetDefaultPolicyVersion"], (target) => ({ PolicyId: policy(target), VersionId: 1 })],
    [["DeletePolicyVersion"], (target) => ({ PolicyId: policy(target), VersionId: [1] })],
    [["AttachUserPolicy"], (target) => ({ PolicyId: policy(target), AttachUin: uin(target) })],
    [["DetachUserPolicy"], (target) => ({ PolicyId: policy(target), DetachUin: uin(target) })],
    [["AttachGroupPolicy"], (target) => ({ PolicyId: policy(target), AttachGroupId: group(target) })],
    [["DetachGroupPolicy"], (target) => ({ PolicyId: policy(target), DetachGroupId: group(target) })],
    [["AttachRolePolicy"], (target) => ({ PolicyId: policy(target), AttachRoleName: target.roleName })],
    [["DetachRolePolicy"], (target) => ({ PolicyId: policy(target), DetachRoleName: target.roleName })],
    [["UpdateGroup", "DeleteGroup"], (target) => ({ GroupId: group(target) })],
    [["AddUserToGroup", "RemoveUserFromGroup"], (target) => ({ Info: [{ GroupId: group(target), Uin: uin(target) }] })],
    [["UpdateAssumeRolePolicy"], ({ roleName }) => ({ RoleName: roleName, PolicyDocument: NO_DOCUMENT })],
    [["DeleteRole"], ({ roleName }) => ({ RoleName: roleName })],
    [["UpdateRoleSessionDuration"], ({ roleName }) => ({ RoleName: roleName, SessionDuration: 7200 })],
    [["PutRolePermissionsBoundary"], (target) => ({ RoleName: target.roleName, PolicyId: policy(target) })],
    [["DeleteRolePermissionsBoundary"], ({ roleName }) => ({ RoleName: roleName })],
    [["DeleteSAMLProvider", "DeleteOIDCConfig"], () => ({ Name: "nobody-of-verify" })],
    [["SetMfaFlag"], (target) => ({ OpUin: uin(target) })],
    [["DescribeSafeAuthFlagColl"], (target) => ({ SubUin: uin(target) })],
    [["UpdateRoleDescription"], ({ roleName }) => ({ RoleName: roleName, Description: "" })],
    [["UpdateRoleConsoleLogin"], ({ roleName }) => ({ RoleName: roleName, ConsoleLogin: 0 })],
    [["PutUserPermissionsBoundary"], (target) => ({ TargetUin: uin(target), PolicyId: policy(target) })],
    [["DeleteUserPermissionsBoundary", "CreateAccessKey"], (target) => ({ TargetUin: uin(target) })],
    [["DeleteAccessKey"], (target) => ({ TargetUin: uin(target), AccessKeyId: target.accessKeyId })],
    [
      ["UpdateAccessKey"],
      (target) => ({ TargetUin: uin(target), AccessKeyId: target.accessKeyId, Status: "Inactive" }),
    ],
  ]),
  ...probesOf("sts", "2018-08-13", [
    [
      ["AssumeRole"],
      ({ ownerUin, roleName }) => ({
        RoleArn: `qcs::cam::uin/${ownerUin}:roleName/${roleName}`,
        RoleSessionName: "verify",
      }),
    ],
    // Credentials that may do nothing; what comes back is thrown away.
    [["GetFederationToken"], () => ({ Name: "verify", Policy: DENY_ALL, DurationSeconds: 1 })],
  ]),
];
