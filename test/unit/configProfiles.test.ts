import { describe, expect, it } from 'vitest';
import { connectSources } from '../../src/app/connectSources.js';
import { openNetwork } from '../../src/app/network.js';
import { chainsOfProfile } from '../../src/configProfiles.js';
import { DEFAULT_POLICY } from '../../src/core/policy.js';
import { DEFAULT_DOCUMENTS } from '../../src/documentsConfig.js';
import { DEFAULT_SERVICE } from '../../src/serviceConfig.js';
import { createRecordings } from '../../src/sources/recorded.js';
import { createQuotaStore } from '../../src/store/quotaStore.js';
import { DEFAULT_SUMMARY } from '../../src/summaryConfig.js';
import { openForTest } from './store/temporaryDatabase.js';

describe('the public profile', () => {
  const publicProfile = (env: Readonly<Record<string, string>> = {}) => {
    const { chains, notes } = chainsOfProfile('public', env);
    const urls = Object.entries(chains).map(
      ([name, { sources }]) =>
        [name, sources.map((source) => (source.kind === 'recorded' ? '' : source.url))] as const,
    );
    return { chains, notes, urls: Object.fromEntries(urls) };
  };
  const ETHERSCAN = 'https://api.etherscan.io/v2/api';
  const ESPLORA = ['https://mempool.space/api', 'https://blockstream.info/api'];
  const ROUTESCAN = 'https://api.routescan.io/v2/network/mainnet/evm/43114/etherscan/api';

  it('asks each chain that answers without a key', () => {
    expect(publicProfile().urls).toEqual({
      ethereum: ['https://eth.blockscout.com/api/v2'],
      polygon: ['https://polygon.blockscout.com/api/v2'],
      arbitrum: ['https://arbitrum.blockscout.com/api/v2'],
      optimism: ['https://optimism.blockscout.com/api/v2'],
      base: ['https://base.blockscout.com/api/v2'],
      avalanche: [ROUTESCAN],
      gnosis: ['https://gnosis.blockscout.com/api/v2'],
      bitcoin: ESPLORA,
    });
  });

  it('asks Etherscan first for the chains that a free key opens, and for no others', () => {
    const { urls } = publicProfile({ ETHERSCAN_API_KEY: 'k' });
    const first = Object.entries(urls).filter(([, [url]]) => url === ETHERSCAN);
    expect(first.map(([name]) => name)).toEqual(['ethereum', 'polygon', 'arbitrum', 'gnosis']);
    expect(first.every(([, { length }]) => length === 2)).toBe(true);
    expect(JSON.stringify(urls.bitcoin)).toBe(JSON.stringify(ESPLORA));
  });

  it("asks Blockscout's hosted service in place of its single hosts once there is a key", () => {
    const { urls, chains } = publicProfile({ BLOCKSCOUT_API_KEY: 'k', ETHERSCAN_API_KEY: 'k' });
    expect(urls.ethereum).toEqual([ETHERSCAN, 'https://api.blockscout.com/1/api/v2']);
    expect(urls.base).toEqual(['https://api.blockscout.com/8453/api/v2']);
    expect(chains.base?.sources).toMatchObject([
      { api: 'blockscout', apiKeyEnv: 'BLOCKSCOUT_API_KEY', requestsPerSecond: 5 },
    ]);
  });

  it('says of each chain what a key would add', () => {
    const noteOf = (name: string, env: Readonly<Record<string, string>> = {}) =>
      publicProfile(env).notes.find((note) => note.startsWith(`${name}: `));
    const names = ['ethereum', 'polygon', 'arbitrum', 'optimism', 'base', 'bsc', 'avalanche'];
    for (const name of [...names, 'gnosis', 'bitcoin']) expect(noteOf(name), name).toBeDefined();
    expect(noteOf('ethereum')).toMatch(/without a key.*BLOCKSCOUT_API_KEY.*ETHERSCAN_API_KEY adds/);
    expect(noteOf('ethereum', { ETHERSCAN_API_KEY: 'k' })).toMatch(/^ethereum: Etherscan is asked/);
    expect(noteOf('base')).toMatch(/BLOCKSCOUT_API_KEY.*paid plans only/);
    expect(noteOf('base', { BLOCKSCOUT_API_KEY: 'k' })).not.toContain('BLOCKSCOUT_API_KEY');
    expect(noteOf('bsc')).toMatch(/not asked.*paid plan/);
    expect(noteOf('avalanche')).toMatch(/Routescan is asked without a key/);
  });

  it.each([{}, { ETHERSCAN_API_KEY: 'k', BLOCKSCOUT_API_KEY: 'k' }])(
    'names sources that can be made, each of its own chain: %j',
    (env) => {
      const { chains } = publicProfile(env);
      const config = {
        file: null,
        database: ':memory:',
        timeZone: 'UTC',
        currency: 'USD',
        labels: { builtIn: false, feeds: [] },
        caFile: null,
        ownAccounts: [],
        chains,
        prices: { source: 'none' as const },
        rates: { source: 'none' as const },
        policy: DEFAULT_POLICY,
        service: DEFAULT_SERVICE,
        approvals: { keyFolder: 'not-there' },
        ...{ documents: DEFAULT_DOCUMENTS, summary: DEFAULT_SUMMARY },
      };
      const nowMs = () => 0;
      const network = openNetwork(config, { env, quotas: createQuotaStore(openForTest()), nowMs });
      const made = connectSources(config, {
        ...{ env, nowMs, network, openRecorded: createRecordings() },
        random: () => 0,
        endsAtMs: 1,
        urgency: 'single',
      });
      network.close();
      for (const [name, { chain, live }] of made.chains) {
        expect(live.length, name).toBe(chains[name]?.sources.length);
        expect(live.every(({ source }) => source.chain === chain.id)).toBe(true);
        expect(new Set(live.map(({ source }) => source.name)).size).toBe(live.length);
      }
    },
  );
});
