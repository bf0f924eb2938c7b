import type { Account } from '../account.js';
import type { Attribution } from '../attribution.js';
import { boundaryOf } from '../boundary.js';
import type { UtxoTx } from '../ledger.js';
import { orderFacts } from '../ledger.js';
import type { CoinJoin } from '../patterns/coinJoin.js';
import { detectCoinJoin, endsTrail, findCoinJoin } from '../patterns/coinJoin.js';
import { ownersOf } from '../patterns/coSpend.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';

/** What payments of several inputs say of the subject: who shares its keys, and its CoinJoins. */
export function tellJoinedPayments(trace: Trace): Signal[] {
  const facts = [...trace.facts.values()].filter((fact): fact is UtxoTx => fact.kind === 'utxo');
  const txs = orderFacts(facts);
  return [...coSpends(trace, txs), ...coinJoins(trace, txs)];
}

/**
 * Accounts with a risk claim that have one owner with the subject by payments, once each, with the
 * transaction that says so. Who signs for two inputs of one payment usually holds both keys.
 *
 * Edge: a CoinJoin, where strangers pay together, says nothing. An account with a label of its own
 * that is no risk is taken at its word.
 * Source: Meiklejohn et al., "A Fistful of Bitcoins" (IMC 2013),
 * https://doi.org/10.1145/2504730.2504747
 */
function coSpends(trace: Trace, txs: readonly UtxoTx[]): Signal[] {
  const { subject, knowledge } = trace.start;
  const signedWith = firstSignedWith(subject, txs);
  const owners = ownersOf(txs);
  return owners.accountsWith(subject).flatMap((account): Signal[] => {
    const boundary = account === subject ? null : boundaryOf(account, knowledge);
    if (boundary?.kind !== 'labelled') return [];
    const { attribution } = boundary;
    const straight = signedWith.get(account);
    const sentence =
      straight === undefined
        ? joinedSentence(attribution, owners.joiningTx(subject, account))
        : `This address paid in one transaction (${straight}) together with an account of ${attribution.entity}; who signs for both usually holds both.`;
    return [{ kind: 'co-spend', account, sentence, attribution }];
  });
}

function joinedSentence({ entity }: Attribution, joiningTx: string | null): string {
  return `This address and an account of ${entity} are connected by payments of several signers (the last link is transaction ${joiningTx ?? 'unknown'}); who signs for two inputs of one payment usually holds both.`;
}

/** The first transaction that the subject signed together with each other account. */
function firstSignedWith(subject: Account, txs: readonly UtxoTx[]): ReadonlyMap<Account, string> {
  const signedWith = new Map<Account, string>();
  for (const tx of txs) {
    if (!tx.inputs.some(({ account }) => account === subject) || detectCoinJoin(tx) !== null) {
      continue;
    }
    for (const { account } of tx.inputs) {
      if (account === null || signedWith.has(account)) continue;
      signedWith.set(account, tx.txId);
    }
  }
  return signedWith;
}

interface Joined {
  readonly tx: UtxoTx;
  readonly coinJoin: CoinJoin;
}

/** That the subject took part in CoinJoins, or was paid out of some: one signal for each. */
function coinJoins(trace: Trace, txs: readonly UtxoTx[]): Signal[] {
  const { subject, knowledge } = trace.start;
  const joinedWith = (part: 'inputs' | 'outputs') => (tx: UtxoTx) =>
    tx[part].some(({ account }) => account === subject);
  const found = txs.flatMap((tx): Joined[] => {
    if (!joinedWith('inputs')(tx) && !joinedWith('outputs')(tx)) return [];
    const coinJoin = findCoinJoin(tx, knowledge);
    return coinJoin === null ? [] : [{ tx, coinJoin }];
  });
  const tookPart = found.filter(({ tx }) => joinedWith('inputs')(tx));
  const paidOut = found.filter(({ tx }) => !joinedWith('inputs')(tx));
  return [
    ...coinJoinSignal(subject, 'took part in', tookPart),
    ...coinJoinSignal(subject, 'was paid out of', paidOut),
  ];
}

function coinJoinSignal(
  subject: Account,
  how: 'took part in' | 'was paid out of',
  joined: readonly Joined[],
): Signal[] {
  const clearest = joined.reduce<Joined | null>(
    (best, one) =>
      best === null || one.coinJoin.confidence > best.coinJoin.confidence ? one : best,
    null,
  );
  if (clearest === null) return [];
  const { coinJoin, tx } = clearest;
  const many = joined.length === 1 ? 'one transaction' : `${joined.length} transactions`;
  const trail = endsTrail(coinJoin)
    ? 'no money is followed through it'
    : 'that is too weak a sign to end the trail, so money is followed through it';
  const sentence = `This address ${how} ${many} that several people seem to have paid together (CoinJoin; ${tx.txId}). ${coinJoin.sentence} Detector: ${coinJoin.detector}; ${trail}. Keeping one’s finances private is everybody’s right and says nothing against the holder.`;
  return [{ kind: 'coinjoin', account: subject, sentence, attribution: null }];
}
