import { z } from 'zod';
import type { HttpReply } from '../http.js';
import { type ExplorerAsked, openEnvelope } from './explorerAnswers.js';
import { nodeErrorSchema, readNodeError } from './nodeErrors.js';
import type { NodeAnswer } from './nodeQuestions.js';

const passedOnSchema = z.object({
  status: z.undefined().optional(),
  result: z.unknown().optional(),
  error: nodeErrorSchema.optional(),
});

/**
 * What an explorer passes on from its node, which comes in the node's own envelope.
 *
 * Edge: what is no node's answer (a limit, a key) comes in the explorer's envelope, as elsewhere.
 *
 * @throws {SourceError} as `openEnvelope` does, and for a failure of the node.
 */
export function openNodeAnswer(reply: HttpReply<unknown>, asked: ExplorerAsked): NodeAnswer {
  const passedOn = passedOnSchema.safeParse(reply.body);
  if (reply.status < 400 && passedOn.success) {
    const { error, result } = passedOn.data;
    if (error !== undefined) return readNodeError(error, asked);
    if (typeof result === 'string' && /^0x[0-9a-f]*$/i.test(result)) {
      return { kind: 'result', result };
    }
  }
  return { kind: 'result', result: openEnvelope(reply, asked) };
}
