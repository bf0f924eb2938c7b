import type { Account } from './account.js';
import type { AssetId } from './asset.js';
import type { ChainId } from './chain.js';

/** A way by which value moves. A source states which of them it can see. */
export type Channel =
  | 'native'
  | 'internal'
  | 'token'
  | 'utxo'
  | 'fee'
  | 'withdrawal'
  | 'reward'
  | 'deposit';

/** Where a fact stands on its chain. Unknown parts are null, never guessed. */
export interface ChainPosition {
  readonly chain: ChainId;
  readonly height: number | null;
  readonly blockHash: string | null;
  /** Index of the transaction in its block. */
  readonly txIndex: number | null;
  /** Lower-case transaction id; null where the source recorded none. */
  readonly txId: string | null;
  /** Unix time of the block. Units: seconds. */
  readonly timeSeconds: number;
}

/**
 * One movement of one asset between two accounts (account-model chains).
 *
 * Units: `amount` in atomic units. Edge: `from` null is issue by the protocol (reward, withdrawal);
 * `to` null is a fee that leaves all accounts.
 */
export interface Transfer extends ChainPosition {
  readonly kind: 'transfer';
  readonly channel: Exclude<Channel, 'utxo'>;
  readonly from: Account | null;
  readonly to: Account | null;
  readonly asset: AssetId;
  readonly amount: bigint;
  /**
   * Tells equal movements of one transaction apart: a log index or trace path, or `#n` (the n-th of
   * its kind) where the source gives none.
   */
  readonly index: string;
}

/** An input of a transaction: which output it spends, whose that was, and how much. */
export interface UtxoInput {
  /** Null when the source does not know which output is spent. */
  readonly previous: { readonly txId: string; readonly index: number } | null;
  /** Null for a script that has no address. */
  readonly account: Account | null;
  readonly amount: bigint;
}

/** An output of a transaction; its position in the list is its index. */
export interface UtxoOutput {
  readonly account: Account | null;
  readonly amount: bigint;
}

/**
 * One transaction of an unspent-output chain, whole. Units: satoshi.
 *
 * Edge: a coinbase has no inputs; its value is newly mined (and collected fees).
 */
export interface UtxoTx extends ChainPosition {
  readonly kind: 'utxo';
  readonly txId: string;
  readonly coinbase: boolean;
  readonly inputs: readonly UtxoInput[];
  readonly outputs: readonly UtxoOutput[];
  readonly fee: bigint;
}

/** What a chain says happened. */
export type LedgerFact = Transfer | UtxoTx;

/**
 * A key that two observations of the same fact share, whatever the source.
 *
 * Edge: where the transaction id is unknown, time and content stand in for it.
 */
export function factKey(fact: LedgerFact): string {
  if (fact.kind === 'utxo') return `${fact.chain}|${fact.txId}`;
  const where = fact.txId ?? `@${fact.timeSeconds}`;
  return [
    fact.chain,
    where,
    fact.channel,
    fact.asset,
    fact.from ?? '',
    fact.to ?? '',
    fact.amount.toString(),
    fact.index,
  ].join('|');
}

/** The accounts that a fact touches, each once, in the order in which they appear. */
export function accountsOfFact(fact: LedgerFact): readonly Account[] {
  const touched = new Set<Account>();
  if (fact.kind === 'transfer') {
    if (fact.from !== null) touched.add(fact.from);
    if (fact.to !== null) touched.add(fact.to);
  } else {
    for (const input of fact.inputs) if (input.account !== null) touched.add(input.account);
    for (const output of fact.outputs) if (output.account !== null) touched.add(output.account);
  }
  return [...touched];
}

/**
 * Facts in the order in which their chain applied them.
 *
 * Order: time, height, transaction index (learned from any fact of the same transaction), id;
 * inside one transaction the fee first, then channels and indexes as listed. Movements of one
 * transaction without an index of their own stand as the money went: an account gets before it gives.
 * What is still equal keeps the order given.
 * Blind spot: a transaction whose index nobody tells counts as the first of its block.
 */
