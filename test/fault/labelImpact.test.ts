import { describe, expect, it } from 'vitest';
import { tronTwin } from '../../src/chains/labelAddress.js';
import type { Attribution } from '../../src/core/attribution.js';
import { formatCanonicalJson } from '../../src/core/canonicalJson.js';
import { encodeFact } from '../../src/core/factJson.js';
import { accountAt, chainsOf, closeAfterwards, explorerAt } from '../support/liveSources.js';
import {
  BANK,
  BANK_CLAIM,
  CLIENT,
  claim,
  claimOn,
  impactOf,
  importClaims,
  lookbackTransfers,
  SHOP,
  SUPPLIER,
  WALLET,
} from '../support/lookbackWorld.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { openTestApp, TEST_NOW_MS } from '../support/openTestApp.js';
import { appendLike, OTHER_ID, recordOf, storedIn } from '../support/recordOf.js';

const NOBODY = `0x${'9'.repeat(40)}`;

const opened = closeAfterwards();

/** A wallet screened by some claims on 22 November; it is then the 24th. */
async function screenedBy(claims: readonly Attribution[], parts: { asOf?: string } = {}) {
  const server = await opened.server(startLoopbackExplorer({ facts: lookbackTransfers() }));
  const chains = chainsOf({ ethereum: [explorerAt(server)] });
  const clock = { ms: TEST_NOW_MS };
  const app = opened.app({ labels: { builtIn: false }, chains }, { nowMs: () => clock.ms });
  importClaims(app, claims, { at: '2026-11-20T09:00:00Z' });
  const document = await app.screen(WALLET, parts);
  clock.ms += 2 * 86_400_000;
  return { app, document, server, clock };
}

/** The one item of a look back. */
function itemOf(app: Parameters<typeof impactOf>[0], parts: object = {}) {
  const { items, counts } = impactOf(app, parts);
  expect(counts.touched).toBe(1);
  const [item, ...more] = items;
  expect(more).toEqual([]);
  expect.assert(item !== undefined);
  return item;
}

describe('a claim that came after a screening is told where it counts', () => {
  it.each([
    ['the wallet itself', WALLET, 'hold', 'ownership', undefined],
    ['who paid it', CLIENT, 'hold', 'direct', 1],
    ['the middle of a recorded path', SUPPLIER, 'hold', 'indirect', 2],
    ['whom it paid', SHOP, 'review', 'direct', 1],
  ] as const)('%s', async (_, address, decision, kind, hops) => {
    const { app, document, server } = await screenedBy([BANK_CLAIM]);
    expect(document.decision).toBe('proceed');
    const requests = server.requests.length;
    importClaims(app, [BANK_CLAIM, claim(address)]);
    const item = itemOf(app);
    expect(item).toMatchObject({
      record: { kind: 'screening', screeningId: document.screeningId, asOf: null },
      subjects: [{ account: accountAt(WALLET), chain: 'ethereum' }],
      before: { decision: 'proceed' },
      now: { decision, complete: true },
      claims: [
        {
          change: 'added',
          entity: 'Lazarus Group',
          source: 'https://example.org/list',
          published: 'after',
          exposures: [{ kind }],
        },
      ],
      notLookedUp: [],
      screenedSince: null,
    });
    const path = item.claims[0]?.exposures[0]?.paths[0];
    expect(path?.hops.length).toBe(hops);
    expect(server.requests).toHaveLength(requests);
    expect(app.app.listScreenings({ fromIso: '2026', toIso: '2027' })).toHaveLength(1);
  });

  it('an account that stood unlabelled in the composition', async () => {
    const { app, document } = await screenedBy([claim(NOBODY, { use: 'note' })]);
    expect(document.composition.incoming.map(({ entity }) => entity)).not.toContain('Bank');
    importClaims(app, [BANK_CLAIM]);
    expect(impactOf(app).counts).toMatchObject({ touched: 1 });
    importClaims(app, [claim(BANK)]);
    expect(itemOf(app)).toMatchObject({
      now: { decision: 'hold' },
      claims: [{ exposures: [{ kind: 'indirect', minHops: 3 }, {}] }],
    });
  });

  it('by the same key on another chain, and not by code on another chain', async () => {
    const { app } = await screenedBy([BANK_CLAIM]);
    importClaims(app, [BANK_CLAIM, claimOn(tronTwin(CLIENT))]);
    expect(itemOf(app).now?.decision).toBe('hold');
    importClaims(app, [BANK_CLAIM, claimOn(accountAt(CLIENT, 'polygon'))]);
    expect(itemOf(app).now?.decision).toBe('hold');
    const bridge = { category: 'bridge', use: 'service', actor: null } as const;
    importClaims(app, [BANK_CLAIM, claimOn(accountAt(CLIENT, 'polygon'), bridge)]);
    expect(impactOf(app).counts.touched).toBe(0);
    importClaims(app, [BANK_CLAIM, claim(CLIENT, bridge)]);
    expect(impactOf(app).counts.touched).toBe(1);
  });

  it('and not where it changes nothing, which is counted', async () => {
    const { app } = await screenedBy([BANK_CLAIM]);
    importClaims(app, [BANK_CLAIM, claim(SUPPLIER, { use: 'note', actor: null })]);
    expect(impactOf(app)).toMatchObject({
      items: [],
      counts: { screenings: 1, touched: 1, differ: 0, same: 1 },
    });
    importClaims(app, [BANK_CLAIM, claim(NOBODY)]);
    expect(impactOf(app).counts.touched).toBe(0);
  });
});

