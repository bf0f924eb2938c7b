import { afterEach } from 'vitest';
import { type Asset, type AssetId, nativeAssetId } from '../../../src/core/asset.js';
import { checkpointOf } from '../../../src/core/checkpoint.js';
import type { ReachOptions } from '../../../src/screening/reachChain.js';
import { reachChain } from '../../../src/screening/reachChain.js';
import type { LookUp } from '../../../src/screening/runTrace.js';
import { createEsploraSource } from '../../../src/sources/bitcoin/esploraHistory.js';
import { createExplorerSource } from '../../../src/sources/ethereum/explorerHistory.js';
import { createLedgerStore } from '../../../src/store/ledgerStore.js';
import type { DatabaseHandle } from '../../../src/store/open.js';
import type { LoopbackServer } from '../../support/faultServer.js';
import { TEST_NOW_MS } from '../../support/openTestApp.js';
import { chainNamed, createTestClient, noDeadline, tokenAsset } from '../../support/sourceBench.js';
import { openForTest } from '../store/temporaryDatabase.js';

/** Tokens that tests of look-ups may use, by the numbers of their contracts. */
export const LISTED_TOKENS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

const LISTED: readonly AssetId[] = [
  nativeAssetId(chainNamed('ethereum')),
  nativeAssetId(chainNamed('bitcoin')),
  ...LISTED_TOKENS.map(tokenAsset),
];

const ASSETS = new Map(
  LISTED.map((id): [AssetId, Asset] => [
    id,
    {
      id,
      chain: chainNamed('ethereum').id,
      symbol: 'ANY',
      decimals: 18,
      peg: null,
      wraps: null,
      dustAmount: 1n,
      expansionFloorAmount: 1n,
    },
  ]),
);

const servers = new Set<LoopbackServer>();
afterEach(async () => {
  for (const server of servers) await server.close();
  servers.clear();
});

/** A chain that is ready to be asked, and where what it says is kept. */
export interface Reached {
  readonly lookUp: LookUp;
  readonly db: DatabaseHandle;
}

/** Makes a chain ready whose sources are servers on this machine; they are closed after the test. */
export async function reachForTest(
  asked: readonly LoopbackServer[],
  parts: Partial<Pick<ReachOptions, 'reach' | 'upTo' | 'moment' | 'untilSeconds'>> & {
    readonly db?: DatabaseHandle;
    readonly chain?: 'ethereum' | 'bitcoin';
  } = {},
): Promise<Reached> {
  for (const server of asked) servers.add(server);
  const {
    db = openForTest(),
    chain: name = 'ethereum',
    reach = 'live',
    upTo = 'newest',
    moment = 'present',
    untilSeconds = TEST_NOW_MS / 1000,
  } = parts;
  const chain = chainNamed(name);
  const { http } = createTestClient();
  const live = asked.map(({ url: baseUrl, host }) => {
    const proof = { checkpoint: checkpointOf(chain.id), place: baseUrl };
    const options = { name: `source ${host}`, chain, baseUrl, http };
    if (name === 'bitcoin') {
      const utxo = createEsploraSource(options);
      return { source: utxo, utxo, accounts: null, proof };
    }
    const accounts = createExplorerSource({ ...options, apiKey: null });
    return { source: accounts, utxo: null, accounts, proof };
  });
  const access = await reachChain(
    { chain, live, recorded: [], isCrossChecked: false },
    {
      cache: createLedgerStore(db),
      assets: ASSETS,
      ...{ reach, upTo, moment },
      untilSeconds,
    },
    noDeadline(),
  );
  if (access.kind === 'blind') throw new Error(access.gap.sentence);
  return { lookUp: access.lookUp, db };
}
