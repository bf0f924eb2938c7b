import { describe, expect, it } from 'vitest';
import { createRateLimiter, type Urgency } from '../../../src/sources/rateLimiter.js';
import { createQuotaStore } from '../../../src/store/quotaStore.js';
import { noDeadline } from '../../support/sourceBench.js';
import { openForTest } from '../store/temporaryDatabase.js';

async function orderOf(asked: readonly Urgency[]): Promise<readonly number[]> {
  const limiter = createRateLimiter({
    name: { host: 'api.test', keyDigest: '' },
    requestsPerSecond: 200,
    store: createQuotaStore(openForTest()),
    now: Date.now,
  });
  const order: number[] = [];
  await Promise.all(
    asked.map((urgency, at) =>
      limiter.waitForTurn(urgency, noDeadline()).then(() => order.push(at)),
    ),
  );
  return order;
}

describe('turns at a host that allows few', () => {
  it('go to whoever waits for one wallet before who waits for many', async () => {
    // The first is under way when the others come.
    expect(await orderOf(['batch', 'batch', 'batch', 'single', 'batch', 'single'])).toEqual([
      0, 3, 5, 1, 2, 4,
    ]);
  });

  it('go to the first that came among equals', async () => {
    expect(await orderOf(['batch', 'batch', 'batch'])).toEqual([0, 1, 2]);
    expect(await orderOf(['single', 'single', 'single'])).toEqual([0, 1, 2]);
  });
});
