import type { MonthlySummary } from '../../src/core/monthlySummary.js';
import { bitcoinUsd } from './companyYear.js';
import type { Planted, PlantedHeld } from './yearPlan.js';

/** Totals of a month in words, each on a line of its own, so that two ways to them can be compared. */
export type TotalLines = readonly string[];

/** How totals are told: millionths of dollars, row by row, as millionths of a currency. */
export interface ToldIn {
  readonly currency: string;
  readonly tell: (usdMicros: bigint) => bigint;
}

const IN_DOLLARS: ToldIn = { currency: 'USD', tell: (usdMicros) => usdMicros };

/** What totals are worked out from. Units: atomic units. */
type Row = Pick<Planted, 'month' | 'chain' | 'symbol' | 'amount'>;

/**
 * The totals of a month from what was planted: plain sums over a plain list, by code that shares nothing
 * with that of the application.
 */
export function plantedTotals(
  month: string,
  planted: readonly Planted[],
  held: readonly PlantedHeld[],
  told: ToldIn = IN_DOLLARS,
): TotalLines {
  const paid = planted.filter((one) => one.month === month);
  const kept = held.filter((one) => one.month === month);
  const totalsBy = <One extends Row>(
    what: string,
    cut: string,
    rows: readonly One[],
    keysOf: (row: One) => readonly string[],
  ) => totalsOf(told, { what, cut }, rows, keysOf);
  return [
    ...totalsBy('paid', 'all', paid, () => ['total']),
    ...totalsBy('paid', 'asset', paid, ({ symbol, chain }) => [`${symbol} on ${chain}`]),
    ...totalsBy('paid', 'chain', paid, ({ chain }) => [chain]),
    ...totalsBy('paid', 'rail', paid, ({ rail }) => [rail]),
    ...totalsBy('paid', 'decision', paid, ({ decision }) => [decision]),
    ...totalsBy('paid', 'concern', paid, ({ concerns }) => concerns),
    ...totalsBy('held', 'all', kept, () => ['total']),
    ...totalsBy('held', 'decision', kept, ({ decision }) => [decision]),
  ].sort();
}

function totalsOf<One extends Row>(
  { currency, tell }: ToldIn,
  named: { readonly what: string; readonly cut: string },
  rows: readonly One[],
  keysOf: (row: One) => readonly string[],
): TotalLines {
  const sums: Record<string, { count: number; micros: bigint; parts: Record<string, bigint> }> = {};
  for (const row of rows) {
    for (const key of keysOf(row)) {
      sums[key] ??= { count: 0, micros: 0n, parts: {} };
      const sum = sums[key];
      const part = `${row.symbol} on ${row.chain}`;
      sum.count += 1;
      sum.micros += tell(worthOf(row));
      sum.parts[part] = (sum.parts[part] ?? 0n) + row.amount;
    }
  }
  return Object.entries(sums).map(([key, { count, micros, parts }]) =>
    tellTotal({ ...named, currency, key, count, micros, parts: Object.entries(parts) }),
  );
}

/** Units: millionths of a dollar. A dollar is a dollar; a bitcoin costs what it does in the month. */
function worthOf({ month, symbol, amount }: Row): bigint {
  if (symbol === 'USDC') return amount;
  return (amount * bitcoinUsd(Number(month.slice(5)))) / 100n;
}

/** The same lines from a summary. */
export function toldTotals(summary: MonthlySummary): TotalLines {
  const chains = new Map(summary.payments.map(({ asset, chain }) => [asset, chain]));
  const chainOf = (asset: string) => [...chains].find(([id]) => id === asset)?.[1] ?? '?';
  const { paid, held, concerns, payments, currency } = summary;
  const linesOf = (what: 'paid' | 'held', cut: string, sums: MonthlySummary['paid']['total']) =>
    sums.map(({ key, payments: count, amounts, worth }) => {
      const parts = amounts.map(({ asset, symbol, amount }): [string, bigint] => [
        `${symbol} on ${chainOf(asset)}`,
        amount,
      ]);
      const named = cut === 'asset' ? (parts[0]?.[0] ?? '') : key;
      const total = { what, cut, currency, key: named, count };
      return tellTotal({ ...total, micros: worth, parts });
    });
  const byConcern = concerns.flatMap(({ concern, paymentIds }) => {
    const rows = payments.filter(({ id }) => paymentIds.includes(id));
    if (rows.length === 0) return [];
    const parts: Record<string, bigint> = {};
    for (const { symbol, chain, amount } of rows) {
      parts[`${symbol} on ${chain}`] = (parts[`${symbol} on ${chain}`] ?? 0n) + amount;
    }
    const micros = rows.reduce((sum, { worth }) => sum + (worth ?? 0n), 0n);
    const total = { what: 'paid', cut: 'concern', key: concern, count: rows.length, micros };
    return tellTotal({ ...total, currency, parts: Object.entries(parts) });
  });
  return [
    ...linesOf('paid', 'all', paid.total),
    ...(['asset', 'chain', 'rail', 'decision'] as const).flatMap((cut) =>
      linesOf('paid', cut, paid[cut]),
    ),
    ...byConcern,
    ...linesOf('held', 'all', held.total),
    ...linesOf('held', 'decision', held.decision),
  ].sort();
}

function tellTotal(total: {
  readonly what: string;
  readonly cut: string;
  readonly currency: string;
  readonly key: string;
  readonly count: number;
  readonly micros: bigint | null;
  readonly parts: readonly (readonly [part: string, amount: bigint])[];
}): string {
  const { what, cut, currency, key, count, micros, parts } = total;
  const amounts = parts.map(([part, amount]) => `${amount} ${part}`).sort();
  return `${what} by ${cut}, ${key}: ${count}, ${micros} ${currency}, ${amounts.join(' + ')}`;
}

/** What months came to, from what was planted: a line for each, so that two ways to them can be compared. */
export function plantedTrend(
  months: readonly string[],
  planted: readonly Planted[],
  held: readonly PlantedHeld[],
): TotalLines {
  return months.map((month) => {
    const paid = planted.filter((one) => one.month === month);
    const kept = held.filter((one) => one.month === month);
    let [worth, heldWorth, concerned] = [0n, 0n, 0];
    for (const one of paid) {
      worth += worthOf(one);
      if (one.concerns.length > 0) concerned += 1;
    }
    for (const one of kept) heldWorth += worthOf(one);
    return `${month}: ${paid.length}, ${worth}; held ${kept.length}, ${heldWorth}; ${concerned}`;
  });
}

/** The same lines from a summary, without itself. */
export function toldTrend({ trend }: MonthlySummary): TotalLines {
  return (trend ?? []).map(({ month, payments, worth, held, heldWorth, concerns }) => {
    return `${month}: ${payments}, ${worth}; held ${held}, ${heldWorth}; ${concerns}`;
  });
}

/** Who was paid in a month and for whom nobody looked in time, by their marks; and payments to nobody known. */
export function plantedCoverage(month: string, planted: readonly Planted[]) {
  const paid = new Set<string>();
  const unseen = new Set<string>();
  let unknown = 0;
  for (const one of planted) {
    if (one.month !== month) continue;
    if (one.mark === null) unknown += 1;
    else {
      paid.add(one.mark);
      if (one.decision === 'none') unseen.add(one.mark);
    }
  }
  return { payees: paid.size, screened: paid.size - unseen.size, unseen: [...unseen], unknown };
}
