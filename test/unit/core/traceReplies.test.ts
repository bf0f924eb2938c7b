import { describe, expect, it } from 'vitest';
import type { Transfer } from '../../../src/core/ledger.js';
import { lookupKey } from '../../../src/core/lookup.js';
import { DEFAULT_POLICY } from '../../../src/core/policy.js';
import { createPriceBook } from '../../../src/core/price.js';
import { absorb, createTrace, nextLookups } from '../../../src/core/trace/trace.js';
import type { Trace } from '../../../src/core/trace/traceState.js';
import { ASSETS, answerFrom, ETH, ether, evmAccount } from '../../support/world.js';

const [SUBJECT, PAYER, ROUTER] = [evmAccount(1), evmAccount(2), evmAccount(3)];
const paid = ether(PAYER, SUBJECT, 1_000n, 5);

function traceSubject(): Trace {
  return createTrace({
    subject: SUBJECT,
    policy: DEFAULT_POLICY,
    assets: ASSETS,
    prices: createPriceBook(ASSETS, null),
    knowledge: { claimsOf: () => [], ownAccounts: new Set() },
    nowSeconds: 1_660_000_000,
  });
}

/** Answers what the trace asks next, each with the given balance. */
function answerNext(trace: Trace, facts: readonly Transfer[], balance: bigint | null): void {
  for (const lookup of nextLookups(trace)) {
    const balances = balance === null ? null : new Map([[ETH, balance]]);
    absorb(trace, lookupKey(lookup), { ...answerFrom(facts, lookup), balances });
  }
}

describe('balances', () => {
  it('are asked of the subject alone, and kept of it alone', () => {
    const trace = traceSubject();
    expect(nextLookups(trace)).toEqual([{ kind: 'account', account: SUBJECT, balance: 'wanted' }]);
    const own = { kind: 'account', account: SUBJECT, balance: 'wanted' } as const;
    const balances = new Map([[ETH, 1_000n]]);
    absorb(trace, lookupKey(own), { ...answerFrom([paid], own), balances });
    expect(trace.balances).toEqual(balances);
    const [next] = trace.queue;
    expect(next?.lookup).toEqual({ kind: 'account', account: PAYER, balance: 'not-wanted' });
    answerNext(trace, [paid], 7n);
    expect(trace.balances).toEqual(balances);
  });

  it('that nobody told are not known, which is not zero', () => {
    const trace = traceSubject();
    answerNext(trace, [paid], null);
    expect(trace.balances.size).toBe(0);
  });
});

describe('a transaction of an account-model chain', () => {
  const { txId } = paid;
  const called = { ...paid, channel: 'internal', from: ROUTER, amount: 40n } as const;
  const lookup = { kind: 'transaction', chain: paid.chain, txId: txId ?? '' } as const;

  /** A trace that knows the call by its place, and is told the whole transaction. */
  function traceWhole(whole: readonly Transfer[]): Trace {
    const trace = traceSubject();
    answerNext(trace, [paid, { ...called, index: '0_1' }], null);
    const node = trace.frontier.places.meet(lookup, ROUTER);
    trace.queue.unshift(node);
    absorb(trace, node.key, answerFrom(whole, lookup));
    expect(node.state).toBe('expanded');
    return trace;
  }

  it('adds the movements that no history showed, and none of those twice', () => {
    const legs = [
      paid,
      { ...called, index: '#1' },
      { ...called, index: '#1', from: PAYER, to: ROUTER },
    ];
    const trace = traceWhole(legs);
    expect([...trace.facts.values()]).toEqual([paid, { ...called, index: '0_1' }, legs[2]]);
  });

  it('leads to nobody new, and is nobody’s history', () => {
    const legs = [paid, { ...called, from: PAYER, to: evmAccount(9), index: '#1' }];
    const trace = traceWhole(legs);
    const accounts = [...trace.frontier.places].map(({ account }) => account);
    expect(accounts).not.toContain(evmAccount(9));
    expect.assert(trace.walk.kind === 'accounts');
    expect([...trace.walk.ledgers.keys()]).toEqual([SUBJECT]);
  });
});
