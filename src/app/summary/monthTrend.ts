import { setImmediate } from 'node:timers/promises';
import type { EarlierTotals } from '../../core/monthlySummary.js';
import { heldChecks } from '../../desk/summary/checkedPayments.js';
import { heldPayments } from '../../desk/summary/monthFigures.js';
import { isOfMonth, tellPayments } from '../../desk/summary/monthPayments.js';
import { cutSums } from '../../desk/summary/sumPayments.js';
import { monthBefore, type ZoneDays, type ZoneMonth } from '../../desk/summary/zoneMonth.js';
import { totalsOf } from '../../report/month/monthPictures.js';
import type { PaidPayment } from '../paid/paidPayments.js';
import { monthsBefore } from './earlierMonths.js';
import { daysAround, type GatheredRows, restedOn } from './gatherRows.js';
import type { PricedMoment, SummaryMeans } from './summaryMeans.js';

/** What a trend is told from, read once. */
export interface TrendRows {
  /** The months before one. Order: in time. */
  readonly months: readonly string[];
  /** Those that were signed or kept, by month. */
  readonly known: ReadonlyMap<string, EarlierTotals>;
  /** Payments of all that were not, and of some days around. */
  readonly made: readonly PaidPayment[];
}

/**
 * Reads what the months before one came to: as they were signed or kept, else their payments.
 *
 * Edge: what was cut in another zone or counted in another currency stands beside nothing, so that such a
 * month is summed up now.
 */
export function gatherTrend(
  month: string,
  { means, asOf }: { readonly means: SummaryMeans; readonly asOf: string },
): TrendRows {
  const months = monthsBefore(month);
  const known = new Map(
    months.flatMap((one) => {
      const found = means.readEarlier(one, asOf);
      const isAlike = found?.zone === means.zone && found.currency === means.currency;
      return found !== null && isAlike ? [[one, found.totals] as const] : [];
    }),
  );
  const missing = months.filter((one) => !known.has(one));
  const [first, last] = [missing[0], missing.at(-1)];
  if (first === undefined || last === undefined) return { months, known, made: [] };
  return { months, known, made: means.paid.list(daysAround(monthBefore(first), last)) };
}

/** What the months before one are told with. */
interface TrendTelling {
  readonly means: SummaryMeans;
  readonly rows: GatheredRows;
  readonly days: ZoneDays;
  readonly signal: AbortSignal;
}

/**
 * The months before one beside each other; those that nobody signed and that were not kept are summed up
 * as their own summary would now. Order: in time. Edge: begins with the first of which anything is known.
 */
export async function tellTrend(
  { months, known, made }: TrendRows,
  { means, rows, days, signal }: TrendTelling,
): Promise<readonly EarlierTotals[]> {
  const missing: MonthRows[] = [];
  for (const month of months) {
    if (known.has(month)) continue;
    signal.throwIfAborted();
    // Others wait for this thread too.
    await setImmediate();
    missing.push(rowsOf(days.monthOf(month), made, rows));
  }
  const worthAt = await means.gatherWorth(
    missing.flatMap((one) => momentsOf(one, rows, days)),
    signal,
  );
  const summed = new Map<string, EarlierTotals>();
  for (const one of missing) {
    signal.throwIfAborted();
    await setImmediate();
    const { span, ofMonth, classified } = one;
    const { assets } = means;
    const telling = { assets, worthAt, middleOf: days.middleOf, ...rows, classified };
    const held = heldPayments({ ...rows, paidChecks: one.paidChecks }, { span, assets, worthAt });
    const totals = totalsOf({
      month: span.month,
      payments: tellPayments(ofMonth, telling),
      held: cutSums(held, () => []),
    });
    summed.set(span.month, { ...totals, origin: 'summed' });
  }
  const told = months.flatMap((month) => known.get(month) ?? summed.get(month) ?? []);
  const begin = told.findIndex((one) => known.has(one.month) || one.payments + one.held > 0);
  return begin < 0 ? [] : told.slice(begin);
}

/** What one month is summed up from. */
interface MonthRows extends Pick<GatheredRows, 'classified' | 'paidChecks'> {
  readonly span: ZoneMonth;
  readonly ofMonth: readonly PaidPayment[];
}

/** Judged among the same neighbours as in the month's own summary, so that both say the same. */
function rowsOf(span: ZoneMonth, made: readonly PaidPayment[], rows: GatheredRows): MonthRows {
  const { fromDay, toDay } = daysAround(monthBefore(span.month), span.month);
  const near = made.filter(({ day }) => fromDay <= day && day <= toDay);
  const classified = rows.classify(near);
  const ofMonth = near.filter((payment) => isOfMonth(payment, span));
  return { span, ofMonth, classified, paidChecks: restedOn(classified) };
}

function momentsOf(
  { span, ofMonth, paidChecks }: MonthRows,
  { checks, agreed: letPass }: GatheredRows,
  { middleOf }: ZoneDays,
): readonly PricedMoment[] {
  return [
    ...ofMonth.map(({ asset, at, day }) => ({ asset, at: at ?? middleOf(day) })),
    ...heldChecks(checks, { span, letPass, paidChecks }).map(({ asset, decidedAt }) => ({
      ...{ asset, at: decidedAt },
    })),
  ];
}
