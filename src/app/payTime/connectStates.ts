import type { Config, Environment } from '../../config.js';
import { readApiKey } from '../../config.js';
import type { Chain } from '../../core/chain.js';
import type { ChainProof } from '../../screening/chainProof.js';
import type { ChainStateSource } from '../../screening/payPorts.js';
import type { SourceConfig } from '../../sourceConfig.js';
import {
  createBlockscoutState,
  createExplorerState,
  createNodeState,
} from '../../sources/ethereum/chainState.js';
import type { HttpClient } from '../../sources/http.js';
import { nameOf, proofAt } from '../connectSources.js';

/** Somebody who can be asked what stands on a chain now, and what they have to show of it. */
export interface StateAccess {
  readonly source: ChainStateSource;
  readonly proof: ChainProof;
}

/**
 * Whom the configuration names that knows what stands on a chain now. Order: as configured; empty where
 * there are only recorded files, or nothing.
 *
 * @throws {ConfigError} for a bad URL or a key file that cannot be read.
 */
export function connectStates(
  { chains }: Config,
  chain: Chain,
  by: { readonly http: HttpClient; readonly env: Environment },
): readonly StateAccess[] {
  const configured = chains[chain.name];
  if (configured === undefined) return [];
  const { sources, checkpoint } = configured;
  return sources.flatMap((source) => {
    const state = stateOf(source, { chain, ...by });
    if (state === null || source.kind === 'recorded') return [];
    return [{ source: state, proof: proofAt(source.url, { chain, checkpoint }) }];
  });
}

function stateOf(
  source: SourceConfig,
  by: { readonly chain: Chain; readonly http: HttpClient; readonly env: Environment },
): ChainStateSource | null {
  const { chain, http, env } = by;
  switch (source.kind) {
    case 'rpc':
      return createNodeState({ name: nameOf(source), chain, url: source.url, http });
    case 'explorer': {
      const { url: baseUrl, api } = source;
      const made = { name: nameOf(source), chain, baseUrl, apiKey: readApiKey(source, env), http };
      return api === 'blockscout' ? createBlockscoutState(made) : createExplorerState(made);
    }
    default:
      return null;
  }
}
