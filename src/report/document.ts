import type { Account } from '../core/account.js';
import type { AssetId } from '../core/asset.js';
import type { Actor, Authority, Category } from '../core/attribution.js';
import type { End, Origin, UnseenReason } from '../core/composition.js';
import type { Designation, Direction, ExposureKind } from '../core/exposure.js';
import type { GapKind } from '../core/gap.js';
import type { Channel } from '../core/ledger.js';
import type { SignalKind } from '../core/signal.js';
import type { Anchor, Decision, Finding, NextStep, Subject } from '../core/verdict.js';

/** The version of the JSON contract; it changes when a reader of the old one would misread. */
export const SCHEMA_VERSION = 1;

/** What made a document. */
export interface DocumentTool {
  readonly name: 'hopsight';
  readonly version: string;
  /** Changes whenever the same facts could give another verdict. */
  readonly engineVersion: number;
}

/** The claim behind an exposure or a signal, with where it can be read. */
export interface DocumentLabel {
  readonly account: Account;
  readonly source: string;
  readonly sourceDate: string | null;
  readonly authority: Authority;
  readonly confidence: number;
  readonly entityListedOn: string | null;
  readonly listedOn: string | null;
  readonly delistedOn: string | null;
}

/**
 * One asset of an exposure. Units: decimal texts of atomic units.
 *
 * Edge: a bound that was not computed is null, which is not zero.
 */
export interface DocumentAmount {
  readonly asset: AssetId;
  readonly symbol: string;
  readonly decimals: number;
  readonly haircut: string;
  readonly fifo: string;
  readonly lower: string | null;
  readonly upper: string | null;
  readonly upperIfUnseenRisky: string | null;
  /** What `haircut` was worth at the time of each transfer. Units: US dollars with six places. */
  readonly usd: string | null;
}

/**
 * An amount parted by a day, that day included in `after`; `unknown` touched accounts of which the day
 * is not known. Units: decimal texts of atomic units. The three add up to the asset's `haircut`.
 */
export interface DocumentParted {
  readonly before: string;
  readonly after: string;
  readonly unknown: string;
}

/** One asset of an exposure by the dates of the claims about the accounts it touched. */
export interface DocumentDated {
  readonly asset: AssetId;
  readonly entityListed: DocumentParted;
  readonly addressListed: DocumentParted;
  /** All is before where no list has withdrawn its claim. */
  readonly delisted: DocumentParted;
}

/** Part of a direction's value by each method. Units: decimal texts of six places, 1 is all of it. */
export interface DocumentShare {
  readonly haircut: string;
  readonly fifo: string;
  readonly lower: string | null;
  readonly upper: string | null;
}

/** One step of the evidence. Units: `amount` in atomic units of `asset`. */
export interface DocumentHop {
  readonly from: Account;
  readonly to: Account;
  /** Null where the source recorded no transaction id. */
  readonly txId: string | null;
  readonly time: string;
  readonly asset: AssetId;
  readonly amount: string;
}

/**
 * Steps in order of time, and the most that the narrowest of them lets through. A step may be in
 * another asset than the one before: it was changed by the account between them.
 *
 * Units: `carried` atomic, of `carriedAsset`: what the account received (or sent).
 */
export interface DocumentPath {
  readonly hops: readonly DocumentHop[];
  readonly carried: string;
  readonly carriedAsset: AssetId;
}

/** How a subject relates to one attributed entity, in one direction. */
export interface DocumentExposure {
  readonly account: Account;
  readonly category: Category;
  readonly entity: string;
  readonly actor: Actor | null;
  readonly direction: Direction;
  readonly kind: ExposureKind;
  readonly minHops: number;
  readonly label: DocumentLabel;
  readonly entityDesignation: Designation;
  readonly designation: Designation;
  /** Empty for ownership, and where only a message without value was sent. */
  readonly amounts: readonly DocumentAmount[];
  /** The amounts by listing dates. Order: as `amounts`. */
  readonly byDate: readonly DocumentDated[];
  /** Null where there are no amounts. */
  readonly share: (DocumentShare & { readonly asset: AssetId | 'usd' }) | null;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  readonly paths: readonly DocumentPath[];
}

/** A total of one asset. Units: `amount` atomic, `usd` in US dollars with six places. */
export interface DocumentTotal {
  readonly account: Account;
  readonly asset: AssetId;
  readonly amount: string;
  readonly usd: string | null;
}

