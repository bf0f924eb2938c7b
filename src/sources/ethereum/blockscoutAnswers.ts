import { z } from 'zod';
import type { Chain } from '../../core/chain.js';
import { CapabilityError, type SourceError } from '../../core/errors.js';
import { createDecodeError } from '../decodeBody.js';
import type { HttpReply } from '../http.js';
import { namedRoute, rateLimitError } from '../refusals.js';
import type { ExplorerAsked } from './explorerAnswers.js';

const messageSchema = z.object({ message: z.string() });

/** Whether an answer says in Blockscout's own words that it does not have the thing; a page of a web server does not. */
export function isNotFound({ status, body }: HttpReply<unknown>): boolean {
  const said = messageSchema.safeParse(body);
  return status === 404 && said.success && /^(transaction )?not found$/i.test(said.data.message);
}

/**
 * The body of an answer.
 *
 * Source: https://docs.blockscout.com/devs/apis/requests-and-limits
 *
 * @throws {SourceError} for a refusal: a limit, a key, a missing ability, or a status that is not known.
 */
export function readAnswer(reply: HttpReply<unknown>, asked: ExplorerAsked): unknown {
  if (reply.status < 400) return reply.body;
  throw refusalOf(reply, asked);
}

/** Known refusals, so that none of them reads as "nothing found". */
function refusalOf({ status, body }: HttpReply<unknown>, asked: ExplorerAsked): SourceError {
  const text = JSON.stringify(body ?? '');
  if (/rate limit|too many requests|credits|quota/i.test(text)) {
    return rateLimitError(asked, { body: text, retryAfterMs: null });
  }
  const { host, route, chain } = asked;
  const details = namedRoute(asked);
  switch (status) {
    case 401:
    case 403:
      return new CapabilityError(
        asked.hasKey
          ? `The explorer at ${host} refuses the API key; correct the one that apiKeyEnv or apiKeyFile names for ${chain}.`
          : `The explorer at ${host} wants an API key; set apiKeyEnv or apiKeyFile for ${chain}.`,
        details,
      );
    case 404:
      return new CapabilityError(
        `The explorer at ${host} does not have what was asked (${route}); check the configured url, or configure another source for ${chain}.`,
        details,
      );
    case 422:
      return new CapabilityError(
        `The explorer at ${host} does not take the question as this version asks it (${route}); configure another source for ${chain}.`,
        details,
      );
    default:
      return createDecodeError(asked, `(status ${status})`);
  }
}

/** The error for what an instance has not taken in yet; `what` is the object of the sentence. */
export function unfinishedError(
  { host, chain }: { readonly host: string; readonly chain: Chain },
  what: string,
  route: string,
): CapabilityError {
  return new CapabilityError(
    `The explorer at ${host} has not yet processed ${what}; try again later or add another source for ${chain.title}.`,
    { host, route },
  );
}
