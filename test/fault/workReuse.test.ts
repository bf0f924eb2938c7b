import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tracedTwin } from '../../src/chains/labelAddress.js';
import { packageRoot } from '../../src/packageInfo.js';
import { createLabelStore } from '../../src/store/labelStore.js';
import { EMPLOYER, HONEST, honestTransfers } from '../support/honestWallet.js';
import {
  chainsOf,
  closeAfterwards,
  explorerAt,
  inventedAddress,
  TEST_KEY,
} from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { type ConfigJson, openTestApp, TEST_NOW_MS } from '../support/openTestApp.js';
import { runningClock, type TestWork, useWork } from '../support/openTestWork.js';

const HOUR_MS = 3_600_000;
const STRANGER = inventedAddress('a stranger');

const PRICES = { source: 'defillama', url: 'http://127.0.0.1:9' };

const opened = closeAfterwards();
const works = useWork();

/** A folder in which the honest wallet was screened, and what asks for it again. */
async function openScreened() {
  const server = await opened.server(
    startLoopbackExplorer({ facts: honestTransfers(), apiKey: TEST_KEY }),
  );
  const folder = works.newFolder();
  const config = {
    chains: chainsOf({ ethereum: [explorerAt(server)] }),
    labels: { builtIn: true, feeds: [] },
  };
  const clock = runningClock();
  let passedMs = 0;
  const nowMs = () => clock() + passedMs;
  const test = works.open(config, { folder, nowMs });
  const first = test.submitOne(HONEST);
  await test.end([first]);
  return {
    ...test,
    ...{ server, config, first, test, nowMs },
    passMs: (ms: number) => {
      passedMs += ms;
    },
    isReused: () => isReusedBy(test, first.screeningId),
  };
}

/** Whether a wallet that is asked for again is answered by the record of this id, at once. */
function isReusedBy({ submitOne }: TestWork, screeningId: string, text = HONEST): boolean {
  const state = submitOne(text, { reuse: 'valid-verdict' });
  return state.kind === 'done' && state.isReused && state.screeningId === screeningId;
}

/** Does something with the application over a folder's database. */
async function withApp(
  {
    folder,
    config,
    nowMs,
  }: { readonly folder: string; readonly config: ConfigJson; readonly nowMs: () => number },
  act: (opened: ReturnType<typeof openTestApp>) => unknown,
): Promise<void> {
  const app = openTestApp(config, { folder, nowMs });
  await act(app);
  app.app.close();
}

interface Claim {
  readonly address: string;
  readonly confidence?: 'official' | 'vendor-label';
  readonly sourceDate?: string;
}

/** Takes in a label set of these claims. */
async function label(at: Parameters<typeof withApp>[0], claims: readonly Claim[]): Promise<void> {
  const header = 'chain,address,entity,category,actor,event,source,source_date,confidence';
  const lines = claims.map(({ address, confidence = 'vendor-label', sourceDate = '2022-04-14' }) =>
    [
      ...['ethereum', address, 'Somebody', 'stolen-funds', 'lazarus', ''],
      ...['https://example.org/labels', sourceDate, confidence],
    ].join(),
  );
  await withApp(at, ({ app, write }) =>
    app.importLabels({
      file: write('labels.csv', [header, ...lines, ''].join('\n')),
      set: 'test-labels',
    }),
  );
}

describe('a verdict that is still valid', () => {
  it('answers at once, asks nobody, and is told in the audit log', async () => {
    const { server, test, first, audited, db } = await openScreened();
    const asked = server.requests.length;
    for (const text of [HONEST, HONEST.toUpperCase().replace('0X', '0x'), `eth:${HONEST}`]) {
      expect(isReusedBy(test, first.screeningId, text), text).toBe(true);
    }
    expect(server.requests.length).toBe(asked);
    expect(audited.at(-1)).toMatchObject({
      action: 'screening-answered-again',
      subjectId: first.screeningId,
    });
    expect(db.prepare('SELECT count(*) FROM screening').pluck().get()).toBe(1);
  });

  it('does not answer who wants a new one, or one as of a past day', async () => {
    const { submitOne, test, first } = await openScreened();
    expect(submitOne(HONEST).kind).toBe('queued');
    expect(submitOne(HONEST, { reuse: 'valid-verdict', asOf: '2025-06-01' }).kind).toBe('queued');
    expect(isReusedBy(test, first.screeningId)).toBe(true);
  });

  it('answers until it ends', async () => {
    const { isReused, passMs, nowMs, work, first } = await openScreened();
    const { validUntil = '' } = work.readDocument(first.screeningId) ?? {};
    passMs(Date.parse(validUntil) - nowMs() - 60_000);
    expect(isReused()).toBe(true);
    passMs(60_000);
    expect(isReused()).toBe(false);
  });

  it('is not one as of a past day, however new', async () => {
    const { submitOne, end, test, first, passMs } = await openScreened();
    const past = submitOne(HONEST, { asOf: '2026-11-22T09:00:00Z' });
    await end([past]);
    passMs(60_000);
    expect(isReusedBy(test, past.screeningId)).toBe(false);
    expect(isReusedBy(test, first.screeningId)).toBe(true);
  });

  it('is not one that is incomplete', async () => {
    const { server, config, first } = await openScreened();
    await server.close();
    const test = works.open(config);
    const incomplete = test.submitOne(HONEST);
    await test.end([incomplete]);
    expect(test.work.readDocument(incomplete.screeningId)).toMatchObject({
      decision: 'incomplete',
    });
    expect(isReusedBy(test, incomplete.screeningId)).toBe(false);
    expect(first.screeningId).not.toBe(incomplete.screeningId);
  });
});

