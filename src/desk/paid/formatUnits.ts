import type { Asset } from '../../core/asset.js';

/**
 * An amount in whole coins with its symbol, exactly. Edge: of an asset that is not listed in atomic units.
 *
 * @example
 * formatUnits(1500500000n, { symbol: 'USDC', decimals: 6 }) // '1500.5 USDC'
 */
export function formatUnits(
  amount: bigint,
  asset: Pick<Asset, 'symbol' | 'decimals'> | undefined,
): string {
  if (asset === undefined) return `${amount} atomic units`;
  const digits = amount.toString().padStart(asset.decimals + 1, '0');
  const whole = digits.slice(0, digits.length - asset.decimals);
  const parts = digits.slice(digits.length - asset.decimals).replace(/0+$/, '');
  return `${whole}${parts === '' ? '' : `.${parts}`} ${asset.symbol}`;
}
