import type { Chain } from '../../core/chain.js';
import { ConfigError } from '../../core/errors.js';
import { type HttpClient, type HttpReply, hostOfUrl } from '../http.js';
import { isNotFound, readAnswer } from './blockscoutAnswers.js';

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

/** A Blockscout that can be asked about its one chain. */
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
 * Asks a Blockscout's REST API. The key travels in a header and never in an address.
 *
 * Blind spot: which chain an instance is of stands in no answer; it has to show a block of it.
 * Source: https://docs.blockscout.com/devs/apis/rest, https://docs.blockscout.com/devs/pro-api
 *
 * @throws {ConfigError} for a bad URL.
 */
export function createBlockscoutApi(options: BlockscoutSourceOptions): BlockscoutApi {
  const { chain, http, apiKey } = options;
  const base = options.baseUrl.replace(/\/+$/, '');
  const host = hostOfUrl(base);
  assertUrlOfChain(base, chain);
  const headers = apiKey === null ? {} : { Authorization: `Bearer ${apiKey}` };
  const askedOf = (route: string) => ({
    ...{ host, route },
    hasKey: apiKey !== null,
    chain: chain.title,
  });

  async function ask(
    { route, path, params }: BlockscoutRequest,
    signal: AbortSignal,
  ): Promise<HttpReply<unknown>> {
    const url = [base, ...path.map(encodeURIComponent)].join('/');
    return await http.fetchJson({ host, route, url, headers, params: params ?? {} }, signal);
  }

  return {
    chain,
    host,
    fetchBody: async (request, signal) =>
      readAnswer(await ask(request, signal), askedOf(request.route)),
    fetchIfKnown: async (request, signal) => {
      const reply = await ask(request, signal);
      return isNotFound(reply) ? null : readAnswer(reply, askedOf(request.route));
    },
  };
}

/**
 * Where the instance behind a REST address answers JSON-RPC.
 *
 * Source: https://docs.blockscout.com/devs/apis/rpc/eth-rpc
 *
 * @throws {ConfigError} for a bad URL.
 */
export function jsonRpcUrlOf(baseUrl: string, chain: Chain): string {
  const base = baseUrl.replace(/\/+$/, '');
  const host = hostOfUrl(base);
  assertUrlOfChain(base, chain);
  const ending = host === PRO_HOST ? '/json-rpc' : '/api/eth-rpc';
  return base.replace(/\/api\/v2$/, ending);
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
