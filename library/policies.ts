/** `cloudbase-subaccounts/policies`: what CAM policies allow, what is wrong with them, and whether people are apart. Pure: no files, no network. */

export {
  type AccessRequest,
  type Account,
  compilePolicies,
  type Evaluation,
  evaluate,
  type Permissions,
  type RequestConditions,
  type StatementReference,
} from "../policies/evaluation/evaluate.ts";
export {
  type Assumption,
  type GrantedResource,
  INVARIANTS,
  type Invariant,
  type IsolationEnvironment,
  type IsolationFinding,
  type IsolationProof,
  type IsolationSubject,
  type PathFinding,
  type PathStatus,
  proveIsolation,
  type SubjectVerdict,
  type Verdict,
} from "../policies/isolation/isolation.ts";
export {
  type Condition,
  type PolicyDocument,
  printPolicyDocument,
  type Statement,
} from "../policies/language/document.ts";
export { parsePolicyDocument, parsePolicyText } from "../policies/language/parse.ts";
export { PolicyError, type Problem as PolicyProblem, type ProblemCode } from "../policies/language/problem.ts";
export {
  type Finding,
  LINT_RULES,
  type LintOptions,
  lintPolicy as lint,
  type Rule,
  type Severity,
} from "../policies/lint/lint.ts";
