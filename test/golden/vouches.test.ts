import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { addressOfAccount } from '../../src/core/account.js';
import { formatRecording } from '../../src/sources/recorded/format.js';
import { openTestApp, TEST_NOW_MS, type TestApp } from '../support/openTestApp.js';
import {
  EXCHANGE,
  formatLabels,
  type LabelRow,
  MARKED,
  marked,
  PAYEE,
  usdc,
} from '../support/ruleWallets.js';
import { chainNamed } from '../support/world.js';

const ethereum = chainNamed('ethereum');
const REASON = 'It is a test wallet of our own team in Berlin';
const AUTHOR = 'Erika Mustermann';
const ADDRESS = addressOfAccount(MARKED);

/** Half of the payee's income came straight from the marked account, which an exchange paid. */
const FACTS = [
  usdc(EXCHANGE, MARKED, '1000', 2),
  usdc(MARKED, PAYEE, '1000', 3),
  usdc(EXCHANGE, PAYEE, '1000', 5),
];

const PLAIN = {
  asOf: null,
  payeeReference: null,
  offline: false,
  onProgress: () => undefined,
  signal: new AbortController().signal,
};

const open: TestApp[] = [];
afterEach(() => {
  for (const test of open.splice(0)) test.close();
});

async function openWith(labels: readonly LabelRow[]) {
  const clock = { nowMs: TEST_NOW_MS };
  const test = openTestApp(
    {
      chains: { ethereum: { sources: [{ kind: 'recorded', path: './wallet.jsonl' }] } },
      labels: { builtIn: false },
    },
    { nowMs: () => clock.nowMs },
  );
  open.push(test);
  const channels = ['native', 'internal', 'token'] as const;
  test.write(
    'wallet.jsonl',
    formatRecording({
      header: {
        name: 'test-wallet',
        title: 'A wallet of a test',
        chain: ethereum,
        anchor: { height: null, hash: null, timeSeconds: Math.floor(TEST_NOW_MS / 1000) },
        hasTransactionIds: true,
        coverage: [PAYEE, MARKED].map((account) => ({ account, channels })),
        sources: ['https://example.org/wallet'],
      },
      facts: FACTS,
    }),
  );
  const label = (rows: readonly LabelRow[]) =>
    test.app.importLabels({ file: test.write('labels.csv', formatLabels(rows)), set: 'test' });
  await label(labels);
  return {
    ...test,
    clock,
    label,
    screen: () => test.screen(addressOfAccount(PAYEE)),
    screenMarked: () => test.screen(ADDRESS),
    vouch: (until = '2026-12-31') =>
      test.app.vouching.vouch({ address: ADDRESS, reason: REASON, author: AUTHOR, until }),
  };
}

const researcher = marked({ confidence: 'researcher' });

/** Past screenings that read differently now: what they said, what they say, and why. */
function impactOf({ app }: TestApp, since: string | null = null) {
  const { items } = app.tellImpact({ since, set: null, onProgress: () => undefined });
  return items.map(({ before, now, claims }) => ({
    was: before.decision,
    is: now?.decision,
    fields: claims.flatMap(({ fields }) => fields),
  }));
}

describe('a vouch, for past screenings', () => {
  const DAY_MS = 86_400_000;
  const lowered = [{ field: 'use', from: 'exposure', to: 'note' }];
  const raised = [{ field: 'use', from: 'note', to: 'exposure' }];

  it('that is made lists those that its account occurs in, and those alone', async () => {
    const test = await openWith([researcher]);
    const { screeningId } = await test.screen();
    await test.app.screen({ ...PLAIN, text: addressOfAccount(EXCHANGE) });
    expect(impactOf(test)).toEqual([]);
    test.clock.nowMs += 60_000;
    expect(test.app.tellStanding(screeningId)).toBe('stands');
    test.vouch();
    // The trail goes on behind a claim that is lowered, and what is there was not looked up then.
    expect(impactOf(test)).toEqual([{ was: 'hold', is: 'incomplete', fields: lowered }]);
    expect(test.app.tellStanding(screeningId)).toBe('touched');
    await test.screen();
    expect(impactOf(test)).toHaveLength(1);
    expect(impactOf(test, '2026-11-22T10:01:00Z')).toHaveLength(1);
    expect(impactOf(test, '2026-11-22T10:01:01Z')).toEqual([]);
  });

  it('that is withdrawn lists those that were judged by it', async () => {
    const test = await openWith([researcher]);
    const { vouch } = test.vouch();
    const { screeningId } = await test.screen();
    test.clock.nowMs += 60_000;
    expect(impactOf(test)).toEqual([]);
    expect(test.app.tellStanding(screeningId)).toBe('stands');
    test.app.vouching.unvouch({ vouchId: vouch.vouchId, author: AUTHOR });
    expect(impactOf(test)).toEqual([{ was: 'proceed', is: 'hold', fields: raised }]);
    expect(test.app.tellStanding(screeningId)).toBe('touched');
  });

  it('that is over lists those that were judged by it, from the first second after its last day', async () => {
    const test = await openWith([researcher]);
    test.vouch('2026-11-22');
    await test.screen();
    test.clock.nowMs = Date.UTC(2026, 10, 22, 23, 59, 59);
    expect(impactOf(test)).toEqual([]);
    test.clock.nowMs += 1000;
    expect(impactOf(test)).toEqual([{ was: 'proceed', is: 'hold', fields: raised }]);
  });

  it('that was made and ended since changes nothing, and neither does one in the place of another', async () => {
    const test = await openWith([researcher]);
    await test.screen();
    test.clock.nowMs += DAY_MS;
    const { vouch } = test.vouch();
    test.clock.nowMs += 1000;
    test.app.vouching.unvouch({ vouchId: vouch.vouchId, author: AUTHOR });
    expect(impactOf(test)).toEqual([]);
    const { vouch: first } = test.vouch();
    test.clock.nowMs += 1000;
    await test.screen();
    test.vouch('2027-01-31');
    test.clock.nowMs += 1000;
    test.app.vouching.unvouch({ vouchId: first.vouchId, author: AUTHOR });
    expect(impactOf(test).map(({ was }) => was)).toEqual(['hold']);
  });
});

