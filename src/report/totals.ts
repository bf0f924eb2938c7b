import { compareFractions, type Fraction, formatShare, sumAmounts } from '../core/amount.js';
import { isDprk } from '../core/attribution.js';
import type { AssetTotal, Direction, Exposure, ExposureAmount } from '../core/exposure.js';
import type { Verdict } from '../core/verdict.js';
import type { DocumentJointShare, DocumentTotal, DocumentTotals } from './document.js';
import { formatMicros, isPriced, ownMicros, returnedMicros } from './usd.js';

/** What came in and went out in all, and the part of it that all DPRK claims make jointly. */
export function tellTotals(verdict: Verdict): DocumentTotals {
  const { incoming, outgoing } = verdict.totals;
  return {
    incoming: {
      received: incoming.totals.flatMap(tellOwn),
      returned: incoming.totals.flatMap(tellReturned),
      dprk: tellJointShare(verdict, 'incoming'),
    },
    outgoing: {
      sent: outgoing.totals.flatMap(tellOwn),
      returned: outgoing.totals.flatMap(tellReturned),
      dprk: tellJointShare(verdict, 'outgoing'),
    },
  };
}

function tellOwn(total: AssetTotal): DocumentTotal[] {
  const amount = total.amount - total.returned;
  if (amount === 0n) return [];
  const returned = returnedMicros(total);
  const usd = total.usdMicros === null || returned === null ? null : total.usdMicros - returned;
  return [tellTotal(total, amount, usd)];
}

function tellReturned(total: AssetTotal): DocumentTotal[] {
  return total.returned === 0n ? [] : [tellTotal(total, total.returned, returnedMicros(total))];
}

function tellTotal(total: AssetTotal, amount: bigint, usd: bigint | null): DocumentTotal {
  return {
    account: total.subject,
    asset: total.asset,
    amount: amount.toString(),
    usd: usd === null ? null : formatMicros(usd),
  };
}

/**
 * The share of all DPRK claims together: of all value in US dollars where every asset has a price,
 * else the largest share of any one asset.
 *
 * Edge: nothing moved, no share. No claim met: every figure is zero. A joint bound cannot be had by
 * adding the bounds of its parts, so with claims the bounds stay unknown here.
 */
function tellJointShare(verdict: Verdict, direction: Direction): DocumentJointShare {
  const { totals } = verdict.totals[direction];
  const flows = verdict.exposures.filter(
    (exposure) =>
      exposure.direction === direction &&
      exposure.kind !== 'ownership' &&
      isDprk(exposure.attribution),
  );
  if (totals.every((total) => total.amount === 0n)) return NOTHING_MOVED;
  if (flows.length === 0) return NONE_MET;
  return {
    lower: null,
    upper: null,
    haircut: jointFigure(flows, totals, 'haircut'),
    fifo: jointFigure(flows, totals, 'fifo'),
  };
}

const NOTHING_MOVED: DocumentJointShare = { lower: null, upper: null, haircut: null, fifo: null };

const NO_SHARE = '0.000000';

const NONE_MET: DocumentJointShare = {
  lower: NO_SHARE,
  upper: NO_SHARE,
  haircut: NO_SHARE,
  fifo: NO_SHARE,
};

function jointFigure(
  flows: readonly Exposure[],
  totals: readonly AssetTotal[],
  figure: 'haircut' | 'fifo',
): string {
  const amounts = flows.flatMap((flow) => flow.amounts);
  if (isPriced(totals) && amounts.every(hasPrice)) {
    const part = sumAmounts(amounts.map((amount) => amount.usd?.[figure] ?? 0n));
    return formatShare(ratio(part, ownMicros(totals)));
  }
  const shares = totals.map(({ asset }) => {
    const part = amounts.filter((amount) => amount.asset === asset);
    const whole = totals.filter((total) => total.asset === asset);
    return ratio(
      sumAmounts(part.map((amount) => amount[figure])),
      sumAmounts(whole.map((total) => total.amount - total.returned)),
    );
  });
  return formatShare(shares.reduce(largerFraction, ratio(0n, 1n)));
}

function hasPrice(amount: ExposureAmount): boolean {
  return amount.usd !== null;
}

/** Edge: a part of a whole that came to nothing is all of it, and no part is more than the whole. */
function ratio(part: bigint, whole: bigint): Fraction {
  if (part === 0n) return { numerator: 0n, denominator: 1n };
  if (part >= whole) return { numerator: 1n, denominator: 1n };
  return { numerator: part, denominator: whole };
}

function largerFraction(a: Fraction, b: Fraction): Fraction {
  return compareFractions(a, b) >= 0 ? a : b;
}
