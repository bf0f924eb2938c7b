import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { nativeAssetId } from '../../../src/core/asset.js';
import type { PaymentSignal } from '../../../src/core/payment.js';
import type { Decision } from '../../../src/core/verdict.js';
import { createHoldingChecks } from '../../../src/store/holdingChecks.js';
import { createPaymentStore } from '../../../src/store/paymentStore.js';
import { chainNamed } from '../../support/world.js';
import { openForTest } from './temporaryDatabase.js';

const AT = '2026-11-22T09:00:00Z';
const ETH = nativeAssetId(chainNamed('ethereum'));

interface Came {
  readonly decision: Decision | null;
  readonly complete?: boolean;
  readonly signals?: readonly (readonly [PaymentSignal['kind'], PaymentSignal['severity']])[];
  readonly chain?: string;
}

/** Which checks of one wallet hold, once these came out so one after the other; they are `1`, `2`, … */
function holding(checks: readonly Came[]): readonly string[] {
  const db = openForTest();
  const payments = createPaymentStore(db, { randomBytes });
  for (const [
    at,
    { decision, complete = true, signals = [], chain = 'ethereum' },
  ] of checks.entries()) {
    const checkId = `${at + 1}`;
    payments.addPayment({
      ...{ checkId, payeeId: 'payee', walletId: 'wallet', family: 'evm', address: '0xA', chain },
      ...{ asset: ETH, amount: 1n, screeningId: 's', askedAt: AT, askedBy: 'ann' },
      ...{ actor: { kind: 'person', id: 'ann' }, invoice: 'INV-7', invoiceKey: 'inv-7' },
    });
    payments.writeOutcome(checkId, {
      ...{ decidedAt: AT, decision, complete, summary: '', nextStep: '' },
      signals: signals.map(([kind, severity]) => ({ kind, severity, sentence: '' })),
      failure: decision === null ? 'It failed.' : null,
    });
  }
  return createHoldingChecks(db)(['wallet'], ['payee-held']).map(({ checkId }) => checkId);
}

const FROZEN: Came = { decision: 'hold', signals: [['frozen-by-issuer', 'hold']] };

it('a freeze holds until the issuer is asked again and says otherwise, whatever else is missing', () => {
  expect(holding([FROZEN])).toEqual(['1']);
  expect(holding([FROZEN, { decision: 'proceed' }])).toEqual([]);
  const ended = { decision: 'incomplete', complete: false } as const;
  expect(holding([FROZEN, { ...ended, signals: [['wallet-not-valid', 'incomplete']] }])).toEqual(
    [],
  );
  expect(holding([FROZEN, { decision: 'hold', signals: [['payee-held', 'hold']] }])).toEqual([]);
});

it('a freeze goes on where nobody answered, a check failed, or another chain was asked', () => {
  const silent = { decision: 'incomplete', complete: false } as const;
  const unanswered = { ...silent, signals: [['frozen-by-issuer', 'incomplete']] } as const;
  expect(holding([FROZEN, unanswered])).toEqual(['1']);
  expect(holding([FROZEN, { decision: null, complete: false }])).toEqual(['1']);
  expect(holding([FROZEN, { decision: 'proceed', chain: 'polygon' }])).toEqual(['1']);
  expect(holding([FROZEN, FROZEN])).toEqual(['1', '2']);
  expect(
    holding([{ decision: 'proceed' }, { ...FROZEN, signals: [['payee-held', 'hold']] }]),
  ).toEqual([]);
});
