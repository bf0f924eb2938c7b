import { smallerAmount, splitProRata, sumAmounts } from '../amount.js';
import type { Direction } from '../exposure.js';
import type { Leg, Movement, Place } from './movement.js';

/** Whether value moved between the subject and a place in one step, or through others. */
export type Distance = 'direct' | 'indirect';

/** Where an amount came from or went to. `overdraft`: a place gave more than it was seen to hold. */
export type Bucket =
  | { readonly kind: 'place'; readonly place: Place; readonly distance: Distance }
  | { readonly kind: 'returned' }
  | { readonly kind: 'still-held'; readonly place: Place }
  | { readonly kind: 'overdraft'; readonly place: Place };

/** Value of one bucket by one method. */
export interface BucketAmount {
  readonly bucket: Bucket;
  readonly amount: bigint;
  /** First and last time at which the bucket's place moved this value. Units: Unix seconds. */
  readonly firstSeconds: number;
  readonly lastSeconds: number;
}

/** All value of one direction and one asset, by bucket. The amounts add up to `total`. */
export interface Split {
  readonly total: bigint;
  readonly buckets: readonly BucketAmount[];
}

/** A direction's total less what only made a round trip. */
export function ownTotal(split: Split): bigint {
  const returned = split.buckets
    .filter(({ bucket }) => bucket.kind === 'returned')
    .reduce((sum, { amount }) => sum + amount, 0n);
  return split.total - returned;
}

/** A method by which mixed money is told apart. */
export type Method = 'haircut' | 'fifo';

/** What to replay: movements of one asset, and from which moment on the subject's own count. */
export interface ReplayQuestion {
  readonly movements: readonly Movement[];
  readonly direction: Direction;
  readonly sinceSeconds: number;
}

/** Splits what a subject received (or sent) over where it came from (or went). */
export function replay(method: Method, question: ReplayQuestion): Split {
  const tally = new Tally();
  const incoming = question.direction === 'incoming';
  if (method === 'fifo') replayLots(question, tally);
  else if (incoming) sweepHaircutBackward(question, tally);
  else sweepHaircutForward(question, tally);
  return tally.split(subjectTotal(question));
}

function subjectTotal({ movements, direction, sinceSeconds }: ReplayQuestion): bigint {
  let total = 0n;
  for (const { fact, debits, credits } of movements) {
    if (fact.timeSeconds < sinceSeconds) continue;
    for (const leg of direction === 'incoming' ? credits : debits) {
      if (leg.place.kind === 'subject') total += leg.amount;
    }
  }
  return total;
}

/** Fractions of an atomic unit that the haircut sweeps carry, so that rounding happens at the end. */
const UNIT = 1n << 96n;

/** Collects amounts by bucket. */
class Tally {
  readonly #sums = new Map<
    string,
    { bucket: Bucket; amount: bigint; first: number; last: number }
  >();
  readonly #placeNumbers = new Map<Place, number>();

  add(bucket: Bucket, amount: bigint, timeSeconds: number): void {
    if (amount === 0n) return;
    const key = this.#keyOf(bucket);
    const sum = this.#sums.get(key);
    if (sum === undefined) {
      this.#sums.set(key, { bucket, amount, first: timeSeconds, last: timeSeconds });
      return;
    }
    sum.amount += amount;
    sum.first = Math.min(sum.first, timeSeconds);
    sum.last = Math.max(sum.last, timeSeconds);
  }

  /** The sums, rounded so that they add up to the total exactly. Order: by first use. */
  split(total: bigint): Split {
    const sums = [...this.#sums.values()];
    const amounts = splitProRata(
      total,
      sums.map((sum) => sum.amount),
    );
    const buckets = sums.map(({ bucket, first, last }, at) => ({
      bucket,
      amount: amounts[at] ?? 0n,
      firstSeconds: first,
      lastSeconds: last,
    }));
    return { total, buckets };
  }

  #keyOf(bucket: Bucket): string {
    if (bucket.kind === 'returned') return bucket.kind;
    const { place } = bucket;
    const number = this.#placeNumbers.get(place) ?? this.#placeNumbers.size;
    this.#placeNumbers.set(place, number);
    const name = place.kind === 'edge' ? edgeName(place) : `#${number}`;
    return bucket.kind === 'place'
      ? `${bucket.kind}|${name}|${bucket.distance}`
      : `${bucket.kind}|${name}`;
  }
}

function edgeName(place: Extract<Place, { kind: 'edge' }>): string {
  return `${place.what.kind}|${place.account ?? ''}`;
}

/** How much of each debit was seen to be held, and the balance after each credit. */
interface Balances {
  readonly covered: readonly (readonly bigint[])[];
  readonly before: readonly (readonly bigint[])[];
  readonly after: readonly (readonly bigint[])[];
}

