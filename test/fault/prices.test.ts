import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeFactBundle } from '../../src/core/decodeBundle.js';
import type { Transfer } from '../../src/core/ledger.js';
import { createDailyPrices } from '../../src/core/price.js';
import { migrationsFolder, readAssets } from '../../src/packageFiles.js';
import type { ScreeningDocument } from '../../src/report/document.js';
import { openDatabase } from '../../src/store/open.js';
import { createScreeningStore } from '../../src/store/screeningStore.js';
import {
  type Fault,
  type FaultScript,
  jsonBody,
  limited,
  type ServerManners,
  webPage,
} from '../support/faultServer.js';
import {
  EMPLOYER,
  HONEST,
  HONEST_BITCOIN,
  honestTransfers,
  honestTxs,
  openHonestApp,
} from '../support/honestWallet.js';
import {
  accountAt,
  chainsOf,
  closeAfterwards,
  esploraAt,
  explorerAt,
  inventedAddress,
  TEST_KEY,
} from '../support/liveSources.js';
import { startLoopbackEsplora } from '../support/loopbackEsplora.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import {
  chartsAsked,
  type PriceText,
  pricesAt,
  startLoopbackPrices,
} from '../support/loopbackPrices.js';
import { TEST_NOW_MS } from '../support/openTestApp.js';
import { transfer } from '../support/sourceBench.js';
import { USDC } from '../support/workedExample.js';

const opened = closeAfterwards();
const POOL = inventedAddress('a pool without a label');

/** Two years of wages, of which some are swapped for dollars at a pool that nobody knows. */
function withSwap(finneys: bigint): readonly Transfer[] {
  const at = {
    txId: `0x${'5'.repeat(64)}`,
    timeSeconds: Date.UTC(2024, 11, 3) / 1000,
  };
  const [wallet, pool] = [accountAt(HONEST), accountAt(POOL)];
  const maker = accountAt(inventedAddress('an exchange'));
  const dollars = finneys * 2n * 1_000_000n;
  const token = { asset: USDC, channel: 'token' as const, amount: dollars };
  return [
    ...honestTransfers(),
    transfer({ ...token, from: maker, to: pool, timeSeconds: at.timeSeconds - 86_400 }),
    transfer({ ...at, from: wallet, to: pool, amount: finneys * 10n ** 15n }),
    transfer({ ...at, ...token, from: pool, to: wallet, index: '#1' }),
  ];
}

/** When a host that was left alone is asked again, and a day's requests are counted anew. */
const NEXT_DAY_MS = (Math.floor(TEST_NOW_MS / 86_400_000) + 1) * 86_400_000;

interface Parts extends ServerManners {
  readonly facts?: readonly Transfer[];
  readonly priceOf?: PriceText;
  readonly deadline?: string;
  readonly nowMs?: () => number;
}

async function open(parts: Parts = {}) {
  const { facts = honestTransfers(), priceOf = () => '2000', deadline = '60s', nowMs } = parts;
  const explorer = await opened.server(startLoopbackExplorer({ facts, apiKey: TEST_KEY }));
  const prices = await opened.server(startLoopbackPrices({ ...parts, priceOf }));
  const app = await openHonestApp(
    {
      chains: chainsOf({ ethereum: [explorerAt(explorer)] }),
      ...pricesAt(prices),
      policy: { deadline },
    },
    nowMs === undefined ? {} : { nowMs },
  );
  return { app, prices, explorer };
}

const unpricedIn = ({ gaps }: ScreeningDocument) => gaps.filter(({ kind }) => kind === 'unpriced');
const dollarsOf = ({ totals }: ScreeningDocument) => totals.incoming.received.map(({ usd }) => usd);

