import type { Asset } from '../../core/asset.js';
import type { Chain } from '../../core/chain.js';
import type { PayrollReading } from '../../core/payroll.js';
import { assetOn, type NamedAsset, readAsset } from './assetNames.js';
import { chainOfName } from './chainNames.js';
import type { KnownMoney } from './known.js';

/** What a row says of the money to be paid, as it stands there. */
export interface MoneyTexts {
  readonly chain: string;
  readonly asset: string;
  /** What stands beside the amount. */
  readonly unit: string;
  /** The chains that the address may be on; empty where it is none. */
  readonly addressChains: readonly Chain[];
}

/** The chain and coin of a row; or what it leaves open; or why it cannot be. */
export type RowMoney =
  | { readonly kind: 'money'; readonly chain: Chain; readonly asset: Asset }
  | { readonly kind: 'lacks'; readonly field: 'chain' | 'asset' }
  | { readonly kind: 'problem'; readonly problem: string };

type Defaults = Pick<PayrollReading, 'defaultChain' | 'defaultAsset'>;
type Coin = Extract<NamedAsset, { readonly kind: 'symbol' | 'asset' }>;

/** Finds the coin of a row and the chain that it is on. A contradiction is a problem, never a choice. */
export function rowMoney(texts: MoneyTexts, defaults: Defaults, known: KnownMoney): RowMoney {
  const named = [texts.asset, texts.unit, defaults.defaultAsset ?? ''].find((text) => text !== '');
  if (named === undefined) return { kind: 'lacks', field: 'asset' };
  // A currency sign beside the amount is no coin where a default says which is meant.
  const unit = texts.unit === '' ? null : readAsset(texts.unit, known);
  const main =
    texts.asset === '' && unit?.kind === 'fiat' && defaults.defaultAsset !== null
      ? readAsset(defaults.defaultAsset, known)
      : readAsset(named, known);
  if (main.kind === 'fiat') {
    return problem('The currency is the money of a state; name the coin in which it is paid.');
  }
  if (main.kind === 'unknown') {
    return problem('The coin is none of those that Hopsight follows.');
  }
  const place = rowChain(texts, main, defaults, known);
  if (place.kind !== 'chain') return place;
  const asset = main.kind === 'asset' ? main.asset : assetOn(place.chain, main.symbol, known);
  if (asset === null) {
    const symbol = main.kind === 'symbol' ? main.symbol : '';
    return problem(`${symbol} is none of the coins that Hopsight follows on ${place.chain.title}.`);
  }
  const against = unit === null ? null : unitProblem(unit, asset);
  return against ?? { kind: 'money', chain: place.chain, asset };
}

function rowChain(
  texts: MoneyTexts,
  main: Coin,
  defaults: Defaults,
  known: KnownMoney,
):
  | { readonly kind: 'chain'; readonly chain: Chain }
  | Exclude<RowMoney, { readonly kind: 'money' }> {
  const stated = texts.chain === '' ? null : chainOfName(texts.chain, known.chains);
  if (texts.chain !== '' && stated === null) {
    return problem('The network is none that Hopsight knows by that name.');
  }
  const ofCoin = chainOfCoin(main, known);
  if (stated !== null && ofCoin !== null && stated.id !== ofCoin.id) {
    return problem(`The network is ${stated.title}, and the coin is one on ${ofCoin.title}.`);
  }
  const byDefault = known.chains.find(({ name }) => name === defaults.defaultChain);
  const only = texts.addressChains.length === 1 ? texts.addressChains[0] : undefined;
  const chain = stated ?? ofCoin ?? byDefault ?? only;
  if (chain === undefined) return { kind: 'lacks', field: 'chain' };
  if (chain.family === 'untraced') {
    return problem(
      `Hopsight knows ${chain.title} and does not trace it; pay on a chain that it traces.`,
    );
  }
  const places = texts.addressChains;
  if (places.length > 0 && !places.some(({ id }) => id === chain.id)) {
    const own = places[0]?.title ?? '';
    return problem(`The address is one of ${own}, and the network is ${chain.title}.`);
  }
  return { kind: 'chain', chain };
}

function chainOfCoin(coin: Coin, known: KnownMoney): Chain | null {
  if (coin.kind === 'symbol') return coin.chain;
  return known.chains.find(({ id }) => id === coin.asset.chain) ?? null;
}

/** Why what stands beside the amount does not go with the coin of the row. */
function unitProblem(unit: NamedAsset, asset: Asset): RowMoney | null {
  switch (unit.kind) {
    case 'unknown':
      return problem('What stands beside the amount is no coin that Hopsight follows.');
    case 'fiat':
      return unit.isDollar && asset.peg === 'usd'
        ? null
        : problem(`The amount is in the money of a state, and the coin is ${asset.symbol}.`);
    case 'symbol':
      return unit.symbol === asset.symbol
        ? null
        : problem(`Beside the amount stands ${unit.symbol}, and the coin is ${asset.symbol}.`);
    case 'asset':
      return unit.asset.id === asset.id ? null : problem('The row names two coins.');
  }
}

function problem(sentence: string): { readonly kind: 'problem'; readonly problem: string } {
  return { kind: 'problem', problem: sentence };
}