function replayBalances(movements: readonly Movement[]): Balances {
  const balance = new Map<Place, bigint>();
  const covered: bigint[][] = [];
  const before: bigint[][] = [];
  const after: bigint[][] = [];
  for (const { debits, credits } of movements) {
    const heldBefore: bigint[] = [];
    covered.push(
      debits.map(({ place, amount }) => {
        const held = balance.get(place) ?? 0n;
        heldBefore.push(held);
        if (place.kind !== 'holding') return amount;
        const taken = smallerAmount(held, amount);
        balance.set(place, held - taken);
        return taken;
      }),
    );
    before.push(heldBefore);
    after.push(
      credits.map(({ place, amount }) => {
        if (place.kind !== 'holding') return amount;
        const held = (balance.get(place) ?? 0n) + amount;
        balance.set(place, held);
        return held;
      }),
    );
  }
  return { covered, before, after };
}

/**
 * Haircut, incoming: from the last movement to the first, each place hands the part of its value
 * that reaches the subject's receipts back to what it got, pro rata to what it held at the time.
 *
 * Haircut is linear, so one backward sweep tells all origins of one subject at once.
 * Source: Möser, Böhme and Breuker, FC 2014 workshops, https://doi.org/10.1007/978-3-662-44774-1_2
 */
function sweepHaircutBackward({ movements, sinceSeconds }: ReplayQuestion, tally: Tally): void {
  const { covered, after } = replayBalances(movements);
  const owed = new Map<Place, bigint>();
  for (let at = movements.length - 1; at >= 0; at -= 1) {
    const movement = movements[at];
    if (movement === undefined) continue;
    const time = movement.fact.timeSeconds;
    let direct = 0n;
    let indirect = 0n;
    for (let leg = movement.credits.length - 1; leg >= 0; leg -= 1) {
      const credit = movement.credits[leg];
      if (credit === undefined) continue;
      if (credit.place.kind === 'subject' && time >= sinceSeconds) direct += credit.amount * UNIT;
      if (credit.place.kind !== 'holding') continue;
      const held = owed.get(credit.place) ?? 0n;
      const balance = after[at]?.[leg] ?? 0n;
      if (held === 0n || balance === 0n) continue;
      const part = (held * credit.amount) / balance;
      owed.set(credit.place, held - part);
      indirect += part;
    }
    if (direct + indirect === 0n) continue;
    const weights = movement.debits.map((debit) => debit.amount);
    const directParts = splitProRata(direct, weights);
    const indirectParts = splitProRata(indirect, weights);
    movement.debits.forEach(({ place, amount }, leg) => {
      const near = directParts[leg] ?? 0n;
      const far = indirectParts[leg] ?? 0n;
      if (place.kind === 'subject') tally.add({ kind: 'returned' }, near + far, time);
      else if (place.kind === 'edge') {
        tally.add({ kind: 'place', place, distance: 'direct' }, near, time);
        tally.add({ kind: 'place', place, distance: 'indirect' }, far, time);
      } else {
        const held = ((near + far) * (covered[at]?.[leg] ?? 0n)) / amount;
        owed.set(place, (owed.get(place) ?? 0n) + held);
        tally.add({ kind: 'overdraft', place }, near + far - held, time);
      }
    });
  }
}

/** Haircut, outgoing: the subject's value is carried forward, pro rata at every place, to its ends. */
function sweepHaircutForward({ movements, sinceSeconds }: ReplayQuestion, tally: Tally): void {
  const { covered, before } = replayBalances(movements);
  const carried = new Map<Place, bigint>();
  let last = 0;
  movements.forEach((movement, at) => {
    const time = movement.fact.timeSeconds;
    last = Math.max(last, time);
    let direct = 0n;
    let indirect = 0n;
    movement.debits.forEach(({ place, amount }, leg) => {
      if (place.kind === 'subject' && time >= sinceSeconds) direct += amount * UNIT;
      if (place.kind !== 'holding') return;
      const held = carried.get(place) ?? 0n;
      const balance = before[at]?.[leg] ?? 0n;
      if (held === 0n || balance === 0n) return;
      const part = (held * (covered[at]?.[leg] ?? 0n)) / balance;
      carried.set(place, held - part);
      indirect += part;
    });
    if (direct + indirect === 0n) return;
    const weights = movement.credits.map((credit) => credit.amount);
    const directParts = splitProRata(direct, weights);
    const indirectParts = splitProRata(indirect, weights);
    movement.credits.forEach(({ place }, leg) => {
      const near = directParts[leg] ?? 0n;
      const far = indirectParts[leg] ?? 0n;
      if (place.kind === 'subject') tally.add({ kind: 'returned' }, near + far, time);
      else if (place.kind === 'holding') {
        carried.set(place, (carried.get(place) ?? 0n) + near + far);
      } else {
        tally.add({ kind: 'place', place, distance: 'direct' }, near, time);
        tally.add({ kind: 'place', place, distance: 'indirect' }, far, time);
      }
    });
  });
  for (const [place, amount] of carried) tally.add({ kind: 'still-held', place }, amount, last);
}

