import type { Account } from '../core/account.js';
import { type AssetId, nativeAssetId } from '../core/asset.js';
import { orderFacts } from '../core/chainOrder.js';
import type { LedgerFact, Transfer } from '../core/ledger.js';
import type { LiveLookUp } from './liveLookUp.js';
import { type ChannelRead, readChannel } from './readChannel.js';

/**
 * What validators paid out to an account, where its native coins do not add up without that; null
 * where they do, or where no source lists such payments.
 *
 * Few accounts ever get any, so that nobody is asked for them unless something is missing: more was
 * sent than had come, or more is held than was left.
 * Blind spot: where the chain's balance is not known, payments are not missed that other coins cover.
 */
export async function readWithdrawals(
  from: LiveLookUp,
  asked: {
    readonly account: Account;
    readonly facts: Iterable<LedgerFact>;
    /** What the account holds, where that is known. */
    readonly balances: ReadonlyMap<AssetId, bigint> | null;
  },
  signal: AbortSignal,
): Promise<ChannelRead | null> {
  const { account, balances } = asked;
  if (!from.sources.some(({ source }) => source.channels.includes('withdrawal'))) return null;
  const coin = nativeAssetId(from.chain);
  const moves: Transfer[] = [];
  for (const fact of asked.facts) {
    if (fact.kind === 'utxo' || fact.asset !== coin) continue;
    moves.push(fact);
  }
  const { lowest, last } = replay(account, orderFacts(moves));
  const held = balances?.get(coin) ?? last;
  if (lowest >= 0n && held <= last) return null;
  return await readChannel(from, { account, channel: 'withdrawal' }, signal);
}

/** The lowest balance after any transaction, and the last one, starting from nothing. */
function replay(
  account: Account,
  moves: readonly Transfer[],
): { readonly lowest: bigint; readonly last: bigint } {
  let balance = 0n;
  let lowest = 0n;
  moves.forEach(({ from, to, amount, txId }, at) => {
    if (to === account) balance += amount;
    if (from === account) balance -= amount;
    const next = moves[at + 1];
    const endsTransaction = next === undefined || txId === null || next.txId !== txId;
    if (endsTransaction && balance < lowest) lowest = balance;
  });
  return { lowest, last: balance };
}
