import { describe, expect, it } from 'vitest';
import type { CountedCheck } from '../../../../src/desk/summary/checkedPayments.js';
import {
  type HeldScreening,
  type HoldGrounds,
  tellOpenHolds,
} from '../../../../src/desk/summary/openHolds.js';
import { ETH, evmAccount } from '../../../support/world.js';

const AT = '2026-10-31T23:59:59Z';
const LATER = '2026-11-02T10:00:00Z';
const check = (checkId: string, parts: Partial<CountedCheck> = {}): CountedCheck => ({
  ...{ checkId, sequence: 1, payeeId: 'p', walletId: 'w', account: evmAccount(7), asset: ETH },
  ...{ chain: 'ethereum', amount: 5n, screeningId: 's', invoiceKey: 'inv-1', withdrawnAt: null },
  ...{ decidedAt: '2026-10-21T10:00:00Z', decision: 'hold', releasedAt: null },
  ...parts,
});
const screening = (screeningId: string, parts: Partial<HeldScreening> = {}): HeldScreening => ({
  ...{ screeningId, screenedAt: '2026-09-01T00:00:00Z', decision: 'hold', isOfPayee: true },
  subjects: [evmAccount(1), evmAccount(2)],
  ...parts,
});
const open = (grounds: Partial<HoldGrounds>) =>
  tellOpenHolds(
    { checks: [], letPass: [], screenings: [], wallets: new Set(), ...grounds },
    AT,
  ).map(({ checkId, screeningId, days }) => [checkId ?? screeningId, days]);

describe('a hold of a check', () => {
  it('is open until a newer one, two persons or who took it back settle it', () => {
    const at = '2026-10-25T00:00:00Z';
    expect(open({ checks: [check('c')] })).toEqual([['c', 10]]);
    const newer = check('d', { decidedAt: at, decision: 'proceed', sequence: 2 });
    expect(open({ checks: [check('c'), newer] })).toEqual([]);
    expect(open({ checks: [check('c', { withdrawnAt: at })] })).toEqual([]);
    const letPass = [{ checkId: 'c', agreedAt: at, withdrawnAt: null }];
    expect(open({ checks: [check('c')], letPass })).toEqual([]);
  });

  it('was open at the end of the month whatever happened afterwards', () => {
    const newer = check('d', { decidedAt: LATER, decision: 'proceed', sequence: 2 });
    expect(open({ checks: [check('c'), newer] })).toEqual([['c', 10]]);
    expect(open({ checks: [check('c', { withdrawnAt: LATER })] })).toEqual([['c', 10]]);
    const letPass = [{ checkId: 'c', agreedAt: LATER, withdrawnAt: null }];
    expect(open({ checks: [check('c')], letPass })).toEqual([['c', 10]]);
    const back = [{ checkId: 'c', agreedAt: '2026-10-25T00:00:00Z', withdrawnAt: LATER }];
    expect(open({ checks: [check('c')], letPass: back })).toEqual([]);
    expect(open({ checks: [check('e', { decidedAt: LATER })] })).toEqual([]);
  });
});

describe('a hold of a screening', () => {
  it('is open until the same accounts come out otherwise, and comes before younger ones', () => {
    const screenings = [screening('s1')];
    expect(open({ screenings, checks: [check('c', { screeningId: 's2' })] })).toEqual([
      ['s1', 60],
      ['c', 10],
    ]);
    const newer = screening('s2', {
      ...{ screenedAt: '2026-10-30T00:00:00Z', decision: 'review' },
      subjects: [evmAccount(2), evmAccount(1)],
    });
    expect(open({ screenings: [screening('s1'), newer] })).toEqual([]);
    expect(open({ screenings: [screening('s1'), { ...newer, screenedAt: LATER }] })).toEqual([
      ['s1', 60],
    ]);
  });

  it('is told by its check where one rests on it', () => {
    const checks = [check('c', { screeningId: 's1' })];
    expect(open({ screenings: [screening('s1')], checks })).toEqual([['c', 10]]);
  });

  it('waits for somebody where it is of a payee or of a wallet in use', () => {
    const curious = screening('s1', { isOfPayee: false });
    expect(open({ screenings: [curious] })).toEqual([]);
    expect(open({ screenings: [curious], wallets: new Set([evmAccount(2)]) })).toEqual([
      ['s1', 60],
    ]);
  });
});
