import { describe, expect, it } from 'vitest';
import { isSeenUntil } from '../../../src/screening/seenUntil.js';
import { createLedgerStore } from '../../../src/store/ledgerStore.js';
import { SOURCE, SUBJECT, transferAt, writeCovered } from '../store/ledgerFixtures.js';
import { openForTest } from '../store/temporaryDatabase.js';

/** Whether a page that covers some blocks shows all up to the moment of block 15. */
function isSeen(
  covered: { readonly from: number; readonly to: number },
  how: { readonly moment?: 'past' | 'present'; readonly later?: number } = {},
): boolean {
  const { moment = 'past', later = 16 } = how;
  const cache = createLedgerStore(openForTest());
  writeCovered(cache, { facts: [transferAt(10), transferAt(later)], ...covered });
  const from = { cache, moment, untilSeconds: transferAt(15).timeSeconds };
  return isSeenUntil(from, { account: SUBJECT, channel: 'native', source: SOURCE });
}

describe('a channel is seen up to a past moment', () => {
  it('where all blocks were, from the first to that of a movement after it', () => {
    expect(isSeen({ from: 0, to: 16 })).toBe(true);
    expect(isSeen({ from: 1, to: 16 })).toBe(false);
    expect(isSeen({ from: 0, to: 15 })).toBe(false);
  });

  it('not by a movement of that very moment, which others may follow', () => {
    expect(isSeen({ from: 0, to: 16 }, { later: 15 })).toBe(false);
  });

  it('and never up to the present, nor where nothing was looked at', () => {
    expect(isSeen({ from: 0, to: 16 }, { moment: 'present' })).toBe(false);
    const cache = createLedgerStore(openForTest());
    const asked = { account: SUBJECT, channel: 'native', source: SOURCE } as const;
    expect(isSeenUntil({ cache, moment: 'past', untilSeconds: 0 }, asked)).toBe(false);
  });
});
