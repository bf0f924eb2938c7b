import type { Attribution } from '../core/attribution.js';
import type { ClaimHistory } from '../core/labels/claimHistory.js';
import type { ClaimsDiff } from '../core/labels/diffClaims.js';
import type { SetStanding, SetUpkeep } from '../core/labels/upkeep.js';
import type { NextStep } from '../core/verdict.js';
import type { DocumentSnapshot } from './document.js';

/** An account under which an address was looked up. */
export interface LookedUpAccount {
  readonly account: string;
  /** As its chain writes it. */
  readonly address: string;
  /** Short names of the chains on which this address text is the same key. */
  readonly chains: readonly string[];
}

/** What became of a claim over the snapshots of its set. */
export type ShownHistory = Omit<ClaimHistory, 'claim' | 'isCurrent'>;

/** A claim about an address. */
export interface ShownClaim extends Attribution {
  /** Short names of the chains on which an account with the address is met by the claim. */
  readonly chains: readonly string[];
  /** Null where its set was never imported here. */
  readonly history: ShownHistory | null;
  /** Whether its set is kept up to date from its publisher. */
  readonly isSynced: boolean;
}

/** A claim that the newest snapshot of its set does not make any more. It holds nowhere. */
export interface GoneClaim extends Attribution {
  readonly history: ShownHistory;
  readonly isSynced: boolean;
}

/** What follows for a payment to the address, by its labels alone. */
export interface LabelConsequence {
  readonly ruleSet: string;
  /** Null where labels alone decide nothing; that is never a leave to pay. */
  readonly decision: 'review' | 'hold' | null;
  readonly findings: readonly {
    readonly ruleId: string;
    readonly severity: string;
    readonly sentence: string;
  }[];
  readonly nextStep: NextStep | null;
}

/** What the label sets say about one address. */
export interface ShownLabels {
  readonly address: string;
  /** Order: the address itself, then those of the same key. */
  readonly lookedUp: readonly LookedUpAccount[];
  readonly consequence: LabelConsequence;
  /** Order: by set, then the file's. */
  readonly claims: readonly ShownClaim[];
  readonly gone: readonly GoneClaim[];
  readonly snapshots: readonly DocumentSnapshot[];
}

/** A snapshot as it was imported. */
export interface ListedSnapshot extends DocumentSnapshot {
  /** ISO 8601 time in UTC. */
  readonly importedAt: string;
  readonly fileDigest: string;
  /** Whether it answers now. */
  readonly isCurrent: boolean;
}

/** How a set stands today. */
export interface SetStatus extends SetUpkeep {
  /** Null where nothing was ever imported. */
  readonly snapshot: DocumentSnapshot | null;
  readonly standing: SetStanding;
  readonly ageDays: number | null;
  /** ISO 8601 time of the last check, also in vain; null where nobody ever asked. */
  readonly checkedAt: string | null;
  /** Whether screenings use it. */
  readonly isUsed: boolean;
}

/** How all label sets stand. */
export interface LabelStatus {
  /** Order: by set. */
  readonly sets: readonly SetStatus[];
  /** What an administrator should know or do; one sentence each. */
  readonly missing: readonly string[];
}

/** What changed between two snapshots. */
export interface LabelsDiff extends ClaimsDiff {
  readonly from: ListedSnapshot;
  readonly to: ListedSnapshot;
  readonly counts: {
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
    readonly unchanged: number;
  };
}

/** What came of bringing one set to its publisher's newest state. */
export interface SyncedSet {
  readonly set: string;
  /** `refused` and `failed` leave the state that was in force. */
  readonly result: 'imported' | 'unchanged' | 'refused' | 'failed';
  /** The state in force now; null where there is none. */
  readonly snapshot: DocumentSnapshot | null;
  /** The host that served a new state. */
  readonly host: string | null;
  /** Against the state before; null where there was none, or nothing changed. */
  readonly changes: LabelsDiff['counts'] | null;
  /** Rows of the publisher's file that are no claim here, by reason. */
  readonly leftOut: readonly { readonly problem: string; readonly rows: number }[];
  readonly problem: string | null;
}
