import { describe, expect, it } from 'vitest';
import { dayAfter, startOfDay } from '../../../src/service/pages/dayInZone.js';

describe('days in a time zone', () => {
  it('begin at its midnight', () => {
    expect(startOfDay('2026-11-22', 'UTC')).toBe('2026-11-22T00:00:00.000Z');
    expect(startOfDay('2026-11-22', 'America/New_York')).toBe('2026-11-22T05:00:00.000Z');
    expect(startOfDay('2026-07-22', 'America/New_York')).toBe('2026-07-22T04:00:00.000Z');
    expect(startOfDay('2026-11-22', 'Pacific/Kiritimati')).toBe('2026-11-21T10:00:00.000Z');
    expect(startOfDay('2026-11-22', 'Asia/Kathmandu')).toBe('2026-11-21T18:15:00.000Z');
  });

  it('that lack midnight begin after the skip', () => {
    expect(startOfDay('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
  });

  it('are followed by the next, over months and years', () => {
    expect(dayAfter('2026-12-31')).toBe('2027-01-01');
    expect(dayAfter('2028-02-28')).toBe('2028-02-29');
  });

  it('are none where the text is none', () => {
    for (const text of ['', '2026-13-01', '2026-02-30', '22.11.2026', '2026-11-22T10:00:00Z']) {
      expect(startOfDay(text, 'UTC')).toBeNull();
      expect(dayAfter(text)).toBe('');
    }
  });
});
