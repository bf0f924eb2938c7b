import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exitCodeOfApproval,
  exitCodeOfDecision,
  exitCodeOfDecisions,
  exitCodeOfError,
  exitCodeOfVerification,
} from '../../../src/cli/exitCode.js';
import {
  AbortedError,
  Bug,
  ConfigError,
  DecodeError,
  InputError,
  RateLimitError,
  RuleSetError,
  StoreError,
  TransportError,
} from '../../../src/core/errors.js';
import type { Decision } from '../../../src/core/verdict.js';

describe('the exit code', () => {
  it.each([
    ['verified', 0],
    ['differs', 20],
    ['not-rebuilt', 30],
  ] as const)('of a verdict that is %s is %i', (outcome, code) => {
    expect(exitCodeOfVerification(outcome)).toBe(code);
  });

  it.each([
    ['valid', 0],
    ['altered', 20],
    ['other-invoice', 20],
    ['expired', 30],
    ['not-yet', 30],
    ['unknown-key', 30],
    ['unknown-version', 30],
  ] as const)('of an approval that is %s is %i', (outcome, code) => {
    expect(exitCodeOfApproval(outcome)).toBe(code);
  });

  it.each([
    ['proceed', 0],
    ['review', 10],
    ['hold', 20],
    ['incomplete', 30],
  ] as const)('of %s is %i', (decision, code) => {
    expect(exitCodeOfDecision(decision)).toBe(code);
  });

  it.each([
    [new InputError('x'), 64],
    [new TransportError('x'), 69],
    [new RateLimitError('x', { retryAfterMs: 1, window: 'day' }), 69],
    [new DecodeError('x'), 69],
    [new AbortedError('x'), 69],
    [new StoreError('x'), 69],
    [new Bug('x'), 70],
    [new TypeError('x is not a function'), 70],
    ['a thrown text', 70],
    [new ConfigError('x'), 78],
    [new RuleSetError('x', []), 78],
  ])('of %s is %i', (error, code) => {
    expect(exitCodeOfError(error)).toBe(code);
  });

  it('of several is that of the worst: hold, incomplete, review, proceed', () => {
    const decisions = fc.array(
      fc.constantFrom<Decision>('proceed', 'review', 'hold', 'incomplete'),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(decisions, (made) => {
        const badness = (decision: Decision) =>
          ['proceed', 'review', 'incomplete', 'hold'].indexOf(decision);
        const worst = [...made].sort((a, b) => badness(b) - badness(a)).slice(0, 1);
        expect(exitCodeOfDecisions(made)).toBe(worst.map(exitCodeOfDecision)[0]);
      }),
    );
  });

  it('of nothing decided is never that of proceed', () => {
    expect(exitCodeOfDecisions([])).toBe(30);
  });
});
