import { describe, expect, it } from 'vitest';
import { tellDecided } from '../../../../src/desk/summary/decidedByPeople.js';

const OCTOBER = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };
const release = (at: string, reason: string | null = 'We asked.') => ({ at, by: 'cleo', reason });
const agreed = (agreedAt: string) => ({
  ...{ overrideId: 'o', checkId: 'c2', askedBy: 'ann', agreedAt, agreedBy: 'cleo' },
  ...{ until: '2026-10-31', reason: 'The court said so.' },
});

describe('what people decided in a month', () => {
  it('are reviews that were released and holds that two let pass, with their reasons', () => {
    const checks = [
      { checkId: 'c1', payeeId: 'p1', release: release('2026-10-09T00:00:00Z') },
      { checkId: 'c2', payeeId: 'p2', release: null },
    ];
    expect(tellDecided(checks, [agreed('2026-10-08T00:00:00Z')], OCTOBER)).toEqual([
      {
        ...{ id: 'o', kind: 'override', checkId: 'c2', payeeId: 'p2', at: '2026-10-08T00:00:00Z' },
        ...{ by: ['ann', 'cleo'], reason: 'The court said so.' },
        expiresAt: '2026-10-31T23:59:59Z',
      },
      {
        ...{ id: 'c1', kind: 'release', checkId: 'c1', payeeId: 'p1', at: '2026-10-09T00:00:00Z' },
        ...{ by: ['cleo'], reason: 'We asked.', expiresAt: null },
      },
    ]);
  });

  it('is of the month of the last word', () => {
    const told = (at: string) =>
      tellDecided([{ checkId: 'c', payeeId: 'p', release: release(at) }], [agreed(at)], OCTOBER)
        .length;
    expect(
      ['2026-09-30T23:59:59Z', OCTOBER.from, '2026-10-31T23:59:59Z', OCTOBER.to].map(told),
    ).toEqual([0, 2, 2, 0]);
  });

  it('says so where a reason was erased', () => {
    const erased = release('2026-10-09T00:00:00Z', null);
    const told = tellDecided([{ checkId: 'c', payeeId: 'p', release: erased }], [], OCTOBER);
    expect(told).toMatchObject([{ reason: '(erased)' }]);
  });
});
