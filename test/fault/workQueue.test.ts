import { describe, expect, it } from 'vitest';
import type { HistoryQuery, WorkState } from '../../src/app/service/work.js';
import { createScreeningStore } from '../../src/store/screeningStore.js';
import { HONEST, honestTransfers } from '../support/honestWallet.js';
import {
  chainsOf,
  closeAfterwards,
  explorerAt,
  inventedAddress,
  TEST_KEY,
} from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { ASKER, useWork } from '../support/openTestWork.js';

const opened = closeAfterwards();
const works = useWork();

async function explorer(parts: object = {}) {
  const server = await opened.server(
    startLoopbackExplorer({ facts: honestTransfers(), apiKey: TEST_KEY }),
  );
  return { server, chains: chainsOf({ ethereum: [explorerAt(server, parts)] }) };
}

/** Wallets without a history, which takes few requests to see. */
function unusedWallets(count: number) {
  return Array.from({ length: count }, (_, at) => ({ text: inventedAddress(`unused ${at}`) }));
}

describe('more wallets than may wait', () => {
  it('are refused whole, and taken once fewer wait', async () => {
    const { chains } = await explorer();
    const { work, submit, end, db } = works.open({ chains }, { mostQueued: 3 });
    expect(() => submit(unusedWallets(4))).toThrow('0 wallets wait to be screened already');
    expect(work.health().queued).toEqual({ single: 0, batch: 0 });
    expect(db.prepare('SELECT count(*) FROM screening_job').pluck().get()).toBe(0);
    const states = await end(submit(unusedWallets(3)));
    expect(states.map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
    await end(submit(unusedWallets(3)));
  });
});

describe('a screening that is asked for', () => {
  it('becomes the record of its id, and what was typed stays in the record alone', async () => {
    const { chains } = await explorer();
    const { work, submitOne, end, db, audited } = works.open({ chains });
    const state = submitOne(HONEST, { payeeReference: 'payee 17' });
    expect(state).toMatchObject({ kind: 'queued', ahead: 0 });
    const [ended] = await end([state]);
    expect(ended).toMatchObject({ kind: 'done', isReused: false });
    const document = work.readDocument(state.screeningId);
    expect(document).toMatchObject({
      input: HONEST,
      payeeReference: 'payee 17',
      decision: 'proceed',
    });
    expect(db.prepare('SELECT count(*) FROM screening_job_input').pluck().get()).toBe(0);
    expect(audited).toEqual([
      { actor: ASKER, action: 'screening-asked', subjectId: state.screeningId },
    ]);
  });

  it('tells how it comes on, and what the hosts were asked', async () => {
    const { server, chains } = await explorer();
    const { work, submitOne, end } = works.open({ chains });
    const state = submitOne(HONEST);
    const told: WorkState[] = [];
    work.watch(state.screeningId, (one) => told.push(one));
    await end([state]);
    expect(told.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['running', 'done'] satisfies WorkState['kind'][]),
    );
    expect(told.at(-1)).toEqual({
      kind: 'done',
      screeningId: state.screeningId,
      isReused: false,
    });
    expect(told.some((one) => one.kind === 'running' && one.progress !== null)).toBe(true);
    await end([submitOne(HONEST)]);
    const { finished, requests, sourceFailures, worker } = work.health();
    expect({ finished, worker }).toMatchObject({ finished: { proceed: 2 }, worker: 'ready' });
    expect(requests[server.host]).toBeGreaterThan(5);
    expect(sourceFailures[server.host]).toBe(0);
  });

  it('is told to have failed, where the configuration cannot be used', async () => {
    const { chains } = await explorer({ apiKeyEnv: undefined, apiKeyFile: './no-such-key' });
    const { submitOne, end, db } = works.open({ chains });
    const [ended] = await end([submitOne(HONEST)]);
    expect(ended).toMatchObject({ kind: 'failed', failure: { code: 'config' } });
    expect(db.prepare('SELECT count(*) FROM screening_job_input').pluck().get()).toBe(0);
  });

  it('is taken with all others of its submission, or none is', async () => {
    const { chains } = await explorer();
    const { submit, db, audited } = works.open({ chains });
    const given = [{ text: HONEST }, { text: 'no address' }];
    expect(() => submit(given)).toThrow(/^Wallet 2 of 2: /);
    expect(db.prepare('SELECT count(*) FROM screening_job').pluck().get()).toBe(0);
    expect(audited).toEqual([]);
    expect(() => submit([{ text: HONEST, asOf: '2999-01-01' }])).toThrow(/not come|future|later/);
    expect(() => submit([{ text: HONEST, onlyOn: ['bitcoin'] }])).toThrow(/chain/);
  });

  it('can be taken out of the queue, or ended early', async () => {
    const { chains } = await explorer({ requestsPerSecond: 1 });
    const { work, submit, end, db, audited } = works.open({ chains });
    const states = submit(unusedWallets(6));
    const last = states[5];
    const first = states[0];
    if (last === undefined || first === undefined) throw new Error('six were asked for');
    expect(last).toMatchObject({ kind: 'queued', ahead: 5 });
    work.cancel(last.screeningId, ASKER);
    expect(work.readState(last.screeningId)).toMatchObject({
      kind: 'failed',
      failure: { code: 'aborted' },
    });
    await new Promise<void>((resolve) => {
      const stop = work.watch(first.screeningId, ({ kind }) => {
        if (kind !== 'running') return;
        stop();
        resolve();
      });
    });
    work.cancel(first.screeningId, ASKER);
    expect(await end([first])).toMatchObject([{ kind: 'done' }]);
    expect(work.readDocument(first.screeningId)).toMatchObject({ decision: 'incomplete' });
    // What is over cannot be cancelled, and nobody is said to have done so.
    for (const screeningId of [first.screeningId, last.screeningId, 'unknown']) {
      work.cancel(screeningId, ASKER);
    }
    expect(audited.slice(6)).toEqual(
      [last, first].map(({ screeningId }) => ({
        ...{ actor: ASKER, action: 'screening-cancelled', subjectId: screeningId },
      })),
    );
    const typed = db.prepare<[], string>('SELECT screening_id FROM screening_job_input').pluck();
    expect(typed.all()).not.toContain(last.screeningId);
    expect(typed.all()).not.toContain(first.screeningId);
  });
});

