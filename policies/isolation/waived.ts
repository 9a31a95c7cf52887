/** What somebody accepted in writing, whatever it reaches. */
import { actionContains } from "../language/action.ts";

/** Whether a waiver (`ci:*`) covers an action, or all that an action pattern stands for. */
export function isWaived(action: string, waived: readonly string[]): boolean {
  return waived.some((pattern) => actionContains(pattern, action));
}
