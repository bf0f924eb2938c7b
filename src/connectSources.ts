import type { Config, SourceConfig } from './config.js';
import { readApiKey } from './config.js';
import { findChainByName } from './core/chain.js';
import { ConfigError } from './core/errors.js';
import type { PriceSource, RecordedSource } from './screening/ports.js';
import type { ChainSources } from './screening/reachChain.js';
import { createEsploraSource } from './sources/bitcoin/esploraHistory.js';
import { createExplorerSource } from './sources/ethereum/explorerHistory.js';
import type { HttpClient } from './sources/http.js';
import { createHttpClient, hostOfUrl } from './sources/http.js';
import { createDefiLlamaSource } from './sources/prices/defiLlama.js';
import { openRecorded } from './sources/recorded.js';

/** What reading the configured sources needs from outside. */
export interface ConnectOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
  /** A number from 0 up to, not including, 1. */
  readonly random: () => number;
}

/** The configured sources of every configured chain. */
export interface Connected {
  readonly http: HttpClient;
  /** By the chain's short name. Order: as configured. */
  readonly chains: ReadonlyMap<string, ChainSources>;
  /** Null where nobody is to be asked for prices. */
  readonly prices: PriceSource | null;
}

/**
 * Makes the sources that the configuration names, in its order.
 *
 * @throws {ConfigError} for a kind that this version cannot ask, or a file that cannot be read.
 */
export function connectSources(config: Config, options: ConnectOptions): Connected {
  const http = createHttpClient({
    requestsPerSecond: ratesOf(config),
    random: options.random,
    now: options.nowMs,
  });
  const chains = new Map<string, ChainSources>();
  for (const [name, { sources }] of Object.entries(config.chains)) {
    const chain = findChainByName(name);
    if (chain === undefined) throw new ConfigError(`The chain "${name}" is not known.`);
    const live: ChainSources['live'][number][] = [];
    const recorded: RecordedSource[] = [];
    for (const source of sources) {
      switch (source.kind) {
        case 'recorded': {
          const opened = openRecorded(source.path);
          if (opened.chain === chain.id) recorded.push(opened);
          else throw new ConfigError(`The recorded data of chains.${name} is of another chain.`);
          break;
        }
        case 'esplora': {
          const utxo = createEsploraSource({
            name: nameOf(source),
            chain,
            baseUrl: source.url,
            http,
          });
          live.push({ source: utxo, utxo, accounts: null });
          break;
        }
        case 'explorer': {
          const explorer = createExplorerSource({
            name: nameOf(source),
            chain,
            baseUrl: source.url,
            apiKey: readApiKey(source, options.env),
            ...(source.pageSize === undefined ? {} : { pageSize: source.pageSize }),
            http,
          });
          live.push({ source: explorer, utxo: null, accounts: explorer });
          break;
        }
        case 'rpc':
        case 'electrum':
          throw new ConfigError(
            `Sources of kind "${source.kind}" cannot be asked by this version; remove the one in chains.${name}.sources.`,
          );
      }
    }
    chains.set(name, { chain, live, recorded });
  }
  return { http, chains, prices: connectPrices(config, http) };
}

function connectPrices({ prices }: Config, http: HttpClient): PriceSource | null {
  return prices.source === 'none' ? null : createDefiLlamaSource({ baseUrl: prices.url, http });
}

function nameOf(source: Extract<SourceConfig, { url: string }>): string {
  return `${source.kind} ${hostOfUrl(source.url)}`;
}

function ratesOf(config: Config): Record<string, number> {
  const rates: Record<string, number> = {};
  for (const { sources } of Object.values(config.chains)) {
    for (const source of sources) {
      if (source.kind === 'recorded' || source.requestsPerSecond === undefined) continue;
      const host = hostOfUrl(source.url);
      // Two sources at one host share its limit; the stricter one holds.
      rates[host] = Math.min(rates[host] ?? source.requestsPerSecond, source.requestsPerSecond);
    }
  }
  if (config.prices.source !== 'none') {
    const host = hostOfUrl(config.prices.url);
    const { requestsPerSecond } = config.prices;
    rates[host] = Math.min(rates[host] ?? requestsPerSecond, requestsPerSecond);
  }
  return rates;
}
