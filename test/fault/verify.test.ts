import { describe, expect, it } from 'vitest';
import { erc20AssetId } from '../../src/core/asset.js';
import type { Transfer } from '../../src/core/ledger.js';
import {
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
  importLabels,
  inventedAddress,
} from '../support/liveSources.js';
import { startLoopbackEsplora } from '../support/loopbackEsplora.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { pricesAt, startLoopbackPrices } from '../support/loopbackPrices.js';
import { openTestApp, TEST_NOW_MS } from '../support/openTestApp.js';
import {
  appendForged,
  bundleIn,
  OTHER_ID,
  recordOf,
  seenIn,
  storedIn,
  verify,
} from '../support/recordOf.js';
import { transfer } from '../support/sourceBench.js';
import { chainNamed } from '../support/world.js';

const opened = closeAfterwards();

async function explorerWith(facts: readonly Transfer[] = honestTransfers()) {
  const server = await opened.server(startLoopbackExplorer({ facts }));
  return { server, chains: chainsOf({ ethereum: [explorerAt(server)] }) };
}

/** An application with the honest wallet screened, in its own folder. */
async function screened(config: object = {}, facts?: readonly Transfer[]) {
  const { server, chains } = await explorerWith(facts);
  const app = await openHonestApp({ chains, ...config });
  const document = await app.screen(HONEST);
  return { app, document, server };
}