describe('a vouch', () => {
  it('lowers a researcher’s claim to a note, and the verdict says whose vouch and until when', async () => {
    const test = await openWith([researcher]);
    expect((await test.screen()).decision).toBe('hold');
    const { vouch } = test.vouch();
    const document = await test.screen();
    expect(document).toMatchObject({ decision: 'proceed', complete: true, exposures: [] });
    expect(document.findings).toMatchObject([{ ruleId: 'vouched', severity: 'info' }]);
    expect(document.signals).toMatchObject([{ kind: 'vouched', account: MARKED }]);
    expect(document.signals[0]?.sentence).toContain(
      `lowered by vouch ${vouch.vouchId} of author ${vouch.authorId}, until 2026-12-31`,
    );
  });

  it.each(['list', 'government'])('never lowers a claim of a %s', async (confidence) => {
    const only = await openWith([marked({ confidence })]);
    expect(() => only.vouch()).toThrow(/Nothing about this address can be vouched for/);
    expect((await only.screen()).decision).toBe('hold');
    const beside = await openWith([marked({ confidence }), { ...researcher, entity: 'A group' }]);
    const { kept, answered } = beside.vouch();
    expect(kept).toMatchObject([{ authority: confidence }]);
    expect(answered).toMatchObject([{ entity: 'A group' }]);
    expect(await beside.screen()).toMatchObject({ decision: 'hold' });
  });

  it('answers the claims that it was made for, and none that comes later', async () => {
    const test = await openWith([researcher]);
    test.vouch();
    await test.label([{ ...researcher, note: 'Said again, with a note.' }]);
    expect((await test.screen()).decision).toBe('proceed');
    await test.label([researcher, { ...researcher, entity: 'Another group' }]);
    expect((await test.screen()).decision).toBe('hold');
  });

  it('holds through its last day and not a second longer', async () => {
    const test = await openWith([researcher]);
    test.vouch('2026-11-23');
    test.clock.nowMs = Date.UTC(2026, 10, 23, 23, 59, 59);
    expect((await test.screen()).decision).toBe('proceed');
    test.clock.nowMs = Date.UTC(2026, 10, 24);
    expect((await test.screen()).decision).toBe('hold');
  });

  it('and a screening of one second are verified, whichever came first', async () => {
    const test = await openWith([researcher, { ...researcher, entity: 'A group' }]);
    const decided: string[] = [];
    const ids: string[] = [];
    const screen = async () => {
      const { decision, screeningId } = await test.screen();
      decided.push(decision);
      ids.push(screeningId);
    };
    await screen();
    const { vouch } = test.vouch();
    await screen();
    test.app.vouching.unvouch({ vouchId: vouch.vouchId, author: AUTHOR });
    await screen();
    expect(decided).toEqual(['hold', 'proceed', 'hold']);
    for (const screeningId of ids) {
      const { outcome } = test.app.verify({ kind: 'recorded', screeningId });
      expect(outcome, screeningId).toBe('verified');
    }
  });

  it('of another second than the screening is not made up', async () => {
    const test = await openWith([researcher]);
    test.vouch();
    test.clock.nowMs += 1000;
    const { screeningId } = await test.screen();
    const file = new Database(test.app.config.database);
    file.exec("DROP TRIGGER vouch_is_immutable; UPDATE vouch SET until = '2026-12-30'");
    file.close();
    const { outcome } = test.app.verify({ kind: 'recorded', screeningId });
    expect(outcome).toBe('not-rebuilt');
  });

  it('is over once it is withdrawn, and both stay in the record', async () => {
    const test = await openWith([researcher]);
    const { vouch } = test.vouch();
    test.clock.nowMs += 1000;
    test.app.vouching.unvouch({ vouchId: vouch.vouchId, author: 'Somebody Else' });
    test.clock.nowMs += 1000;
    expect((await test.screen()).decision).toBe('hold');
    expect(test.app.vouching.list()).toMatchObject([
      { vouchId: vouch.vouchId, reason: REASON, withdrawnAt: '2026-11-22T10:00:01Z' },
    ]);
    const again = () => test.app.vouching.unvouch({ vouchId: vouch.vouchId, author: AUTHOR });
    expect(again).toThrow(/withdrawn already/);
    expect(() => test.app.vouching.unvouch({ vouchId: 'none', author: AUTHOR })).toThrow(
      /labels vouches/,
    );
  });

  it('does not reach back to a day before it was made', async () => {
    const test = await openWith([researcher]);
    test.vouch();
    const past = await test.app.screen({
      text: addressOfAccount(PAYEE),
      asOf: '2026-11-21',
      payeeReference: null,
      offline: false,
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    expect(past.decision).toBe('hold');
  });

  it('ends no trail: what stands behind the account is still found', async () => {
    const test = await openWith([researcher, marked({}, EXCHANGE)]);
    test.vouch();
    const { decision, exposures } = await test.screen();
    expect(decision).toBe('hold');
    expect(exposures.map(({ kind }) => kind)).toEqual(['direct', 'indirect']);
  });

  it('about the screened wallet is told too', async () => {
    const test = await openWith([researcher]);
    expect((await test.screenMarked()).decision).toBe('hold');
    test.vouch();
    const document = await test.screenMarked();
    expect(document.decision).toBe('proceed');
    expect(document.signals.map(({ kind }) => kind)).toContain('vouched');
  });

  it('stands in the label snapshots with a digest that follows from the vouches alone', async () => {
    const snapshotOf = async (test: Awaited<ReturnType<typeof openWith>>) =>
      (await test.screen()).labelSnapshots.find(({ set }) => set === 'own-vouches');
    const test = await openWith([researcher]);
    expect(await snapshotOf(test)).toBeUndefined();
    test.vouch();
    const first = await snapshotOf(test);
    expect(first).toMatchObject({ rows: 1, id: `own-vouches@${first?.digest.slice(7, 19)}` });
    expect(await snapshotOf(test)).toEqual(first);
    test.vouch('2026-12-01');
    const second = await snapshotOf(test);
    expect(second?.rows).toBe(2);
    expect(second?.digest).not.toBe(first?.digest);
  });

  it('leaves no name and no reason in a verdict or in the chained record', async () => {
    const test = await openWith([researcher]);
    test.vouch();
    const document = await test.screen();
    const db = new Database(`${test.folder}/test.sqlite`, { readonly: true });
    const rows = JSON.stringify([
      db.prepare('SELECT * FROM screening').all(),
      db.prepare('SELECT * FROM vouch').all(),
      document,
    ]);
    db.close();
    expect(rows).not.toContain('Mustermann');
    expect(rows).not.toContain('Berlin');
  });

  it('never changes and is never deleted; its words and names can be erased', async () => {
    const test = await openWith([researcher]);
    test.vouch();
    const db = new Database(`${test.folder}/test.sqlite`);
    expect(() => db.exec("UPDATE vouch SET until = '2099-01-01'")).toThrow(/never changes/);
    expect(() => db.exec('DELETE FROM vouch')).toThrow(/never deleted/);
    expect(() => db.exec("UPDATE vouch_reason SET reason = 'x'")).toThrow(/never changed/);
    db.exec('DELETE FROM vouch_reason; DELETE FROM vouch_author');
    db.close();
    expect(test.app.vouching.list()).toMatchObject([{ author: null, reason: null, authorId: 1 }]);
  });

  it.each([
    [{ until: '2026-11-21' }, /over already/],
    [{ until: 'tomorrow' }, /takes a day/],
    [{ until: '2027-11-24' }, /366 days at most/],
    [{ reason: '  ' }, /reason of a vouch must not be blank/],
    [{ author: '' }, /author of a vouch must not be blank/],
  ])('is refused for %j', async (change, message) => {
    const test = await openWith([researcher]);
    const wish = { address: ADDRESS, reason: REASON, author: AUTHOR, until: '2026-12-31' };
    expect(() => test.app.vouching.vouch({ ...wish, ...change })).toThrow(message);
    expect(test.app.vouching.list()).toEqual([]);
    expect(test.app.vouching.vouch({ ...wish, until: '2026-11-22' }).answered).toHaveLength(1);
  });
});
