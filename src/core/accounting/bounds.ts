import type { Fraction } from '../amount.js';
import { largerAmount, smallerAmount } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { Direction, Period } from '../exposure.js';
import type { FlowNetwork } from './flowNetwork.js';
import { maxFlow } from './maxFlow.js';
import type { Place } from './movement.js';
import type { MovementTable } from './movementTable.js';
import { amountAt, numberAt, placeAt } from './movementTable.js';
import type { Distance } from './replay.js';
import { forEachOwnLeg } from './replay.js';
import type { Timeline, TimelineEnd } from './timeline.js';
import { layOutTimeline } from './timeline.js';

/** Movements of which bounds are asked. */
export interface BoundedLedger {
  readonly table: MovementTable;
  readonly direction: Direction;
  /** From when on the subject's transfers count as recent. Units: Unix seconds. */
  readonly recentSeconds: number;
  /** What a holding has on the chain at the anchor; null where nobody said. Units: atomic. */
  readonly chainBalanceOf: (place: Place) => bigint | null;
}

/** Which ends of the ledger are asked about. */
export interface BoundQuestion {
  /** The asset that the subject received or sent. */
  readonly asset: AssetId;
  readonly period: Period;
  /** Asked of edges only. */
  readonly isRisky: (place: Place, distance: Distance) => boolean;
  /** Asked of edges that are not risky: whether nobody saw where their value came from or went. */
  readonly isUnseen: (place: Place) => boolean;
  /**
   * Conversions, by the number of their movement, that are looked through; each costs a few flows.
   * Of all others the whole value may or may not be risky.
   */
  readonly conversions: readonly number[];
}

/**
 * What every method that conserves value gives the risky places at least and at most.
 *
 * Units: atomic units of the asked asset.
 * Order: `lower` ≤ `upper` ≤ `upperIfUnseenRisky` ≤ `total`.
 */
export interface FlowBounds {
  readonly lower: bigint;
  readonly upper: bigint;
  /** The same as `upper` if all that nobody saw were risky too. */
  readonly upperIfUnseenRisky: bigint;
  /** What the subject received (or sent) in all. */
  readonly total: bigint;
}

/** Answers questions about one ledger; what it lays out is kept from question to question. */
export interface Bounder {
  readonly boundFlow: (question: BoundQuestion) => FlowBounds;
  /** The most of what the subject received (or sent) that can have made a round trip. */
  readonly mostReturned: (asset: AssetId, period: Period) => bigint;
  /** Arcs of an asset's network: what one flow costs. */
  readonly sizeOf: (asset: AssetId) => number;
}

/**
 * Bounds of how much of what a subject received came from risky places, or of what it sent went to
 * them, whichever way mixed money is told apart.
 *
 * `upper` is the most that flows between the risky places and the subject in the time-expanded
 * network; `lower` is the total less the most that flows between all others and the subject. Within
 * one asset both ends are reached by some way of telling the money apart, in whole units; a method
 * that rounds each row can be off by one unit per row. Through a conversion bounds travel as
 * fractions of what was changed, from the far end to the subject: they hold, but are not always
 * reached.
 * Edge: what a place gave beyond what it was seen to hold counts as unseen. What a place still holds
 * at the end is neither risky nor unseen.
 * Blind spot: a payment that nobody saw and that left no such mark moves the truth outside; only the
 * balance on the chain can show it.
 */
export function createBounder(ledger: BoundedLedger): Bounder {
  const timelines = new Map<AssetId, Timeline>();
  const timelineOf = (asset: AssetId): Timeline => {
    const known = timelines.get(asset);
    if (known !== undefined) return known;
    const timeline = layOutTimeline({ ...ledger, asset });
    timelines.set(asset, timeline);
    return timeline;
  };
  return {
    boundFlow: (question) => new Inquiry(ledger, question, timelineOf).answer(),
    mostReturned: (asset, period) =>
      standsBeyond(ledger) ? mostReturned(timelineOf(asset), period) : 0n,
    sizeOf: (asset) => timelineOf(asset).network.positions.length,
  };
}

function sourcesOf({ older, recent }: Timeline, period: Period): readonly number[] {
  return period === 'recent' ? [recent] : [older, recent];
}

/** Whether the subject is, in any asset, also where its value could have come from (or gone to). */
function standsBeyond({ table, direction }: BoundedLedger): boolean {
  for (let at = 0; at < table.count; at += 1) {
    const [from, to] = sideOf(table, at, direction === 'incoming' ? 'debits' : 'credits');
    for (let leg = from; leg < to; leg += 1) {
      if (placeAt(table, leg).kind === 'subject') return true;
    }
  }
  return false;
}

/** Edge: what comes back in another asset than it left in has been converted on the way; it counts. */
function mostReturned(timeline: Timeline, period: Period): bigint {
  const sinks = timeline.ends.flatMap((end) =>
    end.kind === 'returned' || end.kind === 'conversion' ? end.node : [],
  );
  return maxFlow(timeline.network, { sources: sourcesOf(timeline, period), sinks });
}

/** How much of a conversion's value is risky, at least and at most. */
interface RiskyPart {
  readonly least: Fraction;
  readonly most: Fraction;
  readonly mostIfUnseen: Fraction;
}

const NONE: Fraction = { numerator: 0n, denominator: 1n };
const ALL: Fraction = { numerator: 1n, denominator: 1n };
const ANY: RiskyPart = { least: NONE, most: ALL, mostIfUnseen: ALL };

/** Which of the three figures a flow is for. */
type Figure = 'others' | 'risky' | 'suspect';

/** What an end is to a question. */
type Group = 'risky' | 'unseen' | 'other';

