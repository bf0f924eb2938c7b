import type { Legs, Lot } from './layLots.js';
import { convertLots, layLots } from './layLots.js';
import type { LotQueues } from './lotQueues.js';
import type { MovementTable } from './movementTable.js';
import { amountAt, EDGE, HOLDING, numberAt, placeAt } from './movementTable.js';
import type { ReplayMemory } from './onTheWay.js';
import { followedUntil } from './onTheWay.js';
import { OWN, placeKinds } from './ownLegs.js';
import type { Bucket, Distance, ReplayQuestion, TallyPart } from './replay.js';
import { Tally } from './replay.js';

/**
 * FIFO: what came first leaves first. Balances are kept as lots with their origin; inside one
 * movement the debits are laid in order along the credits, the fee last.
 *
 * A conversion lays the lots of one asset along the amount of the other, cut at whole units.
 * Source: Clayton's case (1816) as applied to Bitcoin by Anderson, Shumailov and Ahmed, "Making
 * Bitcoin Legal" (2018), https://doi.org/10.1007/978-3-030-03251-7_29
 */
export function replayLots(question: ReplayQuestion, memory: ReplayMemory): Tally {
  const replay = new LotReplay(question, memory);
  replay.run();
  return replay.tally;
}

/** The origin of a lot is a number: a debit leg's place at the edge, or one of these. */
const RETURNED = -1;
/** Incoming: what the places beyond gave without having had it begin here, counted down. */
const FIRST_OVERDRAFT = -2;
/** Outgoing: money that is not the subject's. */
const OTHERS = -1;

class LotReplay {
  readonly tally = new Tally();
  readonly #question: ReplayQuestion;
  readonly #table: MovementTable;
  readonly #kinds: Uint8Array;
  readonly #until: Int32Array;
  readonly #queues: LotQueues;

