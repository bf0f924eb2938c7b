import { describe, expect, it } from 'vitest';
import { stakesOnce } from '../../../src/core/accounting/stakesOnce.js';
import { accountS, on, PEOPLE, USDC } from '../../support/dollarWorld.js';
import { placeOf } from '../../support/traceWorld.js';

describe('the stake of a place that came past no other', () => {
  /** A market pays A, and A pays the wallet: the market's transaction is looked at behind A. */
  const { trace } = accountS([
    on(1, ['K', 'A', 100n, USDC]),
    on(2, ['D', 'A', 900n, USDC]),
    on(3, ['A', 'S', 1_000n, USDC]),
  ]);
  const behind = [...trace.frontier.places].find(({ lookup }) => lookup.kind === 'transaction');
  const numberOfA = placeOf(trace, PEOPLE.A).order;
  const past = (...named: readonly number[]) =>
    stakesOnce(trace, 'incoming', new Set(named))
      .get(behind?.order ?? -1)
      ?.get(USDC) ?? 0n;

  it('is all of it where none is named, and none of it behind one that is', () => {
    expect(past()).toBe(900n);
    expect(past(numberOfA)).toBe(0n);
    const first = stakesOnce(trace, 'incoming', new Set([numberOfA])).get(numberOfA);
    expect(first?.get(USDC)).toBe(1_000n);
  });

  it('is all of it where some came straight from the wallet, be there one named on another way', () => {
    const both = accountS([
      on(1, ['K', 'P', 1_000n, USDC]),
      on(10, ['P', 'A', 400n, USDC]),
      on(20, ['A', 'S', 400n, USDC]),
      on(30, ['P', 'S', 100n, USDC]),
    ]).trace;
    const [numberOfP, named] = [PEOPLE.P, PEOPLE.A].map((account) => placeOf(both, account).order);
    const once = stakesOnce(both, 'incoming', new Set([named ?? -1]));
    expect(once.get(numberOfP ?? -1)?.get(USDC)).toBe(500n);
  });

  it('is all of it for a transaction that a hub which acts for others may stand before', () => {
    expect.assert(trace.walk.kind === 'accounts');
    trace.walk.contracts.add(PEOPLE.P);
    expect(past(numberOfA)).toBe(900n);
    trace.walk.contracts.clear();
  });
});
