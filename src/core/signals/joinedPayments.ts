import type { Account } from '../account.js';
import { sumAmounts } from '../amount.js';
import type { Attribution } from '../attribution.js';
import type { Knowledge } from '../boundary.js';
import { boundaryOf } from '../boundary.js';
import { orderFacts } from '../chainOrder.js';
import type { UtxoTx } from '../ledger.js';
import type { CoinJoin } from '../patterns/coinJoin.js';
import { detectCoinJoin, endsTrail, findCoinJoin } from '../patterns/coinJoin.js';
import { ownersOf } from '../patterns/coSpend.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';
import type { FarCoinJoin } from './farCoinJoins.js';
import { farCoinJoins } from './farCoinJoins.js';

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
 * that is no risk is taken at its word. Labels of one's own count here: they add a look, and end nothing.
 * Source: Meiklejohn et al., "A Fistful of Bitcoins" (IMC 2013),
 * https://doi.org/10.1145/2504730.2504747
 */
function coSpends(trace: Trace, txs: readonly UtxoTx[]): Signal[] {
  const { subject } = trace.start;
  const knowledge: Knowledge = { ...trace.start.knowledge, ownRisks: 'end-trails' };
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
  /** Owner hops from the subject; left out where it has a part itself. */
  readonly depth?: number;
}

/** That the subject took part in CoinJoins, or was paid out of some: one signal for each. */
function coinJoins(trace: Trace, txs: readonly UtxoTx[]): Signal[] {
  const { subject } = trace.start;
  const knowledge: Knowledge = { ...trace.start.knowledge, ownRisks: 'end-trails' };
  const joinedWith = (part: 'inputs' | 'outputs') => (tx: UtxoTx) =>
    tx[part].some(({ account }) => account === subject);
  const found = txs.flatMap((tx): Joined[] => {
    if (!joinedWith('inputs')(tx) && !joinedWith('outputs')(tx)) return [];
    const coinJoin = findCoinJoin(tx, knowledge);
    return coinJoin === null ? [] : [{ tx, coinJoin }];
  });
  const tookPart = found.filter(({ tx }) => joinedWith('inputs')(tx));
  const paidOut = found.filter(({ tx }) => !joinedWith('inputs')(tx));
  const far = trace.walk.kind === 'outputs' ? farCoinJoins(trace, trace.walk, txs) : [];
  return [
    ...coinJoinSignal(subject, 'took part in', tookPart),
    ...coinJoinSignal(subject, 'was paid out of', paidOut),
    ...farSignal(
      subject,
      far.filter(({ direction }) => direction === 'incoming'),
    ),
    ...farSignal(
      subject,
      far.filter(({ direction }) => direction === 'outgoing'),
    ),
    ...joinedWithRisk(subject, [...found, ...far.filter(isRequired(trace))], knowledge),
  ];
}

/**
 * Whether money that came to the subject, more than dust, is lost sight of at a CoinJoin before all
 * was seen that the policy requires. Whoever puts one hop between a made-up CoinJoin and the payee
 * must not be seen less for it.
 */
function isRequired({ start }: Trace): (far: FarCoinJoin) => boolean {
  return ({ direction, depth, stake, asset }) =>
    direction === 'incoming' &&
    depth < start.policy.requiredDepth &&
    stake >= (start.assets.get(asset)?.dustAmount ?? 1n);
}

/** Transactions of a way that are printed at most; the others are counted. */
const MOST_OF_WAY = 5;

