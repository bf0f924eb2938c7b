import { sumAmounts } from '../core/amount.js';
import type { AssetTotal } from '../core/exposure.js';

const MICROS = 1_000_000n;

/**
 * Millionths of a US dollar as a decimal text of dollars with six places.
 *
 * @example
 * formatMicros(2_500_000n) // '2.500000'
 */
export function formatMicros(micros: bigint): string {
  return `${micros / MICROS}.${(micros % MICROS).toString().padStart(6, '0')}`;
}

/** Whether all value of these totals has a price. Edge: an asset that moved nothing needs none. */
export function isPriced(totals: readonly AssetTotal[]): boolean {
  return totals.every(({ amount, usdMicros }) => amount === 0n || usdMicros !== null);
}

/**
 * The worth of what came back, at the mean price of its asset, since its own moments are not in the
 * totals. Units: millionths of a US dollar. Null where the asset has no price.
 */
export function returnedMicros({ amount, returned, usdMicros }: AssetTotal): bigint | null {
  if (returned === 0n) return usdMicros === null ? null : 0n;
  return usdMicros === null || amount === 0n ? null : (usdMicros * returned) / amount;
}

/** The worth of all totals without what came back. Edge: what has no price counts nothing. */
export function ownMicros(totals: readonly AssetTotal[]): bigint {
  return sumAmounts(totals.map((total) => (total.usdMicros ?? 0n) - (returnedMicros(total) ?? 0n)));
}
