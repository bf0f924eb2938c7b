import { describe, expect, it } from 'vitest';
import type { TxPosition } from '../../../../src/core/trace/txPosition.js';
import { compareTxPositions, positionOf } from '../../../../src/core/trace/txPosition.js';
import { ether, evmAccount } from '../../../support/world.js';

const FIRST: TxPosition = { timeSeconds: 100, height: 5, txIndex: 3, tx: '0xb' };
const compare = (parts: Partial<TxPosition>) => compareTxPositions(FIRST, { ...FIRST, ...parts });

describe('the order of transactions', () => {
  it('is by time, then height, then place in the block, then id', () => {
    expect(compare({})).toBe(0);
    expect(compare({ timeSeconds: 101, height: 4 })).toBeLessThan(0);
    expect(compare({ height: 6, txIndex: 0 })).toBeLessThan(0);
    expect(compare({ txIndex: 4, tx: '0xa' })).toBeLessThan(0);
    expect(compare({ tx: '0xc' })).toBeLessThan(0);
    expect(compare({ tx: '0xa' })).toBeGreaterThan(0);
  });

  it('puts what nobody knows first', () => {
    expect(compare({ height: null })).toBeGreaterThan(0);
    expect(compare({ height: null, txIndex: null })).toBeGreaterThan(0);
    expect(compare({ txIndex: null })).toBeGreaterThan(0);
    expect(compareTxPositions({ ...FIRST, txIndex: 0 }, { ...FIRST, txIndex: null })).toBe(1);
  });
});

describe('the position of a transaction', () => {
  it('has its place in the block from whichever of its transfers knows it', () => {
    const call = { ...ether(evmAccount(1), evmAccount(2), 1n, 7), txIndex: null };
    const fee = { ...call, txIndex: 9 };
    const { timeSeconds, height } = call;
    expect(positionOf('0x7', call, [call, fee])).toEqual({
      timeSeconds,
      height,
      txIndex: 9,
      tx: '0x7',
    });
    expect(positionOf('0x7', call, [call]).txIndex).toBeNull();
  });
});
