import { z } from 'zod';
import type { Tip } from '../../screening/ports.js';
import { decodeBody } from '../decodeBody.js';
import { unfinishedError } from './blockscoutAnswers.js';
import type { BlockscoutApi } from './blockscoutApi.js';
import { decodeBlock, decodeBlocks } from './blockscoutFields.js';
import { explorerLie } from './explorerApi.js';

/**
 * The newest block below which no block on the first page is still to be read again.
 *
 * Source: https://docs.blockscout.com/api-reference/get-blocks
 *
 * @throws {SourceError}
 */
export async function fetchTip(api: BlockscoutApi, signal: AbortSignal): Promise<Tip> {
  const asked = { host: api.host, route: 'blocks' };
  const params = { type: 'block' };
  const body = await api.fetchBody({ route: asked.route, path: ['blocks'], params }, signal);
  const blocks = decodeBlocks(body, asked);
  blocks.forEach(({ height }, at) => {
    const before = blocks[at - 1];
    if (before !== undefined && before.height <= height) {
      throw explorerLie('lists blocks that are not newest first', asked);
    }
  });
  const pending = blocks.findLastIndex(({ isPending }) => isPending);
  const tip = blocks[pending + 1];
  if (tip === undefined) throw unfinishedError(api, 'its newest blocks', asked.route);
  return { height: tip.height, hash: tip.hash, timeSeconds: tip.timeSeconds };
}

/** The hash of the block at a height, or null where the instance has none. @throws {SourceError} */
export async function fetchBlockHash(
  api: BlockscoutApi,
  height: number,
  signal: AbortSignal,
): Promise<string | null> {
  const asked = { host: api.host, route: 'blocks' };
  const path = ['blocks', `${height}`];
  const body = await api.fetchIfKnown({ route: asked.route, path }, signal);
  if (body === null) return null;
  const block = decodeBlock(body, asked);
  if (block.height !== height) throw explorerLie('answers with another block', asked);
  return block.hash;
}

const statusSchema = z.object({
  finished_indexing_blocks: z.boolean(),
  indexed_internal_transactions_ratio: z
    .union([z.number(), z.string().regex(/^\d(\.\d+)?$/)])
    .nullable()
    .transform((ratio) => (ratio === null ? null : Number(ratio))),
});

/** How much of its chain an instance has taken in. */
export interface IndexingStatus {
  readonly blocks: boolean;
  readonly internals: boolean;
}

/**
 * Whether an instance has taken in all blocks, and all calls inside their transactions: what it has
 * not, its lists leave out without a word.
 *
 * Blind spot: the instance rounds; up to a hundredth of the blocks may be missing.
 * Source: https://docs.blockscout.com/api-reference/get-indexing-status
 *
 * @throws {SourceError}
 */
export async function fetchIndexingStatus(
  api: BlockscoutApi,
  signal: AbortSignal,
): Promise<IndexingStatus> {
  const request = { route: 'indexing-status', path: ['main-page', 'indexing-status'] };
  const body = await api.fetchBody(request, signal);
  const status = decodeBody(statusSchema, body, { host: api.host, route: request.route });
  const ratio = status.indexed_internal_transactions_ratio;
  return {
    blocks: status.finished_indexing_blocks,
    internals: status.finished_indexing_blocks && ratio !== null && ratio >= 1,
  };
}
