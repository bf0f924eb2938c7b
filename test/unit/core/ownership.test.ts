import { expect, it } from 'vitest';
import {
  EXCHANGE,
  eth,
  marked,
  markedOther,
  PAYEE,
  screenWallet,
} from '../../support/ruleWallets.js';

it("a vendor's claim beside a listing in force does not lower the decision", async () => {
  const facts = [eth(EXCHANGE, PAYEE, '0.1', { day: 1 })];
  const listed = markedOther({}, PAYEE);
  const alone = await screenWallet({ facts, labels: [listed] });
  expect(alone.decision).toBe('hold');
  const vendor = marked({ entity: 'Some cluster', confidence: 'vendor' }, PAYEE);
  const both = await screenWallet({ facts, labels: [listed, vendor] });
  expect(both.decision).toBe('hold');
});
