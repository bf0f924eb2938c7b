import { formatShare } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { Direction } from '../exposure.js';
import type { Gap } from '../gap.js';
import type { LedgerFact } from '../ledger.js';
import { dayOf, formatDay } from '../moment.js';
import type { Trace } from '../trace/traceState.js';
import type { AssetSplit } from './assetSplit.js';

/**
 * The assets whose worth in dollars is not known, each with the part that has no price.
 *
 * Such a gap never matters by itself: amounts in dollars do not apply to the asset, shares of it do.
 * What is unpriced is not worth nothing.
 * Order: as the splits. Edge: the part is one of all that moved, what only passed through included.
 */
export function tellUnpriced(
  trace: Trace,
  splits: readonly AssetSplit[],
  cureOf: (asset: AssetId, timeSeconds: number) => string,
): Gap[] {
  return splits.flatMap(({ asset, direction, splits: { whole } }): Gap[] => {
    if (whole.haircut.totalUsdMicros !== null) return [];
    let [all, unpriced] = [0n, 0n];
    const times = new Map<number, number>();
    for (const fact of trace.facts.values()) {
      const amount = movedBy(trace, fact, { asset, direction });
      all += amount;
      if (amount === 0n || trace.start.prices.priceOf(asset, fact.timeSeconds) !== null) continue;
      unpriced += amount;
      times.set(dayOf(fact.timeSeconds), fact.timeSeconds);
    }
    const days = [...times.keys()].sort((a, b) => a - b);
    const [first, last] = [days.at(0), days.at(-1)];
    if (first === undefined || last === undefined) return [];
    const symbol = trace.start.assets.get(asset)?.symbol ?? asset;
    const when =
      first === last
        ? `on ${formatDay(first)}`
        : `on ${days.length} days from ${formatDay(first)} to ${formatDay(last)}`;
    return [
      {
        kind: 'unpriced',
        account: trace.start.subject,
        direction,
        channel: null,
        share: formatShare({ numerator: unpriced, denominator: all }),
        matters: false,
        sentence: `There is no price of ${symbol} ${when}: amounts in dollars do not apply to it, shares of it do.`,
        cure: cureOf(asset, times.get(first) ?? 0),
      },
    ];
  });
}

/** How much of an asset a fact moves to the subject, or from it. Units: atomic. */
function movedBy(
  trace: Trace,
  fact: LedgerFact,
  { asset, direction }: { readonly asset: AssetId; readonly direction: Direction },
): bigint {
  const { subject } = trace.start;
  if (fact.kind === 'transfer') {
    const party = direction === 'incoming' ? fact.to : fact.from;
    return party === subject && fact.asset === asset ? fact.amount : 0n;
  }
  const parts = direction === 'incoming' ? fact.outputs : fact.inputs;
  let moved = 0n;
  for (const { account, amount } of parts) if (account === subject) moved += amount;
  return moved;
}