/** Part of a direction's value over all DPRK claims jointly; null where it is not known. */
export interface DocumentJointShare {
  readonly lower: string | null;
  readonly upper: string | null;
  readonly haircut: string | null;
  readonly fifo: string | null;
}

/** What came in (`received`) without what only came back (`returned`), and what went out (`sent`). */
export interface DocumentTotals {
  readonly incoming: {
    readonly received: readonly DocumentTotal[];
    readonly returned: readonly DocumentTotal[];
    readonly dprk: DocumentJointShare;
  };
  readonly outgoing: {
    readonly sent: readonly DocumentTotal[];
    readonly returned: readonly DocumentTotal[];
    readonly dprk: DocumentJointShare;
  };
}

/**
 * One row of a composition, by haircut.
 *
 * Units: `amount` in atomic units of `asset`; for `usd` in US dollars with six places. The shares of
 * one account and asset add up to exactly 1.
 */
export interface DocumentPortion {
  readonly account: Account;
  readonly asset: AssetId | 'usd';
  readonly entity: string | null;
  readonly reason: UnseenReason | null;
  readonly amount: string;
  readonly share: string;
}

/** Where received value came from and where sent value ended. */
export interface DocumentComposition {
  readonly incoming: readonly (DocumentPortion & { readonly origin: Origin })[];
  readonly outgoing: readonly (DocumentPortion & { readonly end: End })[];
}

/** Wallet behaviour that is no flow of value, with the claim behind it where there is one. */
export interface DocumentSignal {
  readonly kind: SignalKind;
  readonly account: Account;
  readonly sentence: string;
  readonly label: DocumentLabel | null;
}

/** Something that should have been seen and was not, with its cure. */
export interface DocumentGap {
  readonly kind: GapKind;
  readonly account: Account | null;
  readonly direction: Direction | null;
  readonly channel: Channel | null;
  readonly share: string | null;
  readonly matters: boolean;
  readonly cure: string;
  readonly sentence: string;
}

/** One import of a label set that answered. */
export interface DocumentSnapshot {
  readonly set: string;
  readonly id: string;
  readonly rows: number;
  readonly digest: string;
  readonly asOf: string | null;
}

/** What the screening asked of other computers. */
export interface DocumentUpstream {
  readonly requests: number;
  readonly fromCache: number;
  readonly elapsedMs: number;
  /**
   * Requests by host; these hosts learned the addresses that were looked up. A source of prices
   * learned names of coins and years instead.
   */
  readonly byHost: Readonly<Record<string, number>>;
}

/** Of which days an asset's prices were used, and whose prices they are. */
export interface DocumentPrices {
  readonly asset: AssetId;
  readonly source: string;
  /** The names under which the source knows the asset. */
  readonly coins: readonly string[];
  /** ISO dates; how many days lie between them with a price, both included. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly days: number;
}

/** How an asset that the document names is written. */
export interface DocumentAsset {
  readonly asset: AssetId;
  readonly symbol: string;
  readonly decimals: number;
}

/** One screening as `--json`, the record and every report show it. */
export interface ScreeningDocument {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly screeningId: string;
  readonly screenedAt: string;
  readonly asOf: string | null;
  readonly validUntil: string;
  readonly tool: DocumentTool;
  readonly input: string;
  readonly payeeReference: string | null;
  readonly subjects: readonly Subject[];
  readonly decision: Decision;
  readonly complete: boolean;
  readonly summary: string;
  readonly nextStep: NextStep;
  readonly findings: readonly Finding[];
  readonly exposures: readonly DocumentExposure[];
  readonly totals: DocumentTotals;
  readonly composition: DocumentComposition;
  readonly signals: readonly DocumentSignal[];
  readonly gaps: readonly DocumentGap[];
  readonly anchors: Readonly<Record<string, Anchor>>;
  readonly ruleSet: { readonly id: string; readonly digest: string };
  readonly labelSnapshots: readonly DocumentSnapshot[];
  /** Every asset that the document names. Order: by id. */
  readonly assets: readonly DocumentAsset[];
  /** Dated prices that were used; the facts hold each of them, and their digest covers it. */
  readonly prices: readonly DocumentPrices[];
  readonly factsDigest: string;
  /** `sha256:` of the canonical JSON of all that the same facts must give again. */
  readonly verdictDigest: string;
  readonly upstream: DocumentUpstream;
}
