import { describe, expect, it } from 'vitest';
import { accountFor } from '../../../src/core/accounting/accounting.js';
import { tellGaps } from '../../../src/core/accounting/tellGaps.js';
import type { Transfer } from '../../../src/core/ledger.js';
import type { Unseen } from '../../../src/core/lookup.js';
import type { Move, Person } from '../../support/dollarWorld.js';
import { accountS, on, PEOPLE, USDC } from '../../support/dollarWorld.js';
import { placeOf } from '../../support/traceWorld.js';
import { ETH } from '../../support/world.js';

const unseen: Unseen = {
  channel: 'internal',
  kind: 'capability',
  sentence: 'Its internal transfers were not seen.',
  cure: 'Add a source.',
};

/** Whether the gaps at some accounts matter, in a scene of payments of one each on its own day. */
function matter(
  payments: readonly Move[],
  parts: { readonly gaps: readonly Person[]; readonly more?: readonly (readonly Transfer[])[] },
) {
  const scene = [...payments.map((move, day) => on(day * 10, move)), ...(parts.more ?? [])];
  const { trace } = accountS(scene, { policy: { requiredDepth: 4 } });
  for (const person of parts.gaps) {
    const place = placeOf(trace, PEOPLE[person]);
    expect(place.state).toBe('expanded');
    trace.unseen.set(place, [unseen]);
  }
  const gaps = tellGaps(trace, accountFor(trace).splits);
  return { shares: gaps.map(({ share }) => share), matters: gaps.map((gap) => gap.matters) };
}

const rest = (amount: bigint): Move => ['K', 'S', 10_000n - amount, USDC];

describe('gaps on the way, together', () => {
  /** P pays A, and A pays the wallet. */
  const row = (amount: bigint): readonly Move[] => [
    ['K', 'P', amount, USDC],
    ['P', 'A', amount, USDC],
    ['A', 'S', amount, USDC],
  ];

  it('count once what passes two of them in a row', () => {
    const both = matter([...row(600n), rest(600n)], { gaps: ['A', 'P'] });
    expect(both).toEqual({ shares: ['0.060000', '0.060000'], matters: [false, false] });
    expect(matter([...row(1_001n), rest(1_001n)], { gaps: ['A', 'P'] }).matters).toEqual([
      true,
      true,
    ]);
  });

  it('count once what passes a row of three, and what goes round behind a gap', () => {
    const three: readonly Move[] = [
      ['K', 'C', 600n, USDC],
      ['C', 'P', 600n, USDC],
      ['P', 'A', 600n, USDC],
      ['A', 'S', 600n, USDC],
    ];
    const gaps = ['A', 'P', 'C'] as const;
    expect(matter([...three, rest(600n)], { gaps }).matters).toEqual([false, false, false]);
    const round: readonly Move[] = [
      ['K', 'C', 600n, USDC],
      ['C', 'P', 600n, USDC],
      ['P', 'C', 300n, USDC],
      ['C', 'P', 300n, USDC],
      ['P', 'A', 600n, USDC],
      ['A', 'S', 600n, USDC],
    ];
    expect(matter([...round, rest(600n)], { gaps }).matters).not.toContain(true);
  });

  it('count once what goes round behind one of them among accounts that were seen', () => {
    const circle: readonly Move[] = [
      ['K', 'C', 900n, USDC],
      ['C', 'P', 900n, USDC],
      ['P', 'Y', 450n, USDC],
      ['Y', 'P', 450n, USDC],
      ['P', 'A', 900n, USDC],
      ['A', 'S', 900n, USDC],
      rest(900n),
    ];
    expect(matter(circle, { gaps: ['A', 'C'] }).matters).toEqual([false, false]);
  });

  it('count both where neither stands behind the other', () => {
    const apart = (amount: bigint): readonly Move[] => [
      ['K', 'P', amount, USDC],
      ['P', 'S', amount, USDC],
      ['K', 'A', amount, USDC],
      ['A', 'S', amount, USDC],
    ];
    const gaps = ['A', 'P'] as const;
    expect(matter([...apart(501n), rest(1_002n)], { gaps }).matters).toEqual([true, true]);
    expect(matter([...apart(500n), rest(1_000n)], { gaps }).matters).toEqual([false, false]);
  });

  it('count what came to the one behind by another way besides', () => {
    const ways = (other: bigint): readonly Move[] => [
      ['K', 'P', 500n + other, USDC],
      ['P', 'A', 500n, USDC],
      ['P', 'C', other, USDC],
      ['A', 'S', 500n, USDC],
      ['C', 'S', other, USDC],
      rest(500n + other),
    ];
    const gaps = ['A', 'P'] as const;
    expect(matter(ways(500n), { gaps }).matters).toEqual([false, false]);
    expect(matter(ways(501n), { gaps }).matters).toEqual([true, true]);
  });

  it('count once what an overdrawn account behind one of them sent unseen', () => {
    const overdrawn = (amount: bigint): readonly Move[] => [
      ['P', 'A', amount, USDC],
      ['A', 'S', amount, USDC],
      rest(amount),
    ];
    expect(matter(overdrawn(600n), { gaps: ['A'] }).matters).toEqual([false, false]);
    expect(matter(overdrawn(1_001n), { gaps: ['A'] }).matters).toEqual([true, true]);
    const beside: readonly Move[] = [
      ['P', 'S', 600n, USDC],
      ['K', 'A', 600n, USDC],
      ['A', 'S', 600n, USDC],
      rest(1_200n),
    ];
    expect(matter(beside, { gaps: ['A'] }).matters).toEqual([true, true]);
  });

  it('count what an overdrawn account sent more than the search knew', () => {
    const scene = [
      on(1, ['P', 'A', 1_200n, USDC]),
      on(20, ['A', 'S', 1_200n, USDC]),
      on(40, rest(1_200n)),
    ];
    const { trace } = accountS(scene, { policy: { requiredDepth: 4 } });
    trace.unseen.set(placeOf(trace, PEOPLE.A), [unseen]);
    const known = (person: Person, stake: bigint) =>
      trace.frontier.places.ofAccount(PEOPLE[person])?.roles.incoming?.stake.set(USDC, stake);
    const matters = () => tellGaps(trace, accountFor(trace).splits).every((gap) => gap.matters);
    known('A', 0n);
    expect(matters()).toBe(false);
    known('P', 199n);
    expect(matters()).toBe(true);
  });
});

describe('the share that a gap hides', () => {
  it('is nothing of a direction that only went round', () => {
    const { shares, matters } = matter(
      [
        ['K', 'S', 100n, USDC],
        ['S', 'A', 100n, USDC],
        ['A', 'S', 100n, USDC],
      ],
      { gaps: ['A'] },
    );
    // All that the wallet sent came back; what came back was all that it got beside its wage.
    expect(shares).toEqual(['1.000000', '0.000000']);
    expect(matters).toEqual([true, false]);
  });

  it('is nothing of an asset of which the wallet moved dust', () => {
    const paid = (amount: bigint): readonly Move[] => [
      ['K', 'A', 100n, ETH],
      ['A', 'S', amount, ETH],
      ['K', 'S', 10_000n, USDC],
      ['K', 'A', 10_000n, USDC],
      ['A', 'S', 600n, USDC],
    ];
    expect(matter(paid(9n), { gaps: ['A'] }).matters).toEqual([false]);
    expect(matter(paid(10n), { gaps: ['A'] }).matters).toEqual([true]);
  });
});