describe('a label that arrives', () => {
  it('ends a verdict at once where it speaks about an account of its facts', async () => {
    const screened = await openScreened();
    await label(screened, [{ address: STRANGER }]);
    expect(screened.isReused()).toBe(true);
    await label(screened, [{ address: STRANGER }, { address: EMPLOYER }]);
    expect(screened.isReused()).toBe(false);
  });

  it('ends it when it goes, too', async () => {
    const claims = [{ address: STRANGER }, { address: EMPLOYER }];
    const screened = await openScreened();
    await label(screened, claims);
    const again = screened.submitOne(HONEST);
    await screened.end([again]);
    expect(isReusedBy(screened.test, again.screeningId)).toBe(true);
    await label(screened, claims.slice(0, 1));
    expect(isReusedBy(screened.test, again.screeningId)).toBe(false);
  });

  it('ends it on the day on which it says to be published', async () => {
    const screened = await openScreened();
    await label(screened, [{ address: STRANGER, sourceDate: '2026-11-23' }]);
    const again = screened.submitOne(HONEST);
    await screened.end([again]);
    screened.passMs(13 * HOUR_MS);
    expect(isReusedBy(screened.test, again.screeningId)).toBe(true);
    screened.passMs(2 * HOUR_MS);
    expect(isReusedBy(screened.test, again.screeningId)).toBe(false);
  });

  it('is waited for: labels that grow too old end what was complete', async () => {
    const screened = await openScreened();
    await label(screened, [{ address: STRANGER }]);
    createLabelStore(screened.db, { tracedTwin }).recordCheck({
      set: 'test-labels',
      checkedAt: new Date(TEST_NOW_MS - 6.5 * 24 * HOUR_MS).toISOString(),
      outcome: { kind: 'not-modified', etag: null, lastModified: null, feedDigest: null },
    });
    const again = screened.submitOne(HONEST);
    await screened.end([again]);
    screened.passMs(11 * HOUR_MS);
    expect(isReusedBy(screened.test, again.screeningId)).toBe(true);
    screened.passMs(1.5 * HOUR_MS);
    expect(isReusedBy(screened.test, again.screeningId)).toBe(false);
  });
});

describe('labels that change after many screenings', () => {
  it('are compared with the newest of them alone', async () => {
    const screened = await openScreened();
    const { db, test, first } = screened;
    await label(screened, [{ address: STRANGER }]);
    expect(isReusedBy(test, first.screeningId)).toBe(true);
    // Three hundred more were recorded about others.
    db.exec(`WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < 300)
      INSERT INTO screening SELECT sequence + n, 'other-' || n, screened_at, decision, complete,
        valid_until, verdict_digest, facts_digest, rule_set_digest, policy_json, engine_version,
        anchors_json, label_snapshots_json, '["other"]', verdict_json, input_digest, previous_hash,
        row_hash FROM screening, n WHERE sequence = 1`);
    expect(isReusedBy(test, first.screeningId)).toBe(true);
    await label(screened, [{ address: STRANGER }, { address: inventedAddress('another') }]);
    expect(isReusedBy(test, first.screeningId)).toBe(false);
  });
});

describe('labels of which many change at once', () => {
  it.each([
    [99, true],
    [100, false],
  ])('end what was judged before them: %i beside one of a stranger', async (count, expected) => {
    const screened = await openScreened();
    const others = Array.from({ length: count }, (_, at) => inventedAddress(`listed ${at}`));
    await label(
      screened,
      [STRANGER, ...others].map((address) => ({ address })),
    );
    expect(screened.isReused()).toBe(expected);
  });
});

