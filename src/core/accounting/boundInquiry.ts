import { largerAmount, smallerAmount } from '../amount.js';
import type { BoundedLedger, BoundQuestion, FlowBounds } from './boundQuestion.js';
import type { Layouts } from './layouts.js';
import type { Place } from './movement.js';
import { amountAt, placeAt, sideOf, weightAt } from './movementTable.js';
import type { Reach, ReachedEnd } from './reach.js';
import type { Distance } from './replay.js';
import type { RiskyPart } from './riskyPart.js';
import { ALL, ANY, NONE, PartSum, without } from './riskyPart.js';

/** Which of the three figures a flow is for. */
type Figure = 'others' | 'risky' | 'suspect';

/** What an end is to a question. */
type Group = 'risky' | 'unseen' | 'other';

function counts(group: Group, figure: Figure): boolean {
  if (figure === 'others') return group !== 'risky';
  return group === 'risky' || (figure === 'suspect' && group === 'unseen');
}

/** One question under way. */
export class BoundInquiry {
  readonly #ledger: BoundedLedger;
  readonly #question: BoundQuestion;
  readonly #layouts: Layouts;
  readonly #parts = new Map<number, RiskyPart>();

  constructor(ledger: BoundedLedger, question: BoundQuestion, layouts: Layouts) {
    this.#ledger = ledger;
    this.#question = question;
    this.#layouts = layouts;
  }

  /** The bounds. */
  answer(): FlowBounds {
    const { asset, period } = this.#question;
    const total = this.#layouts.ownTotal(asset, period);
    // Nothing moved: no flow need be looked for.
    if (total === 0n) return { lower: 0n, upper: 0n, upperIfUnseenRisky: 0n, total };
    this.#lookThroughConversions();
    const most = this.#mostOf(this.#layouts.ownReach(asset, period));
    return {
      lower: total - most.others,
      upper: most.risky,
      upperIfUnseenRisky: most.suspect,
      total,
    };
  }

