import { smallerAmount } from '../amount.js';
import { LotQueue } from './lotQueue.js';
import type { MovementTable } from './movementTable.js';
import { amountAt, EDGE, HOLDING, numberAt, placeAt } from './movementTable.js';
import { placesOnTheWay } from './onTheWay.js';
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
export function replayLots(question: ReplayQuestion): Tally {
  const replay = new LotReplay(question);
  replay.run();
  return replay.tally;
}

/** The origin of a lot is a number: a debit leg's place at the edge, or one of these. */
const RETURNED = -1;
/** Incoming: what the places beyond gave without having had it begin here, counted down. */
const FIRST_OVERDRAFT = -2;
/** Outgoing: money that is not the subject's. */
const OTHERS = -1;

/** Lots on their way from debits to credits. */
interface Moving {
  readonly origins: number[];
  readonly amounts: bigint[];
  /** Outgoing: the part of what the subject sent, in its own asset. */
  readonly sent: bigint[];
  /** Whether the lot left an edge (or the subject) in this very movement. */
  readonly isFresh: boolean[];
}

class LotReplay {
  readonly tally = new Tally();
  readonly #question: ReplayQuestion;
  readonly #table: MovementTable;
  readonly #kinds: Uint8Array;
  readonly #isOnTheWay: Uint8Array;
  readonly #queues = new Map<number, LotQueue>();

  constructor(question: ReplayQuestion) {
    this.#question = question;
    this.#table = question.table;
    this.#kinds = placeKinds(question);
    this.#isOnTheWay = placesOnTheWay(question, this.#kinds);
  }

