import type { Chain, ChainId } from './chain.js';
import { findChain } from './chain.js';

/**
 * Something of value on one chain, as a CAIP-19 identifier, for example `eip155:1/slip44:60` or
 * `eip155:1/erc20:0xa0b8…`. Source: https://chainagnostic.org/CAIPs/caip-19
 */
export type AssetId = string & { readonly __brand: 'AssetId' };

/** An asset that carries value, as `rules/assets.json` lists it. */
export interface Asset {
  readonly id: AssetId;
  readonly chain: ChainId;
  readonly symbol: string;
  readonly decimals: number;
  /** What one unit is pegged to, or null for an asset whose price moves. */
  readonly peg: 'usd' | null;
  /** The native coin that this token stands for one to one, or null. Its contract is its issuer. */
  readonly wraps: AssetId | null;
  /**
   * Whether a wrapper tells by `Transfer` all tokens that it makes and takes back; left out, it tells
   * them by events of its own, as WETH9 does.
   */
  readonly tellsWraps?: boolean;
  /**
   * Names under which sources of prices know it, such as `coingecko:ethereum`, best first; left out
   * for a token, which its contract names, and for what a peg or the coin that it wraps prices.
   */
  readonly priceIds?: readonly string[];
  /**
   * How its contract is asked whether its issuer has frozen an account: a function of an address that
   * answers yes or no; `null` where the contract can freeze nobody. Left out where nobody looked: then
   * it is not known.
   */
  readonly freeze?: { readonly question: string | null };
  /** Below this many atomic units a payment may be dust. */
  readonly dustAmount: bigint;
  /** Below this many atomic units a counterparty may be left unexpanded. */
  readonly expansionFloorAmount: bigint;
}

/** The assets that carry value; everything else is noise and never linked. */
export type AssetList = ReadonlyMap<AssetId, Asset>;

/** The identifier of a chain's native coin. */
export function nativeAssetId(chain: Chain): AssetId {
  return `${chain.id}/slip44:${chain.slip44}` as AssetId;
}

/** The identifier of an ERC-20 token; `contract` is a lower-case address. */
export function erc20AssetId(chain: ChainId, contract: string): AssetId {
  return `${chain}/erc20:${contract}` as AssetId;
}

/** The asset that a CAIP-19 text names, or null where its chain is not known or it names none. */
export function parseAssetId(text: string): AssetId | null {
  const [, chain, kind, reference] = /^([^/]+)\/([-a-z0-9]+):(.+)$/.exec(text) ?? [];
  if (chain === undefined || kind === undefined || reference === undefined) return null;
  return findChain(chain) === undefined ? null : (text as AssetId);
}