  /** The most that flows to the ends that count for each figure. */
  #mostOf({ mostTo, ends }: Reach): Readonly<Record<Figure, bigint>> {
    const flow = ({ sinks, limits }: FigureEnds) => mostTo(sinks, limits);
    const [risky, suspect] = [this.#endsOf(ends, 'risky'), this.#endsOf(ends, 'suspect')];
    const others = flow(this.#endsOf(ends, 'others'));
    const mostSuspect = flow(suspect);
    // No more can be risky than can be suspect, and often both are the same ends.
    const isKnown = mostSuspect === 0n || areSame(risky, suspect);
    return { others, suspect: mostSuspect, risky: isKnown ? mostSuspect : flow(risky) };
  }

  /** The ends that count for a figure. */
  #endsOf(ends: readonly ReachedEnd[], figure: Figure): FigureEnds {
    const sinks: number[] = [];
    const limits = new Map<number, bigint>();
    const addSink = (node: number) => {
      if (node >= 0) sinks.push(node);
    };
    for (const end of ends) {
      if (end.kind === 'both-ways') {
        const direct = counts(this.#groupOfPlace(end.place, 'direct'), figure);
        const indirect = counts(this.#groupOfPlace(end.place, 'indirect'), figure);
        if (direct && indirect) addSink(end.node);
        else if (direct) addSink(end.direct);
        else if (indirect) addSink(end.indirect);
        continue;
      }
      const limit = end.kind === 'conversion' ? this.#limitOf(end, figure) : null;
      if (limit === 0n || (limit === null && !counts(this.#groupOf(end), figure))) continue;
      addSink(end.node);
      if (limit !== null && end.kind === 'conversion') limits.set(end.arc, limit);
    }
    return { sinks, limits };
  }

  #groupOf(end: Exclude<ReachedEnd, { kind: 'both-ways' }>): Group {
    switch (end.kind) {
      case 'place':
        return this.#groupOfPlace(end.place, end.distance);
      case 'unseen':
        return 'unseen';
      case 'held':
      case 'returned':
      case 'conversion':
        return 'other';
    }
  }

  #groupOfPlace(place: Place, distance: Distance): Group {
    if (place.kind !== 'edge') return 'other';
    if (this.#question.isRisky(place, distance)) return 'risky';
    return this.#question.isUnseen(place) ? 'unseen' : 'other';
  }

  /** How much of what passes a conversion may count for a figure. */
  #limitOf(end: Extract<ReachedEnd, { kind: 'conversion' }>, figure: Figure): bigint {
    const { table, direction } = this.#ledger;
    const part = this.#parts.get(end.movement) ?? ANY;
    const amount = amountAt(table, end.leg);
    const [from, to] = sideOf(table, end.movement, direction === 'incoming' ? 'credits' : 'debits');
    let whole = 0n;
    for (let leg = from; leg < to; leg += 1) whole += weightAt(table, leg);
    const own = weightAt(table, end.leg);
    if (own === 0n) return amount;
    const { numerator, denominator } =
      figure === 'others'
        ? without(part.least)
        : figure === 'risky'
          ? part.most
          : part.mostIfUnseen;
    // One of several legs can have got all of the part, as far as the leg has room for it.
    const limit = roundUp(amount * numerator * whole, denominator * own);
    return smallerAmount(limit, amount);
  }

  /**
   * From the far end to the subject: a conversion's part depends only on those that lie behind it.
   */
  #lookThroughConversions(): void {
    const isIncoming = this.#ledger.direction === 'incoming';
    const ordered = [...this.#question.conversions].sort((a, b) => (isIncoming ? a - b : b - a));
    for (const movement of ordered) this.#parts.set(movement, this.#partOf(movement));
  }

  #partOf(movement: number): RiskyPart {
    const { table, direction } = this.#ledger;
    const [from, to] = sideOf(table, movement, direction === 'incoming' ? 'debits' : 'credits');
    const distance = this.#isNear(movement) ? 'direct' : 'indirect';
    const sum = new PartSum();
    for (let leg = from; leg < to; leg += 1) {
      sum.add(this.#partOfLeg(leg, distance), weightAt(table, leg));
    }
    return sum.part();
  }

  /** Whether a conversion is the subject's own step: it swapped and sent, or was sent so. */
  #isNear(movement: number): boolean {
    const { table, direction } = this.#ledger;
    const [from, to] = sideOf(table, movement, direction === 'incoming' ? 'credits' : 'debits');
    for (let leg = from; leg < to; leg += 1) {
      if (placeAt(table, leg).kind === 'subject') return true;
    }
    return false;
  }

  /** The risky part of what a leg gave to (or got from) its conversion. */
  #partOfLeg(leg: number, distance: Distance): RiskyPart {
    const place = placeAt(this.#ledger.table, leg);
    if (place.kind !== 'holding') {
      const group = this.#groupOfPlace(place, distance);
      if (group === 'risky') return { least: ALL, most: ALL, mostIfUnseen: ALL };
      return { least: NONE, most: NONE, mostIfUnseen: group === 'unseen' ? ALL : NONE };
    }
    const reach = this.#layouts.legReach(place.asset, leg);
    const denominator = amountAt(this.#ledger.table, leg);
    if (reach === null || denominator === 0n) return ANY;
    const most = this.#mostOf(reach);
    return {
      least: { numerator: largerAmount(0n, denominator - most.others), denominator },
      most: { numerator: most.risky, denominator },
      mostIfUnseen: { numerator: most.suspect, denominator },
    };
  }
}

/** Nodes at which flow ends for a figure, and how much some arcs let through for it. */
interface FigureEnds {
  readonly sinks: readonly number[];
  readonly limits: ReadonlyMap<number, bigint>;
}

function areSame(a: FigureEnds, b: FigureEnds): boolean {
  if (a.sinks.length !== b.sinks.length || a.limits.size !== b.limits.size) return false;
  if (!a.sinks.every((node, at) => node === b.sinks[at])) return false;
  return [...a.limits].every(([arc, limit]) => b.limits.get(arc) === limit);
}

function roundUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}
