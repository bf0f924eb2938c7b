import { describe, expect, it } from 'vitest';
import { addressOfAccount, createAccount } from '../../../../src/core/account.js';
import {
  createListingTeller,
  type ListedClaim,
  type SeenExposure,
} from '../../../../src/desk/summary/listingBounds.js';
import { chainNamed, evmAccount } from '../../../support/world.js';

const SET = 'a-list';
const day = (number: number) => `2026-09-${`${number}`.padStart(2, '0')}T08:00:00Z`;
const secondAfter = (number: number) => day(number).replace('08:00:00', '08:00:01');
/** The list was confirmed on these days; each state has a letter. */
const confirmed = (...states: readonly (readonly [number: number, digest: string])[]) =>
  states.map(([number, digest]) => ({ set: SET, checkedAt: day(number), digest }));
const claim = (digest: string, parts: Partial<ListedClaim> = {}): ListedClaim => ({
  ...{ set: SET, digest, account: evmAccount(1), entity: 'Somebody', category: 'sanctioned' },
  ...{ listedOn: null },
  ...parts,
});
const seen = (firstSeen: string | null, lastSeen = firstSeen): SeenExposure => ({
  ...{ entity: 'Somebody', category: 'sanctioned', designation: 'unknown', firstSeen, lastSeen },
});

const CONFIRMED = confirmed([1, 'A'], [7, 'A'], [13, 'B'], [19, 'B']);
const BETWEEN = { after: day(7), by: day(13) };
const tell = (
  exposure: SeenExposure,
  claims: readonly ListedClaim[] = [claim('B')],
  confirmations = CONFIRMED,
) => createListingTeller({ claims, confirmations })(exposure);

describe('a listing of which no list tells the day', () => {
  it.each<[string, string, string]>([
    ['in the second of the last state without it', day(7), 'before'],
    ['a second later', secondAfter(7), 'unknown'],
    ['a second before the first state with it', '2026-09-13T07:59:59Z', 'unknown'],
    ['in the second of that', day(13), 'after'],
  ])('lies between two states, so that what moved %s: %s', (_, at, designation) => {
    expect(tell(seen(at))).toEqual({ designation, listedBetween: BETWEEN });
  });

  it.each<[string, string, string]>([
    [day(3), day(14), 'both'],
    [day(3), day(10), 'unknown'],
    [day(10), day(14), 'unknown'],
  ])('tells money from %s to %s: %s', (first, last, designation) => {
    expect(tell(seen(first, last)).designation).toBe(designation);
  });

  it('has no beginning where each state has it: nothing is told to be before', () => {
    const always = [claim('A'), claim('B')];
    const listedBetween = { after: null, by: day(1) };
    expect(tell(seen(day(2)), always)).toEqual({ designation: 'after', listedBetween });
    const before = seen('2020-01-01T00:00:00Z');
    expect(tell(before, always)).toEqual({ designation: 'unknown', listedBetween });
  });

  it('goes by the first state with it, though it was taken off in between', () => {
    const states = confirmed([1, 'A'], [7, 'B'], [13, 'A'], [19, 'B']);
    expect(tell(seen(day(14)), [claim('B')], states)).toEqual({
      ...{ designation: 'after', listedBetween: { after: day(1), by: day(7) } },
    });
  });

  it('is of the address, whatever name the list gave before and on whichever chain', () => {
    const there = createAccount(chainNamed('base').id, addressOfAccount(evmAccount(1)));
    const renamed = [claim('A', { entity: 'Another', account: there }), claim('B')];
    expect(tell(seen(day(2)), renamed)).toMatchObject({ designation: 'after' });
  });

  it('holds for whichever account of the entity was met', () => {
    const states = confirmed([1, 'A'], [7, 'B'], [13, 'C']);
    const claims = [claim('B'), claim('C'), claim('C', { account: evmAccount(2) })];
    const told = (at: string) => tell(seen(at), claims, states);
    const listedBetween = { after: day(1), by: day(13) };
    expect(told(day(1))).toEqual({ designation: 'before', listedBetween });
    expect(told(day(8))).toEqual({ designation: 'unknown', listedBetween });
    expect(told(day(13))).toEqual({ designation: 'after', listedBetween });
  });

  it('is held against the days that lists do tell of others of the entity', () => {
    const dated = claim('B', { account: evmAccount(2), listedOn: '2026-09-20' });
    expect(tell(seen(day(14)), [claim('B'), dated]).designation).toBe('unknown');
    expect(tell(seen('2026-09-20T00:00:00Z'), [claim('B'), dated]).designation).toBe('after');
    expect(tell(seen(day(7)), [claim('B'), dated]).designation).toBe('before');
  });

  it.each<[string, SeenExposure, readonly ListedClaim[]]>([
    [
      'that a set names which nobody syncs',
      seen(day(20)),
      [claim('B'), claim('X', { set: 'own' })],
    ],
    ['of whom nothing is known', seen(day(20)), []],
    ['with whom nothing moved', seen(null), [claim('B')]],
    ['of another category', { ...seen(day(20)), category: 'mixer' }, [claim('B')]],
  ])('stays unknown of an entity %s', (_, exposure, claims) => {
    expect(tell(exposure, claims)).toEqual({ designation: 'unknown', listedBetween: null });
  });

  it('leaves alone what lists tell themselves', () => {
    const told = { ...seen(day(20)), designation: 'before' } as const;
    expect(tell(told)).toEqual({ designation: 'before', listedBetween: null });
  });
});
