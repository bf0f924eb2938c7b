import type { FlowAmounts, FlowStep, FlowWay } from './flowAmounts.js';
import { DONE, FIRST, FULL, MOVED } from './flowAmounts.js';
import type { FlowNetwork } from './flowNetwork.js';

/** What amounts are of. */
type SizedArcs = Pick<FlowNetwork, 'nodeCount' | 'capacities' | 'twins'>;

/** Amounts of any size. */
export class BigAmounts implements FlowAmounts {
  readonly #capacities: readonly bigint[];
  readonly #twins: Int32Array;
  readonly #rooms: bigint[];
  readonly #waiting: bigint[];
  readonly #most: bigint[];

  /** To be reset before the first question. */
  constructor({ nodeCount, capacities, twins }: SizedArcs) {
    this.#capacities = capacities.list();
    this.#twins = twins;
    this.#rooms = this.#capacities.slice();
    this.#waiting = new Array<bigint>(nodeCount).fill(0n);
    this.#most = new Array<bigint>(nodeCount).fill(0n);
  }

  reset(way: FlowWay): void {
    for (let arc = 0; arc < this.#twins.length; arc += 1) {
      const from = way === 'forwards' ? arc : (this.#twins[arc] ?? 0);
      this.#rooms[arc] = this.#capacities[from] ?? 0n;
    }
    this.#waiting.fill(0n);
    this.#most.fill(0n);
  }

  limit(arc: number, amount: bigint): void {
    if (amount < (this.#rooms[arc] ?? 0n)) this.#rooms[arc] = amount;
  }

  narrow(arc: number, head: number): boolean {
    const most = this.#most[head] ?? 0n;
    if (most < (this.#rooms[arc] ?? 0n)) this.#rooms[arc] = most;
    return this.#rooms[arc] === 0n;
  }

  widen(node: number, arc: number): void {
    this.#most[node] = (this.#most[node] ?? 0n) + (this.#rooms[arc] ?? 0n);
  }

  start(step: FlowStep): void {
    this.#move(step, this.#rooms[step.arc] ?? 0n);
  }

  push(step: FlowStep): number {
    const waiting = this.#waiting[step.node] ?? 0n;
    const room = this.#rooms[step.arc] ?? 0n;
    return this.#pass(step, room < waiting ? room : waiting);
  }

  pushAsWanted(step: FlowStep): number {
    const waiting = this.#waiting[step.node] ?? 0n;
    const room = this.#rooms[step.arc] ?? 0n;
    const wanted = (this.#most[step.head] ?? 0n) - (this.#waiting[step.head] ?? 0n);
    const amount = room < waiting ? room : waiting;
    return this.#pass(step, wanted < amount ? wanted : amount);
  }

  isWaiting(node: number): boolean {
    return (this.#waiting[node] ?? 0n) > 0n;
  }

  sumAt(nodes: readonly number[]): bigint {
    return nodes.reduce((sum, node) => sum + (this.#waiting[node] ?? 0n), 0n);
  }

  #pass(step: FlowStep, amount: bigint): number {
    if (amount <= 0n) return 0;
    const first = this.#waiting[step.head] === 0n ? FIRST : 0;
    const left = (this.#waiting[step.node] ?? 0n) - amount;
    this.#waiting[step.node] = left;
    this.#move(step, amount);
    return MOVED | first | (left === 0n ? DONE : 0) | (this.#rooms[step.arc] === 0n ? FULL : 0);
  }

  #move({ arc, twin, head }: FlowStep, amount: bigint): void {
    this.#rooms[arc] = (this.#rooms[arc] ?? 0n) - amount;
    this.#rooms[twin] = (this.#rooms[twin] ?? 0n) + amount;
    this.#waiting[head] = (this.#waiting[head] ?? 0n) + amount;
  }
}
