import type { Account } from './account.js';
import type { AssetId } from './asset.js';
import type { Category } from './attribution.js';
import type { RateMissing } from './currency.js';
import type { Direction } from './exposure.js';
import type { PaidCoverage, RosterCoverage } from './monthCoverage.js';
import type { LinkKind } from './rosterLink.js';
import type { Decision } from './verdict.js';

/** Money in the currency of the company. Units: millionths of it; null where a price is not known. */
export type Worth = bigint | null;

/** Why a payment needs to be looked at. A closed list; order: as the report tells them. */
export const PAYMENT_CONCERNS = [
  /** On the chain, from an account of ours, and no valid screening of whom it went to at its time. */
  'unscreened-on-chain',
  /** Paid while the newest verdict or decision about it was `hold`, without an override. */
  'paid-while-held',
  /** Paid while the newest verdict or decision about it was `review`, which nobody had let pass. */
  'paid-unreleased',
  /** Told by the accounting system, and not found on the chain as told. */
  'unmatched',
  /** Told, found, and never checked before. */
  'unchecked',
  /** Checked only after it had been made. */
  'paid-before-check',
  /** The screening that it rested on did not see all that the policy requires. */
  'incomplete-at-payment',
  /** The screening that it rested on was over when it was made. */
  'stale-at-payment',
  /** On the chain, from an account of ours, and the accounting system does not tell it. */
  'not-in-accounts',
] as const;

/** Why a payment needs to be looked at. */
export type PaymentConcern = (typeof PAYMENT_CONCERNS)[number];

/** What people did about a payment that was not clean. A closed list. */
export const LET_PASS = ['released', 'overridden', 'none'] as const;

/** What people did about a payment that was not clean. */
export type LetPass = (typeof LET_PASS)[number];

/** One payment of a month. Personal data: payee reference, invoice and approver. */
export interface MonthPayment {
  readonly id: string;
  /** ISO 8601 time in UTC: of its block where it was found, else of the day that was told. */
  readonly at: string;
  readonly source: 'accounts' | 'chain' | 'both';
  readonly payeeId: string | null;
  readonly payeeReference: string | null;
  readonly account: Account;
  readonly chain: string;
  readonly asset: AssetId;
  readonly symbol: string;
  readonly decimals: number;
  /** Atomic units. */
  readonly amount: bigint;
  readonly worth: Worth;
  readonly invoice: string | null;
  readonly txId: string | null;
  readonly approver: string | null;
  /** How it was paid: straight from our account, by a batch contract, by a custodian. */
  readonly rail: 'direct' | 'batch' | 'custodian' | 'unknown';
  /** The check that it rests on, and the screening; null for none. */
  readonly checkId: string | null;
  readonly screeningId: string | null;
  /** Of the newest valid screening at its time; null for none. */
  readonly decision: Decision | null;
  /** What its check came to, which weighs more than the screening; null without one by then. */
  readonly checkDecision: Decision | null;
  /**
   * What people had done by then about the worse of both: released a `review`, overridden a `hold`, or
   * nothing; null where version 1 does not tell.
   */
  readonly letPass: LetPass | null;
  readonly concerns: readonly PaymentConcern[];
}

/** A sum and the rows behind it. */
export interface SummarySum {
  readonly key: string;
  readonly payments: number;
  /** Order: by asset. */
  readonly amounts: readonly {
    readonly asset: AssetId;
    readonly symbol: string;
    readonly decimals: number;
    readonly amount: bigint;
  }[];
  /** Null where one of its payments has no price; `unpriced` says how many. */
  readonly worth: Worth;
  readonly unpriced: number;
  readonly paymentIds: readonly string[];
}

/** By what payments are summed. A closed list. */
export const SUMMARY_CUTS = ['decision', 'asset', 'chain', 'rail', 'entity', 'category'] as const;

/** By what payments are summed. */
export type SummaryCut = (typeof SUMMARY_CUTS)[number];

/** Between which syncs of our own something was listed. ISO 8601 in UTC. */
export interface ListedBetween {
  /** The last state without it was confirmed then; null where every state has it. */
  readonly after: string | null;
  /** The first state with it. */
  readonly by: string;
}

/** What one entity came to in the wallets that were paid or screened in a month. */
export interface SummaryExposureRow {
  readonly entity: string;
  readonly category: Category;
  readonly direction: Direction | 'ownership';
  readonly listing: 'before' | 'after' | 'both' | 'unknown';
  /** Between which of our own syncs it was listed, where no list tells the day and they bound it. */
  readonly listedBetween: ListedBetween | null;
  /** Largest of each figure among the screenings, six places; null where not known. */
  readonly haircut: string | null;
  readonly fifo: string | null;
  readonly lower: string | null;
  readonly upper: string | null;
  readonly screeningIds: readonly string[];
  readonly paymentIds: readonly string[];
}

/** Something that a person decided against a rule's first word. */
export interface SummaryOverride {
  readonly id: string;
  readonly kind: 'override' | 'release';
  readonly checkId: string | null;
  readonly payeeId: string | null;
  readonly at: string;
  /** Ids of the persons who asked and who agreed; a release has one. */
  readonly by: readonly string[];
  /** Personal data. */
  readonly reason: string;
  readonly expiresAt: string | null;
}

/** How often what a rule found was let pass by people. */
export interface ClearRate {
  readonly ruleId: string;
  readonly fired: number;
  readonly cleared: number;
  readonly screeningIds: readonly string[];
}

/** One difference from the month before. */
export interface SummaryChange {
  readonly what: string;
  readonly before: string;
  readonly now: string;
  /** `share`: both are shares of six places, or `none` where there is nothing to share. */
  readonly kind: 'words' | 'share';
}

