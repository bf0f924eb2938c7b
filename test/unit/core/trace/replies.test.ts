import { describe, expect, it } from 'vitest';
import { createAccount } from '../../../../src/core/account.js';
import type { Lookup, LookupReply, Unseen } from '../../../../src/core/lookup.js';
import { lookupKey } from '../../../../src/core/lookup.js';
import { DEFAULT_POLICY } from '../../../../src/core/policy.js';
import { createPriceBook } from '../../../../src/core/price.js';
import { SHARE_ONE } from '../../../../src/core/trace/frontier.js';
import { absorb, createTrace, explainedShare } from '../../../../src/core/trace/trace.js';
import type { Trace } from '../../../../src/core/trace/traceState.js';
import { ASSETS, answerFrom, chainNamed, ether, evmAccount } from '../../../support/world.js';

const [SUBJECT, PAYER] = [evmAccount(1), evmAccount(2)];
const paid = ether(PAYER, SUBJECT, 1_000n, 5);
const own: Lookup = { kind: 'account', account: SUBJECT, balance: 'wanted' };
const payer: Lookup = { kind: 'account', account: PAYER, balance: 'not-wanted' };
const FAILED: Unseen = {
  channel: null,
  kind: 'source-failed',
  sentence: 'The source failed.',
  cure: 'Try again.',
};

function traceOf(account = SUBJECT): Trace {
  return createTrace({
    subject: account,
    policy: DEFAULT_POLICY,
    assets: ASSETS,
    prices: createPriceBook(ASSETS, null),
    knowledge: { claimsOf: () => [], ownAccounts: new Set() },
    nowSeconds: 1_660_000_000,
  });
}
function reply(trace: Trace, lookup: Lookup, parts: Partial<LookupReply>): void {
  absorb(trace, lookupKey(lookup), { ...answerFrom([paid], lookup), ...parts });
}
const stateOf = (trace: Trace, lookup: Lookup) => trace.frontier.places.find(lookup)?.state;

describe('a trace', () => {
  it('is of a chain that is traced', () => {
    const tron = chainNamed('tron');
    expect(() => traceOf(createAccount(tron.id, 'T'))).toThrow('not traced');
  });

  it('has explained nothing before the subject’s own history came', () => {
    const trace = traceOf();
    expect(explainedShare(trace)).toBe(0n);
    reply(trace, own, {});
    expect(explainedShare(trace)).toBe(0n);
    reply(trace, payer, {});
    expect(explainedShare(trace)).toBe(SHARE_ONE);
  });
});

describe('an account of which nothing was seen', () => {
  const answered = (parts: Partial<LookupReply>) => {
    const trace = traceOf();
    reply(trace, own, {});
    reply(trace, payer, parts);
    return stateOf(trace, payer);
  };

  it('failed, and counts as looked up only where something came or something was seen', () => {
    expect(answered({ facts: [], unseen: [FAILED] })).toBe('failed');
    expect(answered({ facts: [], unseen: [{ ...FAILED, channel: 'token' }] })).toBe('expanded');
    expect(answered({ facts: [], unseen: [] })).toBe('expanded');
    expect(answered({ unseen: [FAILED] })).toBe('expanded');
  });

  it('is looked up all the same where it is the subject: there is no other place to begin', () => {
    const trace = traceOf();
    reply(trace, own, { facts: [], unseen: [FAILED] });
    expect(stateOf(trace, own)).toBe('expanded');
    expect([...trace.unseen].map(([{ key }, gaps]) => [key, gaps])).toEqual([
      [lookupKey(own), [FAILED]],
    ]);
  });
});

describe('a busy account', () => {
  const busy = { reason: 'it has more than 10,000 transactions' };

  it('is a hub, and says why', () => {
    const trace = traceOf();
    reply(trace, own, {});
    reply(trace, payer, { busy });
    expect(stateOf(trace, payer)).toBe('hub');
    expect(trace.busy.get(PAYER)).toBe(busy.reason);
  });

  it('is not followed where it is the subject', () => {
    const trace = traceOf();
    reply(trace, own, { busy });
    expect(trace.busy.get(SUBJECT)).toBe(busy.reason);
    expect([...trace.frontier.places].map(({ key }) => key)).toEqual([lookupKey(own)]);
  });
});
