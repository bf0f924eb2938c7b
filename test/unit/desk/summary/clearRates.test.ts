import { describe, expect, it } from 'vitest';
import {
  type Clearing,
  type FiredScreening,
  tellClearRates,
} from '../../../../src/desk/summary/clearRates.js';
import { evmAccount } from '../../../support/world.js';

const found = (
  ruleId: string,
  exposures: readonly number[] = [0],
  severity: 'info' | 'review' | 'hold' = 'review',
) => ({ ruleId, severity, exposures });
const fired = (
  screeningId: string,
  findings: FiredScreening['findings'],
  accounts = [1, 2],
): FiredScreening => ({
  ...{ screeningId, screenedAt: '2026-10-05T10:00:00Z', findings },
  exposures: accounts.map((number) => ({ account: evmAccount(number) })),
});
const NOBODY: Clearing = { checks: new Set(), screenings: new Set(), vouches: [] };
const told = (...given: Parameters<typeof tellClearRates>) =>
  tellClearRates(...given).map(({ ruleId, fired: count, cleared }) => [ruleId, count, cleared]);

describe('clear rates', () => {
  it('count a rule once in a screening, and what only informs not at all', () => {
    const screenings = [
      fired('a', [found('r'), found('r', [1]), found('i', [0], 'info')]),
      fired('b', [found('r'), found('h', [0], 'hold')]),
    ];
    expect(tellClearRates(screenings, [], NOBODY)).toEqual([
      { ruleId: 'r', fired: 2, cleared: 0, screeningIds: ['a', 'b'] },
      { ruleId: 'h', fired: 1, cleared: 0, screeningIds: ['b'] },
    ]);
  });

  it('count as let pass what a check was let pass on', () => {
    const screenings = [fired('a', [found('r')]), fired('b', [found('r')])];
    const clearing = { ...NOBODY, screenings: new Set(['b']) };
    expect(told(screenings, [], clearing)).toEqual([['r', 2, 1]]);
  });

  it('count as let pass what somebody vouched for afterwards, all of it', () => {
    const vouch = (number: number, madeAt = '2026-10-06T10:00:00Z') => ({
      ...{ account: evmAccount(number), madeAt },
    });
    const both = [fired('a', [found('r', [0]), found('r', [1])])];
    const by = (...vouches: Clearing['vouches']) => told(both, [], { ...NOBODY, vouches });
    expect(by(vouch(1))).toEqual([['r', 1, 0]]);
    expect(by(vouch(2))).toEqual([['r', 1, 0]]);
    expect(by(vouch(1), vouch(2))).toEqual([['r', 1, 1]]);
    expect(by(vouch(1), vouch(2, '2026-10-05T09:59:59Z'))).toEqual([['r', 1, 0]]);
    expect(by(vouch(1), vouch(2, '2026-10-05T09:59:59Z'), vouch(2))).toEqual([['r', 1, 1]]);
    // A rule about no entity, such as one about behaviour, is nothing that a vouch answers.
    const behaviour = [fired('a', [found('r', [])])];
    expect(told(behaviour, [], { ...NOBODY, vouches: [vouch(1)] })).toEqual([['r', 1, 0]]);
  });

  it('count signals of payments by check, apart from rules of the same name', () => {
    const signals = [
      { kind: 'lookalike', checkId: 'c1', screeningId: 's' },
      { kind: 'lookalike', checkId: 'c2', screeningId: 's' },
    ];
    const clearing = { ...NOBODY, checks: new Set(['c2']) };
    expect(tellClearRates([fired('s', [found('lookalike')])], signals, clearing)).toEqual([
      { ruleId: 'payment: lookalike', fired: 2, cleared: 1, screeningIds: ['s'] },
      { ruleId: 'lookalike', fired: 1, cleared: 0, screeningIds: ['s'] },
    ]);
  });
});
