import { describe, expect, it } from 'vitest';
import { changesSince } from '../../../../src/desk/summary/changesSince.js';
import { fullMonth, plainMonth } from '../../../support/monthModel.js';

const told = (...months: Parameters<typeof changesSince>) =>
  new Map(changesSince(...months).map(({ what, before, now }) => [what, [before, now]]));

describe('what changed since last month', () => {
  it('is nothing where all figures are the same', () => {
    expect(changesSince(fullMonth(), fullMonth())).toEqual([]);
  });

  it('is each figure that is another, as it was and as it is', () => {
    const changes = told(plainMonth(0), plainMonth(3));
    expect(changes.get('payments')).toEqual(['0', '3']);
    expect(changes.get('paid')).toEqual(['0.00 USD', '3000.000003 USD']);
    expect(changes.get('paid by decision: hold')).toEqual(['0.00 USD', '1000.000002 USD']);
    expect(changes.get('screenings: proceed')).toEqual(['0', '3']);
    expect(changes.has('held')).toBe(false);
    expect(changes.has('roster wallets with a valid screening')).toBe(false);
  });

  it('tells a sum without a price of some as not known, never as what is left', () => {
    const [, now] = told(plainMonth(0), plainMonth(13)).get('paid') ?? [];
    expect(now).toBe('not known: 1 of 13 without a price');
  });

  it('are the entities that came and went, links, holds and coverage', () => {
    const full = fullMonth();
    const came = told(plainMonth(36), full);
    expect(came.get('met: Lazarus Group')).toEqual(['no', 'yes']);
    expect(came.get('new links between payees')).toEqual(['0', '1']);
    expect(came.get('open holds')).toEqual(['0', '2']);
    expect(came.get('roster wallets with a valid screening')).toEqual(['none', '0.950000']);
    expect(came.get('payees screened before each payment')).toEqual(['none', '0.975000']);
    expect(came.get('overrides and releases')).toEqual(['0', '1']);
    expect(came.has('rule sets')).toBe(true);
    expect(told(full, plainMonth(36)).get('met: Lazarus Group')).toEqual(['yes', 'no']);
  });

  it('are the concerns by how many payments have each', () => {
    const none = plainMonth(36, { concerns: [] });
    const { concerns } = plainMonth(36);
    const unscreened = concerns.find(({ concern }) => concern === 'unscreened-on-chain');
    expect(told(none, plainMonth(36)).get('payments: unscreened-on-chain')).toEqual([
      '0',
      `${unscreened?.paymentIds.length}`,
    ]);
  });
});
