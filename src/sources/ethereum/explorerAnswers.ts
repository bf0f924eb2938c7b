import { z } from 'zod';
import { CapabilityError, type SourceError } from '../../core/errors.js';
import { type AskedRoute, createDecodeError, decodeBody } from '../decodeBody.js';
import type { HttpReply } from '../http.js';
import { namedRoute, rateLimitError, transportError } from '../refusals.js';

/** Which explorer was asked for what, and whether it was shown a key. */
export interface ExplorerAsked extends AskedRoute {
  readonly hasKey: boolean;
  /** Title of the chain asked about. */
  readonly chain: string;
}

const envelopeSchema = z.object({
  status: z.string().optional(),
  message: z.string().nullish(),
  result: z.unknown(),
  error: z.object({ message: z.string() }).optional(),
});

/**
 * The value that an explorer's envelope carries.
 *
 * Explorers answer errors with HTTP 200; some put the text into `result`, others into `message`.
 * Edge: a list that is empty because nothing was found has status 0 too, and is an answer.
 *
 * @throws {SourceError} as the text of a refusal asks for: a limit, a key, a missing ability, an
 * outage; {DecodeError} for a text that is not known, so that it never reads as "nothing found".
 */
export function openEnvelope(reply: HttpReply<unknown>, asked: ExplorerAsked): unknown {
  const { status } = reply;
  if (status === 401 || status === 403) throw keyError(asked);
  if (typeof reply.body === 'string') throw statusError(reply, asked);
  const envelope = decodeBody(envelopeSchema, reply.body, asked);
  const texts = [envelope.error?.message, envelope.message, envelope.result].filter(isText);
  if (envelope.status === '2') throw unfinishedError(asked);
  if (status >= 400 || envelope.error !== undefined) throw refusalOf(texts.join(' '), asked);
  if (envelope.status === '1') return envelope.result;
  // A block, which the explorer passes on from its node, comes without a status; a list never does.
  const isBlock = typeof envelope.result === 'object' && !Array.isArray(envelope.result);
  if (envelope.status === undefined && isBlock && texts.length === 0) return envelope.result;
  const nothingFound = /^no .*\bfound\b/i.test(envelope.message ?? '');
  if (nothingFound && Array.isArray(envelope.result) && envelope.result.length === 0) return [];
  throw refusalOf(texts.join(' '), asked);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function statusError(reply: HttpReply<unknown>, asked: ExplorerAsked): SourceError {
  if (reply.status === 404) return offerError(asked, 'has no such route');
  return createDecodeError(asked, '(whole answer)');
}

function refusalOf(text: string, asked: ExplorerAsked): SourceError {
  const known = REFUSALS.find(({ pattern }) => pattern.test(text));
  return known === undefined ? createDecodeError(asked, 'message') : known.error(text, asked);
}

/** Known texts, the more particular first: a text about bad keys also speaks of attempts and limits. */
const REFUSALS: readonly {
  readonly pattern: RegExp;
  readonly error: (text: string, asked: ExplorerAsked) => SourceError;
}[] = [
  {
    pattern:
      /invalid api ?key|missing\/invalid api|too many invalid|api ?key (is )?(required|missing)/i,
    error: (_, asked) => keyError(asked),
  },
  {
    pattern: /rate limit|calls per sec|too many requests|daily .*limit|quota/i,
    error: (text, asked) => rateLimitError(asked, { body: text, retryAfterMs: null }),
  },
  {
    pattern:
      /not supported for this chain|unsupported chain|chain not supported|free api access|upgrade your (api )?plan/i,
    error: (_, asked) => offerError(asked, `does not offer ${asked.chain} under this key`),
  },
  {
    pattern: /result window is too large/i,
    error: (_, asked) => offerError(asked, 'does not page this deep into one block'),
  },
  {
    // Words of Blockscout, which passes nothing on from its node this way.
    pattern: /unknown (module|action)/i,
    error: (_, asked) =>
      offerError(asked, 'does not offer this; if it is a Blockscout, set "api" to "blockscout"'),
  },
  {
    pattern: /invalid (module|action)|api ?pro endpoint|method .*not (found|supported)/i,
    error: (_, asked) => offerError(asked, 'does not offer this'),
  },
  { pattern: /not (yet )?been processed/i, error: (_, asked) => unfinishedError(asked) },
  {
    pattern: /time ?-?out|timed out|smaller result|too busy|temporarily|something went wrong/i,
    error: (_, asked) => transportError(asked, 'its database took too long'),
  },
];

function keyError(asked: ExplorerAsked): CapabilityError {
  const cure = asked.hasKey
    ? `The explorer at ${asked.host} refuses the API key; correct the one that apiKeyEnv or apiKeyFile names for ${asked.chain}.`
    : `The explorer at ${asked.host} wants an API key; set apiKeyEnv or apiKeyFile for ${asked.chain}.`;
  return new CapabilityError(cure, namedRoute(asked));
}

function offerError(asked: ExplorerAsked, what: string): CapabilityError {
  return new CapabilityError(
    `The explorer at ${asked.host} ${what} (${asked.route}); configure another source for ${asked.chain}.`,
    namedRoute(asked),
  );
}

function unfinishedError(asked: ExplorerAsked): CapabilityError {
  return new CapabilityError(
    `The explorer at ${asked.host} has not yet processed all that ${asked.route} should list; try again tomorrow or add another source for ${asked.chain}.`,
    namedRoute(asked),
  );
}

const hexNumber = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,13}$/)
  .transform((text) => Number.parseInt(text, 16));

const blockSchema = z
  .object({
    number: hexNumber,
    hash: z
      .string()
      .regex(/^0x[0-9a-fA-F]{64}$/)
      .transform((hash) => hash.toLowerCase()),
    timestamp: hexNumber,
  })
  .transform(({ number, hash, timestamp }) => ({ height: number, hash, timeSeconds: timestamp }));

/**
 * A block's height, hash and time out of the answer to `eth_getBlockByNumber`.
 *
 * Source: https://docs.etherscan.io/api-reference/endpoint/ethgetblockbynumber
 *
 * @throws {DecodeError}
 */
export function decodeBlock(result: unknown, asked: AskedRoute) {
  return decodeBody(z.object({ result: blockSchema }), { result }, asked).result;
}
