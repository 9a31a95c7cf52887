/** The whole stand-in cloud as one plain object, so that it can be written to a file and read back. */
import { type CamState, newCamState } from "./services/cam/state.ts";
import { type LighthouseState, newLighthouseState } from "./services/lighthouse/state.ts";
import { newScfState, type ScfState } from "./services/scf/state.ts";
import { newStsState, type StsState } from "./services/sts/state.ts";
import { newTagState, type TagState } from "./services/tag/state.ts";
import { newTatState, type TatState } from "./services/tat/state.ts";
import { newTcbState, type TcbState } from "./services/tcb/state.ts";
import { newSettings, type Settings } from "./settings.ts";

/**
 * Every member survives `JSON.parse(JSON.stringify(cloud))` unchanged: no Map, no Date, no undefined. Times are milliseconds
 * since 1970. Actions change it in place, and only synchronously, so that a written state is never half of an action.
 */
export interface Cloud {
  readonly account: Account;
  settings: Settings;
  /** Last number given out, by the name of the sequence; see ids.ts. */
  readonly counters: Record<string, number>;
  readonly cam: CamState;
  readonly sts: StsState;
  readonly tags: TagState;
  readonly tcb: TcbState;
  readonly lighthouse: LighthouseState;
  readonly tat: TatState;
  readonly scf: ScfState;
}

/** The one root account of a sandbox. */
export interface Account {
  /** UIN of the root account. */
  readonly ownerUin: number;
  /** App id of the root account: the number at the end of its bucket names. */
  readonly appId: number;
  /** Key that may do everything. Made up at run time by whoever starts the sandbox. */
  readonly rootSecretId: string;
  readonly rootSecretKey: string;
}

/** An empty account: no users, no environments, no servers. */
export function newCloud(account: Account, settings: Partial<Settings> = {}): Cloud {
  return {
    account,
    settings: newSettings(settings),
    counters: {},
    cam: newCamState(),
    sts: newStsState(),
    tags: newTagState(),
    tcb: newTcbState(),
    lighthouse: newLighthouseState(),
    tat: newTatState(),
    scf: newScfState(),
  };
}
