import type { Chain } from '../../core/chain.js';
import { ConfigError, IntegrityError } from '../../core/errors.js';
import type { AskedRoute } from '../decodeBody.js';
import { type HttpClient, type HttpReply, hostOfUrl } from '../http.js';
import { type ExplorerAsked, openEnvelope } from './explorerAnswers.js';
import { openNodeAnswer } from './explorerNode.js';
import type { AskNode } from './nodeQuestions.js';

/** What an explorer source is made with. */
export interface ExplorerSourceOptions {
  readonly name: string;
  readonly chain: Chain;
  /** Address of the API, for example `https://api.etherscan.io/v2/api`. */
  readonly baseUrl: string;
  /** Null for an explorer that answers without a key. */
  readonly apiKey: string | null;
  /** Rows asked for at once, at most 1000; 1000 when not given. */
  readonly pageSize?: number;
  readonly http: HttpClient;
}

/** An explorer that can be asked about one chain. */
export interface ExplorerApi {
  readonly chain: Chain;
  readonly host: string;
  /**
   * What the explorer's envelope carries in answer to one request.
   *
   * @throws {SourceError}
   */
  fetchResult(
    route: string,
    params: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<unknown>;
  /** What the explorer passes on from its node, where that code failed told apart. */
  readonly askNode: AskNode;
}

/**
 * Asks an explorer with Etherscan's API.
 *
 * Source: https://docs.etherscan.io/introduction
 *
 * @throws {ConfigError} for a bad URL, or one that names another chain.
 */
export function createExplorerApi(options: ExplorerSourceOptions): ExplorerApi {
  const { chain, http, apiKey } = options;
  const host = hostOfUrl(options.baseUrl);
  const chainId = chain.id.slice(chain.id.indexOf(':') + 1);
  assertUrlOfChain(options.baseUrl, { chain, chainId });
  // An address that names its chain is asked without naming it again.
  const chainParams = namesOneChain(options.baseUrl) ? {} : { chainid: chainId };

  async function fetchOpened<Opened>(
    request: { readonly route: string; readonly params: Readonly<Record<string, string>> },
    open: (reply: HttpReply<unknown>, asked: ExplorerAsked) => Opened,
    signal: AbortSignal,
  ): Promise<Opened> {
    const { route, params } = request;
    const asked: ExplorerAsked = { host, route, hasKey: apiKey !== null, chain: chain.title };
    const reply = await http.fetchJson(
      {
        host,
        route,
        url: options.baseUrl,
        params: {
          ...chainParams,
          ...params,
          ...(apiKey === null ? {} : { apikey: apiKey }),
        },
        inspect: (answer) => {
          open(answer, asked);
        },
      },
      signal,
    );
    return open(reply, asked);
  }

  return {
    chain,
    host,
    fetchResult: (route, params, signal) => fetchOpened({ route, params }, openEnvelope, signal),
    askNode: ({ method, query }, signal) => {
      const params = { module: 'proxy', action: method, ...query };
      return fetchOpened({ route: method, params }, openNodeAnswer, signal);
    },
  };
}

/** Routescan's addresses of one chain each. Source: https://routescan.io/documentation/api-swagger */
const ONE_CHAIN = /\/evm\/([^/]+)\/etherscan\/api\/*$/;

/** Whether the address of an API is that of one chain alone, as Routescan's are. */
export function namesOneChain(baseUrl: string): boolean {
  return ONE_CHAIN.test(new URL(baseUrl).pathname);
}

function assertUrlOfChain(
  baseUrl: string,
  { chain, chainId }: { readonly chain: Chain; readonly chainId: string },
): void {
  const named = ONE_CHAIN.exec(new URL(baseUrl).pathname)?.[1] ?? chainId;
  if (named === chainId) return;
  throw new ConfigError(
    `The url of a source of ${chain.title} is that of another chain; write /evm/${chainId}/ in it in chains.${chain.name}.sources.`,
  );
}

/** The error for an answer that is well-formed and cannot be true; `what` is the verb of the sentence. */
export function explorerLie(what: string, asked: AskedRoute): IntegrityError {
  return new IntegrityError(
    `The explorer at ${asked.host} ${what} (${asked.route}); try again or use another source.`,
    { host: asked.host, route: asked.route },
  );
}
