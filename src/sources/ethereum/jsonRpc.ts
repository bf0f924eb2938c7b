import { z } from 'zod';
import type { Chain } from '../../core/chain.js';
import { CapabilityError } from '../../core/errors.js';
import { createDecodeError, decodeBody } from '../decodeBody.js';
import { type HttpClient, type HttpReply, hostOfUrl } from '../http.js';
import { namedRoute } from '../refusals.js';
import type { ExplorerAsked } from './explorerAnswers.js';
import { nodeErrorSchema, readNodeError } from './nodeErrors.js';
import type { AskNode, NodeAnswer } from './nodeQuestions.js';

/** Where JSON-RPC is asked. */
export interface JsonRpcOptions {
  readonly chain: Chain;
  readonly url: string;
  /** Keys that travel in headers; empty without one. */
  readonly headers: Readonly<Record<string, string>>;
  readonly http: HttpClient;
}

/**
 * Asks a server by JSON-RPC, one question in a request.
 *
 * Blind spot: which chain it is of stands in no answer; it has to show a block of it.
 * Source: https://www.jsonrpc.org/specification
 *
 * @throws {ConfigError} for a bad URL.
 */
export function createJsonRpc({ chain, url, headers, http }: JsonRpcOptions): AskNode {
  const host = hostOfUrl(url);
  const hasKey = Object.keys(headers).length > 0;
  return async ({ method, params }, signal) => {
    const asked: ExplorerAsked = { host, route: method, hasKey, chain: chain.title };
    const json = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const inspect = (answer: HttpReply<unknown>) => {
      openReply(answer, asked);
    };
    const request = { host, route: method, url, headers, json, inspect };
    return openReply(await http.fetchJson(request, signal), asked);
  };
}

const replySchema = z.object({
  result: z.unknown().optional(),
  error: nodeErrorSchema.nullish(),
});

/** Edge: nodes say that code failed with any status, so that the error is read before the status. */
function openReply(reply: HttpReply<unknown>, asked: ExplorerAsked): NodeAnswer {
  const { status, body } = reply;
  const known = replySchema.safeParse(body);
  if (known.success && known.data.error) return readNodeError(known.data.error, asked);
  if (status === 401 || status === 403) {
    throw new CapabilityError(
      `${asked.host} wants a key, or refuses the one it was shown; correct the source of ${asked.chain}.`,
      namedRoute(asked),
    );
  }
  if (status === 404 || status === 405) {
    throw new CapabilityError(
      `${asked.host} does not answer JSON-RPC at the configured url; correct it, or configure another source for ${asked.chain}.`,
      namedRoute(asked),
    );
  }
  if (status >= 400) throw createDecodeError(asked, `(status ${status})`);
  const { result } = decodeBody(replySchema, body, asked);
  if (result === undefined) throw createDecodeError(asked, 'result');
  return { kind: 'result', result };
}
