import { splitProRata } from '../amount.js';
import type { AmountColumn } from '../columns/amountColumn.js';
import type { MovementTable } from './movementTable.js';
import { amountAt, EDGE, HOLDING, numberAt, placeAt, weightAt } from './movementTable.js';
import type { ReplayMemory } from './onTheWay.js';
import { balancesOnTheWay, followedUntil } from './onTheWay.js';
import type { CarriedFigures } from './ownLegs.js';
import { OWN, placeKinds, planFigures } from './ownLegs.js';
import type { Distance, ReplayQuestion } from './replay.js';
import { Tally } from './replay.js';

/** What a sweep gives. */
export interface HaircutSweep {
  readonly tally: Tally;
  /** Of each conversion on the way, how much of the subject's value passes it. Units: any, comparable. */
  readonly throughConversion: ReadonlyMap<number, bigint>;
}

/**
 * Haircut: at every place, what leaves is a fair mixture of what is held.
 *
 * Haircut is linear, so one sweep tells all origins of one subject at once. Incoming, it runs from
 * the last movement to the first: each place hands the part of its value that reaches the subject's
 * receipts back to what it got, pro rata to what it held at the time. Outgoing, it carries the
 * subject's value forward to its ends. What is carried is told in the subject's own asset, so that a
 * conversion on the way changes nothing about it.
 * Source: Möser, Böhme and Breuker, FC 2014 workshops, https://doi.org/10.1007/978-3-662-44774-1_2
 */
export function sweepHaircut(question: ReplayQuestion, memory: ReplayMemory): HaircutSweep {
  const sweep = new Sweep(question, memory);
  if (question.direction === 'incoming') sweep.backward();
  else sweep.forward();
  return sweep;
}

class Sweep implements HaircutSweep {
  readonly tally = new Tally();
  readonly throughConversion = new Map<number, bigint>();
  readonly #table: MovementTable;
  readonly #kinds: Uint8Array;
  readonly #until: Int32Array;
  /** Balance of a leg's holding: right before a debit, right after a credit. */
  readonly #heldAt: AmountColumn;
  readonly #figures: CarriedFigures;
  /** Per figure and place: what of the subject's value is there. */
  readonly #carried: readonly bigint[][];
  /** The same of the movement under way: the subject's own part of it, and what passed others. */
  readonly #near: bigint[];
  readonly #far: bigint[];

  constructor(question: ReplayQuestion, memory: ReplayMemory) {
    this.#table = question.table;
    this.#kinds = placeKinds(question);
    this.#until = followedUntil(question, this.#kinds);
    this.#heldAt = balancesOnTheWay(this.#table, this.#until, memory);
    this.#figures = planFigures(question);
    const { count } = this.#figures;
    const { places } = question.table;
    this.#carried = memory.figures(count, places.length);
    this.#near = new Array<bigint>(count).fill(0n);
    this.#far = new Array<bigint>(count).fill(0n);
  }

