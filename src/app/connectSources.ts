import type { Config, SourceConfig } from '../config.js';
import { readApiKey } from '../config.js';
import { type Chain, findChainByName } from '../core/chain.js';
import { type Checkpoint, checkpointOf } from '../core/checkpoint.js';
import { DOLLAR } from '../core/currency.js';
import { ConfigError } from '../core/errors.js';
import type { ChainProof } from '../screening/chainProof.js';
import type { AccountSource, RecordedSource } from '../screening/ports.js';
import type { PriceSource } from '../screening/pricePorts.js';
import type { RateSource } from '../screening/ratePorts.js';
import type { ChainSources } from '../screening/reachChain.js';
import type { ExplorerConfig } from '../sourceConfig.js';
import { createEsploraSource } from '../sources/bitcoin/esploraHistory.js';
import { createBlockscoutSource } from '../sources/ethereum/blockscoutHistory.js';
import { createExplorerSource } from '../sources/ethereum/explorerHistory.js';
import type { HttpClient } from '../sources/http.js';
import { createHttpClient, hostOfUrl } from '../sources/http.js';
import { createDefiLlamaSource } from '../sources/prices/defiLlama.js';
import type { Urgency } from '../sources/rateLimiter.js';
import { createEcbSource } from '../sources/rates/ecb.js';
import type { Network } from './network.js';
import { digestOf } from './records.js';

/** What reading the configured sources needs from outside. */
export interface ConnectOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
  /** A number from 0 up to, not including, 1. */
  readonly random: () => number;
  readonly network: Network;
  /** Opens a file of recorded facts. */
  readonly openRecorded: (path: string) => RecordedSource;
  /** When the screening ends. Units: milliseconds since 1970. */
  readonly endsAtMs: number;
  readonly urgency: Urgency;
}

/** The configured sources of every configured chain. */
export interface Connected {
  readonly http: HttpClient;
  /** By the chain's short name. Order: as configured. */
  readonly chains: ReadonlyMap<string, ChainSources>;
  /** Null where nobody is to be asked for prices. */
  readonly prices: PriceSource | null;
  /** Null where nobody is to be asked for rates of currencies. */
  readonly rates: RateSource | null;
}

/**
 * Makes the sources that the configuration names, in its order.
 *
 * @throws {ConfigError} for a kind that this version cannot ask, or a file that cannot be read.
 */
export function connectSources(config: Config, options: ConnectOptions): Connected {
  const http = createHttpClient({
    gates: options.network.gates,
    agents: options.network.agents,
    endsAtMs: options.endsAtMs,
    urgency: options.urgency,
    random: options.random,
    now: options.nowMs,
  });
  const chains = new Map<string, ChainSources>();
  for (const [name, { sources, crossCheck, checkpoint }] of Object.entries(config.chains)) {
    const chain = findChainByName(name);
    if (chain === undefined) throw new ConfigError(`The chain "${name}" is not known.`);
    const live: ChainSources['live'][number][] = [];
    const recorded: RecordedSource[] = [];
    const proofOf = ({ url }: { readonly url: string }) => proofAt(url, { chain, checkpoint });
    for (const source of sources) {
      switch (source.kind) {
        case 'recorded': {
          const opened = options.openRecorded(source.path);
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
          live.push({ source: utxo, utxo, accounts: null, proof: proofOf(source) });
          break;
        }
        case 'explorer': {
          const explorer = connectExplorer(source, { chain, http, env: options.env });
          live.push({
            source: explorer,
            utxo: null,
            accounts: explorer,
            proof: proofOf(source),
          });
          break;
        }
        case 'rpc':
          // A node tells what stands now (`connectStates`), not what an account did before.
          break;
        case 'electrum':
          throw new ConfigError(
            `Sources of kind "${source.kind}" cannot be asked by this version; remove the one in chains.${name}.sources.`,
          );
      }
    }
    chains.set(name, { chain, live, recorded, isCrossChecked: crossCheck === true });
  }
  return { http, chains, prices: connectPrices(config, http), rates: connectRates(config, http) };
}

function connectPrices({ prices }: Config, http: HttpClient): PriceSource | null {
  return prices.source === 'none' ? null : createDefiLlamaSource({ baseUrl: prices.url, http });
}

function connectRates({ rates, currency }: Config, http: HttpClient): RateSource | null {
  if (rates.source === 'none' || currency === DOLLAR) return null;
  return createEcbSource({ baseUrl: rates.url, http });
}

function connectExplorer(
  source: ExplorerConfig,
  by: { readonly chain: Chain; readonly http: HttpClient; readonly env: ConnectOptions['env'] },
): AccountSource {
  const { chain, http, env } = by;
  const made = {
    name: nameOf(source),
    chain,
    baseUrl: source.url,
    apiKey: readApiKey(source, env),
    http,
  };
  if (source.api === 'blockscout') return createBlockscoutSource(made);
  const { pageSize } = source;
  return createExplorerSource({ ...made, ...(pageSize === undefined ? {} : { pageSize }) });
}

/** By what a source at an address shows that it is of its chain. */
export function proofAt(
  url: string,
  of: { readonly chain: Chain; readonly checkpoint: Checkpoint | undefined },
): ChainProof {
  return {
    checkpoint: of.checkpoint ?? checkpointOf(of.chain.id),
    place: digestOf(url.replace(/\/+$/, '')),
  };
}

/** Names a source. Two APIs of one host number what they list in two ways, so that they are two sources. */
export function nameOf(source: Extract<SourceConfig, { url: string }>): string {
  const api =
    source.kind === 'explorer' && source.api === 'blockscout' ? 'blockscout' : source.kind;
  return `${api} ${hostOfUrl(source.url)}`;
}
