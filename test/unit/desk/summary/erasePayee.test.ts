import { describe, expect, it } from 'vitest';
import { erasePayee, rowsAbout } from '../../../../src/desk/summary/erasePayee.js';

const GONE = { payeeId: 'p1', words: ['AC-17', 'Zebedee Quux', 'X'] };

const payment = (payeeId: string | null, parts = {}) => ({
  ...{ id: `of ${payeeId}`, payeeId, payeeReference: 'AC-17', invoice: 'INV-1', amount: '5' },
  ...{ approver: 'A. Approver', ...parts },
});
const override = (payeeId: string, reason: string) => ({ id: reason, payeeId, reason });

describe('a payee whose texts go out of a summary', () => {
  it('loses references, invoices and reasons, and nothing that is summed', () => {
    const model = {
      payments: [payment('p1'), payment('p2'), payment(null)],
      overrides: [override('p1', 'rent'), override('p2', 'rent')],
      paid: { total: [{ worth: '10' }] },
    };
    expect(erasePayee(model, GONE)).toEqual({
      rows: 2,
      model: {
        ...model,
        payments: [
          payment('p1', { payeeReference: '(erased)', invoice: '(erased)' }),
          payment('p2'),
          payment(null),
        ],
        overrides: [{ ...override('p1', 'rent'), reason: '(erased)' }, override('p2', 'rent')],
      },
    });
  });

  it('goes out of those whom coverage lacks, of the roster too', () => {
    const line = (payeeId: string, reference: string) => ({ payeeId, reference, walletIds: ['w'] });
    const part = (reference: string) => ({
      share: '0.5',
      unscreened: [line('p1', reference), line('p2', 'AC-18')],
    });
    const coverage = { paid: part('AC-17'), roster: part('AC-17') };
    expect(erasePayee({ coverage }, GONE)).toMatchObject({
      rows: 2,
      model: { coverage: { paid: part('(erased)'), roster: part('(erased)') } },
    });
    const first = { coverage: { wallets: 2, unscreenedWalletIds: ['w'] } };
    expect(erasePayee(first, GONE)).toEqual({ model: first, rows: 0 });
  });

  it.each([
    ['the same as ZEBEDEE  QUUX, whom we know', true],
    ['see ac-17.', true],
    ['see AC-170', false],
    ['see XAC-17', false],
    ['a letter X is no name', false],
  ])('goes out of the reason of another: %s', (reason, isGone) => {
    const { rows } = erasePayee({ overrides: [override('p2', reason)] }, GONE);
    expect(rows).toBe(isGone ? 1 : 0);
  });

  it('is erased once, and where nothing is said of them nothing is', () => {
    const once = erasePayee({ payments: [payment('p1')] }, GONE);
    expect(erasePayee(once.model, GONE)).toEqual({ model: once.model, rows: 0 });
    const unnamed = { payments: [payment('p1', { payeeReference: null, invoice: null })] };
    expect(erasePayee(unnamed, GONE).rows).toBe(0);
    expect(erasePayee(null, GONE)).toEqual({ model: null, rows: 0 });
    expect(erasePayee({ payments: 'none' }, GONE).rows).toBe(0);
  });

  it('is told by the rows that name their id', () => {
    const [own, other] = [payment('p1'), payment('p2')];
    const model = { payments: [own, other], overrides: [override('p2', 'rent')] };
    expect(rowsAbout(model, ['p1'])).toEqual({ payments: [own], overrides: [] });
  });
});
