import { describe, expect, it } from 'vitest';
import { stakesOnce } from '../../../src/core/accounting/stakesOnce.js';
import { accountS, on, PEOPLE, USDC } from '../../support/dollarWorld.js';

const keyOf = (person: keyof typeof PEOPLE) => `account|${PEOPLE[person]}`;

describe('the stake of a place that came past no other', () => {
  /** A market pays A, and A pays the wallet: the market's transaction is looked at behind A. */
  const { trace } = accountS([
    on(1, ['K', 'A', 100n, USDC]),
    on(2, ['D', 'A', 900n, USDC]),
    on(3, ['A', 'S', 1_000n, USDC]),
  ]);
  const behind = [...trace.frontier.nodes.values()].find(
    ({ lookup }) => lookup.kind === 'transaction',
  );
  const past = (...named: readonly string[]) =>
    stakesOnce(trace, 'incoming', new Set(named))
      .get(behind?.key ?? '')
      ?.get(USDC) ?? 0n;

  it('is all of it where none is named, and none of it behind one that is', () => {
    expect(past()).toBe(900n);
    expect(past(keyOf('A'))).toBe(0n);
    expect(
      stakesOnce(trace, 'incoming', new Set([keyOf('A')]))
        .get(keyOf('A'))
        ?.get(USDC),
    ).toBe(1_000n);
  });

  it('is all of it for a transaction that a hub which acts for others may stand before', () => {
    expect.assert(trace.walk.kind === 'accounts');
    trace.walk.contracts.add(PEOPLE.P);
    expect(past(keyOf('A'))).toBe(900n);
    trace.walk.contracts.clear();
  });
});
