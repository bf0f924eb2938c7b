import { setImmediate } from 'node:timers/promises';
import { formatMoment, parseMoment, SECONDS_PER_DAY } from '../../core/moment.js';
import type { EarlierTotals, MonthTotals } from '../../core/monthlySummary.js';
import { heldChecks } from '../../desk/summary/checkedPayments.js';
import { heldPayments } from '../../desk/summary/monthFigures.js';
import { isOfMonth, tellPayments } from '../../desk/summary/monthPayments.js';
import { cutSums } from '../../desk/summary/sumPayments.js';
import {
  isWithin,
  monthBefore,
  type ZoneDays,
  type ZoneMonth,
} from '../../desk/summary/zoneMonth.js';
import { totalsOf } from '../../report/month/monthPictures.js';
import type { PaidPayment } from '../paid/paidPayments.js';
import { digestOf } from '../records.js';
import { monthsBefore } from './earlierMonths.js';
import { classifyMade, daysAround, type GatheredRows, restedOn } from './gatherRows.js';
import type { PricedMoment, SummaryMeans } from './summaryMeans.js';
import type { TrendMemory } from './trendMemory.js';

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
  readonly memory: TrendMemory;
  readonly signal: AbortSignal;
}

/**
 * The months before one beside each other; those that nobody signed and that were not kept are summed up
 * as their own summary would now. Order: in time. Edge: begins with the first of which anything is known.
 */
export async function tellTrend(
  { months, known, made }: TrendRows,
  telling: TrendTelling,
): Promise<readonly EarlierTotals[]> {
  const { days, memory, rows, signal } = telling;
  const told = new Map(known);
  const missing: MonthRows[] = [];
  for (const month of months) {
    if (known.has(month)) continue;
    signal.throwIfAborted();
    // Others wait for this thread too.
    await setImmediate();
    const one = rowsOf(days.monthOf(month), made);
    const totals = memory.recall(month, fingerprintOf(one, rows));
    if (totals === null) missing.push(one);
    else told.set(month, { ...totals, origin: 'summed' });
  }
  for (const totals of await sumUp(missing, telling)) {
    told.set(totals.month, { ...totals, origin: 'summed' });
  }
  const inTime = months.flatMap((month) => told.get(month) ?? []);
  const begin = inTime.findIndex((one) => known.has(one.month) || one.payments + one.held > 0);
  return begin < 0 ? [] : inTime.slice(begin);
}

async function sumUp(
  missing: readonly MonthRows[],
  { means, rows, days, memory, signal }: TrendTelling,
): Promise<readonly MonthTotals[]> {
  const judged: (MonthRows & JudgedRows)[] = [];
  for (const one of missing) {
    signal.throwIfAborted();
    await setImmediate();
    const classified = classifyMade(one.near, rows.grounds);
    judged.push({ ...one, classified, paidChecks: restedOn(classified) });
  }
  const moments = judged.flatMap((one) => momentsOf(one, rows, days));
  const { worthAt } = await means.gatherWorth(moments, signal);
  const { assets } = means;
  return judged.map((one) => {
    const { span, ofMonth, classified, paidChecks } = one;
    const held = heldPayments({ ...rows, paidChecks }, { span, assets, worthAt });
    const totals = totalsOf({
      month: span.month,
      payments: tellPayments(ofMonth, {
        ...{ assets, worthAt, middleOf: days.middleOf, classified, references: rows.references },
      }),
      held: cutSums(held, () => []),
    });
    memory.keep(totals, fingerprintOf(one, rows));
    return totals;
  });
}

/** A month, the payments of it and of some days around. */
interface MonthRows {
  readonly span: ZoneMonth;
  readonly near: readonly PaidPayment[];
  readonly ofMonth: readonly PaidPayment[];
}

/** What payments rest on. */
type JudgedRows = Pick<GatheredRows, 'classified' | 'paidChecks'>;

/** Judged among the same neighbours as in the month's own summary, so that both say the same. */
function rowsOf(span: ZoneMonth, made: readonly PaidPayment[]): MonthRows {
  const { fromDay, toDay } = daysAround(monthBefore(span.month), span.month);
  const near = made.filter(({ day }) => fromDay <= day && day <= toDay);
  return { span, near, ofMonth: near.filter((payment) => isOfMonth(payment, span)) };
}

function momentsOf(
  { span, ofMonth, paidChecks }: MonthRows & JudgedRows,
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

/** A digest of all that the totals of a month follow from, but prices: another record has another one. */
function fingerprintOf({ span, near }: MonthRows, rows: GatheredRows): string {
  const { grounds, checks, agreed } = rows;
  const accounts = new Set(near.map(({ account }) => account));
  const sums = new Set(near.map(sumKey));
  // What is told of a day alone was made by its end, which may be after that of the month.
  const until = formatMoment((parseMoment(span.to) ?? 0) + SECONDS_PER_DAY);
  // Screenings are only ever added, so that how many there are and which is the last tells them all.
  const screened = grounds.screenings.filter(
    (one) => one.screenedAt < until && one.accounts.some((account) => accounts.has(account)),
  );
  return digestOf(
    JSON.stringify([
      near.map(({ payeeId: _payee, approver: _approver, ...one }) => withText(one)),
      grounds.checks.filter((check) => sums.has(sumKey(check))).map(withText),
      ...[screened.length, screened.at(-1)?.id ?? null],
      grounds.overrides,
      checks
        .filter(({ decidedAt }) => decidedAt !== null && isWithin(decidedAt, span))
        .map(withText),
      agreed,
    ]),
  );
}

/** What a payment and a check of it have in common in any case. */
function sumKey({ account, asset, amount }: Pick<PaidPayment, 'account' | 'asset' | 'amount'>) {
  return `${account} ${asset} ${amount}`;
}

function withText<Row extends { readonly amount: bigint }>(row: Row) {
  return { ...row, amount: row.amount.toString() };
}
