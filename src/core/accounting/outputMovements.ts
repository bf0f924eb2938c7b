import type { Account } from '../account.js';
import { smallerAmount, sumAmounts } from '../amount.js';
import type { AssetId } from '../asset.js';
import { orderFacts } from '../chainOrder.js';
import type { UtxoTx } from '../ledger.js';
import type { CoinJoin } from '../patterns/coinJoin.js';
import type { Edge, Leg, Movement, Place, ReplayScope } from './movement.js';
import { nearPlace } from './movement.js';

/** What a replay of an unspent-output chain needs to know besides. */
export interface OutputScope extends ReplayScope {
  /** Outputs that nothing had spent at the anchor, as `txId:index`. */
  readonly unspent: ReadonlySet<string>;
  readonly asset: AssetId;
  readonly readingOf: (tx: UtxoTx) => OutputReading;
}

/** What the shape of a transaction, and who signed it, say of its inputs and outputs. */
export interface OutputReading {
  /** The CoinJoin that it is, through which no origin is carried; else null. */
  readonly coinJoin: CoinJoin | null;
  /** Indexes of the outputs that belong to whoever paid. */
  readonly change: ReadonlySet<number>;
  /** The account that each input counts as: a listed input makes the payment its owner's. */
  readonly countsAs: readonly (Account | null)[];
}

/**
 * Transactions as movements between outputs, each after those whose outputs it spends.
 *
 * Edge: what a payer gets back as change at the subject's own address was not received. What counts
 * as a listed payer's moves to it first, and out of it then.
 */
export function outputMovements(txs: readonly UtxoTx[], scope: OutputScope): Movement[] {
  const outputs = new OutputPlaces(txs, scope);
  const movements: Movement[] = [];
  for (const tx of orderByOutpoints(txs)) {
    const reading = scope.readingOf(tx);
    movements.push(...takenAlong(tx, outputs, reading));
    const debits = debitsOf(tx, outputs, reading);
    const credits = creditsOf(tx, outputs, reading);
    const netted = netSubject({ debits: withValue(debits), credits: withValue(credits) });
    if (netted.debits.length === 0) continue;
    const { coinJoin } = reading;
    if (coinJoin !== null) {
      movements.push(...apart(tx, netted, outputs.end(null, { kind: 'coinjoin', coinJoin })));
    } else movements.push({ kind: 'payment', fact: tx, ...netted });
  }
  return movements;
}

function debitsOf(tx: UtxoTx, outputs: OutputPlaces, reading: OutputReading): Leg[] {
  if (tx.coinbase) {
    const amount = sumAmounts(amountsOf(tx.outputs));
    return [{ place: outputs.end(null, { kind: 'mined' }), amount }];
  }
  return tx.inputs.map((input, at) => {
    const account = reading.countsAs[at] ?? input.account;
    return { place: outputs.spent({ ...input, account }), amount: input.amount };
  });
}

/**
 * Outputs of others that count as a listed payer's came to that payer: what was paid to them is not
 * held any more.
 */
function takenAlong(tx: UtxoTx, outputs: OutputPlaces, { countsAs }: OutputReading): Movement[] {
  return tx.inputs.flatMap((input, at): Movement[] => {
    const payer = countsAs[at] ?? input.account;
    const from = outputs.spent(input);
    if (payer === input.account || from.kind !== 'holding' || input.amount === 0n) return [];
    const to = outputs.spent({ ...input, account: payer });
    const { amount } = input;
    if (to.kind !== 'edge') return [];
    return [
      {
        kind: 'payment',
        fact: tx,
        debits: [{ place: from, amount }],
        credits: [{ place: to, amount }],
      },
    ];
  });
}

function creditsOf(tx: UtxoTx, outputs: OutputPlaces, reading: OutputReading): Leg[] {
  const { subject } = outputs;
  const isOwn = tx.inputs.some(({ account }) => account === subject);
  const credits = tx.outputs.map((output, index) => {
    const kept = isOwn && reading.change.has(index) ? 'own-change' : 'held';
    return { place: outputs.made(tx, index, kept), amount: output.amount };
  });
  if (tx.coinbase || tx.fee === 0n) return credits;
  return [...credits, { place: outputs.end(null, { kind: 'fee' }), amount: tx.fee }];
}

/** A CoinJoin as two payments: into it, and out of it. Nothing is carried from the one to the other. */
function apart(
  tx: UtxoTx,
  { debits, credits }: { readonly debits: readonly Leg[]; readonly credits: readonly Leg[] },
  mixed: Place,
): Movement[] {
  const isReplayed = ({ place }: Leg) => place.kind !== 'edge';
  const [given, got] = [debits.filter(isReplayed), credits.filter(isReplayed)];
  const total = (legs: readonly Leg[]) => sumAmounts(legs.map(({ amount }) => amount));
  const payment = (from: readonly Leg[], to: readonly Leg[]): Movement[] =>
    from.length === 0 || to.length === 0
      ? []
      : [{ kind: 'payment', fact: tx, debits: from, credits: to }];
  return [
    ...payment(given, given.length === 0 ? [] : [{ place: mixed, amount: total(given) }]),
    ...payment(got.length === 0 ? [] : [{ place: mixed, amount: total(got) }], got),
  ];
}