  backward(): void {
    const { count, firstLeg, firstCredit } = this.#table;
    for (let at = count - 1; at >= 0; at -= 1) {
      const middle = numberAt(firstCredit, at);
      if (!this.#gather(at, middle, numberAt(firstLeg, at + 1))) continue;
      this.#hand(at, numberAt(firstLeg, at), middle);
    }
  }

  forward(): void {
    const { count, firstLeg, firstCredit } = this.#table;
    for (let at = 0; at < count; at += 1) {
      const middle = numberAt(firstCredit, at);
      if (!this.#gather(at, numberAt(firstLeg, at), middle)) continue;
      this.#hand(at, middle, numberAt(firstLeg, at + 1));
    }
    this.#settleHeld();
  }

  /** Takes the subject's value from the legs of one side of a movement; says whether there was any. */
  #gather(at: number, from: number, to: number): boolean {
    const first = this.#carried[0] ?? [];
    let isEmpty = true;
    // Backward, a place hands back its newest credit first.
    for (let leg = to - 1; leg >= from; leg -= 1) {
      const place = numberAt(this.#table.placeOf, leg);
      if (at > numberAt(this.#until, place)) continue;
      const isOwn = numberAt(this.#kinds, place) === OWN;
      if (!isOwn && (first[place] ?? 0n) === 0n) continue;
      if (isEmpty) this.#empty();
      isEmpty = false;
      if (isOwn) this.#addOwn(at, leg);
      else this.#takeFrom(place, leg);
    }
    return !isEmpty && ((this.#near[0] ?? 0n) > 0n || (this.#far[0] ?? 0n) > 0n);
  }

  #empty(): void {
    this.#near.fill(0n);
    this.#far.fill(0n);
  }

  #addOwn(at: number, leg: number): void {
    const time = this.#table.facts.at(at)?.timeSeconds ?? 0;
    const own = this.#figures.of(amountAt(this.#table, leg), time);
    for (let n = 0; n < own.length; n += 1) this.#near[n] = (this.#near[n] ?? 0n) + (own[n] ?? 0n);
  }

  #takeFrom(place: number, leg: number): void {
    if (this.#heldAt.isNothing(leg)) return;
    // All that was held: as often as not, and no bigint need be made for it. An overdraft is that too.
    const isAll = this.#table.amountOf.reaches(leg, this.#heldAt, leg);
    const moved = isAll ? 1n : amountAt(this.#table, leg);
    const held = isAll ? 1n : this.#heldAt.at(leg);
    for (let n = 0; n < this.#carried.length; n += 1) {
      const ofFigure = this.#carried[n];
      const before = ofFigure?.[place] ?? 0n;
      if (ofFigure === undefined || before === 0n) continue;
      const part = isAll ? before : (before * moved) / held;
      ofFigure[place] = before - part;
      this.#far[n] = (this.#far[n] ?? 0n) + part;
    }
  }

  /** Hands what was taken to the legs of the other side, pro rata to their value. */
  #hand(at: number, from: number, to: number): void {
    if (numberAt(this.#table.isConversion, at) === 1) {
      this.throughConversion.set(at, (this.#near[0] ?? 0n) + (this.#far[0] ?? 0n));
    }
    if (to - from === 1) {
      this.#arrive({ at, leg: from, near: this.#near, far: this.#far });
      return;
    }
    const weights = Array.from({ length: to - from }, (_, n) => weightAt(this.#table, from + n));
    const near = this.#near.map((figure) => splitProRata(figure, weights));
    const far = this.#far.map((figure) => splitProRata(figure, weights));
    for (let leg = from; leg < to; leg += 1) {
      this.#arrive({
        at,
        leg,
        near: near.map((parts) => parts[leg - from] ?? 0n),
        far: far.map((parts) => parts[leg - from] ?? 0n),
      });
    }
  }

  #arrive(arrival: Arrival): void {
    const { at, leg, near, far } = arrival;
    const kind = numberAt(this.#kinds, numberAt(this.#table.placeOf, leg));
    if (kind === HOLDING) {
      this.#rest(arrival);
      return;
    }
    const time = this.#table.facts.at(at)?.timeSeconds ?? 0;
    if (kind === EDGE) {
      const place = placeAt(this.#table, leg);
      const add = (distance: Distance, figures: readonly bigint[]) => {
        if ((figures[0] ?? 0n) === 0n) return;
        this.tally.add({ kind: 'place', place, distance }, this.#figures.partOf(figures), time);
      };
      add('direct', near);
      add('indirect', far);
    } else {
      const both = near.map((figure, n) => figure + (far[n] ?? 0n));
      this.tally.add({ kind: 'returned' }, this.#figures.partOf(both), time);
    }
  }

  /** Value comes to rest at a holding; what the holding gave without having had it is an overdraft. */
  #rest({ at, leg, near, far }: Arrival): void {
    const number = numberAt(this.#table.placeOf, leg);
    const isDebit = leg < numberAt(this.#table.firstCredit, at);
    const isShort = isDebit && !this.#heldAt.reaches(leg, this.#table.amountOf, leg);
    const held = isShort ? this.#heldAt.at(leg) : 1n;
    const amount = isShort ? amountAt(this.#table, leg) : 1n;
    const missing: bigint[] = [];
    for (let n = 0; n < this.#carried.length; n += 1) {
      const value = (near[n] ?? 0n) + (far[n] ?? 0n);
      const part = isShort ? (value * held) / amount : value;
      const ofFigure = this.#carried[n];
      if (ofFigure !== undefined) ofFigure[number] = (ofFigure[number] ?? 0n) + part;
      if (isShort) missing.push(value - part);
    }
    if (!isShort) return;
    const time = this.#table.facts.at(at)?.timeSeconds ?? 0;
    const place = placeAt(this.#table, leg);
    this.tally.add({ kind: 'overdraft', place }, this.#figures.partOf(missing), time);
  }

  #settleHeld(): void {
    const last = this.#table.facts.at(this.#table.count - 1)?.timeSeconds ?? 0;
    for (let number = 0; number < this.#kinds.length; number += 1) {
      if ((this.#carried[0]?.[number] ?? 0n) === 0n) continue;
      const place = this.#table.places.at(number);
      if (place === undefined) continue;
      const held = this.#carried.map((ofFigure) => ofFigure[number] ?? 0n);
      this.tally.add({ kind: 'still-held', place }, this.#figures.partOf(held), last);
    }
  }
}

/** Value that comes to a leg. */
interface Arrival {
  readonly at: number;
  readonly leg: number;
  readonly near: readonly bigint[];
  readonly far: readonly bigint[];
}
