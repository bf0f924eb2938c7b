import { describe, expect, it } from 'vitest';
import { detectCoinJoin } from '../../../../src/core/patterns/coinJoin.js';
import {
  type JointAmounts,
  joinOf,
  spread,
  times,
  WASABI_10_ROUND,
  WASABI_11_ROUND,
  WASABI_20_ROUND,
  WHIRLPOOL_ROUND,
} from '../../../support/coinJoins.js';

const seen = (amounts: JointAmounts) => detectCoinJoin(joinOf(amounts))?.detector ?? null;
const POOL = 1_000_000n;
const BASE = 10_000_000n;

describe('a round of Whirlpool that is only just one', () => {
  const withNewcomers = (count: number): JointAmounts => ({
    inputs: [...spread(count, POOL + 200n), ...times(5 - count, POOL)],
    outputs: times(5, POOL),
  });

  it('has one newcomer, or four', () => {
    expect([1, 4].map((count) => seen(withNewcomers(count)))).toEqual(['whirlpool', 'whirlpool']);
    expect([0, 5].map((count) => seen(withNewcomers(count)))).toEqual([null, null]);
  });

  it('is of the smallest pool or of the largest', () => {
    const ofPool = (pool: bigint): JointAmounts => ({
      inputs: WHIRLPOOL_ROUND.inputs.map((amount) => amount - POOL + pool),
      outputs: times(5, pool),
    });
    expect(seen(ofPool(100_000n))).toBe('whirlpool');
    expect(seen(ofPool(50_000_000n))).toBe('whirlpool');
    expect(seen(ofPool(100_001n))).toBeNull();
  });
});

describe('a round of Wasabi 1 that is only just one', () => {
  it('is about 0.1 BTC, give or take exactly 5 %', () => {
    const ofAmount = (amount: bigint): JointAmounts => ({
      ...WASABI_10_ROUND,
      outputs: WASABI_10_ROUND.outputs.map((one) => (one === 9_999_000n ? amount : one)),
    });
    expect(seen(ofAmount(10_500_000n))).toBe('wasabi-1.0');
    expect(seen(ofAmount(9_500_000n))).toBe('wasabi-1.0');
  });

  it('is of three people, who have ten addresses', () => {
    const three: JointAmounts = {
      inputs: spread(10, 4_000_000n),
      outputs: [...times(3, 9_999_000n), ...spread(3, 1_000_123n), 120_777n],
    };
    expect(seen(three)).toBe('wasabi-1.0');
  });

  it('has a level that two people share', () => {
    const two: JointAmounts = {
      ...WASABI_11_ROUND,
      outputs: [
        ...times(12, 10_002_000n),
        ...times(2, 20_004_000n),
        ...spread(10, 3_000_123n),
        120_777n,
      ],
    };
    expect(seen(two)).toBe('wasabi-1.1');
  });

  it('may split the whole evenly from 20 inputs on', () => {
    const even = (people: number): JointAmounts => ({
      inputs: spread(people, BASE + 1_000n),
      outputs: times(people, BASE),
    });
    expect(seen(even(19))).toBeNull();
    expect(seen(even(20))).toBe('wasabi-1.0');
  });

  it('splits evenly where at most a ten-thousandth is left over', () => {
    const leaving = (over: bigint): JointAmounts => ({
      inputs: spread(10, BASE + 2_000n),
      outputs: [...times(10, BASE), over],
    });
    expect(seen(leaving(10_001n))).toBeNull();
    expect(seen(leaving(10_002n))).toBe('wasabi-1.0');
    // What lacks a little for one more piece is as even as what has a little over.
    expect(seen(leaving(BASE - 10_001n))).toBeNull();
  });

  it('is judged though most of its outputs are of nothing', () => {
    const empty: JointAmounts = {
      inputs: spread(10, 4_000_000n),
      outputs: [...times(3, 9_999_000n), ...times(4, 0n)],
    };
    expect(seen(empty)).toBe('wasabi-1.0');
  });
});

describe('a round of Wasabi 2 that is only just one', () => {
  const round = WASABI_20_ROUND;

  it('has an output of 5,000 satoshi', () => {
    expect(seen({ ...round, outputs: [...round.outputs, 5_000n] })).toBe('wasabi-2.0');
  });

  it('has three standard amounts, one of them on two outputs only', () => {
    const outputs = (pair: number) => [
      ...times(5, 1_048_576n),
      ...times(6, 531_441n),
      ...times(pair, 118_098n),
      ...spread(4, 77_123n),
    ];
    expect(seen({ ...round, outputs: outputs(2) })).toBe('wasabi-2.0');
    expect(seen({ ...round, outputs: outputs(1) })).toBeNull();
  });

  it('has ten inputs for each mixed output', () => {
    expect(seen({ ...round, inputs: spread(180, 1_300_000n) })).toBe('wasabi-2.0');
  });

  it('has amounts that repeat on half of the outputs, the coordinator’s left aside', () => {
    const outputs = (more: number) => [...round.outputs, ...spread(more, 88_123n)];
    expect(seen({ ...round, outputs: outputs(15) })).toBe('wasabi-2.0');
    expect(seen({ ...round, outputs: outputs(16) })).toBeNull();
  });
});

describe('of amounts that are as frequent', () => {
  it('the lowest counts, in whichever order they stand', () => {
    const pairs = (first: bigint, second: bigint): JointAmounts => ({
      inputs: [900_000n, 800_000n],
      outputs: [first, second, first, second],
    });
    for (const outputs of [pairs(700_000n, 5_000n), pairs(5_000n, 700_000n)]) {
      expect(detectCoinJoin(joinOf(outputs))?.sentence).toContain('2 equal outputs of 5000');
    }
  });
});
