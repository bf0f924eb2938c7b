import type { ChainId } from './chain.js';

/** A block that stands for good on one chain and on no other. */
export interface Checkpoint {
  readonly height: number;
  /** In lower case, as the chain's own servers write it: with `0x` on EVM chains, without on Bitcoin. */
  readonly hash: string;
}

/**
 * By CAIP-2 id. The first block tells most chains apart. A chain shares it with those that left it, so
 * that a block after they parted stands for it: of Ethereum its first after the merge, of Ethereum
 * Classic the one at which the two parted, of Bitcoin the one of its fourth halving.
 *
 * Blind spot: Avalanche's first block is also that of its test network, from which only the chain's
 * number in a request or an address tells it.
 * Source: https://etherscan.io/block/15537394, https://polygonscan.com/block/0,
 * https://arbiscan.io/block/0, https://optimistic.etherscan.io/block/0, https://basescan.org/block/0,
 * https://bscscan.com/block/0, https://gnosisscan.io/block/0, https://snowtrace.io/block/0,
 * https://etc.blockscout.com/block/1920000, https://xdcscan.com/block/0, compared with the clients'
 * own constants (https://github.com/erigontech/erigon, https://github.com/paradigmxyz/reth,
 * https://github.com/NethermindEth/nethermind, https://github.com/ava-labs/coreth,
 * https://github.com/etclabscore/core-geth, https://github.com/XinFinOrg/XDPoSChain); for Bitcoin
 * https://github.com/bitcoin/bitcoin/blob/master/src/kernel/chainparams.cpp
 */
const CHECKPOINTS: Readonly<Record<string, Checkpoint>> = {
  'eip155:1': {
    height: 15_537_394,
    hash: '0x56a9bb0302da44b8c0b3df540781424684c3af04d0b7a38d72842b762076a664',
  },
  'bip122:000000000019d6689c085ae165831e93': {
    height: 840_000,
    hash: '0000000000000000000320283a032748cef8227873ff4872689bf23f1cda83a5',
  },
  'eip155:137': {
    height: 0,
    hash: '0xa9c28ce2141b56c474f1dc504bee9b01eb1bd7d1a507580d5519d4437a97de1b',
  },
  'eip155:42161': {
    height: 0,
    hash: '0x7ee576b35482195fc49205cec9af72ce14f003b9ae69f6ba0faef4514be8b442',
  },
  'eip155:10': {
    height: 0,
    hash: '0x7ca38a1916c42007829c55e69d3e9a73265554b586a499015373241b8a3fa48b',
  },
  'eip155:8453': {
    height: 0,
    hash: '0xf712aa9241cc24369b143cf6dce85f0902a9731e70d66818a3a5845b296c73dd',
  },
  'eip155:56': {
    height: 0,
    hash: '0x0d21840abff46b96c84b2ac9e10e4f5cdaeb5693cb665db62a2f3b02d2d57b5b',
  },
  'eip155:43114': {
    height: 0,
    hash: '0x31ced5b9beb7f8782b014660da0cb18cc409f121f408186886e1ca3e8eeca96b',
  },
  'eip155:100': {
    height: 0,
    hash: '0x4f1dd23188aab3a76b463e4af801b52b1248ef073c648cbdc4c9333d3da79756',
  },
  'eip155:61': {
    height: 1_920_000,
    hash: '0x94365e3a8c0b35089c1d1195081fe7489b528a84b22199c916180db8b28ade7f',
  },
  'eip155:50': {
    height: 0,
    hash: '0x4a9d748bd78a8d0385b67788c2435dcdb914f98a96250b68863a1f8b7642d6b1',
  },
};

/** The block by which a source shows that it is of a chain, or null where none is known. */
export function checkpointOf(chain: ChainId): Checkpoint | null {
  return CHECKPOINTS[chain] ?? null;
}