describe('prices that are fetched', () => {
  it('value what came in, once: a second screening asks nothing, nor does one offline', async () => {
    const { app, prices } = await open();
    const first = await app.screen(HONEST);
    expect(first).toMatchObject({ decision: 'proceed', complete: true, gaps: [] });
    // Two years of two ether a month, at 2,000 dollars.
    expect(dollarsOf(first)).toEqual(['96000.000000']);
    expect([...chartsAsked(prices.requests)].sort()).toEqual([
      'coingecko:ethereum 2022-01-01 365',
      'coingecko:ethereum 2023-01-01 365',
      'coingecko:ethereum 2024-01-01 366',
    ]);
    expect(prices.requests.join()).not.toContain('0x');
    expect(first.upstream.byHost[prices.host]).toBe(3);
    const second = await app.screen(HONEST);
    const offline = await app.screen(HONEST, { offline: true });
    expect(prices.requests).toHaveLength(3);
    for (const again of [second, offline]) {
      expect(again.factsDigest).toBe(first.factsDigest);
      expect(again.verdictDigest).toBe(first.verdictDigest);
      expect(again.prices).toEqual(first.prices);
    }
    app.close();
  });

  it('value Bitcoin as well', async () => {
    const esplora = await opened.server(startLoopbackEsplora({ facts: honestTxs() }));
    const prices = await opened.server(startLoopbackPrices({ priceOf: () => '30000.5' }));
    const app = await openHonestApp({
      chains: chainsOf({ bitcoin: [esploraAt(esplora)] }),
      ...pricesAt(prices),
    });
    const document = await app.screen(HONEST_BITCOIN);
    expect(document.decision).toBe('proceed');
    // Thirty payments of 0.3 bitcoin.
    expect(dollarsOf(document)).toEqual(['270004.500000']);
    app.close();
  });

  it('stand beside the facts of the record, and make the same book again', async () => {
    const { app } = await open();
    const document = await app.screen(HONEST);
    const db = openDatabase({
      file: join(app.folder, 'test.sqlite'),
      migrationsFolder,
      now: () => TEST_NOW_MS,
    });
    const store = createScreeningStore(db, { randomBytes: (count) => new Uint8Array(count) });
    const bundle = store.readFactBundle(document.factsDigest) ?? '';
    db.close();
    app.close();
    const kept = decodeFactBundle(bundle).prices;
    expect(kept).toHaveLength(document.prices.reduce((sum, { days }) => sum + days, 0));
    const book = createDailyPrices(readAssets(), kept);
    const [paid] = honestTransfers();
    if (paid === undefined) throw new Error('nothing was paid');
    expect(book.priceOf(paid.asset, paid.timeSeconds)).toEqual({
      numerator: 2_000_000_000n,
      denominator: 10n ** 18n,
    });
  });

  it('change the digest of the facts', async () => {
    const digests = ['2000', '2000.01'].map(async (price) => {
      const { app } = await open({ priceOf: () => price });
      const { factsDigest } = await app.screen(HONEST);
      app.close();
      return factsDigest;
    });
    expect(new Set(await Promise.all(digests)).size).toBe(2);
  });

  it('decide the same in whatever order they come', async () => {
    let delays: readonly number[] = [];
    let answered = 0;
    const prices = await opened.server(
      startLoopbackPrices({
        priceOf: () => '2000',
        delayMs: () => delays[answered++ % delays.length] ?? 0,
      }),
    );
    const explorer = await opened.server(
      startLoopbackExplorer({ facts: withSwap(5_000n), apiKey: TEST_KEY }),
    );
    const digests: string[] = [];
    for (const next of [
      [0, 0, 0],
      [60, 0, 20],
      [0, 40, 80],
    ]) {
      delays = next;
      const app = await openHonestApp({
        chains: chainsOf({ ethereum: [explorerAt(explorer)] }),
        ...pricesAt(prices),
      });
      const { verdictDigest, decision } = await app.screen(HONEST);
      expect(decision).toBe('proceed');
      digests.push(verdictDigest);
      app.close();
    }
    expect(new Set(digests).size).toBe(1);
  });
});

const EVERY_REQUEST =
  (fault: Fault): FaultScript =>
  () =>
    fault;

describe('a source of prices that fails does not fail the screening', () => {
  it.each<readonly [string, Fault]>([
    ['closes the connection', { kind: 'refuse' }],
    ['answers 500', jsonBody('{"error":"oops"}', 500)],
    ['limits the rate', limited('0')],
    ['has no more requests for the day', limited(null, '{"message":"daily quota exceeded"}')],
    ['answers with a web page', webPage(200)],
    ['cuts its answer off', { kind: 'truncate' }],
    ['sends without an end', { kind: 'flood' }],
    ['lies about a sign', { kind: 'edit', edit: (body) => body.replace('2000', '-2000') }],
    [
      'contradicts itself',
      {
        kind: 'edit',
        edit: (body) =>
          body.replace(
            /("price":)2000(.*)]/,
            (all) =>
              `${all.slice(0, -1)},${/\{"timestamp[^}]*/.exec(all)?.[0]?.replace('2000', '1') ?? ''}`,
          ),
      },
    ],
    ['answers in another language', jsonBody('{"prices":[[1651579200000,2000]]}')],
  ])('when it %s', async (_, fault) => {
    let isBroken = true;
    let nowMs = TEST_NOW_MS;
    const { app } = await open({
      script: (at) => (isBroken ? EVERY_REQUEST(fault)(at) : null),
      nowMs: () => nowMs,
    });
    const document = await app.screen(HONEST);
    expect(document).toMatchObject({ decision: 'proceed', complete: true, prices: [] });
    expect(dollarsOf(document)).toEqual([null]);
    const gaps = unpricedIn(document);
    expect(gaps.map(({ direction, matters, share }) => [direction, matters, share])).toEqual([
      ['incoming', false, '1.000000'],
      ['outgoing', false, '1.000000'],
    ]);
    expect(gaps[0]?.sentence).toContain('no price of ETH on 24 days from 2023-01-01');
    expect(gaps[0]?.cure).toMatch(/^Screen again when the source of prices answers/);
    isBroken = false;
    nowMs = NEXT_DAY_MS;
    const healed = await app.screen(HONEST);
    expect(healed.gaps).toEqual([]);
    expect(dollarsOf(healed)).toEqual(['96000.000000']);
    app.close();
  });

  it('never answers: the screening ends at its deadline, and its own sources were heard', async () => {
    const { app } = await open({ script: () => ({ kind: 'stall' }), deadline: '1500ms' });
    const startedMs = performance.now();
    const document = await app.screen(HONEST);
    expect(performance.now() - startedMs).toBeLessThan(2500);
    expect(document.decision).not.toBe('hold');
    expect(unpricedIn(document)).not.toEqual([]);
    app.close();
  });
});

