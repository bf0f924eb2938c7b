import { describe, expect, it } from 'vitest';
import { createTrendMemory } from '../../../../src/app/summary/trendMemory.js';

const totals = { month: '2026-07', payments: 1, worth: 5n, held: 0, heldWorth: 0n, concerns: 0 };

describe('what months came to last', () => {
  it('is known for as long as the record is the same', () => {
    const memory = createTrendMemory();
    expect(memory.recall('2026-07', 'a')).toBeNull();
    memory.keep(totals, 'a');
    expect(memory.recall('2026-07', 'a')).toEqual(totals);
    expect(memory.recall('2026-07', 'b')).toBeNull();
    expect(memory.recall('2026-08', 'a')).toBeNull();
  });

  it.each([{ worth: null }, { heldWorth: null }])(
    'is never kept without a price: %o',
    (unpriced) => {
      const memory = createTrendMemory();
      memory.keep(totals, 'a');
      memory.keep({ ...totals, ...unpriced }, 'a');
      expect(memory.recall('2026-07', 'a')).toBeNull();
    },
  );
});
