import type { Fraction } from '../amount.js';
import { splitProRata } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { Direction, Period } from '../exposure.js';
import { usdMicrosAt } from '../price.js';
import { listingDatesAt } from './listingDates.js';
import type { Edge, Place } from './movement.js';
import type { MovementTable } from './movementTable.js';
import { amountAt, numberAt, SUBJECT } from './movementTable.js';

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
  /** Units: atomic, of the asset that the subject received (or sent). */
  readonly amount: bigint;
  /** Units: millionths of a US dollar at the time of the subject's transfers; null where unpriced. */
  readonly usdMicros: bigint | null;
  /** First and last time at which the bucket's place moved this value. Units: Unix seconds. */
  readonly firstSeconds: number;
  readonly lastSeconds: number;
  /** The amount by the listing dates of the place's risk claims; empty for every other place. */
  readonly spans: readonly Span[];
}

/** Part of an amount that moved in a span of time. Order: ascending; the first begins at −∞. */
export interface Span {
  /** Units: Unix seconds. */
  readonly fromSeconds: number;
  readonly amount: bigint;
}

/** All value of one direction and one asset, by bucket. The amounts add up to `total`. */
export interface Split {
  readonly total: bigint;
  /** Null where one of the subject's transfers has no price. */
  readonly totalUsdMicros: bigint | null;
  readonly buckets: readonly BucketAmount[];
}

/** A method by which mixed money is told apart. */
export type Method = 'haircut' | 'fifo';

/** What to replay. */
export interface ReplayQuestion {
  readonly table: MovementTable;
  /** The asset that the subject received or sent. */
  readonly asset: AssetId;
  readonly direction: Direction;
  /** From when on the subject's transfers count as recent. Units: Unix seconds. */
  readonly recentSeconds: number;
  /** The worth of one atomic unit of `asset` at a moment; null where unpriced. */
  readonly priceAt: (timeSeconds: number) => Fraction | null;
}

/** The subject's transfers of the asked asset and direction, summed up. */
export interface OwnTotal {
  readonly amount: bigint;
  readonly usdMicros: bigint | null;
}

/** The subject's transfers of a period, summed up. */
export function ownTotalOf(question: ReplayQuestion, period: Period): OwnTotal {
  let amount = 0n;
  let usdMicros: bigint | null = 0n;
  forEachOwnLeg(question, (leg, timeSeconds) => {
    if (period === 'recent' && timeSeconds < question.recentSeconds) return;
    const moved = amountAt(question.table, leg);
    amount += moved;
    const price = question.priceAt(timeSeconds);
    usdMicros = price === null || usdMicros === null ? null : usdMicros + usdMicrosAt(price, moved);
  });
  return { amount, usdMicros };
}

/** Calls `visit` for each leg by which the subject received (or sent). Order: the chain's. */
export function forEachOwnLeg(
  question: Pick<ReplayQuestion, 'table' | 'asset' | 'direction'>,
  visit: (leg: number, timeSeconds: number) => void,
): void {
  const { table, direction } = question;
  const { subjectMovements, facts, firstLeg, firstCredit, placeOf, kindOf } = table;
  const own = table.subjects.filter((number) => table.places.at(number)?.asset === question.asset);
  const areAllOwn = own.length === table.subjects.length;
  for (const at of subjectMovements) {
    const middle = numberAt(firstCredit, at);
    const from = direction === 'incoming' ? middle : numberAt(firstLeg, at);
    const to = direction === 'incoming' ? numberAt(firstLeg, at + 1) : middle;
    for (let leg = from; leg < to; leg += 1) {
      const place = numberAt(placeOf, leg);
      if (numberAt(kindOf, place) !== SUBJECT) continue;
      if (areAllOwn || own.includes(place)) visit(leg, facts.at(at)?.timeSeconds ?? 0);
    }
  }
}

/** Collects amounts by bucket, for the whole time and for the recent part of it. */
export class Tally {
  readonly #sums = new Map<string, TallyRow>();
  /** The same rows by place, for adding to them costs no text. */
  readonly #ofPlace = new Map<Place, Map<Distance | Bucket['kind'], TallyRow>>();
  readonly #edgeNames = new Map<Place, string>();

  /** Adds to a bucket. Units: as the method counts; `split` scales them to the total. */
  add(bucket: Bucket, part: TallyPart, timeSeconds: number): void {
    const row = bucket.kind === 'returned' ? this.#rowOf(bucket) : this.#rowAt(bucket);
    addTo(row.whole, part.amount, part.usd, timeSeconds);
    if (row.spans.length > 0) addToSpan(row.spans, part.amount, timeSeconds);
    addTo(row.recent, part.recentAmount, part.recentUsd, timeSeconds);
  }

