import type { Account } from '../account.js';
import type { AssetList } from '../asset.js';
import type { Transfer } from '../ledger.js';
import { SECONDS_PER_DAY } from '../moment.js';
import { isSmallChange, lotsOf, passedOnWithin } from './lots.js';

/** Share of its income that an account passes on, per asset. Units: per cent. */
const PASS_ON_PERCENT = 95n;
/** Time within which it passes the money on. Units: seconds. */
export const PASS_ON_SECONDS = 7 * SECONDS_PER_DAY;
/** Accounts to which it may pass the money on, all assets together. */
export const PASS_ON_ACCOUNTS = 3;

/** Whom an account passes everything on to. */
export interface PassThrough {
  /** Order: as first paid. */
  readonly receivers: readonly Account[];
}

/**
 * Whom an account passes all its income on to, or null when it does not.
 *
 * At least 95 % of what it got of every asset leaves within 7 days of its arrival (first in, first
 * out), to at most 3 accounts in all. Fees count as passed on and as no account.
 * Edge: small change that was never sent on, and what came in the last 7 days and still waits,
 * count neither way.
 * Source: pass-through and peeling as described by Meiklejohn et al., "A Fistful of Bitcoins"
 * (IMC 2013), https://doi.org/10.1145/2504730.2504747; the numbers are policy choices.
 */
export function detectPassThrough(
  account: Account,
  seen: {
    readonly transfers: readonly Transfer[];
    readonly assets: AssetList;
    /** The moment of the screening. Units: Unix seconds. */
    readonly nowSeconds: number;
  },
): PassThrough | null {
  const { transfers, assets, nowSeconds } = seen;
  const receivers = new Set<Account>();
  let passes = false;
  for (const lots of lotsOf(account, transfers)) {
    if (isSmallChange(lots, assets)) continue;
    const window = { withinSeconds: PASS_ON_SECONDS, nowSeconds };
    const { due, passed } = passedOnWithin(lots, window);
    if (passed * 100n < due * PASS_ON_PERCENT) return null;
    for (const { spend } of lots.spends) if (spend.to !== null) receivers.add(spend.to);
    if (receivers.size > PASS_ON_ACCOUNTS) return null;
    if (lots.sent > 0n && due > 0n) passes = true;
  }
  return passes ? { receivers: [...receivers] } : null;
}
