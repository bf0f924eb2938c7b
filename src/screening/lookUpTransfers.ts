import { SourceError } from '../core/errors.js';
import type { Transfer } from '../core/ledger.js';
import type { Lookup, LookupReply, Unseen } from '../core/lookup.js';
import { unseenFrom } from './failures.js';
import type { LiveLookUp } from './liveLookUp.js';
import { emptyReply, NOT_CACHED } from './liveLookUp.js';
import type { AccountSource } from './ports.js';

type TransactionLookup = Extract<Lookup, { kind: 'transaction' }>;

/**
 * Every movement of one transaction of an account-model chain.
 *
 * Order: the first source that has it answers, from what is kept of it before it is asked again.
 */
export async function lookUpTransfers(
  from: LiveLookUp,
  lookup: TransactionLookup,
  signal: AbortSignal,
): Promise<LookupReply> {
  let unseen = from.reach === 'cache-only' ? NOT_CACHED : nowhere(from);
  const sent = { requests: 0 };
  let cost = 0;
  for (const { accounts, fetchTip } of from.sources) {
    if (accounts === null) continue;
    cost = accounts.requestsPerTransaction;
    try {
      // What the source said above its final blocks counts only under its newest one.
      await fetchTip(signal);
      const read = await readTransfers(from, { lookup, accounts, sent }, signal);
      if (read === null) continue;
      return emptyReply(lookup, { facts: read, cost, asked: sent.requests });
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      unseen = unseenFrom(error, { chain: from.chain, channel: null });
    }
    if (signal.aborted) break;
  }
  return emptyReply(lookup, { unseen: [unseen], cost, asked: sent.requests });
}

async function readTransfers(
  from: LiveLookUp,
  asked: {
    readonly lookup: TransactionLookup;
    readonly accounts: AccountSource;
    /** Counts the requests, so that they are known also when one of them fails. */
    readonly sent: { requests: number };
  },
  signal: AbortSignal,
): Promise<readonly Transfer[] | null> {
  const { lookup, accounts, sent } = asked;
  const at = { chain: from.chain.id, source: accounts.name, txId: lookup.txId };
  const kept = from.cache.readTransfers(at);
  if (kept !== null || from.reach === 'cache-only') return kept;
  const transfers = await accounts.fetchTransaction(
    {
      txId: lookup.txId,
      block: lookup.block ?? null,
      onRequest: () => {
        sent.requests += 1;
      },
    },
    signal,
  );
  if (transfers !== null) from.cache.writeTransfers({ ...at, transfers });
  return transfers;
}

/** What is said of a transaction that every source answered for and none has. */
export function nowhere({ chain }: Pick<LiveLookUp, 'chain'>): Unseen {
  return {
    channel: null,
    kind: 'capability',
    sentence: `No source of ${chain.title} has this transaction whole.`,
    cure: `Add another source to chains.${chain.name}.sources.`,
  };
}
