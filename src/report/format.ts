import { parseDecimal } from '../core/amount.js';

/**
 * An amount in whole units with its symbol, exact, with at least two decimals where the asset has
 * them: `1,234.50 USDC`.
 *
 * Units: `amount` is a decimal text of atomic units.
 * Edge: nothing is rounded, so what is not zero never reads as zero.
 */
export function formatAmount(
  amount: string,
  asset: { readonly symbol: string; readonly decimals: number },
): string {
  const digits = amount.padStart(asset.decimals + 1, '0');
  const point = digits.length - asset.decimals;
  return `${formatNumber(digits.slice(0, point), digits.slice(point))} ${asset.symbol}`;
}

/** US dollars from a decimal text of dollars, exact: `USD 11,002.00`. */
export function formatDollars(dollars: string): string {
  const [whole = '0', decimals = ''] = dollars.split('.');
  return `USD ${formatNumber(whole, decimals)}`;
}

function formatNumber(whole: string, decimals: string): string {
  const shown = decimals.replace(/0+$/, '').padEnd(Math.min(2, decimals.length), '0');
  return shown === '' ? groupDigits(whole) : `${groupDigits(whole)}.${shown}`;
}

function groupDigits(whole: string): string {
  return whole.replace(/^0+(?=\d)/, '').replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * A share as a percentage: one decimal, two below 10 %, as the sentences of a verdict have it.
 *
 * Edge: what is not zero never reads as `0 %` and what is not the whole never as `100 %`. A share
 * that was rounded to zero or to all although its amount is neither is told by `amount`.
 */
export function formatPercent(
  share: string,
  amount: 'some' | 'a part' | 'as the share says',
): string {
  const { numerator, denominator } = parseDecimal(share);
  if (numerator === denominator) return amount === 'a part' ? '>99.9 %' : '100 %';
  if (numerator === 0n) return amount === 'as the share says' ? '0 %' : '<0.01 %';
  if (numerator * 10_000n < denominator) return '<0.01 %';
  const hundredths = (numerator * 20_000n + denominator) / (denominator * 2n);
  if (hundredths < TENTHS_FROM) return formatHundredths(hundredths);
  const tenths = (numerator * 2_000n + denominator) / (denominator * 2n);
  return tenths >= 1_000n ? '>99.9 %' : formatHundredths(tenths * 10n);
}

/**
 * How far a share moved, in percentage points: `+5 percentage points`, with as many decimals as two.
 *
 * Edge: what moved by less than can be told says so, and never reads as nothing.
 */
export function formatPoints(before: string, now: string): string {
  const [was, is] = [parseDecimal(before), parseDecimal(now)];
  const moved = is.numerator * was.denominator - was.numerator * is.denominator;
  const whole = was.denominator * is.denominator;
  const size = moved < 0n ? -moved : moved;
  const sign = moved < 0n ? '−' : '+';
  if (moved === 0n) return 'no change';
  const hundredths = (size * 20_000n + whole) / (whole * 2n);
  if (hundredths === 0n) return `${sign}<0.01 percentage points`;
  const points = formatHundredths(hundredths).replace(' %', '');
  return `${sign}${points} percentage point${points === '1' ? '' : 's'}`;
}

/**
 * A share that is a lower bound: `at least 9.08 %`, rounded down so that what is said holds.
 *
 * Edge: what is not zero never reads as zero: `more than 0 %`. A share that was rounded to zero
 * although its amount is not is told by `amount`.
 */
export function formatAtLeast(share: string, amount: 'some' | 'as the share says'): string {
  const { numerator, denominator } = parseDecimal(share);
  const hundredths = (numerator * 10_000n) / denominator;
  if (hundredths === 0n && (numerator > 0n || amount === 'some')) return 'more than 0 %';
  const shown = hundredths < TENTHS_FROM ? hundredths : (hundredths / 10n) * 10n;
  return `at least ${formatHundredths(shown)}`;
}

/**
 * A share that is an upper bound: `at most 36.4 %`, rounded up so that what is said holds.
 *
 * Edge: a share that was rounded to zero although its amount is not is told by `amount`.
 */
export function formatAtMost(share: string, amount: 'some' | 'as the share says'): string {
  const { numerator, denominator } = parseDecimal(share);
  if (numerator === 0n) return `at most ${amount === 'some' ? '0.01 %' : '0 %'}`;
  const hundredths = (numerator * 10_000n + denominator - 1n) / denominator;
  const shown = hundredths < TENTHS_FROM ? hundredths : ((hundredths + 9n) / 10n) * 10n;
  return `at most ${formatHundredths(shown)}`;
}

/** From here on a second decimal says nothing to a reader. Units: hundredths of a per cent. */
const TENTHS_FROM = 1_000n;

/** As many decimals as are not zero. */
function formatHundredths(hundredths: bigint): string {
  const decimals = (hundredths % 100n).toString().padStart(2, '0').replace(/0+$/, '');
  return `${hundredths / 100n}${decimals === '' ? '' : `.${decimals}`} %`;
}

/**
 * An ISO 8601 moment to the minute in a time zone, with the zone's name: `2022-04-14 02:24 UTC`.
 *
 * Edge: a text that is no moment (a bare day, say) comes back as it is.
 */
export function formatMoment(iso: string, zone: string): string {
  const formatted = createMomentFormatter(zone)(iso);
  return formatted === iso ? iso : `${formatted} ${zone}`;
}

/**
 * Formats many moments of one zone, without its name: `2022-04-14 02:24`.
 *
 * Edge: a text that is no moment comes back as it is.
 */
export function createMomentFormatter(zone: string): (iso: string) => string {
  const format = createZoneFormat(zone);
  return (iso) => {
    const moment = new Date(iso);
    if (!iso.includes('T') || Number.isNaN(moment.getTime())) return iso;
    const parts = partsOf(moment, format);
    return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`;
  };
}

/** The month of a moment in a time zone, such as `2026-11`. */
export function monthOf(iso: string, zone: string): string {
  const { year, month } = partsOf(new Date(iso), createZoneFormat(zone));
  return `${year}-${month}`;
}

interface MomentParts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
}

function createZoneFormat(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}

function partsOf(moment: Date, format: Intl.DateTimeFormat): MomentParts {
  const parts = new Map(format.formatToParts(moment).map((part) => [part.type, part.value]));
  const read = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    year: read('year').padStart(4, '0'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
  };
}

/**
 * A text from outside, fit for one line of a terminal or a document: what would steer a terminal,
 * break the line, or change the order or the look of characters is shown as its code.
 *
 * Source: https://trojansource.codes/ (bidirectional overrides),
 * https://unicode.org/reports/tr36/ (invisible characters)
 *
 * @example
 * escapeText('a\u001b[2Jb') // 'a\\u{1b}[2Jb'
 */
export function escapeText(text: string): string {
  return text.replace(
    HOSTILE,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/**
 * Control (Cc), format (Cf: bidirectional, zero-width, tags), line and paragraph separators, and
 * halves of surrogate pairs.
 */
const HOSTILE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** JSON that a terminal can show: the same value, with hostile characters in `\u` escapes. */
export function escapeJson(json: string): string {
  return json.replace(HOSTILE_IN_JSON, (character) =>
    [...character.matchAll(/[\s\S]/g)]
      .map(([unit]) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** As `HOSTILE`, without the line breaks that lay the JSON out. */
const HOSTILE_IN_JSON = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
