import { describe, expect, it } from 'vitest';
import {
  type ApprovedPayment,
  findMade,
  type MadePayment,
} from '../../../../src/desk/payments/madePayment.js';
import { accountAt, inventedAddress } from '../../../support/liveSources.js';

const account = accountAt(inventedAddress('a wallet that is paid'));
const other = accountAt(inventedAddress('another wallet of the payee'));
const approved: ApprovedPayment = {
  ...{ account, payeeIds: ['payee', 'duplicate'], invoice: 'INV-7' },
  approvedAt: '2026-11-22T10:00:00Z',
};
const found: MadePayment = {
  ...{ account, payeeId: null, txId: '0xab', invoice: null },
  ...{ day: '2026-11-23', at: '2026-11-23T09:00:00Z' },
};
const told: MadePayment = { ...found, payeeId: 'payee', invoice: 'INV-7', txId: null, at: null };

const isMade = (made: Partial<MadePayment>, of: Partial<ApprovedPayment> = {}, from = told) =>
  findMade([{ ...from, ...made }], { ...approved, ...of }) !== null;

describe('a payment that was approved', () => {
  it('was made where its wallet got it afterwards, told or found', () => {
    expect(isMade({}, {}, found)).toBe(true);
    expect(isMade({})).toBe(true);
    expect(isMade({ invoice: null })).toBe(true);
    expect(isMade({}, { invoice: null })).toBe(true);
    expect(isMade({ payeeId: null })).toBe(true);
    expect(isMade({ invoice: ' inv-7' })).toBe(true);
  });

  it('was not made by what was told for another invoice, or went to somebody else', () => {
    expect(isMade({ invoice: 'INV-8' })).toBe(false);
    expect(isMade({ account: other, payeeId: 'somebody' })).toBe(false);
    expect(isMade({ account: other, payeeId: null }, {}, found)).toBe(false);
  });

  it('was made to another wallet of the payee where the invoice is the same', () => {
    expect(isMade({ account: other })).toBe(true);
    expect(isMade({ account: other, payeeId: 'duplicate' })).toBe(true);
    expect(isMade({ account: other, invoice: null })).toBe(false);
    expect(isMade({ account: other }, { invoice: null })).toBe(false);
  });

  it.each([
    ['2026-11-22T10:00:00Z', true],
    ['2026-11-22T08:00:00Z', true],
    ['2026-11-22T07:59:59Z', false],
  ])('was made by a block that says %s: %s', (at, is) => {
    expect(isMade({ at, day: at.slice(0, 10) }, {}, found)).toBe(is);
  });

  it.each([
    ['2026-11-22', true],
    // Somewhere it is still the day before.
    ['2026-11-21', true],
    ['2026-11-20', false],
  ])('was made by what is told for %s: %s', (day, is) => {
    expect(isMade({ day })).toBe(is);
  });
});
