import { describe, expect, it } from 'vitest';
import {
  type CoveredPayment,
  tellPaidCoverage,
} from '../../../../src/desk/summary/paidCoverage.js';

const paid = (id: string, parts: Partial<CoveredPayment> = {}): CoveredPayment => ({
  ...{ id, payeeId: 'p1', payeeReference: 'C-1', screeningId: 's' },
  ...parts,
});

describe('coverage of who was paid', () => {
  it('counts a payee whose every payment rested on a valid screening, however short that held', () => {
    const other = { payeeId: 'p2', payeeReference: 'A-2' };
    const payments = [
      paid('a'),
      paid('b'),
      paid('c', other),
      paid('d', { ...other, screeningId: null }),
    ];
    expect(tellPaidCoverage(payments)).toEqual({
      ...{ payees: 2, screened: 1, share: '0.500000' },
      ...{ paymentIds: ['a', 'b', 'c', 'd'], unknownIds: [] },
      unscreened: [{ payeeId: 'p2', reference: 'A-2', paymentIds: ['d'] }],
    });
  });

  it('tells what went to nobody who is registered apart', () => {
    const unknown = paid('a', { payeeId: null, payeeReference: null, screeningId: null });
    expect(tellPaidCoverage([unknown])).toEqual({
      ...{ payees: 0, screened: 0, share: null, paymentIds: [], unknownIds: ['a'], unscreened: [] },
    });
  });
});
