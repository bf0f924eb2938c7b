import { wholeOf } from '../core/accounting/share.js';
import { type Fraction, formatShare } from '../core/amount.js';
import type { AssetTotal, Direction } from '../core/exposure.js';
import type { Verdict } from '../core/verdict.js';
import type { DocumentJointShare, DocumentTotal, DocumentTotals } from './document.js';
import { formatMicros } from './usd.js';

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
  const { amount, usdMicros } = wholeOf(total, 'haircut');
  return amount === 0n ? [] : [tellTotal(total, amount, usdMicros)];
}

function tellReturned(total: AssetTotal): DocumentTotal[] {
  const { amount, usdMicros } = total.returned.haircut;
  return amount === 0n ? [] : [tellTotal(total, amount, usdMicros)];
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
 * else of the asset that is most concerned. Bounds are of all claims jointly.
 *
 * Edge: nothing moved, no share. No claim met: every figure is zero.
 */
function tellJointShare(verdict: Verdict, direction: Direction): DocumentJointShare {
  const { totals, dprk } = verdict.totals[direction];
  if (totals.every((total) => total.amount === 0n)) return NOTHING_MOVED;
  if (dprk === null) return NONE_MET;
  const format = (share: Fraction | null) => (share === null ? null : formatShare(share));
  return {
    lower: format(dprk.lower),
    upper: format(dprk.upper),
    haircut: format(dprk.haircut),
    fifo: format(dprk.fifo),
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
