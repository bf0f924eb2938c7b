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
