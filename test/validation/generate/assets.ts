import { readFileSync } from 'node:fs';
import type { Asset, AssetId } from '../../../src/core/asset.js';
import { parseAssetList } from '../../../src/rules/schema.js';

const NAME = 'rules/assets.json';

/** The assets that carry value, as the product lists them. */
export const LISTED = parseAssetList(
  readFileSync(new URL('../../../rules/assets.json', import.meta.url), 'utf8'),
  NAME,
);

/** The listed asset with a symbol on the chain of that name prefix, such as `eip155:1/`. */
function listed(prefix: string, symbol: string): Asset {
  for (const asset of LISTED.values()) {
    if (asset.id.startsWith(prefix) && asset.symbol === symbol) return asset;
  }
  throw new Error(`${NAME} lists no ${symbol} on ${prefix}.`);
}

/** Ether. */
export const ETHER = listed('eip155:1/', 'ETH');
/** Wrapped ether. */
export const WETH = listed('eip155:1/', 'WETH');
/** Dollars by Circle. */
export const USDC = listed('eip155:1/', 'USDC');
/** Dollars by Tether. */
export const USDT = listed('eip155:1/', 'USDT');
/** Dollars by MakerDAO. */
export const DAI = listed('eip155:1/', 'DAI');
/** Bitcoin. */
export const BITCOIN = listed('bip122:', 'BTC');

/** The asset with an identifier. */
export function assetOf(id: AssetId): Asset {
  const asset = LISTED.get(id);
  if (asset === undefined) throw new Error(`${NAME} does not list ${id}.`);
  return asset;
}

/** So many whole coins of an asset. Units: `coins` whole, the result atomic. */
export function coinsOf(asset: Asset, coins: number): bigint {
  const micros = BigInt(Math.round(coins * 1e6));
  return (micros * 10n ** BigInt(asset.decimals)) / 1_000_000n;
}
