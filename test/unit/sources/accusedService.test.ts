import { expect, it } from 'vitest';
import {
  EXCHANGE,
  eth,
  MARKED,
  marked,
  markedOther,
  PAYEE,
  screenWallet,
  usdc,
} from '../../support/ruleWallets.js';

it.each([
  {
    who: 'a DPRK-linked processor',
    label: marked({ category: 'payment-processor', confidence: 'researcher' }),
  },
  { who: 'a listed exchange', label: markedOther({ category: 'exchange', entity: 'Garantex' }) },
])('money from $who is no money from an ordinary service', async ({ label }) => {
  const document = await screenWallet({
    facts: [eth(EXCHANGE, PAYEE, '0.1', { day: 1 }), usdc(MARKED, PAYEE, '1000', 2)],
    labels: [label],
  });
  expect(document.decision).toBe('hold');
});