describe('a claim that went or was taken back is told too', () => {
  const LISTED = { listedOn: '2025-01-01', sourceDate: '2025-01-01' };

  it('what lies behind it was not looked up then, and that is said', async () => {
    const { app, document } = await screenedBy([BANK_CLAIM, claim(CLIENT, LISTED)]);
    expect(document.decision).toBe('hold');
    importClaims(app, [BANK_CLAIM]);
    const item = itemOf(app);
    expect(item).toMatchObject({
      before: { decision: 'hold' },
      now: { decision: 'incomplete', complete: false },
      claims: [{ change: 'removed', exposures: [{ kind: 'direct', minHops: 1 }] }],
      nextStep: { text: expect.stringContaining('stays at hold until a new screening') },
    });
    expect(item.notLookedUp).toEqual([expect.stringContaining('did not look this up')]);
  });

  it('a wallet that is not claimed any more reads as what was seen of it', async () => {
    const { app, document } = await screenedBy([BANK_CLAIM, claim(WALLET, LISTED)]);
    expect(document.decision).toBe('hold');
    importClaims(app, [BANK_CLAIM]);
    expect(itemOf(app)).toMatchObject({ now: { decision: 'proceed' }, notLookedUp: [] });
  });

  it('a delisting', async () => {
    const { app } = await screenedBy([BANK_CLAIM, claim(CLIENT, LISTED)]);
    importClaims(app, [BANK_CLAIM, claim(CLIENT, { ...LISTED, delistedOn: '2026-11-23' })]);
    expect(itemOf(app)).toMatchObject({
      before: { decision: 'hold' },
      now: { decision: 'review' },
      claims: [
        {
          change: 'changed',
          published: 'before',
          delistedOn: '2026-11-23',
          fields: [{ field: 'delistedOn', from: null, to: '2026-11-23' }],
        },
      ],
    });
  });
});

