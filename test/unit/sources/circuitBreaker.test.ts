import { expect, test } from 'vitest';
import {
  createCircuitBreaker,
  FAILURES_IN_A_ROW,
  REST_MS,
} from '../../../src/sources/circuitBreaker.js';

function openBreaker() {
  let nowMs = 1_000_000;
  const breaker = createCircuitBreaker(() => nowMs);
  return {
    breaker,
    wait: (ms: number) => {
      nowMs += ms;
    },
    fail: (times: number) => {
      for (let at = 0; at < times; at += 1) breaker.noteFailure();
    },
  };
}

test('a host is left alone after several failures in a row, and not after one less', () => {
  const { breaker, fail } = openBreaker();
  fail(FAILURES_IN_A_ROW - 1);
  expect(breaker.msLeft()).toBe(0);
  fail(1);
  expect(breaker.msLeft()).toBe(REST_MS);
});

test('an answer in between begins the count again', () => {
  const { breaker, fail } = openBreaker();
  fail(FAILURES_IN_A_ROW - 1);
  breaker.noteAnswer();
  fail(FAILURES_IN_A_ROW - 1);
  expect(breaker.msLeft()).toBe(0);
});

test('after the rest it may be tried, and an answer makes it one like the others', () => {
  const { breaker, fail, wait } = openBreaker();
  fail(FAILURES_IN_A_ROW);
  wait(REST_MS - 1);
  expect(breaker.msLeft()).toBe(1);
  wait(1);
  expect([breaker.msLeft(), breaker.isTripped()]).toEqual([0, true]);
  breaker.noteAnswer();
  expect([breaker.msLeft(), breaker.isTripped()]).toEqual([0, false]);
  fail(FAILURES_IN_A_ROW - 1);
  expect(breaker.msLeft()).toBe(0);
});

test('a failed try is followed by another rest', () => {
  const { breaker, fail, wait } = openBreaker();
  fail(FAILURES_IN_A_ROW);
  wait(REST_MS);
  fail(1);
  expect(breaker.msLeft()).toBe(REST_MS);
});
