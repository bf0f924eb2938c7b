import type { FlowAmounts, FlowStep } from './flowAmounts.js';
import { DONE, FIRST, FULL, MOVED } from './flowAmounts.js';

/** Amounts in two columns of whole numbers: `high` counts units of 2^50, `low` is the rest. */
export interface SplitColumns {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

const BASE = 2 ** 50;
const BASE_BITS = 50n;
const LOW_BITS = (1n << BASE_BITS) - 1n;

/**
 * The most that amounts split in two may add up to. Below it `high` and its sums stay under 2^53,
 * and `low` and its sums do anyway, so that a double holds each of them exactly.
 *
 * Source: ECMAScript, Number.MAX_SAFE_INTEGER,
 * https://tc39.es/ecma262/#sec-number.max_safe_integer
 */
export const MOST_SPLIT = 1n << 102n;

/** Amounts split in two columns; null where they add up to more than those can hold. */
export function splitAmounts(amounts: readonly bigint[]): SplitColumns | null {
  const high = new Float64Array(amounts.length);
  const low = new Float64Array(amounts.length);
  let sumHigh = 0;
  for (let at = 0; at < amounts.length; at += 1) {
    const amount = amounts[at] ?? 0n;
    const rough = Number(amount);
    if (rough < BASE) {
      low[at] = rough;
      continue;
    }
    const part = Number(amount >> BASE_BITS);
    high[at] = part;
    low[at] = Number(amount & LOW_BITS);
    sumHigh += part;
  }
  // What the lower parts carry over is at most one for each amount.
  return sumHigh + amounts.length < Number(MOST_SPLIT >> BASE_BITS) ? { high, low } : null;
}

/** Writes one amount, that is no more than was there, into columns. */
export function writeSplit(columns: SplitColumns, at: number, amount: bigint): void {
  columns.high[at] = Number(amount >> BASE_BITS);
  columns.low[at] = Number(amount & LOW_BITS);
}

/**
 * Amounts whose sum is below `MOST_SPLIT`: exact as well, and several times as fast, since no amount
 * is an object of its own.
 */
export class SplitAmounts implements FlowAmounts {
  readonly #roomHigh: Float64Array;
  readonly #roomLow: Float64Array;
  readonly #waitingHigh: Float64Array;
  readonly #waitingLow: Float64Array;
  readonly #mostHigh: Float64Array;
  readonly #mostLow: Float64Array;

  /** Nothing waits yet. `rooms` is what each arc lets through; it is changed. */
  constructor(nodeCount: number, rooms: SplitColumns) {
    this.#roomHigh = rooms.high;
    this.#roomLow = rooms.low;
    this.#waitingHigh = new Float64Array(nodeCount);
    this.#waitingLow = new Float64Array(nodeCount);
    this.#mostHigh = new Float64Array(nodeCount);
    this.#mostLow = new Float64Array(nodeCount);
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
