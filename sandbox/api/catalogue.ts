/** Every action that the sandbox knows, by version and name. */
import type { Action } from "./action.ts";
import { decidedActions } from "./decided/actions.ts";
import { ApiError } from "./errors.ts";
import { camActions } from "./services/cam/actions.ts";
import { lighthouseActions } from "./services/lighthouse/actions.ts";
import { scfActions } from "./services/scf/actions.ts";
import { stsActions } from "./services/sts/actions.ts";
import { tagActions } from "./services/tag/actions.ts";
import { tatActions } from "./services/tat/actions.ts";
import { tcbActions } from "./services/tcb/actions.ts";

/** What the sandbox serves. */
export const ACTIONS: readonly Action[] = [
  ...camActions,
  ...stsActions,
  ...tagActions,
  ...tcbActions,
  ...lighthouseActions,
  ...tatActions,
  ...scfActions,
];

/** What the sandbox only says yes or no to. */
export const DECIDED_ACTIONS: readonly Action[] = decidedActions(ACTIONS);

/** Finds actions as requests name them: by X-TC-Version and X-TC-Action, since the host may be any. */
export class Catalogue {
  readonly #actions = new Map<string, Action>();
  readonly #versions = new Set<string>();

  /** @throws Error where two actions share version and name: sts and tag have one version, and could. */
  constructor(actions: readonly Action[] = [...ACTIONS, ...DECIDED_ACTIONS]) {
    for (const action of actions) {
      const key = `${action.version} ${shortName(action)}`;
      if (this.#actions.has(key)) throw new Error(`two actions for ${key}`);
      this.#actions.set(key, action);
      this.#versions.add(action.version);
    }
  }

  /**
   * @param service as the client signed it, for the message only.
   * @throws ApiError `NoSuchVersion` or `InvalidAction`, the codes of the real service for what it does not have.
   */
  find(version: string, action: string, service: string): Action {
    const found = this.#actions.get(`${version} ${action}`);
    if (found !== undefined) return found;
    if (!this.#versions.has(version)) {
      throw new ApiError(
        "NoSuchVersion",
        `The specified api version=\`${version}\` does not exist in service=\`${service}\`. The sandbox knows ${[...this.#versions].sort().join(", ")}.`,
      );
    }
    throw new ApiError(
      "InvalidAction",
      `The request action=\`${action}\` is invalid or not found in service=\`${service}\` and version=\`${version}\`. docs/sandbox.md lists what the sandbox serves.`,
    );
  }
}

function shortName(action: Action): string {
  return action.name.slice(action.name.indexOf(":") + 1);
}
