import type { Asset } from '../../core/asset.js';
import type { Chain } from '../../core/chain.js';
import { chainOfName } from './chainNames.js';
import { fold } from './fold.js';
import type { KnownMoney } from './known.js';

/** What a text says of a coin: its symbol, and the chain where it names one too. */
export type NamedAsset =
  | { readonly kind: 'symbol'; readonly symbol: string; readonly chain: Chain | null }
  | { readonly kind: 'asset'; readonly asset: Asset }
  /** Dollars, euros and the like: money of a state, which no wallet holds. */
  | { readonly kind: 'fiat'; readonly isDollar: boolean }
  | { readonly kind: 'unknown' };

/** What people call coins, beside their symbols. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['usdcoin', 'USDC'],
  ['tether', 'USDT'],
  ['tetherusd', 'USDT'],
  ['usdtether', 'USDT'],
  ['bitcoin', 'BTC'],
  ['xbt', 'BTC'],
  ['ether', 'ETH'],
  ['ethereum', 'ETH'],
  ['wrappedether', 'WETH'],
  ['wrappedbitcoin', 'WBTC'],
  ['matic', 'POL'],
  ['binancecoin', 'BNB'],
  ['avalanche', 'AVAX'],
  ['bridgedusdc', 'USDC.e'],
]);
const DOLLARS: ReadonlySet<string> = new Set([
  '$',
  'usd',
  'us$',
  'usd$',
  '$us',
  'dollar',
  'dollars',
  'us dollar',
]);
const OTHER_FIAT: ReadonlySet<string> = new Set(
  '€ eur euro euros £ gbp chf fr. ¥ jpy cny cad aud nzd sek nok dkk pln czk huf ron try rub uah inr brl mxn ars cop clp pen krw ₩ ₹ ₺ ₽ ₴ zar ngn kes php idr vnd thb sgd hkd ils aed'.split(
    ' ',
  ),
);

/** What a cell says of a coin, such as `USDC`, `usdt (TRC20)`, `USDC on Base` or a CAIP-19 id. */
export function readAsset(text: string, known: KnownMoney): NamedAsset {
  const trimmed = text.normalize('NFKC').replace(/\s+/g, ' ').trim();
  const byId = known.assets.find(({ id }) => id === trimmed.toLowerCase());
  if (byId !== undefined) return { kind: 'asset', asset: byId };
  const lower = trimmed.toLowerCase();
  if (DOLLARS.has(lower)) return { kind: 'fiat', isDollar: true };
  if (OTHER_FIAT.has(lower)) return { kind: 'fiat', isDollar: false };
  const symbol = symbolOf(trimmed, known);
  if (symbol !== null) return { kind: 'symbol', symbol, chain: null };
  return readWithChain(trimmed, known);
}

/**
 * The asset of a symbol on a chain, or null where it is not among the known ones there.
 *
 * Edge: on a chain whose dollar coin of an issuer has a bridged twin, only the exact symbol counts.
 */
export function assetOn(chain: Chain, symbol: string, known: KnownMoney): Asset | null {
  const found = known.assets.find(
    (asset) => asset.chain === chain.id && asset.symbol.toLowerCase() === symbol.toLowerCase(),
  );
  return found ?? null;
}

function readWithChain(text: string, known: KnownMoney): NamedAsset {
  const pairs = [
    /^(\S+?)[ ]?(?:\(|\[|-|_|\/|@|:| on | auf | en | )[ ]?(.+?)[)\]]?$/i,
    /^(.+?)[ ]?(?:\(|\[|-|_|\/|:| )[ ]?(\S+?)[)\]]?$/,
  ];
  for (const [at, pair] of pairs.entries()) {
    const [, first = '', second = ''] = pair.exec(text) ?? [];
    const [name, place] = at === 0 ? [first, second] : [second, first];
    const symbol = symbolOf(name, known);
    const chain = chainOfName(place, known.chains);
    if (symbol !== null && chain !== null) return { kind: 'symbol', symbol, chain };
  }
  return { kind: 'unknown' };
}

function symbolOf(name: string, known: KnownMoney): string | null {
  const lower = name.toLowerCase();
  const found = known.assets.find(({ symbol }) => symbol.toLowerCase() === lower);
  return found?.symbol ?? OTHER_NAMES.get(fold(name)) ?? null;
}
