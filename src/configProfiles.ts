import { join } from 'node:path';
import { DEFILLAMA, type SourceConfig } from './configSchema.js';
import { CHAINS } from './core/chain.js';
import { DEFAULT_POLICY } from './core/policy.js';
import { packageRoot } from './packageInfo.js';
import { listRecorded } from './sources/recorded.js';

/** A ready choice of sources: the recorded examples, or public services. */
export type Profile = 'recorded' | 'public';

/** The sources of one chain, in the order in which they are asked. */
export interface ChainConfig {
  readonly sources: readonly SourceConfig[];
}

/** Configured chains by short name. */
export type ChainConfigs = Readonly<Record<string, ChainConfig>>;

/** The chains of a profile, and what a person should know about them. */
export interface ProfileChains {
  readonly chains: ChainConfigs;
  readonly notes: readonly string[];
}

/** Environment variable that holds the Etherscan key of the public profile. */
const ETHERSCAN_KEY_ENV = 'ETHERSCAN_API_KEY';

/** Etherscan V2, which serves many chains under one key. Source: https://docs.etherscan.io/rate-limits */
const ETHERSCAN: SourceConfig = {
  kind: 'explorer',
  url: 'https://api.etherscan.io/v2/api',
  apiKeyEnv: ETHERSCAN_KEY_ENV,
  requestsPerSecond: 3,
};

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
  const bitcoinNote =
    'bitcoin: mempool.space and blockstream.info are asked without a key, at most once and 0.19 times a second; an Esplora server of your own would be faster and keep the addresses with you.';
  if ((env[ETHERSCAN_KEY_ENV] ?? '') === '') {
    return {
      chains: { bitcoin: { sources: PUBLIC_ESPLORA } },
      notes: [
        `ethereum: not asked, since Etherscan answers nobody without a key; a free key in ${ETHERSCAN_KEY_ENV} adds Ethereum at 3 requests a second.`,
        bitcoinNote,
      ],
    };
  }
  return {
    chains: { ethereum: { sources: [ETHERSCAN] }, bitcoin: { sources: PUBLIC_ESPLORA } },
    notes: [
      'ethereum: Etherscan is asked with your key, 3 times a second; a paid plan allows more (requestsPerSecond).',
      bitcoinNote,
    ],
  };
}

/** What `hopsight config init` writes: every default, spelled out. */
export function starterConfig(): object {
  const { deadlineMs, ...policy } = DEFAULT_POLICY;
  return {
    database: './hopsight.sqlite',
    timeZone: 'UTC',
    labels: { builtIn: true },
    ownAccounts: [],
    chains: {
      ethereum: { sources: [ETHERSCAN] },
      bitcoin: { sources: PUBLIC_ESPLORA },
    },
    prices: DEFILLAMA,
    policy: { ...policy, deadline: `${deadlineMs / 1000}s` },
  };
}