describe('the queue', () => {
  it('lets a single check end while a batch of twenty waits for the same host', async () => {
    const { chains } = await explorer({ requestsPerSecond: 15 });
    const { work, submit, submitOne, end } = works.open({ chains });
    const batch = submit(unusedWallets(20), { urgency: 'batch' });
    // Not before the batch is under way.
    const [first] = batch;
    if (first === undefined) throw new Error('twenty were asked for');
    await end([first]);
    const single = submitOne(HONEST);
    await end([single]);
    const left = batch.filter(({ screeningId }) => work.readState(screeningId)?.kind !== 'done');
    expect(left.length).toBeGreaterThan(12);
    const waits = left.filter(({ screeningId }) => work.readState(screeningId)?.kind === 'queued');
    expect(work.health()).toMatchObject({
      queued: { single: 0, batch: waits.length },
      running: left.length - waits.length,
    });
    expect(left.length - waits.length).toBeLessThanOrEqual(2);
    await end(batch);
  });

  it('records every one once, in an unbroken chain', async () => {
    const { chains } = await explorer();
    const { submit, end, db } = works.open({ chains });
    const states = [
      ...submit(unusedWallets(6), { urgency: 'batch' }),
      ...submit([...unusedWallets(3), { text: HONEST }]),
    ];
    expect((await end(states)).map(({ kind }) => kind)).toEqual(states.map(() => 'done'));
    const rows = db.prepare<[], string>('SELECT screening_id FROM screening').pluck().all();
    expect([...rows].sort()).toEqual(states.map(({ screeningId }) => screeningId).sort());
    const store = createScreeningStore(db, { randomBytes: (size) => new Uint8Array(size) });
    expect(store.verifyChain()).toMatchObject({ ok: true, rows: states.length });
  });
});

