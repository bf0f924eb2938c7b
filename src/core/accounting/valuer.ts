import type { Fraction } from '../amount.js';
import { compareFractions, smallerAmount } from '../amount.js';
import type { Period } from '../exposure.js';
import { usdMicrosAt } from '../price.js';
import { amountAt } from './movementTable.js';
import type { ReplayQuestion } from './replay.js';
import { forEachOwnLeg } from './replay.js';

/** What a part of the subject's transfers can have been worth. Units: millionths of a US dollar. */
export interface Valuer {
  /** Null where a transfer has no price. Null is never zero. */
  readonly atLeast: (amount: bigint) => bigint | null;
  readonly atMost: (amount: bigint) => bigint | null;
}

/**
 * Values bounds. Nobody knows which transfers a bound is made of, so that the least takes the
 * cheapest and the most takes the dearest of them.
 */
export function createValuer(question: ReplayQuestion, period: Period): Valuer {
  const byPrice: { readonly price: Fraction; amount: bigint }[] = [];
  let isPriced = true;
  forEachOwnLeg(question, (leg, timeSeconds) => {
    if (period === 'recent' && timeSeconds < question.recentSeconds) return;
    const price = question.priceAt(timeSeconds);
    if (price === null) {
      isPriced = false;
      return;
    }
    const amount = amountAt(question.table, leg);
    const last = byPrice.at(-1);
    if (last !== undefined && compareFractions(last.price, price) === 0) last.amount += amount;
    else byPrice.push({ price, amount });
  });
  byPrice.sort((a, b) => compareFractions(a.price, b.price));
  const dearestFirst = byPrice.toReversed();
  type Worth = (price: Fraction, amount: bigint) => bigint;
  const worth = (parts: typeof byPrice, price: Worth) => {
    return (amount: bigint) => {
      if (!isPriced) return amount === 0n ? 0n : null;
      let [left, micros] = [amount, 0n];
      for (const part of parts) {
        if (left === 0n) break;
        const taken = smallerAmount(left, part.amount);
        micros += price(part.price, taken);
        left -= taken;
      }
      return micros;
    };
  };
  return { atLeast: worth(byPrice, usdMicrosAt), atMost: worth(dearestFirst, usdMicrosUpTo) };
}

/** What an amount is worth at most at a price: rounded up, so that a bound stays one. */
function usdMicrosUpTo({ numerator, denominator }: Fraction, amount: bigint): bigint {
  return (amount * numerator + denominator - 1n) / denominator;
}