/** Outputs of nothing can be spent like any other, but nothing moves by them. */
function withValue(legs: readonly Leg[]): readonly Leg[] {
  return legs.filter(({ amount }) => amount > 0n);
}

/** Outputs as places: replayed while both ends are known, edges where the replay ends. */
class OutputPlaces {
  readonly subject: Account;
  readonly #scope: OutputScope;
  readonly #made = new Map<string, UtxoTx>();
  readonly #spentKeys = new Set<string>();
  readonly #places = new Map<string, Place>();

  constructor(txs: readonly UtxoTx[], scope: OutputScope) {
    this.#scope = scope;
    this.subject = scope.subject;
    for (const tx of txs) {
      this.#made.set(tx.txId, tx);
      for (const { previous } of tx.inputs) {
        if (previous !== null) this.#spentKeys.add(`${previous.txId}:${previous.index}`);
      }
    }
  }

  spent(input: UtxoTx['inputs'][number]): Place {
    const near = nearPlace(input.account, this.#scope.asset, this.#scope);
    if (near !== null) return near;
    const made = input.previous === null ? undefined : this.#made.get(input.previous.txId);
    if (input.previous === null || made === undefined) {
      return this.end(input.account, { kind: 'not-replayed' });
    }
    return this.#output(`${input.previous.txId}:${input.previous.index}`, input.account);
  }

  made(tx: UtxoTx, index: number, whileUnspent: 'held' | 'own-change'): Place {
    const account = tx.outputs[index]?.account ?? null;
    const near = nearPlace(account, this.#scope.asset, this.#scope);
    if (near !== null) return near;
    const key = `${tx.txId}:${index}`;
    if (this.#spentKeys.has(key)) return this.#output(key, account);
    if (!this.#scope.unspent.has(key)) return this.end(account, { kind: 'not-replayed' });
    return this.end(account, { kind: whileUnspent });
  }

  /** A place where the replay ends. */
  end(account: Account | null, what: Edge): Place {
    return { kind: 'edge', account, asset: this.#scope.asset, what };
  }

  #output(key: string, account: Account | null): Place {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place: Place = { kind: 'holding', account, asset: this.#scope.asset };
    this.#places.set(key, place);
    return place;
  }
}

/** Takes change off: the subject's outputs against its inputs, so that it stands on one side. */
function netSubject(sides: { readonly debits: readonly Leg[]; readonly credits: readonly Leg[] }): {
  readonly debits: readonly Leg[];
  readonly credits: readonly Leg[];
} {
  const spent = sumAmounts(subjectAmounts(sides.debits));
  const received = sumAmounts(subjectAmounts(sides.credits));
  const own = smallerAmount(spent, received);
  if (own === 0n) return sides;
  return { debits: takeOff(sides.debits, own), credits: takeOff(sides.credits, own) };
}

function takeOff(legs: readonly Leg[], amount: bigint): Leg[] {
  let left = amount;
  const kept: Leg[] = [];
  for (const leg of legs) {
    const off = leg.place.kind === 'subject' ? smallerAmount(left, leg.amount) : 0n;
    left -= off;
    if (leg.amount > off) kept.push({ place: leg.place, amount: leg.amount - off });
  }
  return kept;
}

function subjectAmounts(legs: readonly Leg[]): bigint[] {
  return legs.filter((leg) => leg.place.kind === 'subject').map((leg) => leg.amount);
}

function amountsOf(outputs: UtxoTx['outputs']): bigint[] {
  return outputs.map((output) => output.amount);
}

/** Transactions so that each comes after those whose outputs it spends; else in the chain's order. */
function orderByOutpoints(txs: readonly UtxoTx[]): UtxoTx[] {
  const ordered = orderFacts(txs);
  const byId = new Map(ordered.map((tx) => [tx.txId, tx]));
  const placed = new Set<string>();
  const result: UtxoTx[] = [];
  for (const start of ordered) {
    const stack = [start];
    for (let tx = stack.at(-1); tx !== undefined; tx = stack.at(-1)) {
      const waitsFor = placed.has(tx.txId) ? undefined : firstUnplaced(tx, byId, placed);
      if (waitsFor !== undefined && !stack.includes(waitsFor)) {
        stack.push(waitsFor);
        continue;
      }
      stack.pop();
      if (placed.has(tx.txId)) continue;
      placed.add(tx.txId);
      result.push(tx);
    }
  }
  return result;
}

function firstUnplaced(
  tx: UtxoTx,
  byId: ReadonlyMap<string, UtxoTx>,
  placed: ReadonlySet<string>,
): UtxoTx | undefined {
  for (const { previous } of tx.inputs) {
    if (previous === null || placed.has(previous.txId)) continue;
    const made = byId.get(previous.txId);
    if (made !== undefined) return made;
  }
  return undefined;
}
