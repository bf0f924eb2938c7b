import { describe, expect, it } from 'vitest';
import type { SetUpkeep } from '../../../src/core/labels/upkeep.js';
import { tellLabelGaps } from '../../../src/screening/labelGaps.js';

const DAY = 86_400;
const CONFIRMED = 1_750_000_000;

const synced: SetUpkeep = {
  set: 'ofac-sdn',
  origin: 'synced',
  isServed: true,
  isDue: true,
  standIn: null,
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
    const here = { ...synced, isServed: false, isDue: false, confirmedAt: null };
    expect(gapsOf({ ...here, origin: 'built-in' }, 900)).toEqual([]);
    expect(gapsOf({ ...here, origin: 'imported' }, 900)).toEqual([]);
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
    // Named by no feed any more.
    expect(gapsOf({ ...awaited, set: 'theirs', isServed: false, isDue: false }, 0)).toEqual([]);
  });

  const copied: SetUpkeep = {
    ...synced,
    origin: 'awaited',
    importedAt: null,
    confirmedAt: null,
    standIn: { set: 'hopsight-sanctions', asOf: '2025-06-15' },
  };

  it("is as much of OFAC's own list as its built-in copy is old, before its first sync", () => {
    expect(gapsOf(copied, 2)).toEqual([]);
    expect(gapsOf(copied, 3)).toMatchObject([{ kind: 'labels-stale', matters: false }]);
    expect(gapsOf(copied, 6)).toMatchObject([{ matters: false }]);
    expect(gapsOf(copied, 7)).toMatchObject([
      {
        kind: 'labels-stale',
        matters: true,
        sentence:
          "OFAC's list (ofac-sdn) was never fetched; the copy that came with Hopsight is of 2025-06-15, 7 days old, and what was listed since is not known.",
        cure: 'Run hopsight labels sync ofac-sdn.',
      },
    ]);
    const problem = 'The host list.example did not answer.';
    expect(gapsOf({ ...copied, problem }, 7)).toMatchObject([
      { sentence: expect.stringContaining(`is not known. ${problem}`) },
    ]);
  });

  it('is nothing of that list where it cannot be synced, or all that is read is recorded', () => {
    expect(gapsOf({ ...copied, isServed: false, isDue: false }, 900)).toEqual([]);
    expect(gapsOf({ ...copied, isDue: false }, 900)).toEqual([]);
    expect(gapsOf({ ...copied, isDue: false, standIn: null }, 900)).toEqual([]);
  });

  it('is the whole of that list where no copy of it is in use', () => {
    expect(gapsOf({ ...copied, standIn: null }, 0)).toMatchObject([
      {
        matters: true,
        sentence: "OFAC's list (ofac-sdn) was never fetched, and no copy of it is in use.",
      },
    ]);
  });

  it('goes by the day of a file that was taken in by hand, until its set is first synced', () => {
    const byHand: SetUpkeep = {
      ...synced,
      origin: 'imported',
      asOf: '2025-06-15',
      confirmedAt: null,
    };
    expect(gapsOf(byHand, 2)).toEqual([]);
    expect(gapsOf(byHand, 7)).toMatchObject([
      {
        matters: true,
        sentence:
          'The label set ofac-sdn was never compared with its publisher; the file that was taken in is of 2025-06-15, 7 days old, and what was listed since is not known.',
        cure: 'Run hopsight labels sync ofac-sdn.',
      },
    ]);
    expect(gapsOf({ ...byHand, asOf: null }, 0)).toMatchObject([{ matters: true }]);
  });

  it('is everything where no set answers', () => {
    expect(tellLabelGaps({ sets: 0, upkeep: [] }, CONFIRMED)).toMatchObject([
      { kind: 'labels-stale', matters: true, cure: expect.stringContaining('labels.builtIn') },
    ]);
  });
});