/** What one month came to, as months stand beside each other. */
export interface MonthTotals {
  /** Such as `2026-10`. */
  readonly month: string;
  readonly payments: number;
  readonly worth: Worth;
  readonly held: number;
  readonly heldWorth: Worth;
  /** Payments with at least one concern. */
  readonly concerns: number;
}

/** How the totals of an earlier month are known: as somebody signed it, as it was kept, or summed up now. */
export type TotalsOrigin = 'signed' | 'kept' | 'summed';

/** The totals of an earlier month, and how they are known. */
export interface EarlierTotals extends MonthTotals {
  readonly origin: TotalsOrigin;
}

/** By what rates dollars of one UTC day are told in the currency. Personal data: none. */
export interface SummaryRateDay {
  /** ISO date of what was paid or held. */
  readonly day: string;
  /** ISO date on which the rates were published: the day itself or one before; null where there are none. */
  readonly rateDay: string | null;
  /** Plain decimal texts: US dollars, and units of the currency, for one euro; null as `rateDay`. */
  readonly dollars: string | null;
  readonly units: string | null;
  /** Why there are none; null where there are. */
  readonly missing: RateMissing | null;
}

/** By what rates worth in dollars is told in another currency. */
export interface SummaryRates {
  /** Who publishes them, in words, with the address. */
  readonly source: string;
  /** The days on which something was paid or held whose price could be known. Order: by day. */
  readonly days: readonly SummaryRateDay[];
}

/** What was erased out of a summary that was kept or signed, with a payee who was deleted. */
export interface SummaryErasure {
  /** ISO 8601 time in UTC. */
  readonly at: string;
  /** Id of the person. */
  readonly by: string;
  readonly payeeId: string;
  /** Payments, decisions and lines of coverage in which a text was replaced. */
  readonly rows: number;
  /** `sha256:` over the summary as it was before. */
  readonly digestBefore: string;
}

/** A month as compliance reads and signs it: one model for the page and every document. */
export interface MonthlySummary {
  /** What version 1 does not tell is null. */
  readonly schemaVersion: 1 | 2;
  /** Such as `2026-10`, cut in `zone`. */
  readonly month: string;
  readonly zone: string;
  /** ISO 4217 code, such as `USD`. */
  readonly currency: string;
  /** Where prices come from, in words. */
  readonly priceSource: string;
  /** Only where the currency is not the dollar: prices of coins are known in dollars. */
  readonly rates?: SummaryRates;
  /** The moment to which it is told, ISO 8601 in UTC; `isRunning` while the month is not over. */
  readonly asOf: string;
  readonly isRunning: boolean;
  /** Order: by time, then id. */
  readonly payments: readonly MonthPayment[];
  /** Payments by what needs to be looked at. Order: of `PAYMENT_CONCERNS`. */
  readonly concerns: readonly {
    readonly concern: PaymentConcern;
    readonly paymentIds: readonly string[];
  }[];
  readonly paid: Readonly<Record<SummaryCut | 'total', readonly SummarySum[]>>;
  /** Checks of the month that came out `hold`, or `review` that nobody released: what was not paid. */
  readonly held: Readonly<Record<SummaryCut | 'total', readonly SummarySum[]>>;
  readonly screenings: Readonly<
    Record<Decision, { readonly count: number; readonly ids: readonly string[] }>
  >;
  /** Order: worst first, then by entity. */
  readonly exposures: readonly SummaryExposureRow[];
  readonly links: readonly {
    readonly linkId: string;
    readonly kind: LinkKind;
    readonly severity: 'info' | 'review' | 'hold';
    readonly payeeIds: readonly string[];
    readonly firstSeenAt: string;
    readonly isNew: boolean;
    readonly sentence: string;
  }[];
  readonly overrides: readonly SummaryOverride[];
  readonly clearRates: readonly ClearRate[];
  /** Holds that nobody settled, oldest first. Units: whole days. */
  readonly openHolds: readonly {
    readonly checkId: string | null;
    readonly screeningId: string;
    readonly since: string;
    readonly days: number;
  }[];
  readonly coverage: {
    /** Null in version 1. */
    readonly paid: PaidCoverage | null;
    /** At the end of the month, or at `asOf` while it runs. */
    readonly roster: RosterCoverage;
  };
  readonly ruleSets: readonly {
    readonly digest: string;
    readonly firstUsedAt: string;
    readonly screenings: number;
  }[];
  readonly labelSets: readonly {
    readonly set: string;
    readonly imports: number;
    readonly added: number;
    readonly removed: number;
    /** Days of the month on which it was too old to rely on. */
    readonly staleDays: number;
  }[];
  /** Answers to red flags that were given in the month, counted; context, no finding. */
  readonly redFlags: {
    readonly seen: number;
    readonly notSeen: number;
    readonly notApplicable: number;
    readonly payeeIds: readonly string[];
  };
  /**
   * One in twenty of the month's `proceed`, chosen by the digest of month and id, and each screening of the
   * month that labels of now make another, with what came of judging again.
   */
  readonly recheck: readonly {
    readonly screeningId: string;
    readonly before: Decision;
    readonly now: Decision | null;
    readonly why: string;
  }[];
  readonly changes: readonly SummaryChange[];
  /** The months before, as far as anything is known of them. Order: in time. Null in version 1. */
  readonly trend: readonly EarlierTotals[] | null;
  /** The audit log at `asOf`: how many rows, and the hash of the newest. */
  readonly audit: { readonly rows: number; readonly headHash: string | null };
  /** Only in a summary out of which something was erased since. Order: oldest first. */
  readonly erasures?: readonly SummaryErasure[];
}