  constructor(question: ReplayQuestion, { lots }: ReplayMemory) {
    this.#question = question;
    this.#table = question.table;
    this.#kinds = placeKinds(question);
    this.#until = followedUntil(question, this.#kinds);
    this.#queues = lots;
    lots.clear(this.#kinds.length);
  }

  run(): void {
    const { count, firstLeg, firstCredit } = this.#table;
    for (let at = 0; at < count; at += 1) {
      const from = numberAt(firstLeg, at);
      const to = numberAt(firstLeg, at + 1);
      if (!this.#matters(at, from, to)) continue;
      const middle = numberAt(firstCredit, at);
      if (to - from === 2 && this.#isPlainPayment(at, from, middle)) this.#pay(at, from);
      else this.#move({ at, from, middle, to });
    }
    if (this.#question.direction === 'outgoing') this.#settleHeld();
  }

  /** Whether any leg has to do with the subject's value; all others are left out. */
  #matters(at: number, from: number, to: number): boolean {
    for (let leg = from; leg < to; leg += 1) {
      if (at <= numberAt(this.#until, numberAt(this.#table.placeOf, leg))) return true;
    }
    return false;
  }

  /** Whether, of two legs, one place pays the other: no lot need be laid along anything then. */
  #isPlainPayment(at: number, from: number, middle: number): boolean {
    const { isConversion, placeOf, amountOf } = this.#table;
    if (middle - from !== 1 || numberAt(isConversion, at) === 1) return false;
    return (
      !amountOf.isNothing(from) &&
      amountOf.equals(from, amountOf, middle) &&
      numberAt(placeOf, from) !== numberAt(placeOf, middle)
    );
  }

  /** One place pays another: each lot goes as it is. */
  #pay(at: number, leg: number): void {
    const { placeOf, amountOf } = this.#table;
    const [from, to] = [numberAt(placeOf, leg), numberAt(placeOf, leg + 1)];
    if (this.#isTold(numberAt(this.#kinds, to))) {
      const lots: Lot[] = [];
      this.#take(at, leg, lots);
      for (const lot of lots) this.#settle(at, leg + 1, lot);
      return;
    }
    const isKept = at <= numberAt(this.#until, to);
    if (numberAt(this.#kinds, from) !== HOLDING) {
      const origin = this.#freshOrigin(at, from);
      const isSent = this.#isSent(origin);
      if (isKept) this.#queues.putFrom(to, { origin, isSent }, amountOf, leg);
      return;
    }
    const missing = this.#queues.pass(from, isKept ? to : null, amountOf, leg);
    if (missing > 0n) this.#settle(at, leg + 1, this.#overdraft(from, missing));
  }

  /**
   * Whether lots that come to such a place are told: what the subject received, or wherever its value
   * ends, with itself in another asset as well.
   */
  #isTold(kind: number): boolean {
    return this.#question.direction === 'incoming' ? kind === OWN : kind !== HOLDING;
  }

  #move(legs: Legs): void {
    const { at, from, middle, to } = legs;
    const isConversion = numberAt(this.#table.isConversion, at) === 1;
    const lots: Lot[] = [];
    for (let leg = from; leg < middle; leg += 1) this.#take(at, leg, lots);
    const laid = isConversion ? convertLots(this.#table, legs, lots) : lots;
    layLots(this.#table, { from: middle, to }, laid, (leg, lot) => this.#settle(at, leg, lot));
  }

  /** Adds the lots that a debit gives, the oldest first. */
  #take(at: number, leg: number, lots: Lot[]): void {
    const place = numberAt(this.#table.placeOf, leg);
    let left = amountAt(this.#table, leg);
    if (numberAt(this.#kinds, place) !== HOLDING) {
      lots.push(this.#freshLot(at, place, left));
      return;
    }
    while (left > 0n) {
      const lot = this.#nextLot(place, left);
      left -= lot.amount;
      lots.push(lot);
    }
  }

  /** The oldest lot of a holding, or as much of it as is wanted; an overdraft where it has none. */
  #nextLot(place: number, wanted: bigint): Lot {
    return this.#queues.take(place, wanted) ?? this.#overdraft(place, wanted);
  }

  /** What an edge (or the subject) gives. */
  #freshLot(at: number, place: number, amount: bigint): Lot {
    const origin = this.#freshOrigin(at, place);
    return { origin, amount, sent: this.#isSent(origin) ? amount : 0n, isFresh: true };
  }

  #freshOrigin(at: number, place: number): number {
    const kind = numberAt(this.#kinds, place);
    if (this.#question.direction === 'incoming') return kind === EDGE ? place : RETURNED;
    return kind === OWN ? at : OTHERS;
  }

  /** Whether what begins there is the subject's value: incoming it always may become that. */
  #isSent(origin: number): boolean {
    return this.#question.direction === 'incoming' || origin !== OTHERS;
  }

  /** What a place gives without having it. */
  #overdraft(place: number, amount: bigint): Lot {
    const isIncoming = this.#question.direction === 'incoming';
    const origin = isIncoming ? FIRST_OVERDRAFT - place : OTHERS;
    return { origin, amount, sent: isIncoming ? amount : 0n, isFresh: false };
  }

  #settle(at: number, leg: number, lot: Lot): void {
    const place = numberAt(this.#table.placeOf, leg);
    const kind = numberAt(this.#kinds, place);
    if (kind === HOLDING) {
      if (at <= numberAt(this.#until, place)) this.#queues.put(place, lot);
      return;
    }
    const { origin, amount, sent, isFresh } = lot;
    const isIncoming = this.#question.direction === 'incoming';
    if (!this.#isTold(kind) || (!isIncoming && origin === OTHERS)) return;
    const time = this.#table.facts.at(at)?.timeSeconds ?? 0;
    const distance: Distance = isFresh ? 'direct' : 'indirect';
    if (isIncoming) {
      this.tally.add(this.#originOf(origin, distance), this.#partOf(amount, time), time);
    } else {
      const bucket: Bucket =
        kind === EDGE
          ? { kind: 'place', place: placeAt(this.#table, leg), distance }
          : { kind: 'returned' };
      this.tally.add(
        bucket,
        this.#partOf(sent, this.#table.facts.at(origin)?.timeSeconds ?? 0),
        time,
      );
    }
  }

  #originOf(origin: number, distance: Distance): Bucket {
    if (origin === RETURNED) return { kind: 'returned' };
    const place = this.#table.places.at(
      origin <= FIRST_OVERDRAFT ? FIRST_OVERDRAFT - origin : origin,
    );
    if (place === undefined) throw new RangeError('A lot has an origin that nobody knows.');
    return origin <= FIRST_OVERDRAFT
      ? { kind: 'overdraft', place }
      : { kind: 'place', place, distance };
  }

  /** An amount of the subject's own asset with its worth at the subject's transfer. */
  #partOf(amount: bigint, ownSeconds: number): TallyPart {
    const price = this.#question.priceAt(ownSeconds);
    const usd =
      price === null ? amount : (amount * price.numerator * WORTH_SCALE) / price.denominator;
    const isRecent = ownSeconds >= this.#question.recentSeconds;
    return { amount, usd, recentAmount: isRecent ? amount : 0n, recentUsd: isRecent ? usd : 0n };
  }

  #settleHeld(): void {
    const last = this.#table.facts.at(this.#table.count - 1)?.timeSeconds ?? 0;
    for (const number of this.#queues.places()) {
      this.#queues.forEach(number, (origin, sent) => {
        const place = origin === OTHERS ? undefined : this.#table.places.at(number);
        if (place === undefined) return;
        const own = this.#table.facts.at(origin)?.timeSeconds ?? 0;
        this.tally.add({ kind: 'still-held', place }, this.#partOf(sent, own), last);
      });
    }
  }
}

/** A fixed point for worths, which need only be comparable with each other. */
const WORTH_SCALE = 10n ** 18n;
