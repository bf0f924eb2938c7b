import { findChainByName } from '../../../core/chain.js';

/**
 * Short names of the chains that a publisher may mean by a currency, likeliest first.
 *
 * Only a hint: the format of the address decides, since tokens live on many chains.
 */
const CHAINS_OF_CURRENCY: Readonly<Record<string, readonly string[]>> = {
  btc: ['bitcoin'],
  xbt: ['bitcoin'],
  eth: ['ethereum'],
  bch: ['bitcoin-cash'],
  bsv: ['bitcoin-sv'],
  btg: ['bitcoin-gold'],
  ltc: ['litecoin'],
  doge: ['dogecoin'],
  dash: ['dash'],
  zec: ['zcash'],
  xmr: ['monero'],
  xrp: ['xrp'],
  xvg: ['verge'],
  trx: ['tron'],
  sol: ['solana'],
  xlm: ['stellar'],
  ada: ['cardano'],
  atom: ['cosmos'],
  etc: ['etc'],
  bsc: ['bsc'],
  bnb: ['bsc', 'bnb-beacon'],
  arb: ['arbitrum'],
  op: ['optimism'],
  matic: ['polygon'],
  pol: ['polygon'],
  avax: ['avalanche'],
  ftm: ['fantom'],
  xdai: ['gnosis'],
};

/** The chains to try for a currency's code or a chain's short name. Edge: empty for an unknown word. */
export function chainsOfCurrency(word: string): readonly string[] {
  const plain = word.trim().toLowerCase();
  return CHAINS_OF_CURRENCY[plain] ?? (findChainByName(plain) === undefined ? [] : [plain]);
}
