/** A chain by its CAIP-2 identifier, for example `eip155:1`. Source: https://chainagnostic.org/CAIPs/caip-2 */
export type ChainId = string & { readonly __brand: 'ChainId' };

/** How a chain keeps value: by account balances, by unspent outputs, or not traced by Hopsight. */
export type ChainFamily = 'evm' | 'utxo' | 'untraced';

/** A chain that Hopsight knows by name. */
export interface Chain {
  readonly id: ChainId;
  /** The short name that configuration, labels and reports use. */
  readonly name: string;
  readonly title: string;
  readonly family: ChainFamily;
  /** SLIP-44 coin type of the native asset. Source: https://github.com/satoshilabs/slips/blob/master/slip-0044.md */
  readonly slip44: number;
  /**
   * Blocks below the tip after which a block is treated as final: two epochs of Ethereum, 256 blocks
   * of Polygon, six of Bitcoin; on rollups about 20 minutes, after which their data stands in a final
   * block of Ethereum.
   *
   * Source: https://developers.circle.com/cctp/v1/required-block-confirmations,
   * https://wormhole.com/docs/products/reference/consistency-levels
   */
  readonly finalityDepth: number;
}

function chain(
  id: string,
  name: string,
  title: string,
  family: ChainFamily,
  slip44: number,
  finalityDepth = 0,
): Chain {
  return { id: id as ChainId, name, title, family, slip44, finalityDepth };
}

/** The chains that labels, addresses and configuration may name, in the order in which reports list them. */
export const CHAINS: readonly Chain[] = [
  chain('eip155:1', 'ethereum', 'Ethereum', 'evm', 60, 64),
  chain('bip122:000000000019d6689c085ae165831e93', 'bitcoin', 'Bitcoin', 'utxo', 0, 6),
  chain('eip155:137', 'polygon', 'Polygon', 'evm', 966, 256),
  chain('eip155:42161', 'arbitrum', 'Arbitrum', 'evm', 9001, 4_800),
  chain('eip155:10', 'optimism', 'Optimism', 'evm', 614, 600),
  chain('eip155:8453', 'base', 'Base', 'evm', 8453, 600),
  chain('eip155:56', 'bsc', 'BNB Chain', 'evm', 9006, 64),
  chain('eip155:43114', 'avalanche', 'Avalanche', 'evm', 9005, 64),
  chain('eip155:100', 'gnosis', 'Gnosis', 'evm', 700, 64),
  chain('eip155:250', 'fantom', 'Fantom', 'evm', 1007, 64),
  chain('eip155:324', 'zksync', 'ZKsync Era', 'evm', 804, 64),
  chain('eip155:61', 'etc', 'Ethereum Classic', 'evm', 61, 64),
  chain('eip155:10001', 'ethw', 'EthereumPoW', 'evm', 1_000_001, 64),
  chain('eip155:50', 'xdc', 'XDC', 'evm', 550, 64),
  chain('tron:0x2b6653dc', 'tron', 'TRON', 'untraced', 195),
  chain('solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp', 'solana', 'Solana', 'untraced', 501),
  chain('xrpl:0', 'xrp', 'XRP Ledger', 'untraced', 144),
  chain('bip122:12a765e31ffd4059bada1e25190f6e98', 'litecoin', 'Litecoin', 'untraced', 2),
  chain('bip122:1a91e3dace36e2be3bf030a65679fe82', 'dogecoin', 'Dogecoin', 'untraced', 3),
  chain('bip122:000000000000000000651ef99cb9fcbe', 'bitcoin-cash', 'Bitcoin Cash', 'untraced', 145),
  chain('monero:mainnet', 'monero', 'Monero', 'untraced', 128),
  chain('zcash:mainnet', 'zcash', 'Zcash', 'untraced', 133),
  chain('dash:mainnet', 'dash', 'Dash', 'untraced', 5),
  chain('bitcoin-sv:mainnet', 'bitcoin-sv', 'Bitcoin SV', 'untraced', 236),
  chain('bitcoin-gold:mainnet', 'bitcoin-gold', 'Bitcoin Gold', 'untraced', 156),
  chain('verge:mainnet', 'verge', 'Verge', 'untraced', 77),
  chain('bnb-beacon:mainnet', 'bnb-beacon', 'BNB Beacon Chain', 'untraced', 714),
  chain('cardano:mainnet', 'cardano', 'Cardano', 'untraced', 1815),
  chain('stellar:pubnet', 'stellar', 'Stellar', 'untraced', 148),
  chain('cosmos:cosmoshub-4', 'cosmos', 'Cosmos Hub', 'untraced', 118),
];

const byId = new Map(CHAINS.map((known) => [known.id as string, known]));
const byName = new Map(CHAINS.map((known) => [known.name, known]));

/** The chain with a CAIP-2 identifier, or undefined when Hopsight does not know it. */
export function findChain(id: string): Chain | undefined {
  return byId.get(id);
}

/** The chain with a short name such as `ethereum`, or undefined when Hopsight does not know it. */
export function findChainByName(name: string): Chain | undefined {
  return byName.get(name);
}
