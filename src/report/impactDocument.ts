import type { Account } from '../core/account.js';
import type { Attribution } from '../core/attribution.js';
import type { FieldChange } from '../core/labels/diffClaims.js';
import type { ClaimChange, PublishedWhen } from '../core/labels/impact.js';
import type { Decision, Finding, NextStep, Subject } from '../core/verdict.js';
import type { DocumentAsset, DocumentExposure, DocumentSnapshot } from './document.js';

/** A claim that came, changed or went, and what it has to do with a screening. */
export interface ImpactClaim extends Attribution {
  readonly change: ClaimChange['kind'];
  /** What reads otherwise; empty unless it was changed. */
  readonly fields: readonly FieldChange[];
  /** Whether it had been published when the wallet was screened. */
  readonly published: PublishedWhen;
  /** The accounts of the screening that it speaks about. */
  readonly accounts: readonly Account[];
  /** Their addresses, as their chains write them, each once. */
  readonly addresses: readonly string[];
  /** With their paths, as they read now; as they read then where the claim is gone. */
  readonly exposures: readonly DocumentExposure[];
}

/** What a verdict said. */
export interface ImpactReading {
  readonly decision: Decision;
  readonly complete: boolean;
  readonly findings: readonly Finding[];
}

/** A recorded verdict that would read differently, or of which that cannot be told. */
export interface ImpactItem {
  /** What was recorded; payments will be records of another kind. */
  readonly record: {
    readonly kind: 'screening';
    readonly screeningId: string;
    readonly screenedAt: string;
    readonly asOf: string | null;
  };
  readonly subjects: readonly Subject[];
  readonly before: ImpactReading;
  /** Null where it cannot be judged again. */
  readonly now: (ImpactReading & { readonly summary: string }) | null;
  /** Why it cannot be judged again; null where it was. */
  readonly notJudged: string | null;
  readonly claims: readonly ImpactClaim[];
  /** What the labels of now would have had looked up, and was not: the reading of now lacks it. */
  readonly notLookedUp: readonly string[];
  /** What else the reader should know of how it was judged. */
  readonly remarks: readonly string[];
  readonly nextStep: NextStep;
  /** The newest screening of the wallet by the labels of now; null where there is none. */
  readonly screenedSince: {
    readonly screeningId: string;
    readonly screenedAt: string;
    readonly decision: Decision;
  } | null;
  /** Assets that the exposures name. */
  readonly assets: readonly DocumentAsset[];
}

/** What changes of labels mean for past screenings. */
export interface LabelImpact {
  readonly since: string | null;
  readonly set: string | null;
  /** The labels of now. Order: by set. */
  readonly labelSnapshots: readonly DocumentSnapshot[];
  /** What these labels do not know and should. */
  readonly labelGaps: readonly string[];
  readonly counts: {
    readonly screenings: number;
    readonly touched: number;
    readonly differ: number;
    readonly notJudged: number;
    /** Touched, and read as before. */
    readonly same: number;
    /** Of those listed: screened again by the labels of now. */
    readonly screenedSince: number;
  };
  /** Order: most serious first. */
  readonly items: readonly ImpactItem[];
  /** Ids of screenings whose facts cannot be read, so that nobody knows whom they name. */
  readonly unreadable: readonly string[];
}

/** What became of screening listed wallets again. */
export interface Rescreened {
  readonly done: readonly {
    /** The screening that was listed. */
    readonly of: string;
    readonly screeningId: string;
    readonly address: string;
    readonly decision: Decision;
    readonly summary: string;
  }[];
  readonly failed: readonly {
    readonly of: string;
    readonly address: string;
    readonly problem: string;
  }[];
  /** Wallets that are listed and were not reached. */
  readonly left: number;
}
