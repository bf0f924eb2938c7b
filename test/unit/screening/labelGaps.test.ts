import { describe, expect, it } from 'vitest';
import type { SetUpkeep } from '../../../src/core/labels/upkeep.js';
import { tellLabelGaps } from '../../../src/screening/labelGaps.js';

const DAY = 86_400;
const CONFIRMED = 1_750_000_000;

const synced: SetUpkeep = {
  set: 'ofac-sdn',
  origin: 'synced',
  isServed: true,
  asOf: null,
  importedAt: '2025-06-01T00:00:00Z',
  confirmedAt: '2025-06-15T15:06:40Z',
  problem: null,
};

const gapsOf = (upkeep: SetUpkeep, days: number) =>
  tellLabelGaps({ sets: 1, upkeep: [upkeep] }, CONFIRMED + days * DAY);

describe('what labels do not know', () => {
  it('is nothing while a set is fresh', () => {
    expect(gapsOf(synced, 2)).toEqual([]);
  });

  it('is told from 3 days on and matters from 7, with its cure', () => {
    expect(gapsOf(synced, 3)).toMatchObject([{ kind: 'labels-stale', matters: false }]);
    expect(gapsOf(synced, 6)).toMatchObject([{ matters: false }]);
    expect(gapsOf(synced, 7)).toMatchObject([
      {
        kind: 'labels-stale',
        matters: true,
        sentence: expect.stringContaining(
          'ofac-sdn was last compared with its publisher 7 days ago',
        ),
        cure: expect.stringContaining('hopsight labels sync'),
      },
    ]);
  });

  it('matters where nobody knows how new a synced set is, and says what the last try met', () => {
    const problem = 'The host list.example did not answer.';
    expect(gapsOf({ ...synced, confirmedAt: null, problem }, 0)).toMatchObject([
      { matters: true, sentence: expect.stringContaining(problem) },
    ]);
  });

  it('is nothing for a set that cannot be synced, however old', () => {
    expect(gapsOf({ ...synced, origin: 'built-in', confirmedAt: null }, 900)).toEqual([]);
    expect(gapsOf({ ...synced, origin: 'imported', confirmedAt: null }, 900)).toEqual([]);
  });

  it('is a set that the configuration names and nobody fetched', () => {
    const awaited = { ...synced, origin: 'awaited', confirmedAt: null, importedAt: null } as const;
    expect(gapsOf({ ...awaited, set: 'theirs' }, 0)).toMatchObject([
      {
        matters: true,
        sentence: 'The label set theirs, which the configuration names, was never fetched.',
        cure: 'Run hopsight labels sync theirs.',
      },
    ]);
    // Named by no feed any more, and OFAC's, of which a copy is built in.
    expect(gapsOf({ ...awaited, set: 'theirs', isServed: false }, 0)).toEqual([]);
    expect(gapsOf(awaited, 0)).toEqual([]);
  });

  it('is everything where no set answers', () => {
    expect(tellLabelGaps({ sets: 0, upkeep: [] }, CONFIRMED)).toMatchObject([
      { kind: 'labels-stale', matters: true, cure: expect.stringContaining('labels.builtIn') },
    ]);
  });
});
