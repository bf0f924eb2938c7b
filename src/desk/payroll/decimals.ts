/** The sign between whole coins and parts of them. */
export type DecimalSign = '.' | ',';

/** What a written number tells about its decimal sign. */
export type DecimalEvidence =
  | { readonly kind: 'none' }
  | { readonly kind: 'sign'; readonly sign: DecimalSign }
  /** `1.234` and `1,234`: a thousand and more, or one and a part. */
  | { readonly kind: 'doubt' };

const THREES = /^\d{1,3}(?:G\d{3})+$/;
/** As India writes 12,34,567. */
const LAKHS = /^\d{1,2}(?:G\d{2})*G\d{3}$/;

/**
 * What a number of digits, points, commas, blanks and apostrophes tells about its decimal sign.
 *
 * Edge: what is no number in any way tells nothing.
 *
 * @example
 * decimalEvidence('1.234,50') // { kind: 'sign', sign: ',' }
 */
export function decimalEvidence(written: string): DecimalEvidence {
  const asPoint = parseDecimalText(written, '.');
  const asComma = parseDecimalText(written, ',');
  if (asPoint === null && asComma === null) return { kind: 'none' };
  if (asPoint === null) return { kind: 'sign', sign: ',' };
  if (asComma === null) return { kind: 'sign', sign: '.' };
  return asPoint === asComma ? { kind: 'none' } : { kind: 'doubt' };
}

/**
 * A written number as a plain decimal text with a point, or null where it is none with that sign.
 *
 * Thousands may be parted by the other sign, blanks or apostrophes, all of them by the same.
 *
 * @example
 * parseDecimalText("1'234,50", ',') // '1234.50'
 */
export function parseDecimalText(written: string, sign: DecimalSign): string | null {
  const at = written.indexOf(sign);
  const whole = at < 0 ? written : written.slice(0, at);
  const parts = at < 0 ? '' : written.slice(at + 1);
  const digits = whole === '' && parts !== '' ? '0' : ungroup(whole);
  if (digits === null || !/^\d*$/.test(parts)) return null;
  const plain = digits.replace(/^0+(?=\d)/, '');
  return parts === '' ? plain : `${plain}.${parts}`;
}

function ungroup(whole: string): string | null {
  if (/^\d+$/.test(whole)) return whole;
  const [sign, second] = new Set(whole.replace(/\d/g, ''));
  if (sign === undefined || second !== undefined) return null;
  const shape = whole.replaceAll(sign, 'G');
  // Nobody fills up groups of thousands with zeros at the left: `0.234` is a part of one.
  const isGrouped =
    !whole.startsWith('0') && (THREES.test(shape) || (sign === ',' && LAKHS.test(shape)));
  return isGrouped ? whole.replaceAll(sign, '') : null;
}
