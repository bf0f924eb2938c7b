import { describe, expect, it } from 'vitest';
import { dueMonths } from '../../../../src/app/summary/monthSchedule.js';

const schedule = { day: 3, hour: 6 };
const asked = { schedule, zone: 'UTC', kept: [], sinceIso: '2026-09-10T00:00:00Z' };
const at = (iso: string) => Date.parse(iso);

describe('months that are due', () => {
  it('are over, and their day and hour have come', () => {
    expect(dueMonths(at('2026-11-03T05:59:59Z'), asked)).toEqual(['2026-09']);
    expect(dueMonths(at('2026-11-03T06:00:00Z'), asked)).toEqual(['2026-09', '2026-10']);
    expect(dueMonths(at('2026-11-30T23:59:59Z'), asked)).toEqual(['2026-09', '2026-10']);
  });

  it('come by the clock of the company, also where the year turns', () => {
    const tokyo = { ...asked, zone: 'Asia/Tokyo', kept: ['2026-09', '2026-10', '2026-11'] };
    expect(dueMonths(at('2027-01-02T20:59:59Z'), tokyo)).toEqual([]);
    expect(dueMonths(at('2027-01-02T21:00:00Z'), tokyo)).toEqual(['2026-12']);
  });

  it('are none that is kept, and none before the program was in use', () => {
    const now = at('2026-11-05T00:00:00Z');
    expect(dueMonths(now, { ...asked, kept: ['2026-10'] })).toEqual(['2026-09']);
    expect(dueMonths(now, { ...asked, sinceIso: '2026-11-01T00:00:00Z' })).toEqual([]);
    const long = dueMonths(now, { ...asked, sinceIso: '2020-01-01T00:00:00Z' });
    expect([long.length, long[0], long.at(-1)]).toEqual([12, '2025-11', '2026-10']);
  });
});
