import { describe, expect, it } from 'vitest';
import {
  type CountedCheck,
  heldChecks,
  type LetPass,
} from '../../../../src/desk/summary/checkedPayments.js';
import { ETH, evmAccount } from '../../../support/world.js';

const check = (checkId: string, parts: Partial<CountedCheck> = {}): CountedCheck => ({
  ...{ checkId, sequence: 1, payeeId: 'p', walletId: 'w', account: evmAccount(7), asset: ETH },
  ...{ chain: 'ethereum', amount: 5n, screeningId: 's', invoiceKey: 'inv-1', withdrawnAt: null },
  ...{ decidedAt: '2026-10-05T10:00:00Z', decision: 'hold', releasedAt: null },
  ...parts,
});
const OCTOBER = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };
const held = (
  checks: readonly CountedCheck[],
  known: { readonly letPass?: readonly LetPass[]; readonly paid?: readonly string[] } = {},
) =>
  heldChecks(checks, {
    span: OCTOBER,
    letPass: known.letPass ?? [],
    paidChecks: new Set(known.paid),
  }).map(({ checkId }) => checkId);

const LATER = '2026-10-06T10:00:00Z';

describe('what was held in a month', () => {
  it('are its checks that came out hold, or review that nobody released', () => {
    const checks = [
      check('hold', { invoiceKey: 'a' }),
      check('review', { invoiceKey: 'b', decision: 'review' }),
      check('released', { invoiceKey: 'c', decision: 'review', releasedAt: LATER }),
      check('proceed', { invoiceKey: 'd', decision: 'proceed' }),
      check('incomplete', { invoiceKey: 'e', decision: 'incomplete' }),
      check('undecided', { invoiceKey: 'f', decision: null, decidedAt: null }),
      check('before', { invoiceKey: 'g', decidedAt: '2026-09-30T23:59:59Z' }),
      check('after', { invoiceKey: 'h', decidedAt: OCTOBER.to }),
    ];
    expect(held(checks)).toEqual(['hold', 'review']);
  });

  it('counts once however often it was asked, by the newest answer of the month', () => {
    const first = check('first');
    const again = check('again', { decidedAt: LATER, sequence: 2 });
    expect(held([first, again])).toEqual(['again']);
    expect(held([again, first])).toEqual(['again']);
    expect(held([first, { ...again, decision: 'proceed' }])).toEqual([]);
    expect(held([first, { ...again, decision: null, decidedAt: null }])).toEqual(['first']);
    // Of the next month: it changes nothing of what was held in this one.
    const next = { ...again, decision: 'proceed' as const, decidedAt: OCTOBER.to };
    expect(held([first, next])).toEqual(['first']);
    const sameSecond = check('same second', { sequence: 2, decision: 'proceed' });
    expect(held([sameSecond, first])).toEqual([]);
  });

  it.each<[string, Partial<CountedCheck>]>([
    ['invoice', { invoiceKey: 'inv-2' }],
    ['invoice that was erased', { invoiceKey: null }],
    ['payee', { payeeId: 'q' }],
    ['wallet', { walletId: 'v' }],
    ['amount', { amount: 6n }],
    ['chain', { chain: 'polygon' }],
  ])('counts twice with another %s', (_, parts) => {
    const other = check('other', { decidedAt: LATER, ...parts });
    expect(held([check('one'), other])).toEqual(['one', 'other']);
  });

  it('counts checks whose invoices were erased each for itself', () => {
    const erased = ['one', 'other'].map((id) => check(id, { invoiceKey: null }));
    expect(held(erased)).toEqual(['one', 'other']);
  });

  it('is not what two persons let pass, unless they took it back', () => {
    const agreed = { checkId: 'hold', agreedAt: LATER, withdrawnAt: null };
    expect(held([check('hold')], { letPass: [agreed] })).toEqual([]);
    const back = { ...agreed, withdrawnAt: '2026-10-07T00:00:00Z' };
    expect(held([check('hold')], { letPass: [back] })).toEqual(['hold']);
  });

  it('is not what was paid all the same', () => {
    expect(held([check('hold')], { paid: ['hold'] })).toEqual([]);
  });
});
