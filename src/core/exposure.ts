import type { Account } from './account.js';
import type { Fraction } from './amount.js';
import type { AssetId } from './asset.js';
import type { Attribution } from './attribution.js';
import type { LedgerFact } from './ledger.js';

/** Seen from the subject: where its money came from, or where it went. */
export type Direction = 'incoming' | 'outgoing';

/** Zero, one or more transfers between the subject and the attributed account. */
export type ExposureKind = 'ownership' | 'direct' | 'indirect';

/** Before or after a listing date, as seen at the transfer that touches the attributed account. */
export type Designation = 'before' | 'after' | 'both' | 'unknown';

/**
 * What the methods say of one amount. Units: atomic units of one asset.
 *
 * `lower`, `upper` and `upperIfUnseenRisky` bound every method that conserves value; null where
 * they were not computed. Null is never zero.
 */
export interface Figures {
  readonly haircut: bigint;
  readonly fifo: bigint;
  readonly lower: bigint | null;
  readonly upper: bigint | null;
  readonly upperIfUnseenRisky: bigint | null;
}

/**
 * One asset of an exposure.
 *
 * Blind spot: an asset in which the exposure moved nothing has no amount, though all of it that was
 * not seen could be the exposure's too. `upperIfUnseenRisky` over all assets is told jointly.
 */
export interface ExposureAmount extends Figures {
  readonly asset: AssetId;
  /** The same in US dollars at the time of each transfer; null where the asset has no price. */
  readonly usd: UsdFigures | null;
}

/**
 * Amounts in US dollars. Units: millionths of a dollar.
 *
 * Bounds are worth what the cheapest (for `lower`) or dearest of the subject's transfers were worth.
 */
export type UsdFigures = Figures;

/**
 * An amount parted by a day: what moved before it, and from its beginning on. `unknown` is what touched
 * accounts of which the day is not known. The three add up to the exposure's haircut.
 */
export interface PartedAmount {
  readonly before: bigint;
  readonly after: bigint;
  readonly unknown: bigint;
}

/**
 * One asset of an exposure by the dates of the claims about the accounts it touched, each account by
 * its own. Units: atomic, by haircut.
 *
 * Edge: all that touched an account which its list still holds moved before any delisting.
 */
export interface DatedAmount {
  readonly asset: AssetId;
  readonly entityListed: PartedAmount;
  readonly addressListed: PartedAmount;
  readonly delisted: PartedAmount;
}

/** Part of a direction's value, by each method, of one asset or of all assets in USD. */
export interface ExposureShare {
  readonly asset: AssetId | 'usd';
  readonly haircut: Fraction;
  readonly fifo: Fraction;
  readonly lower: Fraction | null;
  readonly upper: Fraction | null;
}

/** One step of the evidence: the fact that justifies it, and its two ends. */
export interface Hop {
  readonly from: Account;
  readonly to: Account;
  readonly asset: AssetId;
  readonly amount: bigint;
  readonly fact: LedgerFact;
}

/**
 * Steps in order of time; `carried` is the most that the narrowest step lets through.
 *
 * Units: `carried` atomic, of `carriedAsset`: what the subject received (or sent). A step before a
 * conversion is of another asset.
 */
export interface Path {
  readonly hops: readonly Hop[];
  readonly carried: bigint;
  readonly carriedAsset: AssetId;
}

/** How the wallet relates to one attributed entity, in one direction. */
export interface Exposure {
  readonly subject: Account;
  readonly direction: Direction;
  readonly kind: ExposureKind;
  /** Transfers on the shortest evidence path; 0 for ownership. */
  readonly minHops: number;
  /** Like `minHops`, but accounts that only pass money on do not count. Rules judge this. */
  readonly ownerHops: number;
  /** The strongest claim about any of the accounts: a listing in force before a withdrawn one. */
  readonly attribution: Attribution;
  /** Every attributed account of the entity that takes part. */
  readonly accounts: readonly Account[];
  readonly entityDesignation: Designation;
  readonly designation: Designation;
  /** Empty for ownership. */
  readonly amounts: readonly ExposureAmount[];
  /** The same over the last 365 days only. */
  readonly recentAmounts: readonly ExposureAmount[];
  /** The amounts by listing dates. Order: as `amounts`. */
  readonly byDate: readonly DatedAmount[];
  /** Null for ownership. */
  readonly share: ExposureShare | null;
  /** Whether the entity moved less than the dust limits in this direction over all time. */
  readonly dust: boolean;
  /** First and last transfer that touches an attributed account of the entity; null for ownership. Units: Unix seconds. */
  readonly firstSeenSeconds: number | null;
  readonly lastSeenSeconds: number | null;
  readonly paths: readonly Path[];
}

/** An amount and its worth. */
export interface ValuedAmount {
  /** Units: atomic. */
  readonly amount: bigint;
  /** Units: millionths of a US dollar at the time of each transfer; null where unpriced. */
  readonly usdMicros: bigint | null;
}

/** What a subject received or sent in all, of one asset. */
export interface AssetTotal extends ValuedAmount {
  readonly subject: Account;
  readonly asset: AssetId;
  /**
   * Part of it that had left the subject and came back (or, outgoing, came back later): by each
   * method, and at most.
   */
  readonly returned: {
    readonly haircut: ValuedAmount;
    readonly fifo: ValuedAmount;
    readonly most: ValuedAmount;
  };
}

/** Totals of one direction. */
export interface DirectionTotals {
  readonly totals: readonly AssetTotal[];
  /** The same over the last 365 days only. */
  readonly recentTotals: readonly AssetTotal[];
}

/** The periods over which value is told: all time, and the last 365 days. */
export type Period = 'whole' | 'recent';

/** The bounds among the figures. Units: as theirs. */
export type Bounds = Pick<Figures, 'lower' | 'upper' | 'upperIfUnseenRisky'>;

/** Bounds of several exposures of one subject and direction together. */
export interface JointAmount extends Bounds {
  readonly subject: Account;
  readonly asset: AssetId;
  /** Null where unpriced. */
  readonly usd: Bounds | null;
}

/**
 * Bounds exposures of one direction together: what one of them can have at most, another cannot have
 * too, so that upper bounds are never added. Order: subjects, then assets.
 */
export type BoundJointly = (
  exposures: readonly Exposure[],
  period: Period,
) => readonly JointAmount[];

/** Totals of both directions. */
export interface ExposureTotals {
  readonly incoming: DirectionTotals;
  readonly outgoing: DirectionTotals;
}

/** Totals of a direction, with the share that all DPRK claims make of it jointly. */
export interface JudgedTotals extends DirectionTotals {
  /** Null where no DPRK claim was met. */
  readonly dprk: ExposureShare | null;
}
