import type { Account } from '../../core/account.js';
import type { Chain } from '../../core/chain.js';
import type { Lookup, LookupReply } from '../../core/lookup.js';
import type { PaidScope } from '../../desk/paid/paidByTransaction.js';
import type { ChainAccess } from '../../screening/screenAccounts.js';
import type { PaidMeans } from './paidMeans.js';
import type { PaidUnseen } from './paidPayments.js';

/** A look at the chains under way. */
export interface PaidWalk {
  readonly means: PaidMeans;
  readonly scope: PaidScope;
  /** Such as `2026-10`. */
  readonly month: string;
  /** ISO 8601 time in UTC. */
  readonly nowIso: string;
  /** Counted down. Edge: a look-up that has begun is finished. */
  readonly budget: { left: number };
  readonly unseen: PaidUnseen[];
  /** Called for each look-up that is done. */
  readonly step: () => void;
  readonly signal: AbortSignal;
}

/** A chain that can be asked. */
export type ReadyChain = Extract<ChainAccess, { readonly kind: 'ready' }>;

const OUT_OF_BUDGET = {
  sentence: 'The requests of this run were used up before all was looked up.',
  cure: 'Match the month again; what was fetched is kept.',
};

/** Looks something up; null where the run is over. */
export async function lookUpWithin(
  walk: PaidWalk,
  access: ReadyChain,
  lookup: Lookup,
): Promise<LookupReply | null> {
  if (walk.signal.aborted) return null;
  if (walk.budget.left <= 0) {
    tellUnseen(walk, access.chain, null, OUT_OF_BUDGET);
    return null;
  }
  const reply = await access.lookUp(lookup, walk.signal);
  walk.budget.left -= reply.asked;
  return reply;
}

/** Tells something that was not seen, once. */
export function tellUnseen(
  { unseen }: PaidWalk,
  chain: Chain,
  account: Account | null,
  { sentence, cure }: { readonly sentence: string; readonly cure: string },
): void {
  const told = { chain: chain.name, account, sentence, cure };
  const isTold = unseen.some(
    (one) => one.chain === told.chain && one.account === account && one.sentence === told.sentence,
  );
  if (!isTold) unseen.push(told);
}