  /** The sums, rounded so that they add up to the total exactly. Order: by first use. */
  split(period: Period, total: OwnTotal): Split {
    const rows = [...this.#sums.values()].filter((row) => row[period].amount > 0n);
    const amounts = splitProRata(
      total.amount,
      rows.map((row) => row[period].amount),
    );
    const micros =
      total.usdMicros === null
        ? null
        : splitProRata(
            total.usdMicros,
            rows.map((row) => row[period].usd),
          );
    const buckets = rows.map((row, at) => ({
      bucket: row.bucket,
      amount: amounts[at] ?? 0n,
      usdMicros: micros === null ? null : (micros[at] ?? 0n),
      firstSeconds: row[period].first,
      lastSeconds: row[period].last,
      spans: period === 'whole' ? roundSpans(row.spans, amounts[at] ?? 0n) : [],
    }));
    return { total: total.amount, totalUsdMicros: total.usdMicros, buckets };
  }

  #rowAt(bucket: Exclude<Bucket, { kind: 'returned' }>): TallyRow {
    const kind = bucket.kind === 'place' ? bucket.distance : bucket.kind;
    let rows = this.#ofPlace.get(bucket.place);
    if (rows === undefined) {
      rows = new Map();
      this.#ofPlace.set(bucket.place, rows);
    }
    const known = rows.get(kind);
    if (known !== undefined) return known;
    const row = this.#rowOf(bucket);
    rows.set(kind, row);
    return row;
  }

  #rowOf(bucket: Bucket): TallyRow {
    const key = this.#keyOf(bucket);
    const known = this.#sums.get(key);
    if (known !== undefined) return known;
    const row = { bucket, whole: emptyTime(), recent: emptyTime(), spans: emptySpans(bucket) };
    this.#sums.set(key, row);
    return row;
  }

  #keyOf(bucket: Bucket): string {
    if (bucket.kind === 'returned') return bucket.kind;
    const { place } = bucket;
    let name = this.#edgeNames.get(place);
    if (name === undefined) {
      // An account stands at the edge of several assets and outputs; it is one bucket all the same.
      name =
        place.kind === 'edge'
          ? `${edgeName(place.what)}|${place.account ?? ''}`
          : `#${this.#edgeNames.size}`;
      this.#edgeNames.set(place, name);
    }
    return bucket.kind === 'place'
      ? `${bucket.kind}|${name}|${bucket.distance}`
      : `${bucket.kind}|${name}`;
  }
}

/** CoinJoins are told apart by what they were known by. */
function edgeName(what: Edge): string {
  if (what.kind !== 'coinjoin') return what.kind;
  return `${what.kind} ${what.coinJoin.detector} ${what.coinJoin.confidence}`;
}

/** An amount and its worth, and the part of both that is recent. */
export interface TallyPart {
  readonly amount: bigint;
  readonly usd: bigint;
  readonly recentAmount: bigint;
  readonly recentUsd: bigint;
}

interface TallyTime {
  amount: bigint;
  usd: bigint;
  first: number;
  last: number;
}

interface TallyRow {
  readonly bucket: Bucket;
  readonly whole: TallyTime;
  readonly recent: TallyTime;
  /** Of the whole time; empty where no listing date parts it. */
  readonly spans: readonly TallySpan[];
}

interface TallySpan {
  readonly fromSeconds: number;
  amount: bigint;
}

function emptySpans(bucket: Bucket): TallySpan[] {
  const dates = bucket.kind === 'place' ? listingDatesAt(bucket.place) : [];
  if (dates.length === 0) return [];
  return [Number.NEGATIVE_INFINITY, ...dates].map((fromSeconds) => ({ fromSeconds, amount: 0n }));
}

function addToSpan(spans: readonly TallySpan[], amount: bigint, timeSeconds: number): void {
  const span = spans.findLast(({ fromSeconds }) => fromSeconds <= timeSeconds);
  if (span !== undefined) span.amount += amount;
}

/** The spans in whole units that add up to the amount. */
function roundSpans(spans: readonly TallySpan[], amount: bigint): readonly Span[] {
  const parts = splitProRata(
    amount,
    spans.map((span) => span.amount),
  );
  return spans.map(({ fromSeconds }, at) => ({ fromSeconds, amount: parts[at] ?? 0n }));
}

function emptyTime(): TallyTime {
  return {
    amount: 0n,
    usd: 0n,
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
  };
}

function addTo(sum: TallyTime, amount: bigint, usd: bigint, timeSeconds: number): void {
  if (amount === 0n) return;
  sum.amount += amount;
  sum.usd += usd;
  if (timeSeconds < sum.first) sum.first = timeSeconds;
  if (timeSeconds > sum.last) sum.last = timeSeconds;
}

/** The part of a split that only made a round trip. */
export function returnedOf(split: Split): OwnTotal {
  const returned = split.buckets.find(({ bucket }) => bucket.kind === 'returned');
  if (returned !== undefined) return { amount: returned.amount, usdMicros: returned.usdMicros };
  return { amount: 0n, usdMicros: split.totalUsdMicros === null ? null : 0n };
}

/** A direction's total less what only made a round trip, by one method. Units: atomic. */
export function ownAmount(split: Split): bigint {
  return split.total - returnedOf(split).amount;
}