describe('a price that is not there', () => {
  it('offline: nothing is asked, and the gap says what to do', async () => {
    const { app, prices } = await open({ priceOf: () => null });
    await app.screen(HONEST);
    const asked = prices.requests.length;
    const document = await app.screen(HONEST, { offline: true });
    expect(prices.requests).toHaveLength(asked);
    expect(document.decision).toBe('proceed');
    app.close();
  });

  it('of some days only: their part is told, and nothing counts in dollars', async () => {
    const { app } = await open({ priceOf: (_, day) => (day < '2024' ? '2000' : null) });
    const document = await app.screen(HONEST);
    expect(document).toMatchObject({ decision: 'proceed', complete: true });
    const [incoming] = unpricedIn(document);
    // Thirteen of the 24 wages fall into 2023.
    expect(incoming).toMatchObject({ direction: 'incoming', share: '0.458333', matters: false });
    expect(incoming?.cure).toContain('asked again after a week');
    expect(dollarsOf(document)).toEqual([null]);
    app.close();
  });
});

describe('a swap of ether for dollars at a pool without a label', () => {
  const decisionOf = async (parts: Parts) => {
    const { app } = await open({ facts: withSwap(5_000n), ...parts });
    const document = await app.screen(HONEST);
    app.close();
    return document;
  };
  const assetsIn = ({ totals }: ScreeningDocument) =>
    totals.incoming.received.map(({ asset }) => asset.split('/')[1]);

  it('is believed at the price of its day: no income', async () => {
    const document = await decisionOf({ priceOf: () => '2000' });
    expect(document).toMatchObject({ decision: 'proceed', gaps: [] });
    expect(assetsIn(document)).toEqual(['slip44:60']);
  });

  it('is not believed at the price of another day', async () => {
    const document = await decisionOf({
      priceOf: (_, day) => (day === '2024-12-03' ? '4000' : '2000'),
    });
    expect(assetsIn(document)).toContain(USDC.split('/')[1]);
    expect(document.gaps).toEqual([]);
  });

  it('is a gap that matters while the source does not answer, and no more once it has', async () => {
    let isBroken = true;
    let nowMs = TEST_NOW_MS;
    const { app } = await open({
      facts: withSwap(5_000n),
      script: () => (isBroken ? { kind: 'refuse' } : null),
      nowMs: () => nowMs,
    });
    const document = await app.screen(HONEST);
    expect(document).toMatchObject({ decision: 'incomplete', complete: false });
    const mattering = document.gaps.filter(({ matters }) => matters);
    expect(mattering.map(({ kind }) => kind)).toEqual(['unpriced', 'unpriced', 'unpriced']);
    expect(mattering[0]).toMatchObject({ account: accountAt(HONEST), direction: null });
    isBroken = false;
    nowMs = NEXT_DAY_MS;
    expect(await app.screen(HONEST)).toMatchObject({ decision: 'proceed', gaps: [] });
    app.close();
  });

  it('is none where the source knows no price: nothing can cure that', async () => {
    const document = await decisionOf({ priceOf: () => null });
    expect(document.gaps.filter(({ matters }) => matters)).toEqual([]);
    expect(document.decision).not.toBe('incomplete');
  });

  it('of less than what counts as a payment needs no price', async () => {
    const document = await decisionOf({
      facts: withSwap(2n),
      script: () => ({ kind: 'refuse' }),
    });
    expect(document).toMatchObject({ decision: 'proceed', complete: true });
  });

  it('of the employer hides what it paid on', async () => {
    const swap = withSwap(50_000n).slice(-2);
    const ofEmployer = swap.map((move) => ({
      ...move,
      timeSeconds: Date.UTC(2022, 11, 20) / 1000,
      from: move.from === accountAt(HONEST) ? accountAt(EMPLOYER) : move.from,
      to: move.to === accountAt(HONEST) ? accountAt(EMPLOYER) : move.to,
    }));
    const document = await decisionOf({
      facts: [...honestTransfers(), ...ofEmployer],
      script: () => ({ kind: 'refuse' }),
    });
    const mattering = document.gaps.filter(({ matters }) => matters);
    expect(mattering.map(({ kind, account }) => [kind, account])).toContainEqual([
      'unpriced',
      accountAt(EMPLOYER),
    ]);
    expect(document.decision).toBe('incomplete');
  });
});
