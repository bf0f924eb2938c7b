import { largerAmount } from '../amount.js';
import { AmountColumn } from '../columns/amountColumn.js';
import { GrowingInts } from '../columns/growingInts.js';
import type { ArcList } from './arcTable.js';
import type { Place } from './movement.js';
import type { Places } from './movementTable.js';

/** What holdings are laid out with. */
export interface HoldingsPlan {
  /** By the number of the place. */
  readonly places: Places;
  /** By the number of the leg. Units: atomic. */
  readonly amounts: AmountColumn;
  readonly addNode: () => number;
  /** Adds an arc from an earlier node to a later one, which lets nothing through yet; gives its number. */
  readonly addArc: (earlier: number, later: number) => number;
}

/** What a holding has in the end. */
export interface ClosedHolding {
  /** The nodes of its first and of its last period. */
  readonly firstNode: number;
  readonly lastNode: number;
  /** How much it got, or can have got, without being seen to. Units: atomic. */
  readonly hidden: bigint;
  /** How much of what came in is still there, the hidden included. */
  readonly left: bigint;
  /** What it has on the chain; null where nobody said. */
  readonly chainBalance: bigint | null;
}

/**
 * The balances of one asset as the movements go by. Each stands once for every period in which it
 * first receives and then pays; between two periods runs an arc with what it holds then.
 */
export class Holdings {
  readonly #plan: HoldingsPlan;
  /** The node of the present period and of the first, by the number of the place; 0 for none yet. */
  readonly #nodes: Int32Array;
  readonly #firstNodes: Int32Array;
  readonly #hasPaid: Uint8Array;
  /** Below zero while a place has given more than it was seen to hold. */
  readonly #balances: AmountColumn;
  /** The lowest balance of each place that ever stood below zero. */
  readonly #lowest = new Map<number, bigint>();
  /** The arcs between periods, of which place each is, and what that held then. */
  readonly #carried = new GrowingInts();
  readonly #carriedBy = new GrowingInts();
  readonly #carriedAmounts = new AmountColumn(0);

  constructor(plan: HoldingsPlan) {
    const count = plan.places.length;
    this.#plan = plan;
    this.#nodes = new Int32Array(count);
    this.#firstNodes = new Int32Array(count);
    this.#hasPaid = new Uint8Array(count);
    this.#balances = new AmountColumn(count);
  }

  /** The node from which a place pays what a leg moves. */
  pay(place: number, leg: number): number {
    const node = this.#nodeOf(place);
    this.#hasPaid[place] = 1;
    this.#balances.takeFrom(place, this.#plan.amounts, leg);
    if (this.#balances.isBelowNothing(place)) {
      const balance = this.#balances.at(place);
      if (balance < (this.#lowest.get(place) ?? 0n)) this.#lowest.set(place, balance);
    }
    return node;
  }

  /** The node at which a place receives what a leg moves. */
  receive(place: number, leg: number): number {
    let node = this.#nodeOf(place);
    if (this.#hasPaid[place] === 1) {
      const next = this.#plan.addNode();
      this.#carry(this.#plan.addArc(node, next), place);
      this.#nodes[place] = next;
      this.#hasPaid[place] = 0;
      node = next;
    }
    this.#balances.addFrom(place, this.#plan.amounts, leg);
    return node;
  }

  /**
   * Closes what is laid out, and tells what each holding has in the end, without those that have
   * nothing. What one got unseen may have been there at any time, so every arc between its periods is
   * widened by it.
   */
  close(
    arcs: ArcList,
    chainBalanceOf: ((place: Place) => bigint | null) | null,
  ): Iterable<ClosedHolding> {
    // An empty holding hands nothing on, unless it turns out to have got more than was seen.
    for (let at = 0; at < this.#carried.length; at += 1) {
      arcs.widenFrom(this.#carried.at(at), this.#carriedAmounts, at);
    }
    const noLimit = this.#lowest.size > 0 ? arcs.sum() : 0n;
    const chainBalances = chainBalanceOf === null ? [] : this.#toldBy(chainBalanceOf);
    const hiddenOf = new Map<number, bigint>();
    for (let number = 0; number < this.#nodes.length; number += 1) {
      const chainBalance = chainBalances[number] ?? null;
      const lowest = this.#lowest.get(number) ?? 0n;
      if (chainBalance === null && lowest === 0n) continue;
      const balance = this.#balances.at(number);
      const hidden = hiddenValue({ balance, lowest, chainBalance, noLimit });
      if (hidden !== 0n) hiddenOf.set(number, hidden);
    }
    for (let at = 0; at < this.#carried.length && hiddenOf.size > 0; at += 1) {
      const hidden = hiddenOf.get(this.#carriedBy.at(at));
      if (hidden !== undefined) arcs.widen(this.#carried.at(at), hidden);
    }
    return this.#closed(hiddenOf, chainBalances);
  }

  /** What each holding has on the chain, by the number of its place. */
  #toldBy(chainBalanceOf: (place: Place) => bigint | null): (bigint | null)[] {
    const { places } = this.#plan;
    return Array.from(this.#nodes, (node, number) => {
      const place = node === 0 ? undefined : places.at(number);
      return place === undefined ? null : chainBalanceOf(place);
    });
  }

  /** One after the other: a list of all would be the largest thing of a layout, and soon be waste. */
  *#closed(
    hiddenOf: ReadonlyMap<number, bigint>,
    chainBalances: readonly (bigint | null)[],
  ): Generator<ClosedHolding> {
    for (let number = 0; number < this.#nodes.length; number += 1) {
      const lastNode = this.#nodes[number] ?? 0;
      if (lastNode === 0) continue;
      const hidden = hiddenOf.get(number) ?? 0n;
      if (hidden === 0n && this.#balances.isNothing(number)) continue;
      yield {
        firstNode: this.#firstNodes[number] ?? 0,
        lastNode,
        hidden,
        left: this.#balances.at(number) + hidden,
        chainBalance: chainBalances[number] ?? null,
      };
    }
  }

  /** Notes what a place holds now: the arc lets that through. */
  #carry(arc: number, place: number): void {
    const at = this.#carried.length;
    if (at >= this.#carriedAmounts.length) this.#carriedAmounts.resize(2 * at + 16);
    this.#carriedAmounts.setFrom(at, this.#balances, place);
    this.#carried.push(arc);
    this.#carriedBy.push(place);
  }

  #nodeOf(place: number): number {
    const known = this.#nodes[place] ?? 0;
    if (known !== 0) return known;
    const node = this.#plan.addNode();
    this.#nodes[place] = node;
    this.#firstNodes[place] = node;
    return node;
  }
}

/** How much a holding got, or can have got, without being seen to. */
function hiddenValue(holding: {
  readonly balance: bigint;
  readonly lowest: bigint;
  readonly chainBalance: bigint | null;
  readonly noLimit: bigint;
}): bigint {
  const { balance, lowest, chainBalance, noLimit } = holding;
  if (chainBalance === null) return lowest < 0n ? noLimit : 0n;
  return largerAmount(chainBalance - balance, -lowest);
}