export function orderFacts<Fact extends LedgerFact>(facts: Iterable<Fact>): Fact[] {
  const listed = [...facts];
  const indexOfTx = new Map<string, number>();
  for (const fact of listed) {
    if (fact.txId !== null && fact.txIndex !== null) indexOfTx.set(fact.txId, fact.txIndex);
  }
  const keyed = listed.map((fact) => ({ fact, txIndex: txIndexOf(fact, indexOfTx) }));
  keyed.sort(
    (a, b) =>
      a.fact.timeSeconds - b.fact.timeSeconds ||
      (a.fact.height ?? -1) - (b.fact.height ?? -1) ||
      a.txIndex - b.txIndex ||
      compareText(a.fact.txId ?? '', b.fact.txId ?? '') ||
      channelRank(a.fact) - channelRank(b.fact) ||
      compareIndexes(a.fact, b.fact),
  );
  return inFlowOrder(keyed.map((entry) => entry.fact));
}

/**
 * Explorers list calls without their place in the block. Placed last, they would make whoever paid
 * the money on in the same block look overdrawn, and the trail would end there.
 */
const FIRST_OF_BLOCK = -1;

function txIndexOf(fact: LedgerFact, indexOfTx: ReadonlyMap<string, number>): number {
  if (fact.txIndex !== null) return fact.txIndex;
  const learned = fact.txId === null ? undefined : indexOfTx.get(fact.txId);
  return learned ?? FIRST_OF_BLOCK;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const CHANNEL_ORDER: readonly Channel[] = [
  'fee',
  'reward',
  'withdrawal',
  'deposit',
  'native',
  'internal',
  'token',
  'utxo',
];

function channelRank(fact: LedgerFact): number {
  return CHANNEL_ORDER.indexOf(fact.kind === 'utxo' ? 'utxo' : fact.channel);
}

/** Compares log indexes as numbers, and trace paths such as `0_1_10` step by step. */
function compareIndexes(a: LedgerFact, b: LedgerFact): number {
  if (a.kind === 'utxo' || b.kind === 'utxo') return 0;
  const [left, right] = [numbersOf(a.index), numbersOf(b.index)];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Whether the source itself said which movement of its transaction this is. */
function isIndexed(fact: Transfer): boolean {
  return !fact.index.startsWith('#');
}

function numbersOf(index: string): number[] {
  return [...index.matchAll(/\d+/g)].map(([digits]) => Number.parseInt(digits, 10));
}

/**
 * Puts movements of one transaction that nobody numbered so that an account gets before it gives;
 * else whoever passes on within one transaction would look overdrawn.
 */
function inFlowOrder<Fact extends LedgerFact>(ordered: readonly Fact[]): Fact[] {
  const result: Fact[] = [];
  for (let from = 0; from < ordered.length; ) {
    let to = from + 1;
    while (to < ordered.length && isUnnumberedPair(ordered[from], ordered[to])) to += 1;
    result.push(...receiversFirst(ordered.slice(from, to)));
    from = to;
  }
  return result;
}

function isUnnumberedPair(a: LedgerFact | undefined, b: LedgerFact | undefined): boolean {
  if (a?.kind !== 'transfer' || b?.kind !== 'transfer') return false;
  return (
    a.txId !== null &&
    a.txId === b.txId &&
    a.channel === b.channel &&
    !isIndexed(a) &&
    !isIndexed(b)
  );
}

function receiversFirst<Fact extends LedgerFact>(group: readonly Fact[]): readonly Fact[] {
  if (group.length < 2) return group;
  const toCome = new Map<string, number>();
  const count = (key: string, by: number) => toCome.set(key, (toCome.get(key) ?? 0) + by);
  const [giver, getter] = [keyOf('from'), keyOf('to')];
  for (const fact of group) count(getter(fact), 1);
  const placed: Fact[] = [];
  let waiting: readonly Fact[] = group;
  while (waiting.length > 0) {
    const still: Fact[] = [];
    for (const fact of waiting) {
      if ((toCome.get(giver(fact)) ?? 0) > 0 && giver(fact) !== getter(fact)) still.push(fact);
      else {
        placed.push(fact);
        count(getter(fact), -1);
      }
    }
    // Money that went in a circle has no first step; the order given begins it.
    const [first, ...others] = still;
    if (still.length < waiting.length || first === undefined) waiting = still;
    else {
      placed.push(first);
      count(getter(first), -1);
      waiting = others;
    }
  }
  return placed;
}

function keyOf(end: 'from' | 'to'): (fact: LedgerFact) => string {
  return (fact) => (fact.kind === 'transfer' ? `${fact[end] ?? ''}|${fact.asset}` : '');
}