describe('what a screening was judged by', () => {
  it('tells nothing of it that it knew: not of claims that it was judged by', async () => {
    const { app, clock } = await screenedBy([BANK_CLAIM]);
    importClaims(app, [BANK_CLAIM, claim(SHOP)]);
    clock.ms += 1000;
    const newer = await app.screen(WALLET);
    expect(itemOf(app)).toMatchObject({
      screenedSince: { screeningId: newer.screeningId, decision: 'review' },
    });
    importClaims(app, [BANK_CLAIM, claim(SHOP), claim(CLIENT)], { at: '2026-11-24T12:00:00Z' });
    const { items } = impactOf(app);
    expect(items.map(({ before, claims }) => [before.decision, claims.length])).toEqual([
      ['proceed', 2],
      ['review', 1],
    ]);
  });

  it('is narrowed to what came since a snapshot or a day, and to a set', async () => {
    const { app } = await screenedBy([BANK_CLAIM]);
    const first = importClaims(app, [BANK_CLAIM, claim(SHOP)]);
    importClaims(app, [BANK_CLAIM, claim(SHOP), claim(CLIENT)], { at: '2026-11-24T09:00:00Z' });
    importClaims(app, [claim(SUPPLIER)], { set: 'theirs', at: '2026-11-25T09:00:00Z' });
    const about = (parts: object) =>
      itemOf(app, parts).claims.map(({ account }) => account.slice('eip155:1:'.length));
    expect(about({})).toEqual([SHOP, CLIENT, SUPPLIER]);
    expect(about({ set: 'ours' })).toEqual([SHOP, CLIENT]);
    expect(about({ since: first })).toEqual([CLIENT]);
    expect(about({ since: '2026-11-24' })).toEqual([CLIENT, SUPPLIER]);
    expect(about({ since: '2026-11-24', set: 'ours' })).toEqual([CLIENT]);
    expect(impactOf(app, { since: '2026-11-26' }).counts.touched).toBe(0);
    expect(() => impactOf(app, { set: 'nobody' })).toThrow('No set is called "nobody"');
    expect(() => impactOf(app, { since: first, set: 'theirs' })).toThrow('is none of the set');
  });

  it('a past day hears nothing of what was published later', async () => {
    const { app, document } = await screenedBy([BANK_CLAIM], { asOf: '2026-05-01' });
    expect(document.asOf).not.toBeNull();
    importClaims(app, [BANK_CLAIM, claim(CLIENT)]);
    expect(impactOf(app).counts).toMatchObject({ touched: 1, differ: 0 });
    importClaims(app, [BANK_CLAIM, claim(CLIENT, { listedOn: '2026-04-01' })]);
    expect(itemOf(app)).toMatchObject({
      now: { decision: 'hold' },
      nextStep: { text: expect.stringContaining('--as-of 2026-05-01') },
      claims: [{ published: 'before' }],
    });
    expect(app.app.tellStanding(document.screeningId)).toBe('past');
  });

  it('by rules that are not those of now is compared by those of now, and that is said', async () => {
    const { app, document } = await screenedBy([BANK_CLAIM]);
    const { store } = recordOf(app);
    appendLike(store, storedIn(store, document.screeningId), {
      screeningId: OTHER_ID,
      engineVersion: 1,
      decision: 'review',
    });
    importClaims(app, [BANK_CLAIM, claim(SUPPLIER, { use: 'note', actor: null })]);
    expect(impactOf(app).counts).toMatchObject({ touched: 2, differ: 0 });
    importClaims(app, [BANK_CLAIM, claim(SUPPLIER)]);
    expect(
      new Map(
        impactOf(app).items.map(({ record, remarks }) => [record.screeningId, remarks.length]),
      ),
    ).toEqual(
      new Map([
        [document.screeningId, 0],
        [OTHER_ID, 1],
      ]),
    );
  });
});

describe('a record that cannot be judged again', () => {
  it('of facts alone is listed by its accounts and by its subjects', async () => {
    const { app, document } = await screenedBy([BANK_CLAIM]);
    const { store } = recordOf(app);
    const stored = storedIn(store, document.screeningId);
    const [first] = lookbackTransfers();
    expect.assert(first !== undefined);
    const old = (screeningId: string, facts: readonly (typeof first)[]) =>
      appendLike(store, stored, {
        screeningId,
        factsDigest: store.writeFactBundle(formatCanonicalJson(facts.map(encodeFact))),
      });
    old(OTHER_ID, [first]);
    old(OTHER_ID.replace(/B$/, 'C'), []);
    const listed = () =>
      impactOf(app).items.flatMap(({ record, now, notJudged }) =>
        now === null ? [[record.screeningId, notJudged?.slice(0, 40)]] : [],
      );
    importClaims(app, [BANK_CLAIM, claim(SUPPLIER)]);
    expect(listed()).toEqual([[OTHER_ID, 'It was recorded before Hopsight kept how']]);
    importClaims(app, [BANK_CLAIM, claim(WALLET)]);
    expect(listed()).toHaveLength(2);
    expect(impactOf(app).counts).toMatchObject({ touched: 3, differ: 1, notJudged: 2 });
  });

  it('of damaged facts is told to be unknown, or listed where they were noted before', async () => {
    const { app, document } = await screenedBy([BANK_CLAIM]);
    const { db } = recordOf(app);
    db.exec('DROP TRIGGER fact_bundle_is_immutable');
    db.prepare('UPDATE fact_bundle SET bytes = ?').run(Buffer.from('nothing'));
    importClaims(app, [BANK_CLAIM, claim(SUPPLIER)]);
    expect(itemOf(app)).toMatchObject({
      now: null,
      notJudged: expect.stringContaining('missing or were changed'),
    });
    db.exec('DELETE FROM bundle_account; DELETE FROM indexed_bundle');
    expect(impactOf(app)).toMatchObject({
      counts: { touched: 0 },
      unreadable: [document.screeningId],
    });
  });

  it('is found again after the index was lost', async () => {
    const { app } = await screenedBy([BANK_CLAIM]);
    recordOf(app).db.exec('DELETE FROM bundle_account; DELETE FROM indexed_bundle');
    importClaims(app, [BANK_CLAIM, claim(SUPPLIER)]);
    expect(itemOf(app).now?.decision).toBe('hold');
  });
});

