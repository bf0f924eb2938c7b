import { join } from 'node:path';
import { CHAINS } from './core/chain.js';
import type { Checkpoint } from './core/checkpoint.js';
import { DEFAULT_POLICY } from './core/policy.js';
import { OFAC_FEED } from './feedConfig.js';
import { packageRoot } from './packageInfo.js';
import { DEFILLAMA } from './pricesConfig.js';
import type { SourceConfig } from './sourceConfig.js';
import { listRecorded } from './sources/recorded.js';

/** A ready choice of sources: the recorded examples, or public services. */
export type Profile = 'recorded' | 'public';

/** The sources of one chain, in the order in which they are asked. */
export interface ChainConfig {
  readonly sources: readonly SourceConfig[];
  /** Whether what one source says of a screened account is asked of a second one too. */
  readonly crossCheck?: boolean | undefined;
  /** The block by which its sources show that they are of it; left out for the one that is known. */
  readonly checkpoint?: Checkpoint | undefined;
}

/** Configured chains by short name. */
export type ChainConfigs = Readonly<Record<string, ChainConfig>>;

/** Whether any source is asked over a network, so that not all that is read is recorded. */
export function asksLiveSources(chains: ChainConfigs): boolean {
  return Object.values(chains).some(({ sources }) =>
    sources.some(({ kind }) => kind !== 'recorded'),
  );
}

/** The chains of a profile, and what a person should know about them. */
export interface ProfileChains {
  readonly chains: ChainConfigs;
  readonly notes: readonly string[];
}

/** Environment variable that holds the Etherscan key of the public profile. */
const ETHERSCAN_KEY_ENV = 'ETHERSCAN_API_KEY';

/** Environment variable that holds the key to Blockscout's hosted service in the public profile. */
const BLOCKSCOUT_KEY_ENV = 'BLOCKSCOUT_API_KEY';

/** Etherscan V2, which serves many chains under one key. Source: https://docs.etherscan.io/rate-limits */
const ETHERSCAN: SourceConfig = {
  kind: 'explorer',
  url: 'https://api.etherscan.io/v2/api',
  apiKeyEnv: ETHERSCAN_KEY_ENV,
  requestsPerSecond: 3,
  requestsPerDay: 100_000,
};

/** How a chain can be asked by anybody. */
interface PublicEvmChain {
  readonly name: string;
  /** Whether Etherscan serves the chain under a free key. */
  readonly freeAtEtherscan: boolean;
  /** Host of a Blockscout that answers without a key, and the chain's number at the hosted service. */
  readonly blockscout: { readonly host: string; readonly number: number } | null;
  /** The chain's number at Routescan, where it answers without a key. */
  readonly routescan: number | null;
}

/**
 * What works for each chain.
 *
 * Source: https://docs.etherscan.io/supported-chains, https://docs.blockscout.com/devs/apis/rest,
 * https://docs.blockscout.com/devs/pro-api, https://routescan.io/docs/plans-and-limits/rate-limits
 */
const PUBLIC_EVM: readonly PublicEvmChain[] = [
  {
    name: 'ethereum',
    freeAtEtherscan: true,
    blockscout: { host: 'eth.blockscout.com', number: 1 },
    routescan: null,
  },
  {
    name: 'polygon',
    freeAtEtherscan: true,
    blockscout: { host: 'polygon.blockscout.com', number: 137 },
    routescan: null,
  },
  {
    name: 'arbitrum',
    freeAtEtherscan: true,
    blockscout: { host: 'arbitrum.blockscout.com', number: 42_161 },
    routescan: null,
  },
  {
    name: 'optimism',
    freeAtEtherscan: false,
    blockscout: { host: 'optimism.blockscout.com', number: 10 },
    routescan: null,
  },
  {
    name: 'base',
    freeAtEtherscan: false,
    blockscout: { host: 'base.blockscout.com', number: 8453 },
    routescan: null,
  },
  { name: 'bsc', freeAtEtherscan: false, blockscout: null, routescan: null },
  { name: 'avalanche', freeAtEtherscan: false, blockscout: null, routescan: 43_114 },
  {
    name: 'gnosis',
    freeAtEtherscan: true,
    blockscout: { host: 'gnosis.blockscout.com', number: 100 },
    routescan: null,
  },
];

/**
 * Public Esplora servers that answer without a key, at rates that they tolerate.
 *
 * Source: https://mempool.space/docs/api/rest, https://github.com/Blockstream/esplora/blob/master/API.md
 */
const PUBLIC_ESPLORA: readonly SourceConfig[] = [
  { kind: 'esplora', url: 'https://mempool.space/api', requestsPerSecond: 1 },
  { kind: 'esplora', url: 'https://blockstream.info/api', requestsPerSecond: 0.19 },
];

/**
 * The chains of a profile.
 *
 * @throws {ConfigError} when the recorded files of the package cannot be read.
 */
export function chainsOfProfile(
  profile: Profile,
  env: Readonly<Record<string, string | undefined>>,
): ProfileChains {
  return profile === 'recorded' ? recordedChains() : publicChains(env);
}

