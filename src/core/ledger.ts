import type { Account } from './account.js';
import type { AssetId } from './asset.js';
import type { ChainId } from './chain.js';

/** The ways by which value moves. A closed list. */
export const CHANNELS = [
  'native',
  'internal',
  'token',
  'utxo',
  'fee',
  'withdrawal',
  'reward',
  'deposit',
] as const;

/** A way by which value moves. A source states which of them it can see. */
export type Channel = (typeof CHANNELS)[number];

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
  return inOrder(listed, chainOrder(listed));
}

/** Facts in an order that tells their places in the list. */
export function inOrder<Fact>(facts: readonly Fact[], order: Int32Array): Fact[] {
  const ordered = [...facts];
  for (let n = 0; n < order.length; n += 1) {
    const fact = facts[order[n] ?? n];
    if (fact !== undefined) ordered[n] = fact;
  }
  return ordered;
}

/** The order of `orderFacts`, by the places at which the facts stand in the list. */
export function chainOrder(facts: readonly LedgerFact[]): Int32Array {
  const { order, shared } = orderByTime(facts);
  if (shared.length === 0) return order;
  const indexOfTx = indexesLearned(facts);
  for (const { from, to } of shared) {
    const keyed: KeyedFact[] = [];
    for (let n = from; n < to; n += 1) {
      const at = order[n] ?? 0;
      const fact = facts[at];
      if (fact !== undefined) {
        keyed.push({ fact, at, txIndex: txIndexOf(fact, indexOfTx), numbers: null });
      }
    }
    if (!isSorted(keyed)) keyed.sort(compareKeyed);
    inFlowOrder(keyed).forEach(({ at }, n) => {
      order[from + n] = at;
    });
  }
  return order;
}

/** A fact among others of its time. */
interface KeyedFact {
  readonly fact: LedgerFact;
  /** Where it stands in the list. */
  readonly at: number;
  readonly txIndex: number;
  /** The numbers of its index, once somebody asked for them. */
  numbers: readonly number[] | null;
}

/** Whether there is nothing to sort, as mostly: what one account's history tells is in order. */
function isSorted(keyed: readonly KeyedFact[]): boolean {
  return keyed.every((one, at) => {
    const before = keyed[at - 1];
    return before === undefined || compareKeyed(before, one) <= 0;
  });
}

function compareKeyed(a: KeyedFact, b: KeyedFact): number {
  return (
    a.fact.timeSeconds - b.fact.timeSeconds ||
    (a.fact.height ?? -1) - (b.fact.height ?? -1) ||
    a.txIndex - b.txIndex ||
    compareText(a.fact.txId ?? '', b.fact.txId ?? '') ||
    channelRank(a.fact) - channelRank(b.fact) ||
    compareIndexes(a, b)
  );
}

/** The places of facts by time, and where several may share one. */
interface TimeOrder {
  readonly order: Int32Array;
  /** Order: ascending. What stands in none of them needs no further comparison. */
  readonly shared: readonly { readonly from: number; readonly to: number }[];
}

/**
 * Facts by time alone, those of one time as given: time and place stand in one number, and plain
 * numbers are sorted many times faster than facts are compared.
 *
 * Edge: where a number cannot hold both, all are left as given, to be compared.
 */
function orderByTime(facts: readonly LedgerFact[]): TimeOrder {
  const count = facts.length;
  const order = new Int32Array(count);
  const keys = new Float64Array(count);
  let [first, last, isWhole] = [Number.POSITIVE_INFINITY, 0, true];
  for (let at = 0; at < count; at += 1) {
    const time = facts[at]?.timeSeconds ?? 0;
    order[at] = at;
    keys[at] = time;
    isWhole &&= Number.isSafeInteger(time);
    if (time < first) first = time;
    if (time > last) last = time;
  }
  if (!isWhole || !Number.isSafeInteger((last - first + 1) * count)) {
    return { order, shared: [{ from: 0, to: count }] };
  }
  for (let at = 0; at < count; at += 1) keys[at] = ((keys[at] ?? 0) - first) * count + at;
  keys.sort();
  const shared: { from: number; to: number }[] = [];
  let start = 0;
  let time = -1;
  for (let at = 0; at < count; at += 1) {
    const key = keys[at] ?? 0;
    const ownTime = Math.floor(key / count);
    order[at] = key - ownTime * count;
    if (ownTime === time) continue;
    if (at - start > 1) shared.push({ from: start, to: at });
    start = at;
    time = ownTime;
  }
  if (count - start > 1) shared.push({ from: start, to: count });
  return { order, shared };
}

