import type { Account } from '../../core/account.js';
import type { AssetId } from '../../core/asset.js';
import { dayOf, parseMoment, SECONDS_PER_DAY } from '../../core/moment.js';
import { MOST_DAYS_APART } from './matchTold.js';

/** A told payment without the id of its transaction. */
export interface UnnamedTold {
  readonly id: string;
  readonly day: string;
  readonly account: Account;
  readonly asset: AssetId;
  readonly amount: bigint;
}

/** A payment that left our own accounts. */
export interface FoundPaid {
  readonly id: string;
  readonly account: Account;
  readonly asset: AssetId;
  readonly amount: bigint;
  readonly timeSeconds: number;
}

/**
 * Finds the payments that told ones without a transaction id can only be: to the same account, of the
 * same asset and exact amount, in the same days. Each is taken once, the nearest in time first. Gives
 * the id of the found one by the id of the told one.
 */
export function pairFound(
  told: readonly UnnamedTold[],
  found: readonly FoundPaid[],
): ReadonlyMap<string, string> {
  const pairs = told.flatMap((one) =>
    found
      .filter(
        ({ account, asset, amount }) =>
          account === one.account && asset === one.asset && amount === one.amount,
      )
      .map((other) => ({ one, other, apart: daysApart(one.day, other.timeSeconds) }))
      .filter(({ apart }) => apart <= MOST_DAYS_APART),
  );
  const keyOf = ({ one, other }: (typeof pairs)[number]) => `${one.day} ${one.id} ${other.id}`;
  pairs.sort((a, b) => a.apart - b.apart || (keyOf(a) < keyOf(b) ? -1 : 1));
  const taken = new Set<string>();
  const paired = new Map<string, string>();
  for (const { one, other } of pairs) {
    if (paired.has(one.id) || taken.has(other.id)) continue;
    paired.set(one.id, other.id);
    taken.add(other.id);
  }
  return paired;
}

function daysApart(day: string, timeSeconds: number): number {
  return Math.abs(Math.floor((parseMoment(day) ?? 0) / SECONDS_PER_DAY) - dayOf(timeSeconds));
}
