import { describe, expect, it } from 'vitest';
import { createQuotaStore } from '../../../src/store/quotaStore.js';
import { useChildren } from './childProcess.js';
import { createFolder, MIGRATIONS_FOLDER, openForTest } from './temporaryDatabase.js';

const start = useChildren();

const DAY = 86_400;
const HOST = { host: 'api.test', keyDigest: '' };
const asked = { ...HOST, limit: 100, atMost: 20, resetsAtSeconds: DAY };

describe('a daily quota', () => {
  it('gives blocks of a tenth of what is left, at most what is asked for, and never too many', () => {
    const quotas = createQuotaStore(openForTest());
    const blocks: number[] = [];
    for (let taken = 1; taken > 0; ) {
      taken = quotas.claimRequests(asked);
      blocks.push(taken);
    }
    expect(blocks.slice(0, 4)).toEqual([10, 9, 9, 8]);
    expect(blocks.slice(-3)).toEqual([1, 1, 0]);
    expect(blocks.reduce((sum, block) => sum + block, 0)).toBe(100);
    expect(quotas.claimRequests({ ...asked, limit: 500 })).toBe(20);
  });

  it('begins again with the next day, and not before', () => {
    const quotas = createQuotaStore(openForTest());
    expect(quotas.claimRequests({ ...asked, limit: 1 })).toBe(1);
    expect(quotas.claimRequests({ ...asked, limit: 1 })).toBe(0);
    expect(quotas.claimRequests({ ...asked, limit: 1, resetsAtSeconds: 2 * DAY })).toBe(1);
    // A machine whose clock is still on the day before counts on the later day.
    expect(quotas.claimRequests({ ...asked, limit: 1 })).toBe(0);
  });

  it('takes back what was not used, on the same day alone', () => {
    const quotas = createQuotaStore(openForTest());
    const one = { ...asked, limit: 1 };
    quotas.claimRequests(one);
    quotas.returnRequests({ ...HOST, count: 1, resetsAtSeconds: 2 * DAY });
    expect(quotas.claimRequests(one)).toBe(0);
    quotas.returnRequests({ ...HOST, count: 1, resetsAtSeconds: DAY });
    expect(quotas.claimRequests(one)).toBe(1);
    quotas.returnRequests({ ...HOST, count: 7, resetsAtSeconds: DAY });
    expect([quotas.claimRequests(one), quotas.claimRequests(one)]).toEqual([1, 0]);
  });

  it('is counted for each host and each key apart', () => {
    const quotas = createQuotaStore(openForTest());
    const one = { ...asked, limit: 1 };
    expect(quotas.claimRequests(one)).toBe(1);
    expect(quotas.claimRequests({ ...one, keyDigest: 'sha256:1' })).toBe(1);
    expect(quotas.claimRequests({ ...one, host: 'other.test' })).toBe(1);
    expect(quotas.claimRequests({ ...one, host: 'other.test' })).toBe(0);
  });

  it('remembers until when a host gives no more, beside the count', () => {
    const quotas = createQuotaStore(openForTest());
    expect(quotas.readSpentUntil(HOST)).toBeNull();
    quotas.writeSpentUntil(HOST, 1000);
    expect(quotas.readSpentUntil(HOST)).toBe(1000);
    expect(quotas.readSpentUntil({ ...HOST, keyDigest: 'sha256:1' })).toBeNull();
    expect(quotas.claimRequests({ ...asked, limit: 1 })).toBe(1);
    expect(quotas.readSpentUntil(HOST)).toBe(1000);
    quotas.writeSpentUntil(HOST, 2000);
    expect(quotas.claimRequests({ ...asked, limit: 1 })).toBe(0);
  });

  it('is never overdrawn by processes that claim at the same time', async () => {
    const file = `${createFolder()}/hopsight.sqlite`;
    openForTest(file);
    const children = [1, 2, 3].map(() => start('claim', file, MIGRATIONS_FOLDER));
    await Promise.all(children.map(({ said }) => said('ready')));
    for (const child of children) child.go();
    const ends = await Promise.all(children.map(({ ended }) => ended));
    const claimed = ends.map(({ output }) => Number(/claimed (\d+)/.exec(output)?.[1]));
    expect(claimed.reduce((sum, each) => sum + each, 0)).toBe(1000);
  });
});

describe('turns to ask a host', () => {
  const rate = { ...HOST, turns: 3, intervalMs: 1000 };
  const claimAt = (quotas: ReturnType<typeof createQuotaStore>, ...times: readonly number[]) =>
    times.map((nowMs) => quotas.claimTurn({ ...rate, nowMs }));

  it('are at once as long as the interval before holds fewer, and never one too many', () => {
    const quotas = createQuotaStore(openForTest());
    expect(claimAt(quotas, 0, 0, 0, 0, 10, 990)).toEqual([0, 0, 0, 1000, 1000, 1000]);
    // The window slides: the third turn of the second interval is what the next ones wait for.
    expect(claimAt(quotas, 1999, 2000, 5000)).toEqual([2000, 2000, 5000]);
  });

  it('are counted together by all who share a database, and for each host and key apart', () => {
    const db = openForTest();
    const [one, other] = [createQuotaStore(db), createQuotaStore(db)];
    expect([...claimAt(one, 0, 0), ...claimAt(other, 0, 0)]).toEqual([0, 0, 0, 1000]);
    expect(one.claimTurn({ ...rate, host: 'other.test', nowMs: 0 })).toBe(0);
    expect(one.claimTurn({ ...rate, keyDigest: 'key', nowMs: 0 })).toBe(0);
  });

  it('are not waited for where a clock was set back', () => {
    const quotas = createQuotaStore(openForTest());
    claimAt(quotas, 1_000_000, 1_000_000, 1_000_000);
    expect(claimAt(quotas, 901_000)).toEqual([1_001_000]);
    expect(claimAt(quotas, 0)).toEqual([0]);
  });

  it('leave no more rows than an interval holds', () => {
    const db = openForTest();
    claimAt(createQuotaStore(db), ...Array.from({ length: 50 }, (_, at) => at));
    expect(db.prepare('SELECT count(*) FROM host_turn').pluck().get()).toBe(3);
  });
});
