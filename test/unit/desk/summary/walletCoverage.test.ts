import { describe, expect, it } from 'vitest';
import {
  type CoveredWallet,
  type CoveringScreening,
  tellRosterCoverage,
} from '../../../../src/desk/summary/walletCoverage.js';
import { evmAccount } from '../../../support/world.js';

const AT = '2026-10-31T23:59:59Z';
const wallet = (walletId: string, parts: Partial<CoveredWallet> = {}): CoveredWallet => ({
  ...{
    walletId,
    payeeId: `payee of ${walletId}`,
    accounts: [evmAccount(1)],
    registeredAt: '2026-10-01T00:00:00Z',
  },
  ...{ validUntil: null, endedAt: null, deactivatedAt: null },
  ...parts,
});
const screening = (parts: Partial<CoveringScreening> = {}): CoveringScreening => ({
  ...{
    screeningId: 's',
    subjects: [evmAccount(1)],
    screenedAt: AT,
    validUntil: '2026-11-01T00:00:00Z',
  },
  ...parts,
});

const tellCoverage = (
  wallets: readonly CoveredWallet[],
  screenings: readonly CoveringScreening[],
  at: string,
  references = new Map<string, string>(),
) => tellRosterCoverage(wallets, { screenings, at, references });

describe('coverage of the roster', () => {
  it('is the part of the wallets in use with a valid screening, and who has the others', () => {
    const wallets = ['a', 'b', 'c'].map((id, at) => wallet(id, { accounts: [evmAccount(at)] }));
    const references = new Map([
      ['payee of a', 'Z-1'],
      ['payee of c', 'C-1'],
    ]);
    const others = [screening({ screeningId: 'nobody', subjects: [evmAccount(9)] })];
    expect(tellCoverage(wallets, [screening(), ...others], AT, references)).toEqual({
      ...{ wallets: 3, screened: 1, share: '0.333333', screeningIds: ['s'] },
      unscreened: [
        { payeeId: 'payee of c', reference: 'C-1', walletIds: ['c'] },
        { payeeId: 'payee of a', reference: 'Z-1', walletIds: ['a'] },
      ],
    });
    expect(tellCoverage([], [screening()], AT)).toMatchObject({ wallets: 0, share: null });
  });

  it('names each payee once, those whose reference is gone last', () => {
    const of = (id: string, payeeId: string) => wallet(id, { payeeId });
    const wallets = [of('a', 'p2'), of('b', 'p1'), of('c', 'p2'), of('d', 'p3')];
    const references = new Map([['p3', 'R']]);
    expect(tellCoverage(wallets, [], AT, references).unscreened).toEqual([
      { payeeId: 'p3', reference: 'R', walletIds: ['d'] },
      { payeeId: 'p1', reference: null, walletIds: ['b'] },
      { payeeId: 'p2', reference: null, walletIds: ['a', 'c'] },
    ]);
  });

  it.each<[string, Partial<CoveringScreening>]>([
    ['made a second later', { screenedAt: '2026-11-01T00:00:00Z' }],
    ['over in that second', { validUntil: AT }],
    ['of another account', { subjects: [evmAccount(2)] }],
  ])('does not count a screening %s', (_, parts) => {
    expect(tellCoverage([wallet('a')], [screening(parts)], AT).screened).toBe(0);
  });

  it('asks for a screening on each chain on which a wallet may be paid, by however many', () => {
    const two = wallet('a', { accounts: [evmAccount(1), evmAccount(2)] });
    expect(tellCoverage([two], [screening()], AT).screened).toBe(0);
    const other = screening({ subjects: [evmAccount(2)] });
    expect(tellCoverage([two], [screening(), other], AT).screened).toBe(1);
    expect(tellCoverage([wallet('a', { accounts: [] })], [screening()], AT).screened).toBe(0);
  });

  it.each<[string, number, Partial<CoveredWallet>]>([
    ['registered in that second', 1, { registeredAt: AT }],
    ['registered later', 0, { registeredAt: '2026-11-01T00:00:00Z' }],
    ['ended in that second', 0, { endedAt: AT }],
    ['ended later', 1, { endedAt: '2026-11-01T00:00:00Z' }],
    ['of a payee who left', 0, { deactivatedAt: '2026-10-05T00:00:00Z' }],
    ['of a payee who left later', 1, { deactivatedAt: '2026-11-05T00:00:00Z' }],
    ['valid on its last day', 1, { validUntil: '2026-10-31' }],
    ['valid up to the day before', 0, { validUntil: '2026-10-30' }],
  ])('of a wallet that was %s: in use are %i', (_, count, parts) => {
    expect(tellCoverage([wallet('a', parts)], [], AT).wallets).toBe(count);
  });
});
