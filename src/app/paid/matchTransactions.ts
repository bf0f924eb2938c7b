import { formatMoment, parseMoment, SECONDS_PER_DAY } from '../../core/moment.js';
import { matchTold, NOT_FOUND, type ToldMatch } from '../../desk/paid/matchTold.js';
import { paidByTransaction } from '../../desk/paid/paidByTransaction.js';
import { isAbsent } from '../../screening/lookUpAbsent.js';
import type { StoredMatch, StoredTold } from '../../store/paidRows.js';
import { lookUpWithin, type PaidWalk, type ReadyChain, tellUnseen } from './paidWalk.js';

/** A told payment with its transaction. */
export type NamedTold = StoredTold & { readonly txId: string };

/** Told payments by their transaction. Order: as given. */
export function byTransaction(told: readonly StoredTold[]): ReadonlyMap<string, NamedTold[]> {
  const groups = new Map<string, NamedTold[]>();
  for (const one of told) {
    const { txId } = one;
    if (txId === null) continue;
    groups.set(txId, [...(groups.get(txId) ?? []), { ...one, txId }]);
  }
  return groups;
}

/**
 * Looks up the transactions that were told on a chain, and writes what each comes to as soon as it is
 * known. What nobody could say leaves what was known before.
 */
export async function matchTransactions(
  walk: PaidWalk,
  access: ReadyChain,
  told: readonly StoredTold[],
): Promise<void> {
  for (const [txId, group] of byTransaction(told)) {
    const { chain } = access;
    const reply = await lookUpWithin(walk, access, { kind: 'transaction', chain: chain.id, txId });
    if (reply === null) return;
    const isMissing = isAbsent(reply, chain);
    if (!isMissing) for (const one of reply.unseen) tellUnseen(walk, chain, null, one);
    const seen = {
      facts: reply.facts,
      payments: paidByTransaction(reply.facts, walk.scope),
      isWhole: reply.unseen.length === 0,
    };
    const hasOwnAccounts = [...walk.scope.knowledge.ownAccounts].some((own) =>
      own.startsWith(`${chain.id}:`),
    );
    const { assets } = walk.means;
    const matches = isMissing
      ? group.map((one) => absent(one, access))
      : matchTold(group, seen, { assets, hasOwnAccounts });
    for (const [at, one] of group.entries()) writeMatch(walk, one, matches[at]);
    walk.step();
  }
}

/** Edge: what was told for a day that the chain has not seen the end of may come yet. */
function absent({ day }: NamedTold, { anchor }: ReadyChain): ToldMatch {
  const isOver = anchor.time !== null && anchor.time.slice(0, 10) > day;
  return isOver ? NOT_FOUND : { kind: 'not-looked-up' };
}

function writeMatch(walk: PaidWalk, told: NamedTold, match: ToldMatch | undefined): void {
  if (match === undefined || match.kind === 'not-looked-up') return;
  const { timeSeconds } = match;
  const found: StoredMatch = {
    match: match.kind,
    why: match.kind === 'unmatched' ? match.why : null,
    rail: match.rail,
    blockTime: timeSeconds === null ? null : formatMoment(timeSeconds),
    foundTxId: null,
  };
  walk.means.store.writeMatch(told.id, found, walk.nowIso);
}

/** Whether a chain was seen to the end of a day. */
export function isSeenThrough(day: string, seenUntil: string | null, moreDays: number): boolean {
  const [end, until] = [parseMoment(day), seenUntil === null ? null : parseMoment(seenUntil)];
  return end !== null && until !== null && until >= end + (moreDays + 1) * SECONDS_PER_DAY;
}