describe('a recorded verdict comes out the same, with nobody asked', () => {
  it('of a wallet over an explorer, of the same from the cache, and offline', async () => {
    const { app, document, server } = await screened();
    expect(document.decision).toBe('proceed');
    const cached = await app.screen(HONEST);
    const offline = await app.screen(HONEST, { offline: true });
    expect(cached.factsDigest).toBe(document.factsDigest);
    expect(offline.factsDigest).toBe(document.factsDigest);
    const before = server.requests.length;
    for (const one of [document, cached, offline]) {
      const told = verify(app, one);
      expect(told).toMatchObject({ outcome: 'verified', differing: [] });
      expect(told.sentence).toContain(one.verdictDigest);
    }
    expect(server.requests).toHaveLength(before);
    app.close();
  });

  it('of a Bitcoin wallet', async () => {
    const server = await opened.server(startLoopbackEsplora({ facts: honestTxs() }));
    const app = await openHonestApp({ chains: chainsOf({ bitcoin: [esploraAt(server)] }) });
    expect(verify(app, await app.screen(HONEST_BITCOIN)).outcome).toBe('verified');
    app.close();
  });

  it('of one that its budget cut', async () => {
    const { app, document } = await screened({ policy: { maxRequests: 3 } });
    expect(document.gaps.map(({ kind }) => kind)).toContain('budget');
    const subject = seenIn(bundleIn(recordOf(app).store, document.screeningId));
    expect(subject.cut).toBe('budget');
    expect(subject.replies.every(({ cost }) => cost !== null && cost > 0)).toBe(true);
    expect(verify(app, document).outcome).toBe('verified');
    app.close();
  });

  it('of one that its deadline cut', async () => {
    const server = await opened.server(
      startLoopbackExplorer({
        facts: honestTransfers(),
        script: ({ index }) => (index > 4 ? { kind: 'stall' } : null),
      }),
    );
    const chains = chainsOf({ ethereum: [explorerAt(server)] });
    const app = await openHonestApp({ chains, policy: { deadline: '700ms' } });
    const document = await app.screen(HONEST);
    expect(document).toMatchObject({ decision: 'incomplete', complete: false });
    expect(verify(app, document).outcome).toBe('verified');
    app.close();
  });

  it('of one of which nothing was seen, and of one on a chain that is not traced', async () => {
    const app = await openHonestApp({ chains: {} });
    for (const text of [HONEST, 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8']) {
      const document = await app.screen(text);
      expect(document.decision).toBe('incomplete');
      expect(verify(app, document).outcome).toBe('verified');
    }
    app.close();
  });

  it('of one with dated prices, some of them missing, when nobody tells prices any more', async () => {
    const priceOf = (_: string, day: string) => (day.startsWith('2024-03') ? null : '2000');
    const prices = await opened.server(startLoopbackPrices({ priceOf }));
    const { app, document } = await screened(pricesAt(prices));
    const bundle = bundleIn(recordOf(app).store, document.screeningId);
    expect(bundle.prices.length).toBeGreaterThan(10);
    expect(bundle.circumstances.unpriced).toMatchObject([{ why: 'not-known' }, {}]);
    expect(verify(app, document).outcome).toBe('verified');
    app.close();
  });

  it('although labels and the payer’s own accounts are others by now', async () => {
    const { app, document } = await screened();
    await importLabels(app, [
      {
        chain: 'ethereum',
        address: HONEST,
        entity: 'Thieves',
        category: 'stolen-funds',
        actor: 'lazarus',
      },
    ]);
    expect((await app.screen(HONEST)).decision).toBe('hold');
    expect(verify(app, document).outcome).toBe('verified');
    app.close();
  });

  it('whatever accounts are the payer’s own now, or were and took no part', async () => {
    const { server, chains } = await explorerWith();
    const employer = inventedAddress('an employer');
    const own = await openHonestApp({
      chains,
      ownAccounts: [employer, inventedAddress('a warehouse')],
    });
    const document = await own.screen(HONEST);
    expect(document.composition.incoming.map(({ origin }) => origin)).toContain('own-company');
    const { ownAccounts } = bundleIn(recordOf(own).store, document.screeningId).circumstances;
    expect(ownAccounts).toEqual([accountAt(employer)]);
    own.app.close();
    const later = openTestApp({ labels: { builtIn: false }, chains }, { folder: own.folder });
    expect(verify(later, document).outcome).toBe('verified');
    expect(server.requests.length).toBeGreaterThan(0);
    later.close();
  });
});

const MARKET = inventedAddress('a market');

/** Tokens that nobody lists, got for nothing and sold to a market that an exchange filled. */
function withUnlistedTrade(): readonly Transfer[] {
  const wallet = accountAt(HONEST);
  const pool = accountAt(MARKET);
  const token = erc20AssetId(chainNamed('ethereum').id, inventedAddress('a token of nobody'));
  const tokens = { asset: token, channel: 'token', amount: 77n } as const;
  const at = (day: number, parts: Partial<Transfer>) =>
    transfer({ timeSeconds: Date.UTC(2024, 11, day) / 1000, ...parts });
  const sale = { txId: `0x${'6'.repeat(64)}`, amount: 10n ** 18n };
  return [
    ...honestTransfers(),
    at(1, { from: accountAt(inventedAddress('an exchange')), to: pool, amount: 10n ** 19n }),
    at(2, { from: pool, to: wallet, ...tokens }),
    at(3, { ...sale, from: wallet, to: pool, ...tokens }),
    at(3, { ...sale, from: pool, to: wallet, index: '#1' }),
  ];
}

describe('what decided and moved nothing of value is in the record', () => {
  it('unlisted tokens: without them another verdict comes out, and that is said', async () => {
    const { chains } = await explorerWith(withUnlistedTrade());
    const app = await openHonestApp({ chains });
    const market = { chain: 'ethereum', entity: 'Market', category: 'dex', actor: '' } as const;
    await importLabels(app, [{ ...market, address: MARKET }]);
    const document = await app.screen(HONEST);
    expect(document.composition.incoming.map(({ reason }) => reason)).toContain('unlisted-asset');
    expect(verify(app, document).outcome).toBe('verified');
    const { store } = recordOf(app);
    const stored = storedIn(store, document.screeningId);
    const bundle = bundleIn(store, document.screeningId);
    const listed = new Set(bundle.circumstances.assets.map(({ id }) => id));
    const subject = seenIn(bundle);
    const replies = subject.replies.map((reply) => ({
      ...reply,
      facts: reply.facts.filter((fact) => fact.kind === 'utxo' || listed.has(fact.asset)),
    }));
    expect(replies).not.toEqual(subject.replies);
    appendForged(store, stored, {
      screeningId: OTHER_ID,
      bundle: { ...bundle, subjects: [{ ...subject, replies }] },
    });
    const told = verify(app, { screeningId: OTHER_ID });
    expect(told.outcome).toBe('differs');
    expect(told.differing).toContain('composition');
    expect(told.sentence).toContain('composition');
    app.close();
  });

  it('what was not seen: a record that leaves it out makes another verdict', async () => {
    const { app, document } = await screened({ policy: { maxRequests: 3 } });
    const { store } = recordOf(app);
    const bundle = bundleIn(store, document.screeningId);
    const whole = { ...seenIn(bundle), cut: null };
    const replies = whole.replies.map((reply) => ({ ...reply, cost: null }));
    appendForged(store, storedIn(store, document.screeningId), {
      screeningId: OTHER_ID,
      bundle: { ...bundle, subjects: [{ ...whole, replies }] },
    });
    expect(verify(app, { screeningId: OTHER_ID })).toMatchObject({ outcome: 'differs' });
    app.close();
  });
});

it('a verdict as of a past day is built again as of that day, whatever the clock says now', async () => {
  const { chains } = await explorerWith();
  const app = await openHonestApp({ chains });
  const document = await app.screen(HONEST, { asOf: '2024-01-31' });
  app.app.close();
  const later = openTestApp(
    { labels: { builtIn: false }, chains },
    { folder: app.folder, nowMs: () => TEST_NOW_MS + 400 * 86_400_000 },
  );
  expect(verify(later, document).outcome).toBe('verified');
  later.close();
});
