import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AbortedError,
  CapabilityError,
  DecodeError,
  RateLimitError,
  TransportError,
} from '../../../src/core/errors.js';
import { LeftAloneError } from '../../../src/sources/refusals.js';
import { type RetryPolicy, retryLater, sleepOnTimer } from '../../../src/sources/retry.js';
import { failureOf, noDeadline } from '../../support/sourceBench.js';

function policyOf(random: number, slept: number[]): RetryPolicy {
  return {
    tries: 3,
    baseDelayMs: 1000,
    maxDelayMs: 30_000,
    random: () => random,
    sleep: async (ms) => {
      slept.push(ms);
    },
    msLeft: () => Number.POSITIVE_INFINITY,
  };
}

function failing(error: Error) {
  const calls: number[] = [];
  const task = async () => {
    calls.push(calls.length);
    throw error;
  };
  return { calls, task };
}

const outage = new TransportError('down');

describe('a request that fails is made again', () => {
  test('three times in all, after waits whose limit doubles', async () => {
    const slept: number[] = [];
    const { calls, task } = failing(outage);
    expect(await failureOf(retryLater(task, policyOf(0.5, slept), noDeadline()))).toBe(outage);
    expect(calls).toHaveLength(3);
    expect(slept).toEqual([500, 1000]);
  });

  test('after a wait between nothing and its limit, whatever is drawn', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        async (draw) => {
          const slept: number[] = [];
          await failureOf(retryLater(failing(outage).task, policyOf(draw, slept), noDeadline()));
          expect(slept[0]).toBeGreaterThanOrEqual(0);
          expect(slept[0]).toBeLessThan(1000);
          expect(slept[1]).toBeLessThan(2000);
        },
      ),
    );
  });

  test('no sooner than the source asks for', async () => {
    const slept: number[] = [];
    const limit = new RateLimitError('slow down', { retryAfterMs: 5000, window: 'second' });
    await failureOf(retryLater(failing(limit).task, policyOf(0.5, slept), noDeadline()));
    expect(slept).toEqual([5500, 6000]);
  });

  test('until it succeeds', async () => {
    let left = 1;
    const task = async () => {
      left -= 1;
      if (left >= 0) throw outage;
      return 'answer';
    };
    expect(await retryLater(task, policyOf(0, []), noDeadline())).toBe('answer');
  });
});

describe('a request is not made again', () => {
  test.each([
    new DecodeError('another shape'),
    new CapabilityError('not offered'),
    new AbortedError('ended'),
    new LeftAloneError('left alone'),
    new RateLimitError('spent', { retryAfterMs: 1000, window: 'day' }),
    new RateLimitError('long', { retryAfterMs: 31_000, window: 'second' }),
    new Error('not ours'),
  ])('after %s', async (error) => {
    const { calls, task } = failing(error);
    expect(await failureOf(retryLater(task, policyOf(0, []), noDeadline()))).toBe(error);
    expect(calls).toHaveLength(1);
  });

  test('once its deadline passed during the wait', async () => {
    const deadline = new AbortController();
    const { calls, task } = failing(outage);
    const policy = { ...policyOf(0, []), sleep: async () => deadline.abort() };
    expect(await failureOf(retryLater(task, policy, deadline.signal))).toBeInstanceOf(AbortedError);
    expect(calls).toHaveLength(1);
  });

  test('and not waited for, once its deadline passed during the request', async () => {
    const slept: number[] = [];
    const deadline = new AbortController();
    const task = async () => {
      deadline.abort();
      throw outage;
    };
    await failureOf(retryLater(task, policyOf(0, slept), deadline.signal));
    expect(slept).toEqual([]);
  });
});

describe('a wait that would outlast the deadline', () => {
  test.each([
    { msLeft: 5500, slept: [] },
    { msLeft: 5501, slept: [5500] },
  ])('is not begun with $msLeft ms left; what failed is told', async ({ msLeft, slept }) => {
    const waits: number[] = [];
    const limit = new RateLimitError('slow down', { retryAfterMs: 5000, window: 'second' });
    const { task } = failing(limit);
    const policy = { ...policyOf(0.5, waits), tries: 2, msLeft: () => msLeft };
    expect(await failureOf(retryLater(task, policy, noDeadline()))).toBe(limit);
    expect(waits).toEqual(slept);
  });
});

test('a wait ends early when its signal is aborted', async () => {
  const deadline = new AbortController();
  const wait = sleepOnTimer(3_600_000, deadline.signal);
  deadline.abort();
  await wait;
  await sleepOnTimer(3_600_000, deadline.signal);
  await sleepOnTimer(0, noDeadline());
});
