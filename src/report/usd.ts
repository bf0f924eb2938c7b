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
