import { describe, expect, it } from 'vitest';
import {
  ageInDays,
  cureOf,
  type SetUpkeep,
  standingOf,
} from '../../../../src/core/labels/upkeep.js';

const DAY = 86_400;
const CONFIRMED = 1_750_000_000;

const synced: SetUpkeep = {
  set: 'ofac-sdn',
  origin: 'synced',
  isServed: true,
  isDue: true,
  standIn: null,
  asOf: '2025-01-01',
  importedAt: '2025-06-01T00:00:00Z',
  confirmedAt: '2025-06-15T15:06:40Z',
  problem: null,
};

describe('how a set stands', () => {
  it.each([
    ['just confirmed', 0, 'fresh'],
    ['a second short of 3 days', 3 * DAY - 1, 'fresh'],
    ['3 days', 3 * DAY, 'ageing'],
    ['a second short of 7 days', 7 * DAY - 1, 'ageing'],
    ['7 days', 7 * DAY, 'stale'],
    ['a year', 365 * DAY, 'stale'],
    ['confirmed later than the moment asked about', -DAY, 'fresh'],
  ])('goes by when its publisher was last asked: %s', (_case, seconds, standing) => {
    expect(standingOf(synced, CONFIRMED + seconds)).toBe(standing);
  });

  it('is not known where the snapshot here was never confirmed', () => {
    expect(standingOf({ ...synced, confirmedAt: null }, CONFIRMED)).toBe('unconfirmed');
  });

  it.each(['built-in', 'imported'] as const)('has only an age where it is %s', (origin) => {
    const set = { ...synced, origin, isServed: false, isDue: false, confirmedAt: null };
    expect(standingOf(set, CONFIRMED + 3_650 * DAY)).toBe('static');
    expect(ageInDays(set, CONFIRMED)).toBe(165);
    expect(ageInDays({ ...set, asOf: null }, CONFIRMED)).toBe(14);
    expect(ageInDays({ ...set, asOf: null, importedAt: null }, CONFIRMED)).toBeNull();
  });

  it('is absent where it never came', () => {
    const awaited = { ...synced, origin: 'awaited', asOf: null, importedAt: null } as const;
    expect(standingOf({ ...awaited, confirmedAt: null }, CONFIRMED)).toBe('absent');
  });

  const PUBLISHED = 1_735_689_600;

  it.each([
    ['a second short of 3 days', 3 * DAY - 1, 'fresh'],
    ['3 days', 3 * DAY, 'ageing'],
    ['a second short of 7 days', 7 * DAY - 1, 'ageing'],
    ['7 days', 7 * DAY, 'stale'],
    ['the moment asked about was before that day', -DAY, 'fresh'],
  ])('goes by the day of what answers until it is first synced: %s', (_case, seconds, standing) => {
    const byHand = { ...synced, origin: 'imported', confirmedAt: null } as const;
    const nothing = { origin: 'awaited', asOf: null, importedAt: null, confirmedAt: null } as const;
    const standIn = { set: 'hopsight-sanctions', asOf: '2025-01-01' };
    const copied = { ...synced, ...nothing, standIn };
    expect(standingOf(byHand, PUBLISHED + seconds)).toBe(standing);
    expect(standingOf(copied, PUBLISHED + seconds)).toBe(standing);
    const days = Math.max(0, Math.floor(seconds / DAY));
    expect(ageInDays(byHand, PUBLISHED + seconds)).toBe(days);
    expect(ageInDays(copied, PUBLISHED + seconds)).toBe(days);
  });

  it('is not known where a file was taken in by hand that has no day, however lately', () => {
    const byHand = { ...synced, origin: 'imported', asOf: null, confirmedAt: null } as const;
    expect(standingOf(byHand, PUBLISHED)).toBe('unconfirmed');
  });

  it('is cured by a sync where a feed serves it, else by a feed or by hand', () => {
    expect(cureOf(synced)).toBe('Run hopsight labels sync ofac-sdn.');
    expect(cureOf({ ...synced, isServed: false })).toMatch(
      /labels\.feeds.*hopsight labels import FILE --set ofac-sdn/,
    );
  });
});