describe('wallets that are listed are screened again on request', () => {
  it('each once, with what was typed for it, and not again by the same labels', async () => {
    const { app, document, clock, server } = await screenedBy([BANK_CLAIM]);
    clock.ms = TEST_NOW_MS + 1000;
    await app.screen(WALLET, { payeeReference: 'payee 17' });
    importClaims(app, [BANK_CLAIM, claim(SUPPLIER)]);
    clock.ms += 2 * 86_400_000;
    const again = (limit: number, signal = new AbortController().signal) =>
      app.app.rescreen({ items: impactOf(app).items, limit, onProgress: () => undefined, signal });
    const stopped = new AbortController();
    stopped.abort();
    expect(await again(5, stopped.signal)).toEqual({ done: [], failed: [], left: 1 });
    const requests = server.requests.length;
    const { done, left } = await again(5);
    expect(done).toMatchObject([{ decision: 'hold' }]);
    expect(left).toBe(0);
    expect(server.requests.length).toBeGreaterThan(requests);
    const { counts, items } = impactOf(app);
    expect(counts).toMatchObject({ screenings: 3, touched: 2, differ: 2, screenedSince: 2 });
    expect(items.map(({ screenedSince }) => screenedSince?.screeningId)).toEqual([
      done[0]?.screeningId,
      done[0]?.screeningId,
    ]);
    expect(items.map(({ record }) => record.screeningId)).toContain(document.screeningId);
    expect(await again(5)).toEqual({ done: [], failed: [], left: 0 });
    const [newest] = recordOf(app)
      .store.listScreenings({ fromIso: '2026', toIso: '2027' })
      .slice(-1);
    expect(newest?.personal).toEqual({ input: WALLET, payeeReference: 'payee 17' });
  });

  it('what was erased is screened by its address', async () => {
    const { app, document } = await screenedBy([BANK_CLAIM]);
    recordOf(app).store.eraseInput(document.screeningId);
    importClaims(app, [BANK_CLAIM, claim(SUPPLIER)]);
    const { items } = impactOf(app);
    const { signal } = new AbortController();
    const told = await app.app.rescreen({ items, limit: 1, onProgress: () => undefined, signal });
    expect(told.done).toMatchObject([{ decision: 'hold', of: document.screeningId }]);
  });
});

describe('a verdict stands', () => {
  it('until its day is over, or a label comes that speaks about its accounts', async () => {
    const { app, document, clock } = await screenedBy([BANK_CLAIM]);
    const standing = () => app.app.tellStanding(document.screeningId);
    clock.ms = Date.parse(document.validUntil) - 1000;
    expect(standing()).toBe('stands');
    clock.ms += 1000;
    expect(standing()).toBe('expired');
    clock.ms -= 1000;
    importClaims(app, [BANK_CLAIM, claim(NOBODY)]);
    expect(standing()).toBe('stands');
    importClaims(app, [BANK_CLAIM, claim(SUPPLIER)]);
    expect(standing()).toBe('touched');
    importClaims(app, [BANK_CLAIM]);
    expect(standing()).toBe('stands');
    expect(() => app.app.tellStanding(OTHER_ID)).toThrow('no screening with this id');
  });

  it('is not known where its facts cannot be read', async () => {
    const { app, document, clock } = await screenedBy([BANK_CLAIM]);
    clock.ms = Date.parse(document.validUntil) - 1000;
    const { db } = recordOf(app);
    db.exec('DELETE FROM bundle_account; DELETE FROM indexed_bundle');
    db.exec('DROP TRIGGER fact_bundle_is_immutable');
    db.prepare('UPDATE fact_bundle SET bytes = ?').run(Buffer.from('nothing'));
    expect(app.app.tellStanding(document.screeningId)).toBe('unknown');
  });
});

it('labels that are not in use any more took no claim back', async () => {
  const { app, document } = await screenedBy([BANK_CLAIM]);
  importClaims(app, [claim(CLIENT, { listedOn: '2020-01-01' })], {
    set: 'hopsight-dprk',
    at: '2026-11-20T10:00:00Z',
  });
  app.app.close();
  const parts = { folder: app.folder, nowMs: () => TEST_NOW_MS + 86_400_000 };
  const later = openTestApp({ labels: { builtIn: false }, chains: {} }, parts);
  expect(impactOf(later).counts).toMatchObject({ screenings: 1, touched: 0 });
  expect(later.app.tellStanding(document.screeningId)).toBe('expired');
  later.app.close();
});
