import type { Account } from '../account.js';
import { smallerAmount, sumAmounts } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { Boundary, Knowledge } from '../boundary.js';
import { boundaryOf } from '../boundary.js';
import type { LedgerFact, Transfer, UtxoTx } from '../ledger.js';
import { orderFacts } from '../ledger.js';

/**
 * Where value rests or ends in a replay.
 *
 * `subject`: the screened account. `holding`: a balance that is replayed (an account's balance of
 * one asset, or one output). `edge`: the replay ends here; value comes from it or goes to it.
 */
export type Place =
  | { readonly kind: 'subject'; readonly account: Account }
  | { readonly kind: 'holding'; readonly account: Account | null }
  | { readonly kind: 'edge'; readonly account: Account | null; readonly what: Edge };

/** Why a replay ends at a place. */
export type Edge =
  | { readonly kind: 'boundary'; readonly boundary: Boundary }
  | { readonly kind: 'fee' }
  | { readonly kind: 'mined' }
  | { readonly kind: 'issued' }
  | { readonly kind: 'held' }
  | { readonly kind: 'not-replayed' };

/** So much of a place's value. */
export interface Leg {
  readonly place: Place;
  readonly amount: bigint;
}

/**
 * One step of a replay: what leaves places and what arrives at places, of one asset, in one go.
 *
 * Both sides add up to the same, and the subject stands on one side at most.
 */
export interface Movement {
  readonly asset: AssetId;
  readonly fact: LedgerFact;
  readonly debits: readonly Leg[];
  readonly credits: readonly Leg[];
}

/** What is known of the accounts that a replay meets. */
export interface ReplayScope {
  readonly subject: Account;
  readonly knowledge: Knowledge;
  /** Whether an account's balance is replayed: its history was looked up. */
  readonly isReplayed: (account: Account) => boolean;
  /** Outputs that nothing had spent at the anchor, as `txId:index`. */
  readonly unspent: ReadonlySet<string>;
  readonly utxoAsset: AssetId;
}

/**
 * Facts as movements between places, in the order of the chain.
 *
 * Edge: movements of nothing are left out; so is what an account sends to itself.
 */
export function movementsOf(facts: Iterable<LedgerFact>, scope: ReplayScope): Movement[] {
  const listed = [...facts];
  const transfers = listed.filter((fact): fact is Transfer => fact.kind === 'transfer');
  const txs = listed.filter((fact): fact is UtxoTx => fact.kind === 'utxo');
  return [...transferMovements(transfers, scope), ...utxoMovements(txs, scope)];
}

function transferMovements(transfers: readonly Transfer[], scope: ReplayScope): Movement[] {
  const places = new Map<string, Place>();
  const placeOf = (account: Account | null, asset: AssetId, missing: Edge): Place => {
    const key = account === null ? missing.kind : `${account}|${asset}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    const place: Place =
      account === null ? { kind: 'edge', account, what: missing } : placeOfAccount(account, scope);
    places.set(key, place);
    return place;
  };
  const movements: Movement[] = [];
  for (const fact of orderFacts(transfers)) {
    if (fact.amount === 0n || fact.from === fact.to) continue;
    const from = placeOf(fact.from, fact.asset, { kind: 'issued' });
    const to = placeOf(fact.to, fact.asset, { kind: 'fee' });
    const debits = [{ place: from, amount: fact.amount }];
    movements.push({
      asset: fact.asset,
      fact,
      debits,
      credits: [{ place: to, amount: fact.amount }],
    });
  }
  return movements;
}

function placeOfAccount(account: Account, scope: ReplayScope): Place {
  if (account === scope.subject) return { kind: 'subject', account };
  const boundary = boundaryOf(account, scope.knowledge);
  if (boundary !== null) return { kind: 'edge', account, what: { kind: 'boundary', boundary } };
  if (scope.isReplayed(account)) return { kind: 'holding', account };
  return { kind: 'edge', account, what: { kind: 'not-replayed' } };
}

function utxoMovements(txs: readonly UtxoTx[], scope: ReplayScope): Movement[] {
  const outputs = new OutputPlaces(txs, scope);
  const movements: Movement[] = [];
  for (const tx of orderByOutpoints(txs)) {
    const debits = tx.coinbase
      ? [{ place: edge(null, { kind: 'mined' }), amount: sumAmounts(amountsOf(tx.outputs)) }]
      : tx.inputs.map((input) => ({ place: outputs.spent(input), amount: input.amount }));
    const credits = tx.outputs.map((output, index) => ({
      place: outputs.made(tx, index),
      amount: output.amount,
    }));
    if (!tx.coinbase && tx.fee > 0n) {
      credits.push({ place: edge(null, { kind: 'fee' }), amount: tx.fee });
    }
    const netted = netSubject({ debits: withValue(debits), credits: withValue(credits) });
    if (netted.debits.length > 0) movements.push({ asset: scope.utxoAsset, fact: tx, ...netted });
  }
  return movements;
}

/** Outputs of nothing can be spent like any other, but nothing moves by them. */
function withValue(legs: readonly Leg[]): readonly Leg[] {
  return legs.filter(({ amount }) => amount > 0n);
}

/** Outputs as places: replayed while both ends are known, edges where the replay ends. */
class OutputPlaces {
  readonly #scope: ReplayScope;
  readonly #made = new Map<string, UtxoTx>();
  readonly #spentKeys = new Set<string>();
  readonly #places = new Map<string, Place>();

  constructor(txs: readonly UtxoTx[], scope: ReplayScope) {
    this.#scope = scope;
    for (const tx of txs) {
      this.#made.set(tx.txId, tx);
      for (const { previous } of tx.inputs) {
        if (previous !== null) this.#spentKeys.add(`${previous.txId}:${previous.index}`);
      }
    }
  }

  spent(input: UtxoTx['inputs'][number]): Place {
    const near = nearPlace(input.account, this.#scope);
    if (near !== null) return near;
    const made = input.previous === null ? undefined : this.#made.get(input.previous.txId);
    if (input.previous === null || made === undefined) {
      return edge(input.account, { kind: 'not-replayed' });
    }
    return this.#output(`${input.previous.txId}:${input.previous.index}`, input.account);
  }

  made(tx: UtxoTx, index: number): Place {
    const account = tx.outputs[index]?.account ?? null;
    const near = nearPlace(account, this.#scope);
    if (near !== null) return near;
    const key = `${tx.txId}:${index}`;
    if (this.#spentKeys.has(key)) return this.#output(key, account);
    return edge(account, { kind: this.#scope.unspent.has(key) ? 'held' : 'not-replayed' });
  }

  #output(key: string, account: Account | null): Place {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place: Place = { kind: 'holding', account };
    this.#places.set(key, place);
    return place;
  }
}

function nearPlace(account: Account | null, scope: ReplayScope): Place | null {
  if (account === null) return null;
  if (account === scope.subject) return { kind: 'subject', account };
  const boundary = boundaryOf(account, scope.knowledge);
  return boundary === null ? null : edge(account, { kind: 'boundary', boundary });
}

function edge(account: Account | null, what: Edge): Place {
  return { kind: 'edge', account, what };
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
