import type { Account } from '../core/account.js';
import type { Attribution } from '../core/attribution.js';
import type { FactsAlone } from '../core/decodeBundle.js';
import type { FactBundle } from '../core/factBundle.js';
import type { Gap } from '../core/gap.js';
import type { Policy } from '../core/policy.js';
import type { Anchor, Decision, Finding, Subject } from '../core/verdict.js';
import type { LabelBook, LabelSnapshot } from '../screening/ports.js';

/** A state of a label set, as it came. */
export interface ImportedState extends LabelSnapshot {
  /** ISO 8601 time in UTC. */
  readonly importedAt: string;
}

/** The states that label sets ever had. */
export interface LabelStates {
  /** Order: by set, then as imported. */
  readonly listImports: () => readonly ImportedState[];
  readonly readSnapshot: (snapshotId: string) => readonly Attribution[] | null;
  /** What snapshots say at a moment (ISO 8601); null where one of them was never imported here. */
  readonly openBookOf: (recorded: {
    readonly snapshots: readonly LabelSnapshot[];
    readonly iso: string;
  }) => LabelBook | null;
}

/** What is known of a recorded screening before its verdict is read. */
export interface ScreenedMark {
  readonly screeningId: string;
  /** ISO 8601 time in UTC. */
  readonly screenedAt: string;
  readonly factsDigest: string;
  readonly labelSnapshots: readonly LabelSnapshot[];
  readonly subjects: readonly Account[];
}

/** Which accounts recorded screenings name. */
export interface ScreenedAccountsIndex {
  /** Order: newest last. */
  readonly listScreened: () => readonly ScreenedMark[];
  readonly findBundles: (accounts: Iterable<Account>) => ReadonlyMap<Account, readonly string[]>;
}

/** Whom a claim speaks about besides the account that it names. */
export interface KeyMatch {
  /** Every account that may belong to whoever holds this one, on all known chains. */
  readonly accountsOfKey: (account: Account) => readonly Account[];
  /** Whether a claim counts for an account, as in a screening. */
  readonly speaksAbout: (claim: Attribution, account: Account) => boolean;
}

/** A verdict as it was recorded, with what it was judged by. */
export interface RecordedVerdict {
  readonly screeningId: string;
  readonly screenedAt: string;
  /** The past moment that was asked for; null for the present. */
  readonly asOf: string | null;
  readonly validUntil: string;
  readonly subjects: readonly Subject[];
  readonly decision: Decision;
  readonly complete: boolean;
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  readonly anchors: Readonly<Record<string, Anchor>>;
  readonly ruleSet: { readonly id: string; readonly digest: string };
  readonly labelSnapshots: readonly LabelSnapshot[];
  readonly factsDigest: string;
  readonly engineVersion: number;
  readonly policy: Policy;
}

/** The record of screenings. */
export interface VerdictRecord {
  /** @throws {Bug} when there is no such screening. */
  readonly readVerdict: (screeningId: string) => RecordedVerdict;
  /** Null where the facts are missing or damaged. */
  readonly readBundle: (factsDigest: string) => FactBundle | FactsAlone | null;
}
