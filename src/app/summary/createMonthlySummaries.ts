import { setImmediate } from 'node:timers/promises';
import { InputError } from '../../core/errors.js';
import { OFAC_COPY_SET } from '../../core/labels/listNow.js';
import { formatMoment, parseMoment } from '../../core/moment.js';
import type { MonthlySummary, MonthPayment } from '../../core/monthlySummary.js';
import { changesSince } from '../../desk/summary/changesSince.js';
import { heldChecks } from '../../desk/summary/checkedPayments.js';
import { tellLabelSets } from '../../desk/summary/labelSets.js';
import { type MonthFigures, monthFigures } from '../../desk/summary/monthFigures.js';
import { isOfMonth, tellPayments, type WorthAt } from '../../desk/summary/monthPayments.js';
import {
  monthBefore,
  type ZoneDays,
  type ZoneMonth,
  zoneDays,
} from '../../desk/summary/zoneMonth.js';
import { listTouched, lookbackMeansOf } from '../labelImpact.js';
import { readUpkeep } from '../labelUpkeep.js';
import { type GatheredRows, gatherRows } from './gatherRows.js';
import type { MonthlySummaries } from './monthlySummaries.js';
import { gatherTrend, tellTrend } from './monthTrend.js';
import { type Recheckable, recheckMonth } from './recheckMonth.js';
import type { PricedMoment, SummaryMeans } from './summaryMeans.js';
import { createTrendMemory } from './trendMemory.js';

/** Monthly summaries over what is recorded. */
export function createMonthlySummaries(means: SummaryMeans): MonthlySummaries {
  const days = zoneDays(means.zone);
  const memory = createTrendMemory();
  return {
    summarise: async (month, { onProgress, signal }) => {
      const nowSeconds = Math.floor(means.nowMs() / 1000);
      const asOf = formatMoment(nowSeconds);
      const now = days.monthOf(month);
      if (now.from > asOf) throw new InputError(`The month ${month} has not begun yet.`);
      const before = days.monthOf(monthBefore(month));
      onProgress(0, 1);
      const links = means.roster.list();
      const { rows, head, trendRows, ...counted } = means.readTogether(() => ({
        rows: gatherRows(means, { before, now, links }),
        redFlags: means.countRedFlags(now),
        labelSets: labelSetsOf(now, { means, nowSeconds }),
        head: means.audit.readHead(),
        trendRows: gatherTrend(month, { means, asOf }),
      }));
      const { worthAt, tellRates } = await means.gatherWorth(
        momentsOf(rows, [before, now], days),
        signal,
      );
      signal.throwIfAborted();
      const told = { means, rows, days, worthAt, asOf };
      const figures = figuresOf(now, told);
      const rates = tellRates(momentsOf(rows, [now], days));
      // Others wait for this thread too.
      await setImmediate();
      const changes = changesSince(figuresOf(before, told), figures);
      await setImmediate();
      const trend = await tellTrend(trendRows, { means, rows, days, memory, signal });
      const judging = { ...means.judging, nowSeconds };
      const lookback = lookbackMeansOf(judging);
      let steps = 1;
      const recheck = await recheckMonth(recheckable(rows, figures, listTouched(judging)), {
        ...{ month, lookback, signal },
        onProgress: (done, of) => {
          steps = of + 1;
          onProgress(done + 1, steps);
        },
      });
      onProgress(steps, steps);
      return {
        ...{ schemaVersion: 2, month, zone: means.zone, priceSource: means.priceSource },
        ...(rates === null ? {} : { rates }),
        ...{ asOf, isRunning: asOf < now.to },
        ...figures,
        ...counted,
        ...{ recheck, changes, trend },
        audit: { rows: head?.sequence ?? 0, headHash: head?.hash ?? null },
      };
    },
  };
}

/** What a month is told with. `asOf`: the present, ISO 8601 in UTC. */
interface Telling {
  readonly means: SummaryMeans;
  readonly rows: GatheredRows;
  readonly days: ZoneDays;
  readonly worthAt: WorthAt;
  readonly asOf: string;
}

function figuresOf(span: ZoneMonth, { means, rows, days, worthAt, asOf }: Telling): MonthFigures {
  const { assets, currency } = means;
  const { middleOf } = days;
  const made = rows.made.filter((payment) => isOfMonth(payment, span));
  const payments: readonly MonthPayment[] = tellPayments(made, {
    ...rows,
    assets,
    worthAt,
    middleOf,
  });
  const last = formatMoment((parseMoment(span.to) ?? 0) - 1);
  const at = asOf < span.to ? asOf : last;
  return monthFigures(payments, rows, { span, at, currency, assets, worthAt });
}

/** When something was paid, or held, in some months. */
function momentsOf(
  { made, checks, agreed, paidChecks }: GatheredRows,
  months: readonly ZoneMonth[],
  days: ZoneDays,
): readonly PricedMoment[] {
  return months.flatMap((span) => [
    ...made
      .filter((payment) => isOfMonth(payment, span))
      .map(({ asset, at, day }) => ({ asset, at: at ?? days.middleOf(day) })),
    ...heldChecks(checks, { span, letPass: agreed, paidChecks }).map(({ asset, decidedAt }) => ({
      ...{ asset, at: decidedAt },
    })),
  ]);
}

/** The screenings of the present: what was asked of the past is judged by labels of then. */
function recheckable(
  { screenings }: GatheredRows,
  { screenings: { proceed, review, hold, incomplete } }: MonthFigures,
  touched: ReadonlySet<string>,
): Recheckable {
  const present = new Set(
    screenings.filter(({ isPresent }) => isPresent).map(({ screeningId }) => screeningId),
  );
  const ofMonth = [proceed, review, hold, incomplete].flatMap(({ ids }) => ids);
  return {
    proceeds: proceed.ids.filter((id) => present.has(id)),
    touched: ofMonth.filter((id) => present.has(id) && touched.has(id)),
  };
}

function labelSetsOf(
  { from, to, days }: ZoneMonth,
  { means, nowSeconds }: { readonly means: SummaryMeans; readonly nowSeconds: number },
): MonthlySummary['labelSets'] {
  const { labels, upkeep, withBuiltIn } = means.judging;
  const imports = labels.listImports();
  const grounds = {
    ...{ imports, upkeep: readUpkeep(labels, upkeep), confirmations: means.listConfirmed() },
    copies: withBuiltIn ? imports.filter(({ set }) => set === OFAC_COPY_SET) : [],
    readClaims: (id: string) => labels.readSnapshot(id) ?? [],
  };
  const ends = days.map(({ endSeconds }) => endSeconds - 1);
  const looks = [...ends.filter((end) => end <= nowSeconds), ...lookNow(ends, nowSeconds)];
  return tellLabelSets(grounds, { from, to, looks });
}

/** The present, where a day of the month is under way. */
function lookNow(ends: readonly number[], nowSeconds: number): readonly number[] {
  const last = ends.at(-1);
  const isRunning = last !== undefined && nowSeconds < last && !ends.includes(nowSeconds);
  return isRunning ? [nowSeconds] : [];
}
