import { describe, expect, it } from 'vitest';
import { isOfMonth } from '../../../../src/desk/summary/monthPayments.js';
import { isWithin, monthBefore, zoneDays } from '../../../../src/desk/summary/zoneMonth.js';

const spanOf = (month: string, zone: string) => {
  const { from, to } = zoneDays(zone).monthOf(month);
  return [from, to];
};

describe('a month in a time zone', () => {
  // Written down from the published rules of each zone, never worked out by the code itself.
  it.each([
    ['2026-10', 'UTC', '2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z'],
    ['2026-10', 'Europe/Berlin', '2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z'],
    ['2026-03', 'Europe/Berlin', '2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z'],
    ['2026-11', 'America/New_York', '2026-11-01T04:00:00Z', '2026-12-01T05:00:00Z'],
    ['2026-12', 'Asia/Kolkata', '2026-11-30T18:30:00Z', '2026-12-31T18:30:00Z'],
    ['2026-01', 'Pacific/Kiritimati', '2025-12-31T10:00:00Z', '2026-01-31T10:00:00Z'],
    ['2024-02', 'Pacific/Pago_Pago', '2024-02-01T11:00:00Z', '2024-03-01T11:00:00Z'],
    // Clocks were set forward at midnight, so that the day began at one o'clock.
    ['2017-10', 'America/Sao_Paulo', '2017-10-01T03:00:00Z', '2017-11-01T02:00:00Z'],
  ])('%s in %s', (month, zone, from, to) => {
    expect(spanOf(month, zone)).toEqual([from, to]);
  });

  it('has its days, of which those with a change of clocks are longer or shorter', () => {
    const hoursOf = (month: string) => {
      const { from, days } = zoneDays('Europe/Berlin').monthOf(month);
      const ends = [Date.parse(from) / 1000, ...days.map(({ endSeconds }) => endSeconds)];
      return new Map(
        days.map(({ day }, at) => [day, ((ends[at + 1] ?? 0) - (ends[at] ?? 0)) / 3600]),
      );
    };
    const october = hoursOf('2026-10');
    expect(october.size).toBe(31);
    expect([...october].filter(([, hours]) => hours !== 24)).toEqual([['2026-10-25', 25]]);
    expect([...hoursOf('2026-03')].filter(([, hours]) => hours !== 24)).toEqual([
      ['2026-03-29', 23],
    ]);
    const spring = zoneDays('America/Sao_Paulo').monthOf('2017-10');
    const end = spring.days.find(({ day }) => day === '2017-10-14')?.endSeconds;
    expect(end).toBe(Date.UTC(2017, 9, 15, 3) / 1000);
  });

  it('is named by year and month, and has one before it', () => {
    for (const wrong of ['2026-13', '2026', '2026-1', '2026-10-01', '']) {
      expect(() => zoneDays('UTC').monthOf(wrong)).toThrow('named by year and month');
    }
    expect(['2026-01', '2024-03'].map(monthBefore)).toEqual(['2025-12', '2024-02']);
  });

  it('has no part in the first second of the next', () => {
    const span = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };
    expect(
      ['2026-09-30T23:59:59Z', span.from, '2026-10-31T23:59:59Z', span.to].map((at) =>
        isWithin(at, span),
      ),
    ).toEqual([false, true, true, false]);
  });
});

describe('a payment', () => {
  const october = (zone: string) => zoneDays(zone).monthOf('2026-10');
  const late = { at: '2026-10-31T23:30:00Z', day: '2026-10-31' };

  it('late on the last day is of the month that it is in where the company is', () => {
    expect(isOfMonth(late, october('UTC'))).toBe(true);
    expect(isOfMonth(late, october('Europe/Berlin'))).toBe(false);
    expect(isOfMonth(late, zoneDays('Europe/Berlin').monthOf('2026-11'))).toBe(true);
    expect(isOfMonth(late, october('America/New_York'))).toBe(true);
  });

  it('of which only the day is told is of the month of that day, in its middle', () => {
    const told = { at: null, day: '2026-10-31' };
    for (const zone of ['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin']) {
      expect(isOfMonth(told, october(zone))).toBe(true);
      expect(isWithin(zoneDays(zone).middleOf(told.day), october(zone))).toBe(true);
    }
    expect(zoneDays('UTC').middleOf('2026-10-31')).toBe('2026-10-31T12:00:00Z');
    expect(zoneDays('Asia/Tokyo').middleOf('2026-10-31')).toBe('2026-10-31T03:00:00Z');
  });
});