function recordedChains(): ProfileChains {
  const recordings = listRecorded(join(packageRoot(), 'db', 'recorded'));
  const chains: Record<string, ChainConfig> = {};
  for (const { id, name } of CHAINS) {
    const sources = recordings
      .filter(({ header }) => header.chain.id === id)
      .map(({ path }) => ({ kind: 'recorded' as const, path }));
    if (sources.length > 0) chains[name] = { sources };
  }
  return {
    chains,
    notes: ['Only the recorded examples are looked at; no request leaves this computer.'],
  };
}

function publicChains(env: Readonly<Record<string, string | undefined>>): ProfileChains {
  const keys = {
    etherscan: (env[ETHERSCAN_KEY_ENV] ?? '') !== '',
    blockscout: (env[BLOCKSCOUT_KEY_ENV] ?? '') !== '',
  };
  const chains: Record<string, ChainConfig> = {};
  const notes: string[] = [];
  for (const chain of PUBLIC_EVM) {
    const sources = publicSources(chain, keys);
    if (sources.length > 0) chains[chain.name] = { sources };
    notes.push(`${chain.name}: ${publicNote(chain, keys)}`);
  }
  chains.bitcoin = { sources: PUBLIC_ESPLORA };
  notes.push(
    'bitcoin: mempool.space and blockstream.info are asked without a key, at most once and 0.19 times a second; an Esplora server of your own would be faster and keep the addresses with you.',
  );
  return { chains, notes };
}

/** Which keys of the public profile are at hand. */
interface PublicKeys {
  readonly etherscan: boolean;
  readonly blockscout: boolean;
}

/** The sources of a chain that answer with the keys at hand. Order: as they are asked. */
function publicSources(chain: PublicEvmChain, keys: PublicKeys): readonly SourceConfig[] {
  const { blockscout, routescan } = chain;
  const sources: SourceConfig[] = [];
  if (keys.etherscan && chain.freeAtEtherscan) sources.push(ETHERSCAN);
  if (blockscout !== null) sources.push(blockscoutSource(blockscout, keys));
  if (routescan !== null) sources.push(routescanSource(routescan));
  return sources;
}

function blockscoutSource(
  at: NonNullable<PublicEvmChain['blockscout']>,
  keys: PublicKeys,
): SourceConfig {
  const parts = { kind: 'explorer', api: 'blockscout' } as const;
  if (keys.blockscout) {
    return {
      ...parts,
      url: `https://api.blockscout.com/${at.number}/api/v2`,
      apiKeyEnv: BLOCKSCOUT_KEY_ENV,
      requestsPerSecond: 5,
    };
  }
  return { ...parts, url: `https://${at.host}/api/v2`, requestsPerSecond: 3 };
}

/**
 * Routescan without a key: two requests a second and 10,000 a day. Larger pages were seen to time out.
 *
 * Source: https://routescan.io/docs/plans-and-limits/rate-limits
 */
function routescanSource(number: number): SourceConfig {
  return {
    kind: 'explorer',
    url: `https://api.routescan.io/v2/network/mainnet/evm/${number}/etherscan/api`,
    requestsPerSecond: 2,
    requestsPerDay: 10_000,
    pageSize: 500,
  };
}

/** What is asked for a chain, and what a key would add. */
function publicNote(chain: PublicEvmChain, keys: PublicKeys): string {
  const { blockscout, freeAtEtherscan, routescan } = chain;
  if (routescan !== null) {
    return 'Routescan is asked without a key, 2 times a second and 10,000 times a day; an explorer source at Etherscan with the key of a paid plan would be faster.';
  }
  if (blockscout === null) {
    return `not asked, since nobody serves it for nothing; add an explorer source at Etherscan with the key of a paid plan (${ETHERSCAN_KEY_ENV} of a free plan does not do).`;
  }
  const own = keys.blockscout
    ? 'Blockscout is asked with your key, 5 times a second'
    : `${blockscout.host} is asked without a key, 3 times a second, as long as Blockscout keeps it open`;
  const wouldAdd = keys.blockscout
    ? ''
    : `; a free key in ${BLOCKSCOUT_KEY_ENV} adds Blockscout's hosted service in its place`;
  if (!freeAtEtherscan) {
    return `${own}${wouldAdd}; Etherscan serves this chain to paid plans only.`;
  }
  if (!keys.etherscan) {
    return `${own}${wouldAdd}; a free key in ${ETHERSCAN_KEY_ENV} adds Etherscan, with pages of 1,000 rows in place of 50.`;
  }
  return `Etherscan is asked with your key, 3 times a second (a paid plan allows more: requestsPerSecond); where it does not answer, ${own}${wouldAdd}.`;
}

/** What `hopsight config init` writes: every default, spelled out. */
export function starterConfig(): object {
  const { deadlineMs, ...policy } = DEFAULT_POLICY;
  return {
    database: './hopsight.sqlite',
    timeZone: 'UTC',
    labels: { builtIn: true, feeds: [OFAC_FEED] },
    ownAccounts: [],
    chains: publicChains({ [ETHERSCAN_KEY_ENV]: 'to be set' }).chains,
    prices: DEFILLAMA,
    policy: { ...policy, deadline: `${deadlineMs / 1000}s` },
  };
}
