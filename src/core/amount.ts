import { Bug } from './errors.js';

/** An exact ratio of two amounts, such as a share or a price. The denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * The sum of amounts.
 *
 * @example
 * sumAmounts([1n, 2n]) // 3n
 */
export function sumAmounts(amounts: Iterable<bigint>): bigint {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}

/**
 * The smaller of two amounts.
 *
 * @example
 * smallerAmount(2n, 3n) // 2n
 */
export function smallerAmount(a: bigint, b: bigint): bigint {
  if (b < a) return b;
  return a;
}

/**
 * The larger of two amounts.
 *
 * @example
 * largerAmount(2n, 3n) // 3n
 */
export function largerAmount(a: bigint, b: bigint): bigint {
  if (b > a) return b;
  return a;
}

/**
 * Orders amounts ascending: negative when `a` is smaller.
 *
 * @example
 * compareAmounts(1n, 2n) // -1
 */
export function compareAmounts(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Splits an amount over parts in proportion to their size, exactly.
 *
 * Units: atomic units of one asset. The shares add up to `amount`.
 * Order: what rounding leaves over goes to the largest remainders, ties in the order given.
 * Edge: when every part is zero, every share is zero.
 * Source: the largest remainder method, https://en.wikipedia.org/wiki/Quota_method
 *
 * @example
 * splitProRata(10n, [30n, 70n]) // [3n, 7n]
 */
export function splitProRata(amount: bigint, parts: readonly bigint[]): bigint[] {
  const whole = sumAmounts(parts);
  if (whole === 0n) return parts.map(() => 0n);
  if (parts.length === 1) return [amount];
  const shares = parts.map((part) => (amount * part) / whole);
  const remainders = parts.map((part, at) => ({ at, rest: (amount * part) % whole }));
  let left = amount - sumAmounts(shares);
  remainders.sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1));
  for (const { at } of remainders) {
    if (left === 0n) break;
    shares[at] = (shares[at] ?? 0n) + 1n;
    left -= 1n;
  }
  return shares;
}

/**
 * Compares two fractions without rounding: negative when `a` is smaller.
 *
 * @example
 * compareFractions({ numerator: 1n, denominator: 3n }, { numerator: 1n, denominator: 2n }) // -1
 */
export function compareFractions(a: Fraction, b: Fraction): number {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  return compareAmounts(left, right);
}

/**
 * A decimal text such as `0.10` as an exact fraction.
 *
 * @throws {Bug} when the text is not a plain decimal number; validate input before.
 *
 * @example
 * parseDecimal('0.25') // { numerator: 25n, denominator: 100n }
 */
export function parseDecimal(text: string): Fraction {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new Bug('A decimal number was expected.', { text });
  const decimals = match[2] ?? '';
  return {
    numerator: BigInt(`${match[1] ?? '0'}${decimals}`),
    denominator: 10n ** BigInt(decimals.length),
  };
}

/** Places of a printed share: six, so that one part in a million is still seen. */
const SHARE_SCALE = 1_000_000n;

/**
 * Parts of a whole as decimal texts of six places that add up to exactly `1.000000`.
 *
 * Edge: when every part is zero, every share is `0.000000`.
 *
 * @example
 * formatShares([1n, 2n]) // ['0.333333', '0.666667']
 */
export function formatShares(parts: readonly bigint[]): string[] {
  return splitProRata(SHARE_SCALE, parts).map(formatMillionths);
}

/**
 * One fraction as a decimal text of six places, rounded half up.
 *
 * @example
 * formatShare({ numerator: 1n, denominator: 8n }) // '0.125000'
 */
export function formatShare(share: Fraction): string {
  const doubled = (share.numerator * SHARE_SCALE * 2n + share.denominator) / share.denominator;
  return formatMillionths(doubled / 2n);
}

function formatMillionths(millionths: bigint): string {
  return `${millionths / SHARE_SCALE}.${(millionths % SHARE_SCALE).toString().padStart(6, '0')}`;
}