/** That money of the subject was lost sight of at CoinJoins of others, told by the nearest of them. */
function farSignal(subject: Account, far: readonly FarCoinJoin[]): Signal[] {
  const nearest = far.reduce<FarCoinJoin | null>(
    (best, one) => (best === null || one.way.length < best.way.length ? one : best),
    null,
  );
  if (nearest === null) return [];
  const { tx, coinJoin, direction, way } = nearest;
  const many = far.length === 1 ? 'one transaction' : `${far.length} transactions`;
  const how =
    direction === 'incoming'
      ? `Money that came to this address came out of ${many}`
      : `Money that this address sent went into ${many}`;
  const steps = way.length > 2 ? `${way.length - 1} transactions` : 'one transaction';
  const shown = way.slice(1, MOST_OF_WAY + 1);
  const left = way.length - 1 - shown.length;
  const path = `${shown.join(', then ')}${left > 0 ? `, and ${left} more` : ''}`;
  const order = direction === 'incoming' ? 'from there to this address' : 'back to this address';
  const sentence = `${how} of others that several people seem to have paid together (CoinJoin; ${tx.txId}), ${steps} away: ${order} by ${path}. ${coinJoin.sentence} Detector: ${coinJoin.detector}; no money is followed through it. Keeping one’s finances private is everybody’s right and says nothing against the holder.`;
  return [{ kind: 'coinjoin', account: subject, sentence, attribution: null }];
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

/** What one account with a risk claim paid into a CoinJoin. */
interface RiskyPart {
  readonly tx: UtxoTx;
  readonly depth: number;
  readonly account: Account;
  readonly attribution: Attribution;
  /** Units: satoshi. */
  readonly paid: bigint;
  readonly of: bigint;
}

/**
 * Of what was paid into a CoinJoin, the share from which a part by accounts with a risk claim is more
 * than the company that everybody keeps there. Units: one part in so many (10 %).
 * Source: a policy choice, the share from which `rules/default.json` looks at money from a mixer.
 */
const RISKY_ONE_IN = 10n;

/**
 * Accounts with a risk claim that paid a large part into a CoinJoin of the subject's, or into one behind
 * which the policy requires to see, once each. One owner alone can make the shape of a CoinJoin, so
 * that a trail which ends there may hide that owner.
 *
 * Edge: of accounts in several CoinJoins the largest part is told. Where the shape is too weak to end
 * the trail, the money is followed and nothing has to be told beside it.
 * Blind spot: one further back is told without who paid in, for strangers meet there by chance; and
 * an owner who pays in from accounts without a claim is not seen.
 */
function joinedWithRisk(
  subject: Account,
  found: readonly Joined[],
  knowledge: Knowledge,
): Signal[] {
  const largest = new Map<Account, RiskyPart>();
  for (const joined of found) {
    if (!endsTrail(joined.coinJoin)) continue;
    const parts = riskyParts(joined, subject, knowledge);
    const [first] = parts;
    const paid = sumAmounts(parts.map((part) => part.paid));
    if (first === undefined || paid * RISKY_ONE_IN < first.of) continue;
    for (const part of parts) {
      const known = largest.get(part.account);
      if (known === undefined || part.paid * known.of > known.paid * part.of) {
        largest.set(part.account, part);
      }
    }
  }
  return [...largest.values()].map(({ tx, depth, account, attribution, paid, of }) => {
    const percent = (paid * 100n) / of;
    const share = percent === 0n ? 'less than 1 %' : `${percent} %`;
    const which =
      depth === 0
        ? 'in which this address has a part'
        : `out of which money came that reached this address over ${depth === 1 ? 'one account' : `${depth} accounts`}`;
    const sentence = `An account of ${attribution.entity} paid ${share} of all that went into a CoinJoin ${which} (${tx.txId}). Nobody can see whose money went where: this links the address to that account no more than to any other there, and asks only for a look.`;
    return { kind: 'shared-coinjoin', account, sentence, attribution };
  });
}

function riskyParts(
  { tx, depth = 0 }: Joined,
  subject: Account,
  knowledge: Knowledge,
): RiskyPart[] {
  const of = sumAmounts(tx.inputs.map(({ amount }) => amount));
  const paidBy = new Map<Account, bigint>();
  for (const { account, amount } of tx.inputs) {
    if (account === null || account === subject) continue;
    paidBy.set(account, (paidBy.get(account) ?? 0n) + amount);
  }
  return [...paidBy].flatMap(([account, paid]): RiskyPart[] => {
    const boundary = boundaryOf(account, knowledge);
    if (boundary?.kind !== 'labelled') return [];
    return [{ tx, depth, account, attribution: boundary.attribution, paid, of }];
  });
}
