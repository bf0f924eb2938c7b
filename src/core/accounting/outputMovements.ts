import type { Account } from '../account.js';
import { smallerAmount, sumAmounts } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { UtxoTx } from '../ledger.js';
import { orderFacts } from '../ledger.js';
import type { Edge, Leg, Movement, Place, ReplayScope } from './movement.js';
import { nearPlace } from './movement.js';

/** What a replay of an unspent-output chain needs to know besides. */
export interface OutputScope extends ReplayScope {
  /** Outputs that nothing had spent at the anchor, as `txId:index`. */
  readonly unspent: ReadonlySet<string>;
  readonly asset: AssetId;
}

/**
 * Transactions as movements between outputs, each after those whose outputs it spends.
 *
 * Edge: what a payer gets back as change at the subject's own address was not received.
 */
export function outputMovements(txs: readonly UtxoTx[], scope: OutputScope): Movement[] {
  const outputs = new OutputPlaces(txs, scope);
  const movements: Movement[] = [];
  for (const tx of orderByOutpoints(txs)) {
    const debits = tx.coinbase
      ? [{ place: outputs.end(null, { kind: 'mined' }), amount: sumAmounts(amountsOf(tx.outputs)) }]
      : tx.inputs.map((input) => ({ place: outputs.spent(input), amount: input.amount }));
    const credits = tx.outputs.map((output, index) => ({
      place: outputs.made(tx, index),
      amount: output.amount,
    }));
    if (!tx.coinbase && tx.fee > 0n) {
      credits.push({ place: outputs.end(null, { kind: 'fee' }), amount: tx.fee });
    }
    const netted = netSubject({ debits: withValue(debits), credits: withValue(credits) });
    if (netted.debits.length > 0) movements.push({ kind: 'payment', fact: tx, ...netted });
  }
  return movements;
}

/** Outputs of nothing can be spent like any other, but nothing moves by them. */
function withValue(legs: readonly Leg[]): readonly Leg[] {
  return legs.filter(({ amount }) => amount > 0n);
}

/** Outputs as places: replayed while both ends are known, edges where the replay ends. */
class OutputPlaces {
  readonly #scope: OutputScope;
  readonly #made = new Map<string, UtxoTx>();
  readonly #spentKeys = new Set<string>();
  readonly #places = new Map<string, Place>();

  constructor(txs: readonly UtxoTx[], scope: OutputScope) {
    this.#scope = scope;
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

  made(tx: UtxoTx, index: number): Place {
    const account = tx.outputs[index]?.account ?? null;
    const near = nearPlace(account, this.#scope.asset, this.#scope);
    if (near !== null) return near;
    const key = `${tx.txId}:${index}`;
    if (this.#spentKeys.has(key)) return this.#output(key, account);
    return this.end(account, { kind: this.#scope.unspent.has(key) ? 'held' : 'not-replayed' });
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
