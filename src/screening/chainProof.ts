import type { Chain } from '../core/chain.js';
import type { Checkpoint } from '../core/checkpoint.js';
import { IntegrityError } from '../core/errors.js';
import type { HistorySource, LedgerCache } from './ports.js';

/** By what a source shows that it is of its chain. */
export interface ChainProof {
  /** The block to be shown; null where none is known that only this chain has. */
  readonly checkpoint: Checkpoint | null;
  /** Digest of the address at which the source is asked: another one has to show the block anew. */
  readonly place: string;
}

/** What a source has to be able to tell. */
type BlockSource = Pick<HistorySource, 'name' | 'fetchBlockHash'>;

/** A source, and what it has to show of its chain. */
export interface ProvableSource<Source extends BlockSource = HistorySource> {
  readonly source: Source;
  readonly chain: Chain;
  readonly proof: ChainProof;
}

/** A source is of another chain than the one it is configured for, or nothing shows that it is not. */
export class WrongChainError extends IntegrityError {
  /** What the operator can do. */
  readonly cure: string;

  constructor(message: string, cure: string, details: IntegrityError['details']) {
    super(message, details);
    this.cure = cure;
  }
}

/** Whether a source has shown before, to any process of this database, that it is of its chain. */
export function isProven(
  { source, chain, proof }: ProvableSource<BlockSource>,
  cache: LedgerCache,
): boolean {
  const { checkpoint, place } = proof;
  if (checkpoint === null) return false;
  return cache.readChainProof({ chain: chain.id, source: source.name, place, checkpoint });
}

/**
 * Lets a source show the block that only its chain has, unless it did so before.
 *
 * What was kept of it without such a proof stays only where the source still has the newest block that
 * it named then: another address of the same host may have been of another chain.
 * Edge: nothing is remembered of a source that fails, so that the next run asks again.
 * Blind spot: a source that changes its chain behind an address that was proven.
 *
 * @throws {WrongChainError} @throws {SourceError} when the source does not answer.
 */
export async function proveChain(
  provable: ProvableSource<BlockSource>,
  cache: LedgerCache,
  signal: AbortSignal,
): Promise<void> {
  if (isProven(provable, cache)) return;
  const { source, chain, proof } = provable;
  const { checkpoint, place } = proof;
  if (checkpoint === null) throw unprovableError(provable);
  const shown = await source.fetchBlockHash(checkpoint.height, signal);
  if (shown?.toLowerCase() !== checkpoint.hash) throw wrongChainError(provable, checkpoint, shown);
  const known = cache.readTip(chain.id, source.name);
  const isKept =
    known === null || (await source.fetchBlockHash(known.height, signal)) === known.hash;
  if (!isKept) cache.forgetSource(chain.id, source.name);
  cache.writeChainProof({ chain: chain.id, source: source.name, place, checkpoint });
}

function wrongChainError(
  { source, chain }: ProvableSource<BlockSource>,
  { height }: Checkpoint,
  shown: string | null,
): WrongChainError {
  const what =
    shown === null
      ? `it has no block ${height}`
      : `its block ${height} is not that of ${chain.title}`;
  return new WrongChainError(
    `The source ${source.name} is not one of ${chain.title} (wrong chain): ${what}.`,
    `Correct the url of this source in chains.${chain.name}.sources and screen again; for a chain of your own, name one of its blocks in chains.${chain.name}.checkpoint.`,
    { source: source.name, chain: chain.name, height },
  );
}

function unprovableError({ source, chain }: ProvableSource<BlockSource>): WrongChainError {
  return new WrongChainError(
    `Nothing shows that the source ${source.name} is one of ${chain.title}: no block is known that only this chain has.`,
    `Look up an old block of ${chain.title} where you trust it, and name its height and hash in chains.${chain.name}.checkpoint.`,
    { source: source.name, chain: chain.name },
  );
}
