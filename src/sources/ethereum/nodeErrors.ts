import { z } from 'zod';
import { CapabilityError, type SourceError } from '../../core/errors.js';
import { createDecodeError } from '../decodeBody.js';
import { namedRoute, rateLimitError, transportError } from '../refusals.js';
import type { ExplorerAsked } from './explorerAnswers.js';
import type { NodeAnswer } from './nodeQuestions.js';

/** Blockscout writes some errors as a plain text. */
export const nodeErrorSchema = z.union([
  z.string().transform((message) => ({ message })),
  z.object({
    message: z.string(),
    code: z.number().optional(),
    data: z.unknown().optional(),
  }),
]);

/** An error as a node writes it. */
export type NodeError = z.infer<typeof nodeErrorSchema>;

/**
 * Code that ran and failed, and no failure of the node. Geth, Erigon, Reth, Besu and anvil write
 * "execution reverted", Nethermind "VM execution error", ganache-like ones "VM Exception"; what ran into
 * an instruction that is none was made to.
 */
const CODE_FAILED =
  /\brevert(ed)?\b|VM (execution error|exception)|invalid opcode|invalid jump|bad (instruction|jump)/i;

/** EIP-1474 leaves it to nodes; geth and those that follow it give 3 to a revert with a reason. */
const REVERTED_CODE = 3;

/**
 * What an error of a node means for the call that it answers.
 *
 * Edge: a node that ran out of its own gas or time says nothing of the contract.
 * Source: https://eips.ethereum.org/EIPS/eip-1474#error-codes
 *
 * @throws {SourceError} unless the contract itself failed.
 */
export function readNodeError(error: NodeError, asked: ExplorerAsked): NodeAnswer {
  const { message } = error;
  const code = 'code' in error ? error.code : undefined;
  if (code === REVERTED_CODE || CODE_FAILED.test(message)) {
    return { kind: 'reverted', data: 'data' in error ? revertData(error.data) : null };
  }
  throw refusalOf(message, code, asked);
}

/** Some nodes put a word before the bytes, some an object around them. */
function revertData(data: unknown): string | null {
  const nested = z.object({ data: z.string() }).safeParse(data);
  const text = nested.success ? nested.data.data : data;
  if (typeof text !== 'string') return null;
  return /(?:^|\s)(0x(?:[0-9a-f]{2})*)$/i.exec(text)?.[1]?.toLowerCase() ?? null;
}

/** "limit exceeded". Source: https://eips.ethereum.org/EIPS/eip-1474#error-codes */
const LIMIT_CODES: readonly (number | undefined)[] = [-32005, 429, -32029];

/** "method not found" and "method not supported". */
const NO_METHOD_CODES: readonly (number | undefined)[] = [-32601, -32004];

function refusalOf(text: string, code: number | undefined, asked: ExplorerAsked): SourceError {
  const { host, route, chain } = asked;
  if (
    LIMIT_CODES.includes(code) ||
    /rate.?limit|too many requests|calls per sec|quota|limit exceeded|compute units/i.test(text)
  ) {
    return rateLimitError(asked, { body: text, retryAfterMs: null });
  }
  if (NO_METHOD_CODES.includes(code) || /action not found|method .*not/i.test(text)) {
    return new CapabilityError(
      `${host} does not offer ${route}; configure another source for ${chain}.`,
      namedRoute(asked),
    );
  }
  if (/api.?key|unauthori[sz]ed|forbidden|authenticat/i.test(text)) {
    return new CapabilityError(
      `${host} wants a key, or refuses the one it was shown; correct the source of ${chain}.`,
      namedRoute(asked),
    );
  }
  if (/header not found|missing trie node|syncing|state .*not available/i.test(text)) {
    return new CapabilityError(
      `${host} does not have the newest state of ${chain}; wait until it has caught up, or configure another source.`,
      namedRoute(asked),
    );
  }
  if (/time ?-?out|timed out|too busy|temporarily|internal error|overload|out of gas/i.test(text)) {
    return transportError(asked, 'its node failed');
  }
  return createDecodeError(asked, 'error');
}
