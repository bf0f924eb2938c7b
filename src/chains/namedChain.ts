import { type Chain, findChain, findChainByName } from '../core/chain.js';
import { type Refusal, refuse, refuseTestnet } from './reading.js';

/** EIP-3770 short names of the chains that Hopsight knows. Source: https://github.com/ethereum-lists/chains */
const CHAIN_OF_SHORT_NAME: ReadonlyMap<string, string> = new Map([
  ['eth', 'ethereum'],
  ['matic', 'polygon'],
  ['pol', 'polygon'],
  ['arb1', 'arbitrum'],
  ['oeth', 'optimism'],
  ['base', 'base'],
  ['bnb', 'bsc'],
  ['avax', 'avalanche'],
  ['gno', 'gnosis'],
  ['ftm', 'fantom'],
  ['zksync', 'zksync'],
  ['etc', 'etc'],
  ['ethw', 'ethw'],
  ['xdc', 'xdc'],
]);

const TESTNET_SHORT_NAMES = new Set(
  'gor sep holesky hoe hoodi maticmum polygonamoy bnbt arb-goerli arb-sep ogor opsep basegor basesep fuji chi xdct'.split(
    ' ',
  ),
);

/** Chain ids of EVM test networks that people paste. Source: https://github.com/ethereum-lists/chains */
const TESTNET_IDS = new Set(
  '3 4 5 42 51 63 97 280 300 420 4002 10200 17000 43113 80001 80002 84531 84532 421613 421614 560048 11155111 11155420'.split(
    ' ',
  ),
);

/** First 32 digits of the genesis block of Bitcoin's test networks (testnet3, testnet4, signet, regtest). */
const BITCOIN_TESTNETS = new Set([
  '000000000933ea01ad0ee984209779ba',
  '00000000da84f2bafbbc53dee25a72ae',
  '00000008819873e925422c1ff0f99f7c',
  '0f9188f13cb7b2c71f2a335e3a4fc328',
]);

/** A chain that a text named, or why it cannot be used. */
export type NamedChain = { readonly kind: 'chain'; readonly chain: Chain } | Refusal;

/** The chain of a CAIP-2 id. Source: https://chainagnostic.org/CAIPs/caip-2 */
export function readChainId(namespace: string, reference: string): NamedChain {
  const chain = findChain(`${namespace}:${reference}`);
  if (chain !== undefined) return { kind: 'chain', chain };
  if (namespace === 'eip155' && TESTNET_IDS.has(reference)) {
    return refuseTestnet(`an account of the test network with chain id ${reference}`);
  }
  if (namespace === 'bip122' && BITCOIN_TESTNETS.has(reference)) {
    return refuseTestnet('an account of a Bitcoin test network');
  }
  // Only a number of a known namespace is repeated; anything else might be no chain at all.
  const isNumber = namespace === 'eip155' && /^[0-9]{1,20}$/.test(reference);
  return refuse(
    'unknown-chain',
    `The text names ${isNumber ? `the chain id ${reference}` : 'a chain'}, which Hopsight does not know; ask for an address on a chain that it traces, such as Bitcoin or Ethereum.`,
  );
}

/** The chain of an EIP-3770 short name. Source: https://eips.ethereum.org/EIPS/eip-3770 */
export function readShortName(shortName: string): NamedChain {
  const lower = shortName.toLowerCase();
  const chain = findChainByName(CHAIN_OF_SHORT_NAME.get(lower) ?? '');
  if (chain !== undefined) return { kind: 'chain', chain };
  if (TESTNET_SHORT_NAMES.has(lower)) return refuseTestnet('an account of a test network');
  return refuse(
    'unknown-chain',
    `The text has a chain name before the colon that Hopsight does not know; known are ${[...CHAIN_OF_SHORT_NAME.keys()].join(', ')}, or give the address alone.`,
  );
}
