import { smallerAmount } from '../amount.js';
import type { MovementTable } from './movementTable.js';
import { amountAt, weightAt } from './movementTable.js';

/** A lot that leaves a place. */
export interface Lot {
  /** Where it began, as a number that the replay gives a meaning. */
  readonly origin: number;
  readonly amount: bigint;
  /** Outgoing: the part of what the subject sent, in its own asset. */
  readonly sent: bigint;
  /** Whether it left an edge (or the subject) in this very movement. */
  readonly isFresh: boolean;
}

/** The legs of a movement: its debits up to `middle`, then its credits. */
export interface Legs {
  readonly at: number;
  readonly from: number;
  readonly middle: number;
  readonly to: number;
}

/**
 * Lays lots of what a conversion took along what it gave: the cuts fall at whole units of each leg.
 * Gives lots of what was got.
 */
export function convertLots(
  table: MovementTable,
  { from, middle, to }: Legs,
  lots: readonly Lot[],
): Lot[] {
  const laid: Lot[] = [];
  const ends = endsOfLots(table, { from, middle, got: weightBetween(table, middle, to) }, lots);
  let credit = middle;
  let creditStart = 0n;
  let point = 0n;
  lots.forEach(({ origin, sent: whole, isFresh }, n) => {
    const end = ends[n] ?? 0n;
    let sentLeft = whole;
    while (point < end && credit < to) {
      const creditEnd = creditStart + weightAt(table, credit);
      const until = smallerAmount(end, creditEnd);
      const sent = until === end ? sentLeft : (sentLeft * (until - point)) / (end - point);
      const amount =
        cutAt(table, credit, until - creditStart) - cutAt(table, credit, point - creditStart);
      laid.push({ origin, amount, sent, isFresh });
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
function endsOfLots(
  table: MovementTable,
  { from, middle, got }: { readonly from: number; readonly middle: number; readonly got: bigint },
  lots: readonly Lot[],
): bigint[] {
  const given = weightBetween(table, from, middle);
  let debit = from;
  let passed = 0n;
  let taken = 0n;
  // A lot never spans two debits, for it was taken from one of them.
  return lots.map(({ amount }, lot) => {
    taken += amount;
    const whole = amountAt(table, debit);
    const weight = weightAt(table, debit);
    const reached = passed + (weight * taken) / whole;
    if (taken === whole) {
      passed += weight;
      taken = 0n;
      debit += 1;
    }
    const isLast = lot === lots.length - 1;
    return isLast || given === 0n ? got : (reached * got) / given;
  });
}

/** How many units of a leg lie before a point of its weight. */
function cutAt(table: MovementTable, leg: number, weight: bigint): bigint {
  const whole = weightAt(table, leg);
  return whole === 0n ? 0n : (amountAt(table, leg) * weight) / whole;
}

function weightBetween(table: MovementTable, from: number, to: number): bigint {
  let sum = 0n;
  for (let leg = from; leg < to; leg += 1) sum += weightAt(table, leg);
  return sum;
}

/**
 * Lays lots in order along the legs that got them; calls `arrive` for each part that comes to a leg.
 * A part stands for its part of what was sent, rounded down, and the last for the rest.
 */
export function layLots(
  table: MovementTable,
  { from, to }: { readonly from: number; readonly to: number },
  lots: readonly Lot[],
  arrive: (leg: number, lot: Lot) => void,
): void {
  let leg = from;
  let room = amountAt(table, from);
  for (const { origin, amount: whole, sent: wholeSent, isFresh } of lots) {
    let left = whole;
    let sentLeft = wholeSent;
    do {
      while (room === 0n && leg < to - 1) {
        leg += 1;
        room = amountAt(table, leg);
      }
      if (room === 0n) return;
      const amount = smallerAmount(left, room);
      // A lot of nothing, which a conversion rounded away, may still stand for something sent.
      const isRest = amount === left;
      const sent = isRest ? sentLeft : sentLeft === left ? amount : (sentLeft * amount) / left;
      arrive(leg, { origin, amount, sent, isFresh });
      room -= amount;
      left -= amount;
      sentLeft -= sent;
    } while (left > 0n);
  }
}