function counts(group: Group, figure: Figure): boolean {
  if (figure === 'others') return group !== 'risky';
  return group === 'risky' || (figure === 'suspect' && group === 'unseen');
}

/** One question under way. */
class Inquiry {
  readonly #ledger: BoundedLedger;
  readonly #question: BoundQuestion;
  readonly #timelineOf: (asset: AssetId) => Timeline;
  readonly #parts = new Map<number, RiskyPart>();

  constructor(
    ledger: BoundedLedger,
    question: BoundQuestion,
    timelineOf: (asset: AssetId) => Timeline,
  ) {
    this.#ledger = ledger;
    this.#question = question;
    this.#timelineOf = timelineOf;
  }

  answer(): FlowBounds {
    const { asset, period } = this.#question;
    const total = this.#ownTotal();
    // Nothing moved: no flow need be looked for.
    if (total === 0n) return { lower: 0n, upper: 0n, upperIfUnseenRisky: 0n, total };
    this.#lookThroughConversions();
    const timeline = this.#timelineOf(asset);
    const most = this.#mostOf(timeline, sourcesOf(timeline, period));
    return {
      lower: total - most.others,
      upper: most.risky,
      upperIfUnseenRisky: most.suspect,
      total,
    };
  }

  #ownTotal(): bigint {
    const { recentSeconds } = this.#ledger;
    let total = 0n;
    forEachOwnLeg({ ...this.#ledger, asset: this.#question.asset }, (leg, timeSeconds) => {
      if (this.#question.period === 'recent' && timeSeconds < recentSeconds) return;
      total += amountAt(this.#ledger.table, leg);
    });
    return total;
  }

  /** The most that flows from some nodes to the ends that count for each figure. */
  #mostOf(timeline: Timeline, sources: readonly number[]): Readonly<Record<Figure, bigint>> {
    const flow = ({ sinks, limits }: FigureEnds) =>
      sinks.length === 0 ? 0n : maxFlow(timeline.network, { sources, sinks, limits });
    const [risky, suspect] = [this.#endsOf(timeline, 'risky'), this.#endsOf(timeline, 'suspect')];
    const others = flow(this.#endsOf(timeline, 'others'));
    const mostSuspect = flow(suspect);
    // No more can be risky than can be suspect, and often both are the same ends.
    const isKnown = mostSuspect === 0n || areSame(risky, suspect);
    return { others, suspect: mostSuspect, risky: isKnown ? mostSuspect : flow(risky) };
  }

  /** The ends that count for a figure and that anything can reach. */
  #endsOf(timeline: Timeline, figure: Figure): FigureEnds {
    const sinks: number[] = [];
    const limits = new Map<number, bigint>();
    const addSink = (node: number) => {
      if (isReached(timeline.network, node)) sinks.push(node);
    };
    for (const end of timeline.ends) {
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

  #groupOf(end: Exclude<TimelineEnd, { kind: 'both-ways' }>): Group {
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
  #limitOf(end: Extract<TimelineEnd, { kind: 'conversion' }>, figure: Figure): bigint {
    const { table, direction } = this.#ledger;
    const part = this.#parts.get(end.movement) ?? ANY;
    const amount = amountAt(table, end.leg);
    const [from, to] = sideOf(table, end.movement, direction === 'incoming' ? 'credits' : 'debits');
    let whole = 0n;
    for (let leg = from; leg < to; leg += 1) whole += table.weightOf[leg] ?? 0n;
    const own = table.weightOf[end.leg] ?? 0n;
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
    const sums = { whole: 0n, clean: NONE, most: NONE, mostIfUnseen: NONE };
    for (let leg = from; leg < to; leg += 1) {
      const weight = table.weightOf[leg] ?? 0n;
      const part = this.#partOfLeg(leg, distance);
      sums.whole += weight;
      sums.clean = add(sums.clean, times(without(part.least), weight));
      sums.most = add(sums.most, times(part.most, weight));
      sums.mostIfUnseen = add(sums.mostIfUnseen, times(part.mostIfUnseen, weight));
    }
    if (sums.whole === 0n) return ANY;
    return {
      least: without(over(sums.clean, sums.whole)),
      most: over(sums.most, sums.whole),
      mostIfUnseen: over(sums.mostIfUnseen, sums.whole),
    };
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
    const timeline = this.#timelineOf(place.asset);
    const start = timeline.throughConversion.get(leg);
    const denominator = amountAt(this.#ledger.table, leg);
    if (start === undefined || denominator === 0n) return ANY;
    const most = this.#mostOf(timeline, [start]);
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

/** Whether any arc into a node lets something through. */
function isReached({ first, twins, open }: FlowNetwork, node: number): boolean {
  const end = numberAt(first, node + 1);
  for (let arc = numberAt(first, node); arc < end; arc += 1) {
    if (numberAt(open, numberAt(twins, arc)) === 1) return true;
  }
  return false;
}

function sideOf(
  table: MovementTable,
  movement: number,
  side: 'debits' | 'credits',
): readonly [from: number, to: number] {
  const middle = numberAt(table.firstCredit, movement);
  return side === 'debits'
    ? [numberAt(table.firstLeg, movement), middle]
    : [middle, numberAt(table.firstLeg, movement + 1)];
}

function without({ numerator, denominator }: Fraction): Fraction {
  return { numerator: denominator - numerator, denominator };
}

function add(a: Fraction, b: Fraction): Fraction {
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

function times({ numerator, denominator }: Fraction, factor: bigint): Fraction {
  return { numerator: numerator * factor, denominator };
}

function over({ numerator, denominator }: Fraction, divisor: bigint): Fraction {
  return { numerator, denominator: denominator * divisor };
}

function roundUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}
