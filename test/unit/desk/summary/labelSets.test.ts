import { describe, expect, it } from 'vitest';
import type { Attribution } from '../../../../src/core/attribution.js';
import type { SetUpkeep } from '../../../../src/core/labels/upkeep.js';
import {
  type SetGrounds,
  type SetImport,
  tellLabelSets,
} from '../../../../src/desk/summary/labelSets.js';
import { evmAccount } from '../../../support/world.js';

const claim = (number: number): Attribution => ({
  ...{ account: evmAccount(number), entity: `E${number}`, category: 'mixer', actor: null },
  ...{ event: null, authority: 'vendor', confidence: 1, use: 'exposure', set: 'x' },
  ...{ source: `https://example.org/${number}`, sourceDate: null, entityListedOn: null },
  ...{ listedOn: null, delistedOn: null, note: null },
});
const upkeep = (parts: Partial<SetUpkeep> = {}): SetUpkeep => ({
  ...{ set: 'x', origin: 'synced', isServed: true, isDue: true, standIn: null, asOf: null },
  ...{ importedAt: null, confirmedAt: null, problem: null },
  ...parts,
});
const taken = (importedAt: string, claims: string, parts: Partial<SetImport> = {}): SetImport => ({
  ...{ set: 'x', id: claims, digest: `digest of ${claims}`, asOf: null, importedAt },
  ...parts,
});
const DAYS = Array.from({ length: 31 }, (_, at) => Date.UTC(2026, 9, 2 + at) / 1000 - 1);
const OCTOBER = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z', looks: DAYS };
const told = (grounds: Partial<SetGrounds>, looks = DAYS) =>
  tellLabelSets(
    {
      ...{ imports: [], confirmations: [], copies: [], upkeep: [upkeep()] },
      // A state is named by the numbers of its claims.
      readClaims: (id) => id.split(' ').map((number) => claim(Number(number))),
      ...grounds,
    },
    { ...OCTOBER, looks },
  );

describe('what became of a label set in a month', () => {
  it('are its imports, and what they added and took away one by one', () => {
    const imports = [
      taken('2026-09-10T00:00:00Z', '1 2'),
      taken('2026-10-02T00:00:00Z', '1 2 3'),
      taken('2026-10-03T00:00:00Z', '1 2'),
      taken('2026-10-03T12:00:00Z', '1 2', { asOf: '2026-10-03' }),
      taken('2026-10-04T00:00:00Z', '2 5 6'),
      taken('2026-11-01T00:00:00Z', '9'),
    ];
    const still = upkeep({ origin: 'imported', isServed: false, isDue: false });
    expect(told({ imports, upkeep: [still] })).toEqual([
      { set: 'x', imports: 4, added: 3, removed: 2, staleDays: 0 },
    ]);
  });

  it('are all claims of a set that is new', () => {
    const still = upkeep({ origin: 'imported', isServed: false, isDue: false });
    const imports = [taken('2026-10-02T00:00:00Z', '1 2')];
    expect(told({ imports, upkeep: [still] })).toMatchObject([{ added: 2, removed: 0 }]);
    // Of one that came later nothing is told yet.
    const later = [taken('2026-11-02T00:00:00Z', '1 2')];
    expect(told({ imports: later, upkeep: [still] })).toEqual([]);
  });

  it('are the days on which it had last been confirmed a week ago or longer', () => {
    const imports = [taken('2026-09-30T12:00:00Z', '1')];
    const confirmed = (checkedAt: string, claims = '1') => ({
      ...{ set: 'x', checkedAt, digest: `digest of ${claims}` },
    });
    const confirmations = [confirmed('2026-09-30T12:00:00Z'), confirmed('2026-10-20T12:00:00Z')];
    // From the 7th at noon up to the 20th at noon, and from the 27th on, each day at its end.
    expect(told({ imports, confirmations })).toMatchObject([{ staleDays: 13 + 5 }]);
    expect(told({ imports, confirmations }, DAYS.slice(0, 10))).toMatchObject([{ staleDays: 4 }]);
  });

  it('are the days on which nobody knew whether it was the newest', () => {
    const imports = [taken('2026-09-30T12:00:00Z', '1'), taken('2026-10-30T12:00:00Z', '2')];
    const confirmations = DAYS.map((_, at) => ({
      ...{ set: 'x', digest: 'digest of 1' },
      checkedAt: new Date(Date.UTC(2026, 9, 1 + at)).toISOString().replace('.000', ''),
    }));
    // What the publisher confirms is not what is in use since the 30th.
    expect(told({ imports, confirmations })).toMatchObject([{ staleDays: 2 }]);
  });

  it('are no days of a set that was not there yet, nor of one that only has an age', () => {
    const imports = [taken('2026-10-30T12:00:00Z', '1', { asOf: '2019-01-01' })];
    const still = upkeep({ origin: 'imported', isServed: false, isDue: false });
    expect(told({ imports, upkeep: [still] })).toMatchObject([{ staleDays: 0 }]);
    const due = upkeep({ origin: 'imported' });
    expect(told({ imports, upkeep: [due] })).toMatchObject([{ staleDays: 2 }]);
    expect(told({})).toEqual([]);
  });

  it('are the days on which an old copy answered for a list that was never fetched', () => {
    const ofac = upkeep({ set: 'ofac-sdn', origin: 'awaited' });
    const copies = [
      taken('2026-09-01T00:00:00Z', '1', { set: 'hopsight-sanctions', asOf: '2026-09-30' }),
    ];
    expect(told({ upkeep: [ofac], copies })).toEqual([
      { set: 'ofac-sdn', imports: 0, added: 0, removed: 0, staleDays: 25 },
    ]);
    expect(told({ upkeep: [upkeep({ set: 'other', origin: 'awaited' })], copies })).toEqual([]);
  });
});
