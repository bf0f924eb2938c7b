/** A block that stands for good on one chain and on no other. */
export interface Checkpoint {
  readonly height: number;
  /** In lower case. */
  readonly hash: string;
}

/**
 * By CAIP-2 id. The first block tells most chains apart; Ethereum shares its own with the chains that
 * left it, so that its first block after the merge stands for it.
 *
 * Source: https://etherscan.io/block/15537394, https://polygonscan.com/block/0,
 * https://arbiscan.io/block/0, https://optimistic.etherscan.io/block/0, https://basescan.org/block/0,
 * https://bscscan.com/block/0, https://gnosisscan.io/block/0; compared with the clients' own
 * constants (https://github.com/erigontech/erigon, https://github.com/paradigmxyz/reth,
 * https://github.com/NethermindEth/nethermind).
 */
const CHECKPOINTS: Readonly<Record<string, Checkpoint>> = {
  'eip155:1': {
    height: 15_537_394,
    hash: '0x56a9bb0302da44b8c0b3df540781424684c3af04d0b7a38d72842b762076a664',
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
  'eip155:100': {
    height: 0,
    hash: '0x4f1dd23188aab3a76b463e4af801b52b1248ef073c648cbdc4c9333d3da79756',
  },
};

/** The block by which a server shows that it is of a chain, or null where none is known. */
export function checkpointOf(chainId: string): Checkpoint | null {
  return CHECKPOINTS[chainId] ?? null;
}
