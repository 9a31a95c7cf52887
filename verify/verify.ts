/** Whether a live account does what the proof says: with an employee's key, and without harm. */

export { type AttachedToUser, differences, readAttached } from "./attached.ts";
export { type AuditedUser, auditFindings, readAudited } from "./audit.ts";
export { type Evidence, evidenceOf, parseEvidence, printEvidence, settledRows } from "./evidence.ts";
export { expectationsOf } from "./expect.ts";
export { UNTRIED } from "./probes/probes.ts";
export {
  attemptsFor,
  isSurprise,
  KeyTrouble,
  type Outcome,
  PATIENCE,
  type Patience,
  runAttempts,
  type Targets,
} from "./run.ts";
export { nobody, somebody } from "./target.ts";
