import { describe, expect, it } from 'vitest';
import { lockedUntil, MOST_REFUSALS } from '../../../../src/desk/access/lockOut.js';

const MINUTES = 60;

describe('the lock of a name', () => {
  it('falls with the fifth refusal, for a quarter of an hour', () => {
    expect(MOST_REFUSALS).toBe(5);
    expect(lockedUntil([0, 1, 2, 3], 4)).toBeNull();
    expect(lockedUntil([0, 1, 2, 3, 4], 4)).toBe(4 + 15 * MINUTES);
  });

  it('ends by itself', () => {
    expect(lockedUntil([0, 1, 2, 3, 4], 3 + 15 * MINUTES)).toBe(4 + 15 * MINUTES);
    expect(lockedUntil([0, 1, 2, 3, 4], 4 + 15 * MINUTES)).toBeNull();
  });

  it('counts refusals of less than a quarter of an hour alone', () => {
    const last = 15 * MINUTES;
    expect(lockedUntil([1, 300, 500, 700, last], last)).toBe(30 * MINUTES);
    expect(lockedUntil([0, 300, 500, 700, last], last)).toBeNull();
  });

  it('does not fall again with the first refusal after it', () => {
    const after = 15 * MINUTES;
    expect(lockedUntil([0, 0, 0, 0, 0, after], after)).toBeNull();
    expect(lockedUntil([0, 0, 0, 0, 0, after, after, after, after], after)).toBeNull();
    expect(lockedUntil([0, after, after, after, after, after], after)).toBe(after + 900);
  });
});