describe('a submission with a key', () => {
  it('is taken once, however often it is sent within a day', async () => {
    const { chains } = await explorer();
    let nowMs = Date.UTC(2026, 10, 22, 10, 0, 0);
    const { submit, end, db } = works.open({ chains }, { nowMs: () => nowMs });
    const keyed = { idempotencyKey: 'payroll of November' };
    const states = submit([{ text: HONEST }], keyed);
    const again = submit([{ text: HONEST }], keyed);
    expect(again.map(({ screeningId }) => screeningId)).toEqual(
      states.map(({ screeningId }) => screeningId),
    );
    await end(states);
    expect(submit([{ text: HONEST }], keyed)).toMatchObject([
      { kind: 'done', screeningId: states[0]?.screeningId },
    ]);
    expect(() => submit(unusedWallets(1), keyed)).toThrow(/used for other wallets/);
    expect(() => submit([{ text: HONEST, payeeReference: 'x' }], keyed)).toThrow(/other wallets/);
    nowMs += 24 * 3_600_000 + 1000;
    const [anew] = submit([{ text: HONEST }], keyed);
    expect(anew?.screeningId).not.toBe(states[0]?.screeningId);
    const kept = db.prepare<[], string>('SELECT states_json FROM submission_key').pluck().all();
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain(HONEST.toLowerCase());
  });

  it('of another person is another', async () => {
    const { chains } = await explorer();
    const { work, submit } = works.open({ chains });
    const keyed = { idempotencyKey: 'the same' };
    const [mine] = submit([{ text: HONEST }], keyed);
    const item = { text: HONEST, payeeReference: null, onlyOn: null, asOf: null };
    const [theirs] = work.submit(
      { items: [{ ...item, reuse: 'never' }], urgency: 'single', ...keyed },
      { ...ASKER, id: '01JTESTPERSON0000000000002' },
    );
    expect(theirs?.screeningId).not.toBe(mine?.screeningId);
  });
});

describe('the history', () => {
  it('finds what was typed, whom it was about and what came out, page by page', async () => {
    const { chains } = await explorer();
    const { work, submit, end } = works.open({ chains });
    const page = { fromIso: null, toIso: null, cursor: null, limit: 2 };
    const all: HistoryQuery = { text: null, decision: null, ...page };
    const states = submit([
      { text: HONEST, payeeReference: 'MÜLLER 17' },
      ...unusedWallets(3).map((item, at) => ({ ...item, payeeReference: `payee ${at}` })),
    ]);
    await end(states);
    const idOf = (at: number) => states[at]?.screeningId;
    const idsOf = (query: Partial<HistoryQuery>) =>
      work.listHistory({ ...all, ...query }).rows.map(({ screeningId }) => screeningId);
    expect(idsOf({ text: 'müller' })).toEqual([idOf(0)]);
    expect(idsOf({ text: HONEST.slice(5, 20).toUpperCase() })).toEqual([idOf(0)]);
    expect(idsOf({ text: 'payee 1' })).toEqual([idOf(2)]);
    expect(idsOf({ text: 'nobody' })).toEqual([]);
    expect(idsOf({ decision: 'proceed' })).toEqual([idOf(0)]);
    expect(idsOf({ toIso: '2026-11-22T00:00:00Z' })).toEqual([]);
    const first = work.listHistory(all);
    // What is recorded meanwhile moves no row of the pages that follow.
    await end(submit(unusedWallets(1)));
    const second = work.listHistory({ ...all, cursor: first.nextCursor });
    expect(second.nextCursor).toBeNull();
    const ids = [...first.rows, ...second.rows].map(({ screeningId }) => screeningId);
    expect([...ids].sort()).toEqual(states.map(({ screeningId }) => screeningId).sort());
    expect(() => work.listHistory({ ...all, cursor: 'x' })).toThrow(/cursor/);
  });
});
