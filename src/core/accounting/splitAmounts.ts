import type { SplitColumns } from '../columns/amountColumn.js';
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

/** The capacities of arcs in two columns; null where those of one node are too large for that. */
export function splitCapacities({
  nodeCount,
  first,
  twins,
  capacities,
}: SizedArcs): SplitColumns | null {
  const split = capacities.split();
  if (split === null) return null;
  const { high } = split;
  const most = Number(MOST_SPLIT >> BASE_BITS);
  for (let node = 0; node < nodeCount; node += 1) {
    const end = first[node + 1] ?? 0;
    let sum = 0;
    for (let arc = first[node] ?? 0; arc < end; arc += 1) {
      // The lower part adds less than one unit.
      sum += at(high, arc) + 1 + at(high, twins[arc] ?? 0);
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
  readonly #capacities: SplitColumns;
  readonly #twins: Int32Array;
  readonly #roomHigh: Float64Array;
  readonly #roomLow: Float64Array;
  readonly #waitingHigh: Float64Array;
  readonly #waitingLow: Float64Array;
  readonly #mostHigh: Float64Array;
  readonly #mostLow: Float64Array;

  /** To be reset before the first question. */
  constructor({ nodeCount, twins }: SizedArcs, capacities: SplitColumns) {
    this.#capacities = capacities;
    this.#twins = twins;
    this.#roomHigh = new Float64Array(twins.length);
    this.#roomLow = new Float64Array(twins.length);
    this.#waitingHigh = new Float64Array(nodeCount);
    this.#waitingLow = new Float64Array(nodeCount);
    this.#mostHigh = new Float64Array(nodeCount);
    this.#mostLow = new Float64Array(nodeCount);
  }

  reset(way: FlowWay): void {
    const { high, low } = this.#capacities;
    if (way === 'forwards') {
      this.#roomHigh.set(high);
      this.#roomLow.set(low);
    } else {
      for (let arc = 0; arc < high.length; arc += 1) {
        const twin = this.#twins[arc] ?? 0;
        this.#roomHigh[arc] = at(high, twin);
        this.#roomLow[arc] = at(low, twin);
      }
    }
    for (const column of [this.#waitingHigh, this.#waitingLow, this.#mostHigh, this.#mostLow]) {
      column.fill(0);
    }
  }

  limit(arc: number, amount: bigint): void {
    const high = Number(amount >> BASE_BITS);
    const low = Number(amount & LOW_BITS);
    if (!isLess(high, low, at(this.#roomHigh, arc), at(this.#roomLow, arc))) return;
    this.#roomHigh[arc] = high;
    this.#roomLow[arc] = low;
  }

  narrow(arc: number, head: number): boolean {
    const high = at(this.#mostHigh, head);
    const low = at(this.#mostLow, head);
    if (isLess(high, low, at(this.#roomHigh, arc), at(this.#roomLow, arc))) {
      this.#roomHigh[arc] = high;
      this.#roomLow[arc] = low;
    }
    return this.#roomHigh[arc] === 0 && this.#roomLow[arc] === 0;
  }

  widen(node: number, arc: number): void {
    add(this.#mostHigh, this.#mostLow, node, at(this.#roomHigh, arc), at(this.#roomLow, arc));
  }

  start(step: FlowStep): void {
    this.#move(step, at(this.#roomHigh, step.arc), at(this.#roomLow, step.arc));
  }

  push(step: FlowStep): number {
    const { node, arc } = step;
    const high = at(this.#waitingHigh, node);
    const low = at(this.#waitingLow, node);
    const roomHigh = at(this.#roomHigh, arc);
    const roomLow = at(this.#roomLow, arc);
    return isLess(roomHigh, roomLow, high, low)
      ? this.#pass(step, roomHigh, roomLow)
      : this.#pass(step, high, low);
  }

  pushAsWanted(step: FlowStep): number {
    const { node, arc, head } = step;
    let high = at(this.#mostHigh, head) - at(this.#waitingHigh, head);
    let low = at(this.#mostLow, head) - at(this.#waitingLow, head);
    if (low < 0) {
      low += BASE;
      high -= 1;
    }
    const roomHigh = at(this.#roomHigh, arc);
    const roomLow = at(this.#roomLow, arc);
    if (isLess(roomHigh, roomLow, high, low)) {
      high = roomHigh;
      low = roomLow;
    }
    const waitingHigh = at(this.#waitingHigh, node);
    const waitingLow = at(this.#waitingLow, node);
    return isLess(waitingHigh, waitingLow, high, low)
      ? this.#pass(step, waitingHigh, waitingLow)
      : this.#pass(step, high, low);
  }

  isWaiting(node: number): boolean {
    return this.#waitingHigh[node] !== 0 || this.#waitingLow[node] !== 0;
  }

  sumAt(nodes: readonly number[]): bigint {
    let sum = 0n;
    for (const node of nodes) {
      sum += BigInt(at(this.#waitingHigh, node)) << BASE_BITS;
      sum += BigInt(at(this.#waitingLow, node));
    }
    return sum;
  }

  #pass(step: FlowStep, high: number, low: number): number {
    if (high < 0 || (high === 0 && low === 0)) return 0;
    const { node, arc, head } = step;
    const first = this.isWaiting(head) ? 0 : FIRST;
    subtract(this.#waitingHigh, this.#waitingLow, node, high, low);
    this.#move(step, high, low);
    const done = this.isWaiting(node) ? 0 : DONE;
    const full = this.#roomHigh[arc] === 0 && this.#roomLow[arc] === 0 ? FULL : 0;
    return MOVED | first | done | full;
  }

  #move({ arc, twin, head }: FlowStep, high: number, low: number): void {
    subtract(this.#roomHigh, this.#roomLow, arc, high, low);
    add(this.#roomHigh, this.#roomLow, twin, high, low);
    add(this.#waitingHigh, this.#waitingLow, head, high, low);
  }
}

function isLess(high: number, low: number, thanHigh: number, thanLow: number): boolean {
  return high < thanHigh || (high === thanHigh && low < thanLow);
}

function add(
  highs: Float64Array,
  lows: Float64Array,
  index: number,
  high: number,
  low: number,
): void {
  const sum = at(lows, index) + low;
  const over = sum >= BASE ? 1 : 0;
  lows[index] = sum - over * BASE;
  highs[index] = at(highs, index) + high + over;
}

function subtract(
  highs: Float64Array,
  lows: Float64Array,
  index: number,
  high: number,
  low: number,
): void {
  const rest = at(lows, index) - low;
  const under = rest < 0 ? 1 : 0;
  lows[index] = rest + under * BASE;
  highs[index] = at(highs, index) - high - under;
}

/** A number of an array that is known to hold it. */
function at(numbers: Float64Array, index: number): number {
  return numbers[index] ?? 0;
}
