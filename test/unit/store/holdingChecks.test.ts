import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { type AssetId, erc20AssetId, nativeAssetId } from '../../../src/core/asset.js';
import type { PaymentSignal } from '../../../src/core/payment.js';
import type { Decision } from '../../../src/core/verdict.js';
import { createHoldingChecks } from '../../../src/store/holdingChecks.js';
import { createPaymentStore } from '../../../src/store/paymentStore.js';
import { chainNamed } from '../../support/world.js';
import { openForTest } from './temporaryDatabase.js';

const AT = '2026-11-22T09:00:00Z';
const ETH = nativeAssetId(chainNamed('ethereum'));
const USDC = erc20AssetId(chainNamed('ethereum').id, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');

interface Came {
  readonly decision: Decision | null;
  readonly complete?: boolean;
  readonly signals?: readonly (readonly [PaymentSignal['kind'], PaymentSignal['severity']])[];
  readonly chain?: string;
  readonly wallet?: string;
  readonly address?: string;
  readonly asset?: AssetId;
}

/** Which checks of one wallet hold, once these came out so one after the other; they are `1`, `2`, … */
function holding(checks: readonly Came[], wallets = ['wallet']): readonly string[] {
  const db = openForTest();
  const payments = createPaymentStore(db, { randomBytes });
  for (const [at, came] of checks.entries()) {
    const { decision, complete = true, signals = [], chain = 'ethereum' } = came;
    const { wallet: walletId = 'wallet', address = '0xA', asset = ETH } = came;
    const checkId = `${at + 1}`;
    payments.addPayment({
      ...{ checkId, payeeId: 'payee', walletId, family: 'evm', address, chain },
      ...{ asset, amount: 1n, screeningId: 's', askedAt: AT, askedBy: 'ann' },
      ...{ actor: { kind: 'person', id: 'ann' }, invoice: 'INV-7', invoiceKey: 'inv-7' },
    });
    payments.writeOutcome(checkId, {
      ...{ decidedAt: AT, decision, complete, summary: '', nextStep: '' },
      signals: signals.map(([kind, severity]) => ({ kind, severity, sentence: '' })),
      failure: decision === null ? 'It failed.' : null,
    });
  }
  return createHoldingChecks(db)(wallets, ['payee-held']).map(({ checkId }) => checkId);
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

it('a freeze is one of its own address and asset, and of the wallets that are asked about', () => {
  const proceed = { decision: 'proceed' } as const;
  expect(holding([FROZEN, { ...proceed, asset: USDC }])).toEqual(['1']);
  expect(holding([FROZEN, { ...proceed, address: '0xB' }])).toEqual(['1']);
  expect(holding([{ ...FROZEN, wallet: 'other' }])).toEqual([]);
  expect(holding([FROZEN, { ...proceed, wallet: 'other' }])).toEqual(['1']);
  // One address in two wallets of a payee is one address.
  const both = ['wallet', 'other'];
  expect(holding([FROZEN, { ...proceed, wallet: 'other' }], both)).toEqual([]);
  expect(holding([{ ...FROZEN, wallet: 'other' }, FROZEN], both)).toEqual(['1', '2']);
});

it('a check holds by a signal that holds, where it came out so', () => {
  const weighs = (severity: PaymentSignal['severity']): Came => ({
    ...FROZEN,
    signals: [['frozen-by-issuer', severity]],
  });
  expect(holding([weighs('review')])).toEqual([]);
  expect(holding([weighs('incomplete')])).toEqual([]);
  expect(holding([{ ...FROZEN, decision: 'incomplete', complete: false }])).toEqual([]);
  expect(holding([FROZEN, weighs('review')])).toEqual([]);
  // By another signal that holds it was not told that this one ended.
  const other = { decision: 'hold', signals: [['wallet-not-valid', 'hold']] } as const;
  expect(holding([FROZEN, other])).toEqual(['2']);
});
