import type { Fraction } from '../amount.js';
import { compareFractions } from '../amount.js';
import { SUBJECT } from './movementTable.js';
import type { ReplayQuestion, TallyPart } from './replay.js';
import { forEachOwnLeg } from './replay.js';

/** Fractions of an atomic unit that are carried along, so that rounding happens at the end. */
const UNIT = 1n << 96n;

/** A fixed point for worths, which need only be comparable with each other. */
const WORTH_SCALE = 10n ** 18n;

/**
 * What is carried along of the subject's transfers: as few figures as tell amounts, their worth and
 * the recent part of both apart.
 */
export interface CarriedFigures {
  /** How many figures are carried; the first is the amount, and no other is more than nothing without it. */
  readonly count: number;
  /** The figures of a transfer of the subject. */
  readonly of: (amount: bigint, timeSeconds: number) => readonly bigint[];
  /** What the figures of a part mean. */
  readonly partOf: (figures: readonly bigint[]) => TallyPart;
}

/**
 * Plans the figures of a question. Most wallets need one: where all transfers have one price, the
 * worth is in proportion to the amount, and where all are recent (or none is), so is the recent part.
 */
export function planFigures(question: ReplayQuestion): CarriedFigures {
  const { priceAt, recentSeconds } = question;
  const prices: Fraction[] = [];
  let isPriced = true;
  let recent = 0;
  let count = 0;
  forEachOwnLeg(question, (_leg, timeSeconds) => {
    count += 1;
    if (timeSeconds >= recentSeconds) recent += 1;
    const price = priceAt(timeSeconds);
    if (price === null) isPriced = false;
    else if (prices.every((known) => compareFractions(known, price) !== 0)) {
      if (prices.length < 2) prices.push(price);
    }
  });
  const isRecent = (timeSeconds: number) => timeSeconds >= recentSeconds;
  const hasWorth = isPriced && prices.length > 1;
  const hasRecent = recent > 0 && recent < count;
  const worthOf = (amount: bigint, timeSeconds: number) => {
    const price = priceAt(timeSeconds);
    return price === null ? 0n : (amount * price.numerator * WORTH_SCALE) / price.denominator;
  };
  const of = (atomic: bigint, timeSeconds: number) => {
    const amount = atomic * UNIT;
    const figures = [amount];
    if (hasWorth) figures.push(worthOf(amount, timeSeconds));
    if (hasRecent) {
      const isNew = isRecent(timeSeconds);
      figures.push(...figures.map((figure) => (isNew ? figure : 0n)));
    }
    return figures;
  };
  const partOf = (figures: readonly bigint[]): TallyPart => {
    const amount = figures[0] ?? 0n;
    const usd = hasWorth ? (figures[1] ?? 0n) : amount;
    if (!hasRecent) {
      const share = recent > 0 ? { recentAmount: amount, recentUsd: usd } : NOTHING_RECENT;
      return { amount, usd, ...share };
    }
    const recentAmount = figures[hasWorth ? 2 : 1] ?? 0n;
    const recentUsd = hasWorth ? (figures[3] ?? 0n) : recentAmount;
    return { amount, usd, recentAmount, recentUsd };
  };
  return { count: (hasWorth ? 2 : 1) * (hasRecent ? 2 : 1), of, partOf };
}

const NOTHING_RECENT = { recentAmount: 0n, recentUsd: 0n };

/** The subject, in the asset that is asked about. */
export const OWN = SUBJECT;
/** The subject, in another asset. */
const SUBJECT_ELSEWHERE = 3;

/** The kind of each place of a question's table, by the place's number. */
export function placeKinds({ table, asset }: ReplayQuestion): Uint8Array {
  const elsewhere = table.subjects.filter((number) => table.places.at(number)?.asset !== asset);
  if (elsewhere.length === 0) return table.kindOf;
  const kinds = table.kindOf.slice();
  for (const number of elsewhere) kinds[number] = SUBJECT_ELSEWHERE;
  return kinds;
}
