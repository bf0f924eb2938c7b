import type { Account } from '../account.js';
import { smallerAmount } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { Transfer } from '../ledger.js';
import { factKey, orderFacts } from '../ledger.js';

/** One change of an account's balance of one asset. */
export interface HoldingEntry {
  readonly key: string;
  readonly transfer: Transfer;
  readonly direction: 'in' | 'out';
  /** Balance right before and right after. Units: atomic. */
  readonly before: bigint;
  readonly after: bigint;
  /**
   * Outgoing only: the part of the amount that was seen to be held. Less than the amount where the
   * account sent more than it was seen to get.
   */
  readonly covered: bigint;
}

/** What one account held of one asset, entry by entry. Order: the chain's. */
export type Holding = readonly HoldingEntry[];

/**
 * An account's balances per asset over its own transfers, starting from nothing.
 *
 * Edge: a transfer to itself moves nothing and has no entry; an overdraft leaves the balance at zero.
 */
export function holdingsOf(
  account: Account,
  transfers: readonly Transfer[],
): ReadonlyMap<AssetId, Holding> {
  const holdings = new Map<AssetId, HoldingEntry[]>();
  for (const transfer of orderFacts(transfers)) {
    if (transfer.from === transfer.to) continue;
    const direction = transfer.from === account ? 'out' : 'in';
    if (direction === 'in' && transfer.to !== account) continue;
    const entries = holdings.get(transfer.asset) ?? [];
    if (entries.length === 0) holdings.set(transfer.asset, entries);
    const before = entries.at(-1)?.after ?? 0n;
    const { amount } = transfer;
    const covered = smallerAmount(amount, before);
    const after = direction === 'in' ? before + amount : before - covered;
    entries.push({ key: factKey(transfer), transfer, direction, before, after, covered });
  }
  return holdings;
}

/** A part of a stake that moves on to another account by one transfer. */
export interface StakeShare {
  readonly entry: HoldingEntry;
  readonly stake: bigint;
}

/**
 * Hands the stake of an account's outgoing transfers to the transfers that funded them, pro rata
 * to what was held at the time (one backward haircut sweep).
 *
 * Units: as `stakes`. Time-respecting: money that arrived after it left funds nothing.
 * Edge: what an overdraft covered is handed to nobody.
 */
export function sweepBackward(holding: Holding, stakes: ReadonlyMap<string, bigint>): StakeShare[] {
  const shares: StakeShare[] = [];
  let held = 0n;
  for (let at = holding.length - 1; at >= 0; at -= 1) {
    const entry = holding[at];
    if (entry === undefined) continue;
    if (entry.direction === 'out') {
      const stake = stakes.get(entry.key) ?? 0n;
      const { amount } = entry.transfer;
      if (stake > 0n && amount > 0n) held += (stake * entry.covered) / amount;
    } else if (held > 0n && entry.transfer.amount > 0n) {
      const stake = (held * entry.transfer.amount) / entry.after;
      held -= stake;
      if (stake > 0n) shares.push({ entry, stake });
    }
  }
  return shares;
}

/**
 * Hands the stake of an account's incoming transfers to the transfers that spent them, pro rata
 * to what was held at the time (one forward haircut sweep). Units: as `stakes`.
 */
export function sweepForward(holding: Holding, stakes: ReadonlyMap<string, bigint>): StakeShare[] {
  const shares: StakeShare[] = [];
  let held = 0n;
  for (const entry of holding) {
    if (entry.direction === 'in') {
      held += stakes.get(entry.key) ?? 0n;
    } else if (held > 0n && entry.covered > 0n) {
      const stake = (held * entry.covered) / entry.before;
      held -= stake;
      if (stake > 0n) shares.push({ entry, stake });
    }
  }
  return shares;
}

/** Share of its income that an account passes on to count as passing money on. Units: per cent. */
const PASS_ON_PERCENT = 95n;
/** Time within which it passes the money on. */
const PASS_ON_SECONDS = 7 * 86_400;
/** Accounts to which it may pass the money on. */
const PASS_ON_ACCOUNTS = 3;

/**
 * Whether an account only passes money on: at least 95 % of what it got of every asset leaves
 * within 7 days of its arrival, to at most 3 accounts. Such an account uses no depth.
 *
 * Arrival is taken first in, first out, per asset. Fees count as passed on and as no account.
 * Source: peeling and pass-through chains as described by Meiklejohn et al., "A Fistful of
 * Bitcoins" (IMC 2013), https://doi.org/10.1145/2504730.2504747; the numbers are policy choices.
 */
export function passesOn(holdings: ReadonlyMap<AssetId, Holding>): boolean {
  let received = false;
  for (const holding of holdings.values()) {
    const receivers = new Set<Account>();
    const lots: { amount: bigint; timeSeconds: number }[] = [];
    let first = 0;
    let income = 0n;
    let passed = 0n;
    for (const { direction, transfer, covered } of holding) {
      if (direction === 'in') {
        income += transfer.amount;
        lots.push({ amount: transfer.amount, timeSeconds: transfer.timeSeconds });
        continue;
      }
      if (transfer.to !== null && transfer.amount > 0n) receivers.add(transfer.to);
      let left = covered;
      while (left > 0n) {
        const lot = lots[first];
        if (lot === undefined) break;
        const part = smallerAmount(lot.amount, left);
        if (transfer.timeSeconds - lot.timeSeconds <= PASS_ON_SECONDS) passed += part;
        lot.amount -= part;
        left -= part;
        if (lot.amount === 0n) first += 1;
      }
    }
    if (income === 0n) continue;
    received = true;
    if (passed * 100n < income * PASS_ON_PERCENT || receivers.size > PASS_ON_ACCOUNTS) return false;
  }
  return received;
}