/** The place in its block of each transaction of which a fact lacks it and another tells it. */
function indexesLearned(facts: readonly LedgerFact[]): ReadonlyMap<string, number> {
  const indexOfTx = new Map<string, number>();
  const lacking = new Set<string>();
  for (const { txId, txIndex } of facts) if (txId !== null && txIndex === null) lacking.add(txId);
  if (lacking.size === 0) return indexOfTx;
  for (const { txId, txIndex } of facts) {
    if (txId !== null && txIndex !== null && lacking.has(txId)) indexOfTx.set(txId, txIndex);
  }
  return indexOfTx;
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

const CHANNEL_RANKS: Readonly<Record<Channel, number>> = {
  fee: 0,
  reward: 1,
  withdrawal: 2,
  deposit: 3,
  native: 4,
  internal: 5,
  token: 6,
  utxo: 7,
};

function channelRank(fact: LedgerFact): number {
  return CHANNEL_RANKS[fact.kind === 'utxo' ? 'utxo' : fact.channel];
}

/** Compares log indexes as numbers, and trace paths such as `0_1_10` step by step. */
function compareIndexes(a: KeyedFact, b: KeyedFact): number {
  if (a.fact.kind === 'utxo' || b.fact.kind === 'utxo') return 0;
  if (a.fact.index === b.fact.index) return 0;
  a.numbers ??= numbersOf(a.fact.index);
  b.numbers ??= numbersOf(b.fact.index);
  const [left, right] = [a.numbers, b.numbers];
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
function inFlowOrder(ordered: KeyedFact[]): KeyedFact[] {
  for (let from = 0; from < ordered.length; ) {
    let to = from + 1;
    while (to < ordered.length && isUnnumberedPair(ordered[from]?.fact, ordered[to]?.fact)) to += 1;
    if (to - from > 1) {
      receiversFirst(ordered.slice(from, to)).forEach((keyed, at) => {
        ordered[from + at] = keyed;
      });
    }
    from = to;
  }
  return ordered;
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

function receiversFirst(group: readonly KeyedFact[]): readonly KeyedFact[] {
  if (!hasPassingOn(group)) return group;
  const toCome = new Map<string, number>();
  const count = (key: string, by: number) => toCome.set(key, (toCome.get(key) ?? 0) + by);
  const [giver, getter] = [keyOf('from'), keyOf('to')];
  for (const keyed of group) count(getter(keyed), 1);
  const placed: KeyedFact[] = [];
  let waiting: readonly KeyedFact[] = group;
  while (waiting.length > 0) {
    const still: KeyedFact[] = [];
    for (const keyed of waiting) {
      if ((toCome.get(giver(keyed)) ?? 0) > 0 && giver(keyed) !== getter(keyed)) still.push(keyed);
      else {
        placed.push(keyed);
        count(getter(keyed), -1);
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

/** Whether anybody gives and gets: in a payment to several nobody does, and it stands as it is. */
function hasPassingOn(group: readonly KeyedFact[]): boolean {
  const givers = new Set<Account | null>();
  for (const { fact } of group) if (fact.kind === 'transfer') givers.add(fact.from);
  return group.some(({ fact }) => fact.kind === 'transfer' && givers.has(fact.to));
}

function keyOf(end: 'from' | 'to'): (keyed: KeyedFact) => string {
  return ({ fact }) => (fact.kind === 'transfer' ? `${fact[end] ?? ''}|${fact.asset}` : '');
}
