import { type Chain, findChainByName } from '../core/chain.js';
import { readBareAddress } from './bareAddress.js';
import { narrowToChain } from './chainForm.js';
import { type Reading, refuse, refuseTestnet } from './reading.js';
import { readName } from './suspects.js';

/** Block explorers by host, without `www.`: the chain they show, or null where the path names it. */
const EXPLORERS: Readonly<Record<string, string | null>> = {
  'etherscan.io': 'ethereum',
  'polygonscan.com': 'polygon',
  'arbiscan.io': 'arbitrum',
  'optimistic.etherscan.io': 'optimism',
  'basescan.org': 'base',
  'bscscan.com': 'bsc',
  'snowtrace.io': 'avalanche',
  'snowscan.xyz': 'avalanche',
  'gnosisscan.io': 'gnosis',
  'ftmscan.com': 'fantom',
  'era.zksync.network': 'zksync',
  'explorer.zksync.io': 'zksync',
  'eth.blockscout.com': 'ethereum',
  'polygon.blockscout.com': 'polygon',
  'arbitrum.blockscout.com': 'arbitrum',
  'optimism.blockscout.com': 'optimism',
  'explorer.optimism.io': 'optimism',
  'base.blockscout.com': 'base',
  'gnosis.blockscout.com': 'gnosis',
  'zksync.blockscout.com': 'zksync',
  'etc.blockscout.com': 'etc',
  'blockstream.info': 'bitcoin',
  'mempool.space': 'bitcoin',
  'tronscan.org': 'tron',
  'tronscan.io': 'tron',
  'solscan.io': 'solana',
  'explorer.solana.com': 'solana',
  'xrpscan.com': 'xrp',
  'blockchain.com': null,
  'blockchair.com': null,
};

/** How explorers of several chains name a chain in a path. */
const CHAIN_OF_SEGMENT: Readonly<Record<string, string>> = {
  btc: 'bitcoin',
  bitcoin: 'bitcoin',
  eth: 'ethereum',
  ethereum: 'ethereum',
  bch: 'bitcoin-cash',
  'bitcoin-cash': 'bitcoin-cash',
  'bitcoin-sv': 'bitcoin-sv',
  litecoin: 'litecoin',
  dogecoin: 'dogecoin',
  dash: 'dash',
  zcash: 'zcash',
  cardano: 'cardano',
  stellar: 'stellar',
  ripple: 'xrp',
  'xrp-ledger': 'xrp',
  solana: 'solana',
  tron: 'tron',
  polygon: 'polygon',
  'arbitrum-one': 'arbitrum',
  optimism: 'optimism',
  base: 'base',
  bnb: 'bsc',
  avalanche: 'avalanche',
  'gnosis-chain': 'gnosis',
  fantom: 'fantom',
};

const TEST_NETWORK =
  /(?:^|[.-])(?:testnet[0-9]*|devnet|stagenet|signet|regtest|sepolia|goerli|holesky|hoodi|amoy|mumbai|fuji|chiado|ropsten|rinkeby|kovan|shasta|nile)(?:[.-]|$)/;

const ADDRESS_SEGMENTS = ['address', 'addresses', 'account', 'accounts'];
const TRANSACTION_SEGMENTS = ['tx', 'txs', 'transaction', 'transactions'];

/** Reads the address out of a link to a block explorer's page. Null for a text that is no web link. */
export function readExplorerPage(text: string): Reading | null {
  const page = parsePage(text);
  if (page === null) return null;
  const host = page.hostname.replace(/^www\./, '');
  const isKnown = Object.hasOwn(EXPLORERS, host);
  const segments = segmentsOf(page);
  const kinds = segments.map((segment) => segment.toLowerCase());
  if (isTestNetwork(page, kinds)) {
    return refuseTestnet('a page of a block explorer for a test network');
  }
  if (kinds.some((kind) => TRANSACTION_SEGMENTS.includes(kind))) {
    return refuse(
      'transaction',
      'The link leads to a transaction, which has several addresses; give the address of the payee itself.',
    );
  }
  if (!isKnown) {
    return refuse(
      'page',
      'The link does not lead to a block explorer that Hopsight knows; copy the address itself from the page.',
    );
  }
  const candidate = addressPart({ page, segments, kinds });
  const reading =
    candidate === undefined ? null : (readBareAddress(candidate) ?? readName(candidate));
  if (reading === null) {
    return refuse(
      'page',
      'The link leads to a page of a block explorer that is not the page of an address; copy the address itself.',
    );
  }
  const chain = chainOfPage(EXPLORERS[host] ?? null, kinds);
  if (chain !== undefined) return narrowToChain(reading, chain);
  return refuse(
    'unknown-chain',
    'The link leads to a block explorer page of a chain that Hopsight does not know; copy the address itself.',
  );
}

function parsePage(text: string): URL | null {
  const isLink = /^https?:\/\//i.test(text);
  const isBareLink = /^(?:[a-z0-9-]+\.)+[a-z]{2,}\/./i.test(text);
  if (!isLink && !isBareLink) return null;
  const link = isLink ? text : `https://${text}`;
  return URL.canParse(link) ? new URL(link) : null;
}

function segmentsOf(page: URL): readonly string[] {
  // Some explorers keep the route behind the hash: `#/address/T…`; a hash without a slash is a tab.
  const route = page.hash.startsWith('#/') ? page.hash.slice(1).replace(/\?.*$/, '') : '';
  return `${page.pathname}/${route}`.split('/').filter((segment) => segment !== '');
}

function isTestNetwork(page: URL, kinds: readonly string[]): boolean {
  if (TEST_NETWORK.test(page.hostname)) return true;
  const cluster = page.searchParams.get('cluster') ?? '';
  return [...kinds, cluster].some((kind) => TEST_NETWORK.test(kind));
}

function addressPart(parts: {
  readonly page: URL;
  readonly segments: readonly string[];
  readonly kinds: readonly string[];
}): string | undefined {
  const { page, segments, kinds } = parts;
  const at = kinds.findIndex((kind) => ADDRESS_SEGMENTS.includes(kind));
  if (at >= 0) {
    const isCoin = Object.hasOwn(CHAIN_OF_SEGMENT, kinds[at + 1] ?? '');
    return segments[at + (isCoin ? 2 : 1)];
  }
  // A token's page narrowed to one holder names that holder as `a`.
  return kinds.includes('token') ? (page.searchParams.get('a') ?? undefined) : undefined;
}

function chainOfPage(chainOfHost: string | null, kinds: readonly string[]): Chain | undefined {
  // Liquid shares host and page with Bitcoin, but is a chain of its own.
  if (kinds.includes('liquid') || kinds.includes('liquidtestnet')) return undefined;
  if (chainOfHost !== null) return findChainByName(chainOfHost);
  const named = kinds.find((kind) => Object.hasOwn(CHAIN_OF_SEGMENT, kind));
  return named === undefined ? undefined : findChainByName(CHAIN_OF_SEGMENT[named] ?? '');
}