  run(): void {
    const { count, firstLeg, firstCredit, isConversion } = this.#table;
    for (let at = 0; at < count; at += 1) {
      const [from, middle, to] = [
        numberAt(firstLeg, at),
        numberAt(firstCredit, at),
        numberAt(firstLeg, at + 1),
      ];
      if (!this.#matters(from, to)) continue;
      if (to - from === 2 && middle - from === 1 && this.#pay(at, from, middle)) continue;
      let moving: Moving = { origins: [], amounts: [], sent: [], isFresh: [] };
      for (let leg = from; leg < middle; leg += 1) this.#take(at, leg, moving);
      if (numberAt(isConversion, at) === 1)
        moving = this.#convert({ at, from, middle, to }, moving);
      this.#lay({ at, from: middle, to }, moving);
    }
    if (this.#question.direction === 'outgoing') this.#settleHeld();
  }

  /** Whether any leg has to do with the subject's value; all others are left out. */
  #matters(from: number, to: number): boolean {
    for (let leg = from; leg < to; leg += 1) {
      const place = numberAt(this.#table.placeOf, leg);
      if (numberAt(this.#kinds, place) === OWN) return true;
      if (numberAt(this.#isOnTheWay, place) === 1) return true;
    }
    return false;
  }

  /**
   * One place pays one other: each lot goes as it is, and need not be laid along anything. Says
   * whether it was so.
   */
  #pay(at: number, debit: number, credit: number): boolean {
    const amount = amountAt(this.#table, debit);
    if (numberAt(this.#table.isConversion, at) === 1) return false;
    if (amount === 0n || amountAt(this.#table, credit) !== amount) return false;
    const place = numberAt(this.#table.placeOf, debit);
    if (place === numberAt(this.#table.placeOf, credit)) return false;
    if (numberAt(this.#kinds, place) !== HOLDING) {
      this.#settle({ at, leg: credit, ...this.#freshLot(at, place, amount) });
      return true;
    }
    const left =
      this.#queues.get(place)?.take(amount, (origin, part, sent) => {
        this.#settle({ at, leg: credit, origin, amount: part, sent, isFresh: false });
      }) ?? amount;
    if (left > 0n) this.#settle({ at, leg: credit, ...this.#overdraft(place, left) });
    return true;
  }

  #take(at: number, leg: number, moving: Moving): void {
    const place = numberAt(this.#table.placeOf, leg);
    const amount = amountAt(this.#table, leg);
    if (numberAt(this.#kinds, place) === HOLDING) {
      let left = amount;
      const queue = this.#queues.get(place);
      if (queue !== undefined) {
        left = queue.take(amount, (origin, part, sent) =>
          put(moving, { origin, amount: part, sent, isFresh: false }),
        );
      }
      if (left > 0n) put(moving, this.#overdraft(place, left));
      return;
    }
    put(moving, this.#freshLot(at, place, amount));
  }

  /** What an edge (or the subject) gives. */
  #freshLot(at: number, place: number, amount: bigint): Lot {
    const kind = numberAt(this.#kinds, place);
    const isFresh = true;
    if (this.#question.direction === 'incoming') {
      const origin = kind === EDGE ? place : RETURNED;
      return { origin, amount, sent: amount, isFresh };
    }
    if (kind === OWN) return { origin: at, amount, sent: amount, isFresh };
    return { origin: OTHERS, amount, sent: 0n, isFresh };
  }

  /** What a place gives without having it. */
  #overdraft(place: number, amount: bigint): Lot {
    const isIncoming = this.#question.direction === 'incoming';
    const origin = isIncoming ? FIRST_OVERDRAFT - place : OTHERS;
    return { origin, amount, sent: isIncoming ? amount : 0n, isFresh: false };
  }

  /** Lays lots of what was given along what was got: the cuts fall at whole units of each leg. */
  #convert({ from, middle, to }: Legs, moving: Moving): Moving {
    const { weightOf } = this.#table;
    const laid: Moving = { origins: [], amounts: [], sent: [], isFresh: [] };
    const ends = this.#endsOfLots({ from, middle, got: sumOf(weightOf, middle, to) }, moving);
    let credit = middle;
    let creditStart = 0n;
    let point = 0n;
    ends.forEach((end, lot) => {
      let sentLeft = moving.sent[lot] ?? 0n;
      while (point < end && credit < to) {
        const creditEnd = creditStart + (weightOf[credit] ?? 0n);
        const until = smallerAmount(end, creditEnd);
        const sent = until === end ? sentLeft : (sentLeft * (until - point)) / (end - point);
        put(laid, {
          origin: moving.origins[lot] ?? OTHERS,
          amount:
            this.#cutAt(credit, until - creditStart) - this.#cutAt(credit, point - creditStart),
          sent,
          isFresh: moving.isFresh[lot] ?? false,
        });
        sentLeft -= sent;
        point = until;
        if (until < creditEnd) continue;
        creditStart = creditEnd;
        credit += 1;
      }
    });
    return laid;
  }

  /** Up to where each lot reaches of what was got, by weight. The last reaches its end. */
  #endsOfLots(
    legs: { readonly from: number; readonly middle: number; readonly got: bigint },
    moving: Moving,
  ): bigint[] {
    const { weightOf } = this.#table;
    const given = sumOf(weightOf, legs.from, legs.middle);
    let debit = legs.from;
    let passed = 0n;
    let taken = 0n;
    // A lot never spans two debits, for it was taken from one of them.
    return moving.amounts.map((amount, lot) => {
      taken += amount;
      const whole = amountAt(this.#table, debit);
      const weight = weightOf[debit] ?? 0n;
      const reached = passed + (weight * taken) / whole;
      if (taken === whole) {
        passed += weight;
        taken = 0n;
        debit += 1;
      }
      const isLast = lot === moving.amounts.length - 1;
      return isLast || given === 0n ? legs.got : (reached * legs.got) / given;
    });
  }

  /** How many units of a leg lie before a point of its weight. */
  #cutAt(leg: number, weight: bigint): bigint {
    const whole = this.#table.weightOf[leg] ?? 0n;
    return whole === 0n ? 0n : (amountAt(this.#table, leg) * weight) / whole;
  }

  #lay({ at, from, to }: Pick<Legs, 'at' | 'from' | 'to'>, moving: Moving): void {
    let lot = 0;
    for (let leg = from; leg < to; leg += 1) {
      let left = amountAt(this.#table, leg);
      while (left > 0n && lot < moving.amounts.length) {
        const amount = moving.amounts[lot] ?? 0n;
        const whole = moving.sent[lot] ?? 0n;
        const part = smallerAmount(amount, left);
        const sent = part === amount ? whole : whole === amount ? part : (whole * part) / amount;
        const origin = moving.origins[lot] ?? OTHERS;
        const isFresh = moving.isFresh[lot] ?? false;
        this.#settle({ at, leg, origin, amount: part, sent, isFresh });
        left -= part;
        moving.amounts[lot] = amount - part;
        moving.sent[lot] = whole - sent;
        if (part === amount) lot += 1;
      }
    }
  }

  #settle({ at, leg, origin, amount, sent, isFresh }: ArrivingLot): void {
    const place = numberAt(this.#table.placeOf, leg);
    const kind = numberAt(this.#kinds, place);
    if (kind === HOLDING) {
      if (numberAt(this.#isOnTheWay, place) === 1) this.#queueOf(place).put(origin, amount, sent);
      return;
    }
    const time = this.#table.facts[at]?.timeSeconds ?? 0;
    const distance: Distance = isFresh ? 'direct' : 'indirect';
    if (this.#question.direction === 'incoming') {
      if (kind === OWN)
        this.tally.add(this.#originOf(origin, distance), this.#partOf(amount, time), time);
    } else if (origin !== OTHERS) {
      const bucket: Bucket =
        kind === EDGE
          ? { kind: 'place', place: placeAt(this.#table, leg), distance }
          : { kind: 'returned' };
      this.tally.add(bucket, this.#partOf(sent, this.#table.facts[origin]?.timeSeconds ?? 0), time);
    }
  }

  #originOf(origin: number, distance: Distance): Bucket {
    if (origin === RETURNED) return { kind: 'returned' };
    const place = this.#table.places[origin <= FIRST_OVERDRAFT ? FIRST_OVERDRAFT - origin : origin];
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

  #queueOf(place: number): LotQueue {
    const known = this.#queues.get(place);
    if (known !== undefined) return known;
    const queue = new LotQueue();
    this.#queues.set(place, queue);
    return queue;
  }

  #settleHeld(): void {
    const last = this.#table.facts[this.#table.count - 1]?.timeSeconds ?? 0;
    for (const [number, queue] of this.#queues) {
      const place = this.#table.places[number];
      if (place === undefined) continue;
      queue.forEach((origin, sent) => {
        if (origin === OTHERS) return;
        const own = this.#table.facts[origin]?.timeSeconds ?? 0;
        this.tally.add({ kind: 'still-held', place }, this.#partOf(sent, own), last);
      });
    }
  }
}

/** A fixed point for worths, which need only be comparable with each other. */
const WORTH_SCALE = 10n ** 18n;

interface Legs {
  readonly at: number;
  readonly from: number;
  readonly middle: number;
  readonly to: number;
}

/** A lot that leaves a place. */
interface Lot {
  readonly origin: number;
  readonly amount: bigint;
  /** Outgoing: the part of what the subject sent, in its own asset. */
  readonly sent: bigint;
  /** Whether it left an edge (or the subject) in this very movement. */
  readonly isFresh: boolean;
}

/** A lot that comes to a leg. */
interface ArrivingLot extends Lot {
  readonly at: number;
  readonly leg: number;
}

function put(moving: Moving, lot: Lot): void {
  moving.origins.push(lot.origin);
  moving.amounts.push(lot.amount);
  moving.sent.push(lot.sent);
  moving.isFresh.push(lot.isFresh);
}

function sumOf(amounts: readonly bigint[], from: number, to: number): bigint {
  let sum = 0n;
  for (let at = from; at < to; at += 1) sum += amounts[at] ?? 0n;
  return sum;
}
