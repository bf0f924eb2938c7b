import { chainOfAccount } from '../../core/account.js';
import type { ChainId } from '../../core/chain.js';
import { parseMoment } from '../../core/moment.js';
import { MOST_DAYS_APART } from '../../desk/paid/matchTold.js';
import type { DaySpan } from '../../desk/paid/monthSpan.js';
import { pairFound } from '../../desk/paid/pairFound.js';
import { atomically } from '../../store/atomically.js';
import type { StoredMatch, StoredTold } from '../../store/paidRows.js';
import { isSeenThrough } from './matchTransactions.js';
import type { PaidWalk } from './paidWalk.js';
import type { OwnReading } from './readOwn.js';

const NOTHING_FITS: StoredMatch = {
  match: 'unmatched',
  why: `No payment of ours fits: within ${MOST_DAYS_APART} days none of this amount went to the wallet that was told.`,
  rail: 'unknown',
  blockTime: null,
  foundTxId: null,
};

const UNKNOWN: StoredMatch = { ...NOTHING_FITS, match: 'not-looked-up', why: null };

/**
 * Finds, for told payments without a transaction id, what left our accounts and can only be them.
 *
 * Edge: where nothing fits and not all of our accounts on the chain were seen through, nobody can say.
 */
export function pairUnnamed(
  walk: PaidWalk,
  asked: {
    readonly told: readonly StoredTold[];
    readonly span: DaySpan;
    readonly readings: ReadonlyMap<ChainId, OwnReading>;
  },
): void {
  const { store, db } = walk.means;
  const unnamed = asked.told.filter(({ txId }) => txId === null);
  if (unnamed.length === 0) return;
  atomically(db, () => {
    const found = new Map(store.listFound(asked.span).map((one) => [one.id, one]));
    const stands = (told: StoredTold) =>
      told.foundTxId !== null &&
      [...found.values()].some(
        (one) =>
          one.txId === told.foundTxId &&
          one.account === told.account &&
          one.asset === told.asset &&
          one.amount === told.amount,
      );
    const open = unnamed.filter((told) => !stands(told));
    for (const { id } of open) store.writeMatch(id, UNKNOWN, walk.nowIso);
    const untold = store.listUntold(asked.span).map((one) => ({
      ...one,
      timeSeconds: parseMoment(one.blockTime) ?? 0,
    }));
    const pairs = pairFound(open, untold);
    for (const told of open) {
      const one = found.get(pairs.get(told.id) ?? '');
      const reading = asked.readings.get(chainOfAccount(told.account));
      if (one !== undefined) {
        const { rail, blockTime, txId } = one;
        const matched = { match: 'matched', why: null, rail, blockTime, foundTxId: txId } as const;
        store.writeMatch(told.id, matched, walk.nowIso);
      } else if (
        reading?.isWhole === true &&
        isSeenThrough(told.day, reading.seenUntil, MOST_DAYS_APART)
      ) {
        store.writeMatch(told.id, NOTHING_FITS, walk.nowIso);
      }
    }
  });
}
