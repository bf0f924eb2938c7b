import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tellLookAlikes } from '../../src/desk/payments/lookAlikeSignals.js';
import type { KnownAddress, Relied } from '../../src/desk/payments/paymentFacts.js';
import { chainNamed } from '../support/world.js';
import { walletOf } from '../unit/desk/payments/paymentWorld.js';

const chain = chainNamed('ethereum');
const [ONE, TWO] = [`0xab12${'1'.repeat(32)}ee7f`, `0xab12${'2'.repeat(32)}ee7f`];

/** When somebody first relied on an address, if anybody did; and whether it is in use still. */
const anyPast: fc.Arbitrary<Relied> = fc.record({
  isInUse: fc.boolean(),
  from: fc.option(fc.constantFrom(...[3, 4, 5, 6].map((day) => `2026-10-0${day}T09:00:00Z`))),
});
const anyFrom = fc.constantFrom<KnownAddress['from']>('payee', 'roster', 'paid');

/** What is told of a payment to an address, beside another that looks like it. */
function told(
  { address, past }: { readonly address: string; readonly past: Relied },
  beside: readonly Pick<KnownAddress, 'address' | 'from' | 'relied'>[],
) {
  return tellLookAlikes({
    ...{ chain, wallet: walletOf({ address }), reliedOnFrom: past.from },
    known: beside.map((one) => ({ ...one, family: 'evm' })),
  });
}

describe('of two addresses that look alike', () => {
  it('each is told beside the other, and never are both payable without a look', () => {
    fc.assert(
      fc.property(anyPast, anyPast, anyFrom, (one, two, from) => {
        const first = told({ address: ONE, past: one }, [{ address: TWO, from, relied: two }]);
        const second = told({ address: TWO, past: two }, [{ address: ONE, from, relied: one }]);
        expect([first.length, second.length]).toEqual([1, 1]);
        expect(first[0]?.severity === 'info' && second[0]?.severity === 'info').toBe(false);
      }),
    );
  });

  it('one is payable just where the other is out of use and was relied on later or never', () => {
    fc.assert(
      fc.property(anyPast, anyPast, anyFrom, (one, two, from) => {
        const [signal] = told({ address: ONE, past: one }, [{ address: TWO, from, relied: two }]);
        const isFirst = one.from !== null && (two.from === null || one.from < two.from);
        expect(signal?.severity).toBe(isFirst && !two.isInUse ? 'info' : 'review');
      }),
    );
  });

  it('the doubtful one is named alike by both, whichever of them is to be paid', () => {
    const named = (sentence: string | undefined) =>
      [
        'this one, on which',
        'the other, on which',
        'The other is the doubtful',
        'one of the two may',
      ]
        .map((words) => sentence?.includes(words))
        .indexOf(true);
    fc.assert(
      fc.property(anyPast, anyPast, anyFrom, (one, two, from) => {
        const [first] = told({ address: ONE, past: one }, [{ address: TWO, from, relied: two }]);
        const [second] = told({ address: TWO, past: two }, [{ address: ONE, from, relied: one }]);
        const pair = [named(first?.sentence), named(second?.sentence)].map((at) =>
          at === 2 ? 1 : at,
        );
        expect(pair.toSorted()).toEqual(pair.includes(3) ? [3, 3] : [0, 1]);
      }),
    );
  });

  it('an address that is known in several ways weighs as the gravest of them', () => {
    fc.assert(
      fc.property(anyPast, fc.array(anyPast, { minLength: 1, maxLength: 4 }), (one, pasts) => {
        const known = pasts.map((relied) => ({ address: TWO, from: 'payee' as const, relied }));
        const each = known.flatMap((alike) => told({ address: ONE, past: one }, [alike]));
        const gravest = each.find(({ severity }) => severity === 'review') ?? each[0];
        expect(told({ address: ONE, past: one }, known)).toEqual([gravest]);
      }),
    );
  });

  it('one of ours, or that a label names, is always looked at', () => {
    fc.assert(
      fc.property(anyPast, fc.constantFrom('own', 'label'), (past, from) => {
        const [signal] = told({ address: ONE, past }, [{ address: TWO, from, relied: null }]);
        expect(signal?.severity).toBe('review');
      }),
    );
  });

  it('one of the history of a wallet is looked at until a second person has confirmed the wallet', () => {
    fc.assert(
      fc.property(anyPast, (past) => {
        const copy = { address: TWO, from: 'history' as const, relied: null };
        const [signal] = told({ address: ONE, past }, [copy]);
        expect(signal?.severity).toBe(past.from === null ? 'review' : 'info');
      }),
    );
  });
});