describe('a vouch', () => {
  it('ends a verdict when it is made and when it is withdrawn, where it speaks about its accounts', async () => {
    const screened = await openScreened();
    await label(screened, [{ address: STRANGER }, { address: EMPLOYER }]);
    const wish = { reason: 'known for years', author: 'Jane Roe', until: '2026-12-31' };
    // Of two that run at once nobody knows which is recorded last, and that one answers.
    let last = screened.first.screeningId;
    const screenAgain = async () => {
      const state = screened.submitOne(HONEST);
      await screened.end([state]);
      last = state.screeningId;
    };
    await screenAgain();
    await withApp(screened, ({ app }) => app.vouching.vouch({ ...wish, address: STRANGER }));
    expect(isReusedBy(screened.test, last)).toBe(true);
    let vouchId = '';
    await withApp(screened, ({ app }) => {
      vouchId = app.vouching.vouch({ ...wish, address: EMPLOYER }).vouch.vouchId;
    });
    expect(isReusedBy(screened.test, last)).toBe(false);
    await screenAgain();
    expect(isReusedBy(screened.test, last)).toBe(true);
    await withApp(screened, ({ app }) => app.vouching.unvouch({ vouchId, author: 'Jane Roe' }));
    expect(isReusedBy(screened.test, last)).toBe(false);
  });
});

describe('other circumstances', () => {
  it.each([
    ['the same', {}, {}, true],
    ['another rule set', {}, { rulesFile: join(packageRoot(), 'rules', 'strict.json') }, false],
    ['another policy', { policy: { depth: 3 } }, {}, false],
    ['the same policy spelled out', { policy: { depth: 4, requiredDepth: 2 } }, {}, true],
    ['an account of the company', { ownAccounts: [EMPLOYER] }, {}, false],
    ['another source of prices', { prices: PRICES }, {}, false],
    ['no built-in labels', { labels: { builtIn: false, feeds: [] } }, {}, false],
  ])('%s', async (_, parts, options, expected) => {
    const { work, config, folder, first, submitOne, nowMs } = await openScreened();
    expect(submitOne(HONEST, { reuse: 'valid-verdict' })).toMatchObject({ isReused: true });
    await work.close(0);
    const test = works.open({ ...config, ...parts }, { folder, nowMs, ...options });
    expect(isReusedBy(test, first.screeningId)).toBe(expected);
  });

  it('are those of other sources, and of further chains', async () => {
    const { work, server, config, folder, first, nowMs } = await openScreened();
    await work.close(0);
    const ethereum = { sources: [explorerAt(server, { requestsPerSecond: 900 })] };
    const bitcoin = { sources: [{ kind: 'esplora', url: 'http://127.0.0.1:9' }] };
    for (const chains of [{ ethereum }, { ...config.chains, bitcoin }]) {
      const test = works.open({ ...config, chains }, { folder, nowMs });
      expect(isReusedBy(test, first.screeningId), JSON.stringify(chains)).toBe(false);
      await test.work.close(0);
    }
    expect(isReusedBy(works.open(config, { folder, nowMs }), first.screeningId)).toBe(true);
  });

  it('are those of a verdict that asked nobody, and of one after which the halo grew', async () => {
    const screened = await openScreened();
    const { test, db, first, nowMs } = screened;
    expect(isReusedBy(test, first.screeningId)).toBe(true);
    await withApp(screened, ({ screen }) => screen(HONEST, { offline: true }));
    const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect([count('screening'), count('screening_circumstance')]).toEqual([2, 1]);
    expect(test.submitOne(HONEST, { reuse: 'valid-verdict' }).kind).toBe('queued');
    const again = test.submitOne(HONEST);
    await test.end([again]);
    expect(isReusedBy(test, again.screeningId)).toBe(true);
    db.prepare(
      `INSERT INTO halo_seed (account_id, label_snapshot, state, hops, sent_floors, expanded_at_ms,
        requests) SELECT account_id, '', 'done', 1, '{}', ?, 0 FROM account LIMIT 1`,
    ).run(nowMs());
    expect(isReusedBy(test, again.screeningId)).toBe(false);
  });

  it('are those of a wallet that is confined to some chains', async () => {
    const { work, config, folder, first, nowMs } = await openScreened();
    await work.close(0);
    const ethereum = Object(config.chains).ethereum;
    const polygon = { sources: [explorerAt({ url: 'http://127.0.0.1:9' })] };
    const test = works.open({ ...config, chains: { ethereum, polygon } }, { folder, nowMs });
    expect(isReusedBy(test, first.screeningId)).toBe(false);
    // The same account alone, but the verdict of then does not say that polygon was left out.
    const confined = { reuse: 'valid-verdict', onlyOn: ['ethereum'] } as const;
    expect(test.submitOne(HONEST, confined).kind).toBe('queued');
    const state = test.submitOne(HONEST, { ...confined, reuse: 'never' });
    await test.end([state]);
    expect(test.submitOne(HONEST, confined)).toMatchObject({ kind: 'done', isReused: true });
  });
});