/** A part of a balance with one origin. `leg` marks value that is moving right now. */
interface Lot {
  readonly origin: Bucket;
  amount: bigint;
}

/** Lots of one place, oldest first; a moving head keeps taking them cheap. */
interface LotQueue {
  readonly lots: Lot[];
  head: number;
}

/**
 * FIFO: what came first leaves first. Balances are kept as lots with their origin; inside one
 * movement inputs are laid in order along outputs, the fee last.
 *
 * Source: Clayton's case (1816) as applied to Bitcoin by Anderson, Shumailov and Ahmed, "Making
 * Bitcoin Legal" (2018), https://doi.org/10.1007/978-3-030-03251-7_29
 */
function replayLots(question: ReplayQuestion, tally: Tally): void {
  const { movements, direction, sinceSeconds } = question;
  const queues = new Map<Place, LotQueue>();
  let last = 0;
  for (const { fact, debits, credits } of movements) {
    const time = fact.timeSeconds;
    last = Math.max(last, time);
    const counts = time >= sinceSeconds;
    const moving = debits.flatMap((debit) => takeLots(queues, debit, { direction, counts }));
    let next = 0;
    for (const { place, amount } of credits) {
      let left = amount;
      while (left > 0n) {
        const lot = moving[next];
        if (lot === undefined) break;
        const part = smallerAmount(lot.amount, left);
        lot.amount -= part;
        left -= part;
        settle({ place, lot: { origin: lot.origin, amount: part }, direction, counts, time });
        if (lot.amount === 0n) next += 1;
      }
    }
  }
  if (direction === 'outgoing') settleHeld(queues, tally, last);

  function settle(step: {
    readonly place: Place;
    readonly lot: Lot;
    readonly direction: Direction;
    readonly counts: boolean;
    readonly time: number;
  }): void {
    const { place, lot } = step;
    const { origin } = lot;
    if (place.kind === 'holding') {
      pushLot(queues, place, { origin: settled(origin), amount: lot.amount });
    } else if (step.direction === 'incoming') {
      if (place.kind === 'subject' && step.counts) tally.add(origin, lot.amount, step.time);
    } else if (isOwn(origin)) {
      const distance = origin.distance;
      const bucket: Bucket =
        place.kind === 'subject' ? { kind: 'returned' } : { kind: 'place', place, distance };
      tally.add(bucket, lot.amount, step.time);
    }
  }
}

/** The origin of a lot that has come to rest: whatever moves on from here is one step further away. */
function settled(origin: Bucket): Bucket {
  return origin.kind === 'place' ? { ...origin, distance: 'indirect' } : origin;
}

function isOwn(origin: Bucket): origin is Extract<Bucket, { kind: 'place' }> {
  return origin.kind === 'place' && origin.place.kind === 'subject';
}

function takeLots(
  queues: Map<Place, LotQueue>,
  { place, amount }: Leg,
  view: { readonly direction: Direction; readonly counts: boolean },
): Lot[] {
  if (place.kind === 'subject') {
    if (view.direction === 'incoming') return [{ origin: { kind: 'returned' }, amount }];
    const origin: Bucket = view.counts
      ? { kind: 'place', place, distance: 'direct' }
      : { kind: 'returned' };
    return [{ origin, amount }];
  }
  if (place.kind === 'edge') {
    return [{ origin: { kind: 'place', place, distance: 'direct' }, amount }];
  }
  const queue = queues.get(place) ?? { lots: [], head: 0 };
  const taken: Lot[] = [];
  let left = amount;
  while (left > 0n) {
    const lot = queue.lots[queue.head];
    if (lot === undefined) break;
    const part = smallerAmount(lot.amount, left);
    taken.push({ origin: lot.origin, amount: part });
    lot.amount -= part;
    left -= part;
    if (lot.amount === 0n) queue.head += 1;
  }
  if (left > 0n) taken.push({ origin: { kind: 'overdraft', place }, amount: left });
  return taken;
}

function pushLot(queues: Map<Place, LotQueue>, place: Place, lot: Lot): void {
  const queue = queues.get(place) ?? { lots: [], head: 0 };
  if (queue.lots.length === 0) queues.set(place, queue);
  queue.lots.push(lot);
}

function settleHeld(queues: ReadonlyMap<Place, LotQueue>, tally: Tally, last: number): void {
  for (const [place, queue] of queues) {
    const own = queue.lots.slice(queue.head).filter((lot) => isOwn(lot.origin));
    tally.add({ kind: 'still-held', place }, sumAmounts(own.map((lot) => lot.amount)), last);
  }
}
