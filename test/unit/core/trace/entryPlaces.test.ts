import { describe, expect, it } from 'vitest';
import { EntryPlaces } from '../../../../src/core/trace/entryPlaces.js';
import { LedgerEntry } from '../../../../src/core/trace/ledgerEntry.js';

const entry = (tx: string) =>
  new LedgerEntry(
    { tx, timeSeconds: 0, height: null, txIndex: null },
    { steps: [], givenAndTaken: [], before: new Map(), after: new Map() },
  );
/** So many transactions, named by where they stand. */
const named = (count: number) => Array.from({ length: count }, (_, at) => entry(`0x${at}`));

describe.each([1, 8, 9, 40])('where transactions stand among %i', (count) => {
  it('is told of each, whichever place is tried first', () => {
    const places = new EntryPlaces(named(count));
    for (let at = 0; at < count; at += 1) {
      for (const likely of [-1, 0, at, at + 1]) expect(places.get(`0x${at}`, likely)).toBe(at);
    }
    expect(places.get('0xother', 0)).toBeUndefined();
  });

  it('is where one stands last that stands there twice, also where the first is tried', () => {
    const places = new EntryPlaces([entry('0xtwice'), ...named(count), entry('0xtwice')]);
    expect(places.get('0xtwice', 0)).toBe(count + 1);
  });
});
