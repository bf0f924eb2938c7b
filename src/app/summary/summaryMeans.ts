import type { AssetId, AssetList } from '../../core/asset.js';
import type { MonthlySummary, SummaryRates } from '../../core/monthlySummary.js';
import type { WorthAt } from '../../desk/summary/monthPayments.js';
import type { MomentSpan, MonthChecks } from '../../store/monthChecks.js';
import type { ConfirmedSet, StateClaim } from '../../store/monthLabels.js';
import type { MonthRoster } from '../../store/monthRoster.js';
import type { MonthScreenings } from '../../store/monthScreenings.js';
import type { ImpactMeans } from '../labelImpact.js';
import type { PaidPayments } from '../paid/paidPayments.js';
import type { Roster } from '../roster/roster.js';
import type { AuditLog } from '../service/audit.js';
import type { ReadEarlier } from './earlierMonths.js';

/** An amount that is to be priced. Units: `at` is ISO 8601 in UTC. */
export interface PricedMoment {
  readonly asset: AssetId;
  readonly at: string;
}

/** What amounts were worth in the currency of the company. */
export interface GatheredWorth {
  readonly worthAt: WorthAt;
  /** The rates by which these moments are told; null where worth is told in dollars. */
  readonly tellRates: (moments: readonly PricedMoment[]) => SummaryRates | null;
}

/** What months are summarised with. */
export interface SummaryMeans {
  /** IANA name of the zone in which months begin. */
  readonly zone: string;
  /** ISO 4217 code. */
  readonly currency: string;
  /** Where prices come from, in words. */
  readonly priceSource: string;
  readonly assets: AssetList;
  readonly paid: Pick<PaidPayments, 'list'>;
  readonly checks: MonthChecks;
  readonly screenings: MonthScreenings;
  readonly payees: MonthRoster;
  readonly roster: Pick<Roster, 'list'>;
  /** Signs apart from the chain, counted for the reader: nothing is worked out from them. */
  readonly countRedFlags: (span: MomentSpan) => MonthlySummary['redFlags'];
  /** The totals of months that were signed or kept. */
  readonly readEarlier: ReadEarlier;
  readonly listConfirmed: () => readonly ConfirmedSet[];
  /** What any state of any set ever claimed about the accounts of some entities. */
  readonly listEntityClaims: (entities: readonly string[]) => readonly StateClaim[];
  readonly audit: Pick<AuditLog, 'readHead'>;
  /** What recorded verdicts are judged again with. */
  readonly judging: Omit<ImpactMeans, 'nowSeconds'>;
  /** Reads all of one moment; nothing is written in it. */
  readonly readTogether: <Read>(read: () => Read) => Read;
  /** Makes prices and rates known, as far as somebody tells them, and gives what amounts were worth by them. */
  readonly gatherWorth: (
    moments: readonly PricedMoment[],
    signal: AbortSignal,
  ) => Promise<GatheredWorth>;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
}
