import type { Chain } from '../../core/chain.js';
import { ConfigError } from '../../core/errors.js';
import { type HttpClient, type HttpReply, hostOfUrl } from '../http.js';
import { isNotFound, readAnswer } from './blockscoutAnswers.js';
import { decodeBlock } from './blockscoutFields.js';
import { type Checkpoint, checkpointOf } from './chainCheckpoints.js';
import { explorerLie } from './explorerApi.js';

/** What a Blockscout source is made with. */
export interface BlockscoutSourceOptions {
  readonly name: string;
  readonly chain: Chain;
  /** Address of the REST API, for example `https://eth.blockscout.com/api/v2`. */
  readonly baseUrl: string;
  /** Null for an instance that answers without a key. */
  readonly apiKey: string | null;
  readonly http: HttpClient;
}

/** One question to a Blockscout. */
export interface BlockscoutRequest {
  /** Our own word for it; safe to print. */
  readonly route: string;
  readonly path: readonly string[];
  readonly params?: Readonly<Record<string, string>>;
}

/** A Blockscout that was found to be of one chain. */
export interface BlockscoutApi {
  readonly chain: Chain;
  readonly host: string;
  /** The body of an answer. @throws {SourceError} */
  fetchBody(request: BlockscoutRequest, signal: AbortSignal): Promise<unknown>;
  /** The body of an answer, or null where the instance says that it has no such thing. @throws {SourceError} */
  fetchIfKnown(request: BlockscoutRequest, signal: AbortSignal): Promise<unknown>;
}

/** The hosted service that serves many chains under one key, each under its number. */
const PRO_HOST = 'api.blockscout.com';

/**
 * Asks a Blockscout's REST API, once the instance has shown a block that only its chain has.
 *
 * The key travels in a header and never in an address.
 * Edge: the block is asked for before the first answer is used, and not again once it was right.
 * Source: https://docs.blockscout.com/devs/apis/rest, https://docs.blockscout.com/devs/pro-api
 *
 * @throws {ConfigError} for a bad URL, or a chain that no block is known of.
 */
export function createBlockscoutApi(options: BlockscoutSourceOptions): BlockscoutApi {
  const { chain, http, apiKey } = options;
  const base = options.baseUrl.replace(/\/+$/, '');
  const host = hostOfUrl(base);
  assertUrlOfChain(base, chain);
  const checkpoint = readCheckpoint(chain);
  const headers = apiKey === null ? {} : { Authorization: `Bearer ${apiKey}` };
  const askedOf = (route: string) => ({
    ...{ host, route },
    hasKey: apiKey !== null,
    chain: chain.title,
  });
  let known: Promise<void> | null = null;

  async function ask(
    { route, path, params }: BlockscoutRequest,
    signal: AbortSignal,
  ): Promise<HttpReply<unknown>> {
    const url = [base, ...path.map(encodeURIComponent)].join('/');
    return await http.fetchJson({ host, route, url, headers, params: params ?? {} }, signal);
  }

  async function assertOwnChain(signal: AbortSignal): Promise<void> {
    known ??= checkChain(checkpoint, signal);
    const asked = known;
    await asked.catch((error: unknown) => {
      // An instance that did not answer may do so later; only a right answer is for good.
      if (known === asked) known = null;
      throw error;
    });
  }

  async function checkChain({ height, hash }: Checkpoint, signal: AbortSignal): Promise<void> {
    const request = { route: 'blocks', path: ['blocks', `${height}`] };
    const asked = askedOf(request.route);
    const block = decodeBlock(readAnswer(await ask(request, signal), asked), asked);
    if (block.height !== height || block.hash !== hash) {
      throw explorerLie(`is not one of ${chain.title}`, asked);
    }
  }

  return {
    chain,
    host,
    fetchBody: async (request, signal) => {
      await assertOwnChain(signal);
      return readAnswer(await ask(request, signal), askedOf(request.route));
    },
    fetchIfKnown: async (request, signal) => {
      await assertOwnChain(signal);
      const reply = await ask(request, signal);
      return isNotFound(reply) ? null : readAnswer(reply, askedOf(request.route));
    },
  };
}

function readCheckpoint(chain: Chain): Checkpoint {
  const checkpoint = checkpointOf(chain.id);
  if (checkpoint !== null) return checkpoint;
  throw new ConfigError(
    `A Blockscout of ${chain.title} cannot be told from one of another chain; configure another kind of source.`,
    { chain: chain.name },
  );
}

function assertUrlOfChain(base: string, chain: Chain): void {
  const { host, pathname } = new URL(base);
  if (!pathname.endsWith('/api/v2')) {
    throw new ConfigError(
      `The url of a Blockscout must end in /api/v2; correct it in chains.${chain.name}.sources.`,
    );
  }
  const number = chain.id.slice(chain.id.indexOf(':') + 1);
  if (host === PRO_HOST && pathname !== `/${number}/api/v2`) {
    throw new ConfigError(
      `The url of ${PRO_HOST} for ${chain.title} must be https://${PRO_HOST}/${number}/api/v2; correct it in chains.${chain.name}.sources.`,
    );
  }
}
