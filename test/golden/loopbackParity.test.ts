import { beforeAll, describe, expect, it } from 'vitest';
import { addressOfAccount } from '../../src/core/account.js';
import type { ScreeningDocument } from '../../src/report/document.js';
import {
  chainsOf,
  closeAfterwards,
  esploraAt,
  expectToAddUp,
  explorerAt,
  flowsOf,
  importLabels,
  recordedTransfers,
  recordedTxs,
  seededDelays,
  TEST_KEY,
  type TestLabel,
} from '../support/liveSources.js';
import { startLoopbackEsplora } from '../support/loopbackEsplora.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import type { ConfigJson } from '../support/openTestApp.js';

const EXPLOITER = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';
const WANNACRY = '115p7UMMngoj1pMvkpHijcRdfJNXj6LrLn';
const DUST_WEI = 3_000_000_000_000_000n;

const opened = closeAfterwards();
const transfers = recordedTransfers('ronin-2022');
const txs = recordedTxs('wannacry-2017');

/** Room for every request, so that no budget cuts the two ways off at different places. */
const POLICY = { policy: { maxRequests: 100_000 } };

interface Case {
  readonly promise: string;
  readonly address: string;
  readonly asOf?: string;
  /** In place of the built-in labels. */
  readonly labels?: readonly TestLabel[];
  readonly expected: (document: ScreeningDocument) => void;
}

const LISTED: TestLabel = {
  chain: 'ethereum',
  address: EXPLOITER,
  entity: 'Lazarus Group',
  category: 'stolen-funds',
  actor: 'lazarus',
};

const CASES: readonly Case[] = [
  {
    promise: 'holds the exploiter’s own listed address',
    address: EXPLOITER,
    expected: ({ decision, exposures }) => {
      expect(decision).toBe('hold');
      expect(exposures.map(({ kind }) => kind)).toContain('ownership');
    },
  },
  {
    promise: 'holds a wallet one hop from the exploiter as of a day before its own label',
    address: '0x1bf53ce80ff2ed5711b8a2db8f7ea5b38da118d6',
    asOf: '2022-04-20',
    expected: ({ decision, exposures }) => {
      expect(decision).toBe('hold');
      expect(exposures.map(({ kind, minHops }) => [kind, minHops])).toEqual([['direct', 1]]);
    },
  },
  {
    promise: 'links a wallet to the exploiter over two hops by the path alone',
    address: '0x9e1e41985048c07a68a67f632f82799baaf903b1',
    labels: [LISTED],
    expected: ({ exposures }) => {
      expect(exposures.map(({ kind, minHops, entity }) => [kind, minHops, entity])).toEqual([
        ['indirect', 2, 'Lazarus Group'],
      ]);
    },
  },
  {
    promise: 'links the swap wallet both ways',
    address: '0xe708f17240732bbfa1baa8513f66b665fbc7ce10',
    expected: ({ decision, exposures }) => {
      expect(decision).toBe('hold');
      const flows = exposures.filter(({ kind }) => kind === 'direct');
      expect(flows.map(({ direction }) => direction)).toEqual(['incoming', 'outgoing']);
    },
  },
  {
    promise: 'does not hold a stranger who only sent dust to an exploiter address',
    address: strangerWhoSentDust(),
    expected: ({ decision, exposures }) => {
      expect(decision).not.toBe('hold');
      expect(exposures.map(({ direction }) => direction)).not.toContain('incoming');
    },
  },
  {
    promise: 'takes the Binance wallet that paid the first gas for a service, not for a suspect',
    address: '0x4976a4a02f38326660d17bf34b431dc6e2eb2327',
    expected: ({ decision, signals }) => {
      expect(decision).toBe('review');
      expect(signals.map(({ kind }) => kind)).toContain('custodial');
    },
  },
  {
    promise: 'sees the WannaCry address without its own label for what it is: a wallet',
    address: WANNACRY,
    labels: [LISTED],
    expected: ({ signals }) => expect(signals.map(({ kind }) => kind)).not.toContain('busy'),
  },
  {
    promise: 'holds the WannaCry ransom address',
    address: WANNACRY,
    expected: ({ decision }) => expect(decision).toBe('hold'),
  },
];

interface Way {
  readonly name: string;
  readonly chains: object;
}

const ways: Way[] = [];

beforeAll(async () => {
  const known = { facts: transfers, apiKey: TEST_KEY };
  const prompt = await opened.server(startLoopbackExplorer(known));
  const shuffled = await opened.server(
    startLoopbackExplorer({ ...known, delayMs: seededDelays(1, 4) }),
  );
  const esplora = await opened.server(startLoopbackEsplora({ facts: txs }));
  const slowEsplora = await opened.server(
    startLoopbackEsplora({ facts: txs, pageSize: 50, delayMs: seededDelays(2, 4) }),
  );
  ways.push(
    {
      name: 'pages of 1,000 rows',
      chains: chainsOf({ ethereum: [explorerAt(prompt)], bitcoin: [esploraAt(esplora)] }),
    },
    {
      name: 'pages of 10 rows',
      chains: chainsOf({
        ethereum: [explorerAt(prompt, { pageSize: 10 })],
        bitcoin: [esploraAt(esplora)],
      }),
    },
    {
      name: 'answers in another order',
      chains: chainsOf({
        ethereum: [explorerAt(shuffled, { pageSize: 100 })],
        bitcoin: [esploraAt(slowEsplora)],
      }),
    },
  );
});

async function screen(one: Case, config: ConfigJson, profile?: 'recorded') {
  const labels = one.labels === undefined ? {} : { labels: { builtIn: false } };
  const app = opened.app(
    { ...POLICY, ...labels, ...config },
    profile === undefined ? {} : { profile },
  );
  if (one.labels !== undefined) await importLabels(app, one.labels);
  const document = await app.screen(one.address, { asOf: one.asOf ?? null });
  expectToAddUp(document);
  return document;
}

describe('live sources tell the same as the recorded facts that they serve', () => {
  it.each(CASES)('$promise', async (one) => {
    const recorded = await screen(one, {}, 'recorded');
    const live: ScreeningDocument[] = [];
    for (const way of ways) {
      const document = await screen(one, { chains: way.chains });
      one.expected(document);
      const { decision, ...flows } = flowsOf(document);
      const { decision: byRecord, ...flowsByRecord } = flowsOf(recorded);
      expect(flows, way.name).toEqual(flowsByRecord);
      // The recording holds eight histories whole; of others it can only say that it is not enough.
      if (byRecord !== 'incomplete') expect(decision, way.name).toBe(byRecord);
      live.push(document);
    }
    const [first, ...others] = live.map(({ verdictDigest, factsDigest }) => ({
      verdictDigest,
      factsDigest,
    }));
    for (const other of others) expect(other).toEqual(first);
  });
});

/** Somebody of whom the recording knows nothing but small payments to an address of the exploiter. */
function strangerWhoSentDust(): string {
  const sums = new Map<string, bigint>();
  const receivers = new Set(transfers.map(({ to }) => to));
  for (const { from, amount } of transfers) {
    if (from !== null && !receivers.has(from)) sums.set(from, (sums.get(from) ?? 0n) + amount);
  }
  const found = transfers.find(({ from }) => {
    const sum = from === null ? undefined : sums.get(from);
    return sum !== undefined && sum > 0n && sum < DUST_WEI;
  });
  if (found === undefined || found.from === null) throw new Error('The recording has no dust.');
  return addressOfAccount(found.from);
}
