import type { Chain } from '../../core/chain.js';
import { fold, foldWords } from './fold.js';

/** What people call a chain beside its name and title, by the short name; blanks and signs do not count. */
const OTHER_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['ethereum', ['eth', 'ether', 'erc20', 'erc', 'ethereum erc20', 'eth erc20', 'eth l1']],
  ['bitcoin', ['btc', 'xbt', 'btc segwit', 'btc native']],
  ['polygon', ['matic', 'pol', 'polygon pos', 'matic pos', 'polygon matic']],
  ['arbitrum', ['arb', 'arb1', 'arbitrum one']],
  ['optimism', ['op', 'oeth', 'op optimism']],
  ['base', []],
  ['bsc', ['bnb', 'bep20', 'bnb smart', 'binance smart', 'bsc bep20', 'bnb smart bep20']],
  ['avalanche', ['avax', 'avax c', 'avaxc', 'avalanche c', 'c chain avalanche']],
  ['gnosis', ['gno', 'xdai']],
  ['fantom', ['ftm', 'fantom opera']],
  ['zksync', ['zksync era', 'zk sync']],
  ['etc', ['ethereum classic']],
  ['tron', ['trx', 'trc20', 'trc', 'tron trc20']],
  ['solana', ['sol', 'spl']],
  ['xrp', ['xrpl', 'ripple']],
  ['litecoin', ['ltc']],
  ['dogecoin', ['doge']],
  ['bitcoin-cash', ['bch']],
  ['monero', ['xmr']],
  ['zcash', ['zec']],
  ['cardano', ['ada']],
  ['stellar', ['xlm']],
  ['cosmos', ['atom']],
  ['bnb-beacon', ['bep2']],
]);

/** Words that say no more than that a chain is meant. */
const FILLERS: ReadonlySet<string> = new Set(['mainnet', 'network', 'chain', 'blockchain', 'net']);

/**
 * The chain that a text means, or null where it means none of the known ones.
 *
 * Its name, title, number (`137` of an EVM chain), CAIP-2 id, or what people call it count.
 */
export function chainOfName(text: string, chains: readonly Chain[]): Chain | null {
  const trimmed = text.trim();
  const wanted = nameKey(trimmed);
  const found = chains.find(
    (chain) =>
      chain.id === trimmed.toLowerCase() ||
      chain.id === `eip155:${trimmed}` ||
      (wanted !== '' && namesOf(chain).some((name) => nameKey(name) === wanted)),
  );
  return found ?? null;
}

function namesOf(chain: Chain): readonly string[] {
  return [chain.name, chain.title, ...(OTHER_NAMES.get(chain.name) ?? [])];
}

function nameKey(text: string): string {
  const words = foldWords(text).filter((word) => !FILLERS.has(word));
  return words.length === 0 ? fold(text) : words.join('');
}
