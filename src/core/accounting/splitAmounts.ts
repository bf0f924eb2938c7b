import { BASE } from '../columns/amountColumn.js';
import type { FlowAmounts, FlowStep, FlowWay } from './flowAmounts.js';
import { DONE, FIRST, FULL, MOVED } from './flowAmounts.js';
import type { FlowNetwork } from './flowNetwork.js';

const BASE_BITS = 50n;
const LOW_BITS = (1n << BASE_BITS) - 1n;

/**
 * The most that the arcs of one node may let through together, in and out, for their amounts to be
 * split. No amount of a flow is larger than that: what waits at a node came by its arcs, and what it
 * can pass on leaves by them. So `high` stays under 2^53, `low` does anyway, and a double holds both
 * exactly.
 *
 * Source: ECMAScript, Number.MAX_SAFE_INTEGER,
 * https://tc39.es/ecma262/#sec-number.max_safe_integer
 */
export const MOST_SPLIT = 1n << 102n;

/** What is split: arcs with their capacities, laid out node by node, each with its twin. */
type SizedArcs = Pick<FlowNetwork, 'nodeCount' | 'first' | 'twins' | 'capacities'>;

/** The capacities of arcs, split: the higher and the lower part of each in turn; null where those of one node are too large for that. */
export function splitCapacities({
  nodeCount,
  first,
  twins,
  capacities,
}: SizedArcs): Float64Array | null {
  const split = capacities.split();
  if (split === null) return null;
  const most = Number(MOST_SPLIT >> BASE_BITS);
  for (let node = 0; node < nodeCount; node += 1) {
    const end = first[node + 1] ?? 0;
    let sum = 0;
    for (let arc = first[node] ?? 0; arc < end; arc += 1) {
      // The lower part adds less than one unit.
      sum += at(split, 2 * arc) + 1 + at(split, 2 * (twins[arc] ?? 0));
    }
    if (sum >= most) return null;
  }
  return split;
}

/**
 * Amounts that can be split: exact as well, and several times as fast, since no amount is an object of
 * its own.
 */
export class SplitAmounts implements FlowAmounts {
  readonly #capacities: Float64Array;
  readonly #twins: Int32Array;
  /** Each amount is two numbers: its higher part, then its lower one. */
  readonly #room: Float64Array;
  readonly #waiting: Float64Array;
  readonly #most: Float64Array;

  /** To be reset before the first question. `capacities`: as `splitCapacities` gives them. */
  constructor({ nodeCount, twins }: SizedArcs, capacities: Float64Array) {
    this.#capacities = capacities;
    this.#twins = twins;
    this.#room = new Float64Array(2 * twins.length);
    this.#waiting = new Float64Array(2 * nodeCount);
    this.#most = new Float64Array(2 * nodeCount);
  }

  reset(way: FlowWay): void {
    if (way === 'forwards') this.#room.set(this.#capacities);
    else {
      for (let arc = 0; arc < this.#twins.length; arc += 1) {
        const twin = this.#twins[arc] ?? 0;
        this.#room[2 * arc] = at(this.#capacities, 2 * twin);
        this.#room[2 * arc + 1] = at(this.#capacities, 2 * twin + 1);
      }
    }
    this.#waiting.fill(0);
    this.#most.fill(0);
  }

  limit(arc: number, amount: bigint): void {
    this.#limitTo(arc, Number(amount >> BASE_BITS), Number(amount & LOW_BITS));
  }

  narrow(arc: number, head: number): boolean {
    this.#limitTo(arc, at(this.#most, 2 * head), at(this.#most, 2 * head + 1));
    return isNothing(this.#room, arc);
  }

  #limitTo(arc: number, high: number, low: number): void {
    if (!isLess(high, low, at(this.#room, 2 * arc), at(this.#room, 2 * arc + 1))) return;
    this.#room[2 * arc] = high;
    this.#room[2 * arc + 1] = low;
  }

  widen(node: number, arc: number): void {
    add(this.#most, node, at(this.#room, 2 * arc), at(this.#room, 2 * arc + 1));
  }

  start(step: FlowStep): void {
    this.#move(step, at(this.#room, 2 * step.arc), at(this.#room, 2 * step.arc + 1));
  }

  push(step: FlowStep): number {
    const { node, arc } = step;
    const high = at(this.#waiting, 2 * node);
    const low = at(this.#waiting, 2 * node + 1);
    const roomHigh = at(this.#room, 2 * arc);
    const roomLow = at(this.#room, 2 * arc + 1);
    return isLess(roomHigh, roomLow, high, low)
      ? this.#pass(step, roomHigh, roomLow)
      : this.#pass(step, high, low);
  }

  pushAsWanted(step: FlowStep): number {
    const { node, arc, head } = step;
    let high = at(this.#most, 2 * head) - at(this.#waiting, 2 * head);
    let low = at(this.#most, 2 * head + 1) - at(this.#waiting, 2 * head + 1);
    if (low < 0) {
      low += BASE;
      high -= 1;
    }
    const roomHigh = at(this.#room, 2 * arc);
    const roomLow = at(this.#room, 2 * arc + 1);
    if (isLess(roomHigh, roomLow, high, low)) {
      high = roomHigh;
      low = roomLow;
    }
    const waitingHigh = at(this.#waiting, 2 * node);
    const waitingLow = at(this.#waiting, 2 * node + 1);
    return isLess(waitingHigh, waitingLow, high, low)
      ? this.#pass(step, waitingHigh, waitingLow)
      : this.#pass(step, high, low);
  }

  isWaiting(node: number): boolean {
    return !isNothing(this.#waiting, node);
  }

  sumAt(nodes: readonly number[]): bigint {
    let sum = 0n;
    for (const node of nodes) {
      sum += BigInt(at(this.#waiting, 2 * node)) << BASE_BITS;
      sum += BigInt(at(this.#waiting, 2 * node + 1));
    }
    return sum;
  }

  #pass(step: FlowStep, high: number, low: number): number {
    if (high < 0 || (high === 0 && low === 0)) return 0;
    const { node, arc, head } = step;
    const first = this.isWaiting(head) ? 0 : FIRST;
    subtract(this.#waiting, node, high, low);
    this.#move(step, high, low);
    const done = this.isWaiting(node) ? 0 : DONE;
    const full = isNothing(this.#room, arc) ? FULL : 0;
    return MOVED | first | done | full;
  }

  #move({ arc, twin, head }: FlowStep, high: number, low: number): void {
    subtract(this.#room, arc, high, low);
    add(this.#room, twin, high, low);
    add(this.#waiting, head, high, low);
  }
}

function isNothing(pairs: Float64Array, index: number): boolean {
  return pairs[2 * index + 1] === 0 && pairs[2 * index] === 0;
}

function isLess(high: number, low: number, thanHigh: number, thanLow: number): boolean {
  return high < thanHigh || (high === thanHigh && low < thanLow);
}

function add(pairs: Float64Array, index: number, high: number, low: number): void {
  const sum = at(pairs, 2 * index + 1) + low;
  const over = sum >= BASE ? 1 : 0;
  pairs[2 * index + 1] = sum - over * BASE;
  pairs[2 * index] = at(pairs, 2 * index) + high + over;
}

function subtract(pairs: Float64Array, index: number, high: number, low: number): void {
  const rest = at(pairs, 2 * index + 1) - low;
  const under = rest < 0 ? 1 : 0;
  pairs[2 * index + 1] = rest + under * BASE;
  pairs[2 * index] = at(pairs, 2 * index) - high - under;
}

/** A number of an array that is known to hold it. */
function at(numbers: Float64Array, index: number): number {
  return numbers[index] ?? 0;
}
