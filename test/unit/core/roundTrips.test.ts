import { expect, it } from 'vitest';
import { accountFor } from '../../../src/core/accounting/accounting.js';
import { tellGaps } from '../../../src/core/accounting/tellGaps.js';
import { lookupKey } from '../../../src/core/lookup.js';
import { DEFAULT_POLICY } from '../../../src/core/policy.js';
import { createPriceBook } from '../../../src/core/price.js';
import { absorb, createTrace, isFinished, nextLookups } from '../../../src/core/trace/trace.js';
import { ASSETS, answerFrom, ether, evmAccount } from '../../support/world.js';

it('money sent back and forth does not make small what a failed look-up hides', () => {
  const [subject, payer, friend] = [evmAccount(1), evmAccount(2), evmAccount(3)];
  const trips = Array.from({ length: 20 }, (_, at) => [
    ether(subject, friend, 100n, 10 + 2 * at),
    ether(friend, subject, 100n, 11 + 2 * at),
  ]);
  const facts = [ether(payer, subject, 100n, 1), ...trips.flat()];
  const trace = createTrace({
    subject,
    policy: DEFAULT_POLICY,
    assets: ASSETS,
    prices: createPriceBook(ASSETS, null),
    knowledge: { claimsOf: () => [], ownAccounts: new Set() },
    nowSeconds: 1_660_000_000,
  });
  const down = { channel: null, kind: 'source-failed', sentence: 'Down.', cure: 'Wait.' } as const;
  while (!isFinished(trace)) {
    for (const lookup of nextLookups(trace)) {
      const reply = answerFrom(facts, lookup);
      const failed = lookup.kind === 'account' && lookup.account === payer;
      absorb(trace, lookupKey(lookup), failed ? { ...reply, facts: [], unseen: [down] } : reply);
    }
  }
  expect(tellGaps(trace, accountFor(trace).splits)).toMatchObject([
    { account: payer, share: '1.000000', matters: true },
  ]);
});
