import type { Asset } from '../../core/asset.js';
import { InputError } from '../../core/errors.js';

/** More atomic units than this fit into no token contract: 2^256 − 1 is the most that one can count. */
const MOST_UNITS = 2n ** 256n - 1n;

/**
 * The atomic units of an amount that somebody wrote in whole coins, exactly.
 *
 * Taken is a plain decimal number with a point. What could be read in two ways (`1,234` is a thousand
 * here and one there) is refused and never guessed; so are parts that the asset cannot have.
 *
 * @throws {InputError} which says what is wrong and repeats nothing.
 */
export function parsePaymentAmount(
  text: string,
  { symbol, decimals }: Pick<Asset, 'symbol' | 'decimals'>,
): bigint {
  const [, whole, parts = ''] = /^(\d{1,78})(?:\.(\d{1,78}))?$/.exec(text.trim()) ?? [];
  if (whole === undefined) throw new InputError(problemOf(text.trim()));
  const kept = parts.replace(/0+$/, '');
  if (kept.length > decimals) {
    throw new InputError(
      `The amount has more decimals than ${symbol} has, which are ${decimals}; round it to what is to be paid.`,
    );
  }
  const units = BigInt(`${whole}${kept.padEnd(decimals, '0')}`);
  if (units === 0n) throw new InputError('The amount is zero; write how much is to be paid.');
  if (units > MOST_UNITS) throw new InputError('The amount is larger than any chain can count.');
  return units;
}

function problemOf(text: string): string {
  if (text === '') return 'The amount is missing; write how much is to be paid, such as 1500.50.';
  if (text.includes(',')) {
    return 'The amount has a comma, which separates thousands for some and decimals for others; write it with a point for the decimals and nothing else, such as 1500.50.';
  }
  if (/^[-+]/.test(text))
    return 'The amount has a sign; write how much is to be paid, without one.';
  if (/\d\s+\d/.test(text))
    return 'The amount has blanks between its digits; write it without them.';
  if (/\de[-+]?\d/i.test(text)) {
    return 'The amount is written with a power of ten; write all of its digits, such as 1500.50.';
  }
  return 'The amount is no decimal number; write it in whole coins with a point for the decimals, such as 1500.50, and name the coin apart from it.';
}
