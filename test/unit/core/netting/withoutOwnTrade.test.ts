import { describe, expect, it } from 'vitest';
import type { Step, StepLeg } from '../../../../src/core/netting/step.js';
import { withoutOwnTrade } from '../../../../src/core/netting/withoutOwnTrade.js';
import { move, PARTIES, USDC } from '../../../support/nettingWorld.js';
import { ETH } from '../../../support/world.js';

const { A, B, C } = PARTIES;
const fact = move('A', 1n, ETH, 'B');
const leg = (place: StepLeg['place'], asset: StepLeg['asset'], amount: bigint): StepLeg => ({
  place,
  asset,
  amount,
  weight: amount,
});
const trade = (debits: readonly StepLeg[], credits: readonly StepLeg[]): Step => ({
  kind: 'conversion',
  debits,
  credits,
  fact,
});
const told = (step: Step | null) =>
  step === null
    ? null
    : [step.debits, step.credits].map((legs) =>
        legs.map(({ place, amount }) => [place, amount] as const),
      );

describe('a trade without what an account only changed for itself', () => {
  it('is as it was where the account only gave, only got, or had no part in it', () => {
    const steps = [
      trade([leg(A, ETH, 5n)], [leg(B, USDC, 50n)]),
      trade([leg(B, ETH, 5n)], [leg(A, USDC, 50n)]),
      trade([leg(B, ETH, 5n)], [leg(C, USDC, 50n)]),
    ];
    for (const step of steps) expect(withoutOwnTrade(step, A)).toBe(step);
  });

  it('is nothing where the account alone traded', () => {
    expect(withoutOwnTrade(trade([leg(A, ETH, 5n)], [leg(A, USDC, 50n)]), A)).toBeNull();
  });

  it('is nothing of its own where it got the part that it gave', () => {
    const step = trade([leg(A, ETH, 1n), leg(B, ETH, 1n)], [leg(A, USDC, 50n), leg(B, USDC, 50n)]);
    expect(told(withoutOwnTrade(step, A))).toEqual([[[B, 1n]], [[B, 50n]]]);
  });

  it('is what it got beyond its part, from the others', () => {
    const step = trade([leg(A, ETH, 1n), leg(B, ETH, 3n)], [leg(A, USDC, 100n)]);
    expect(told(withoutOwnTrade(step, A))).toEqual([[[B, 3n]], [[A, 75n]]]);
  });

  it('is what it gave beyond its part, to the others', () => {
    const step = trade([leg(A, ETH, 4n)], [leg(A, USDC, 25n), leg(B, USDC, 75n)]);
    expect(told(withoutOwnTrade(step, A))).toEqual([[[A, 3n]], [[B, 75n]]]);
  });

  it('keeps what rounding down leaves, on the side that is larger', () => {
    const step = trade([leg(A, ETH, 3n)], [leg(A, USDC, 1n), leg(B, USDC, 1n)]);
    // Half of three is taken off as one.
    expect(told(withoutOwnTrade(step, A))).toEqual([[[A, 2n]], [[B, 1n]]]);
  });
});
