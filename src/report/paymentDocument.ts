import type { Asset, AssetId } from '../core/asset.js';
import type { PaymentCheck, PaymentSignal } from '../core/payment.js';
import type { Decision } from '../core/verdict.js';

/** A check of a payment, as the API and `--json` tell it. Times are ISO 8601 in UTC. */
export interface PaymentDocument {
  readonly checkId: string;
  readonly state: PaymentCheck['state'];
  readonly payeeId: string;
  readonly walletId: string;
  readonly address: string;
  readonly chain: string;
  readonly asset: AssetId;
  readonly symbol: string;
  readonly decimals: number;
  /** Atomic units as a decimal text. */
  readonly amount: string;
  readonly invoice: string;
  readonly askedAt: string;
  readonly askedBy: string;
  readonly screeningId: string;
  /** Null until it is decided. */
  readonly decision: Decision | null;
  readonly complete: boolean;
  readonly decidedAt: string | null;
  readonly summary: string;
  readonly nextStep: string;
  readonly signals: readonly PaymentSignal[];
  readonly failure: string | null;
  readonly release: PaymentCheck['release'];
  readonly withdrawnAt: string | null;
  readonly approval: PaymentCheck['approval'];
  /** What to know of an approval that was handed out before a withdrawal; null where there is nothing. */
  readonly warning: string | null;
}

/** A check as it is told at a moment. */
export function createPaymentDocument(
  check: PaymentCheck,
  at: { readonly asset: Pick<Asset, 'symbol' | 'decimals'>; readonly nowIso: string },
): PaymentDocument {
  const { id: checkId, order, approval, withdrawnAt, ...rest } = check;
  const { payeeId, walletId, chain, asset, amount, invoice } = order;
  const { state, address, askedAt, askedBy, screeningId, decision, complete, decidedAt } = rest;
  const { summary, nextStep, signals, failure, release } = rest;
  const { symbol, decimals } = at.asset;
  return {
    ...{ checkId, state, payeeId, walletId, address, chain, asset, symbol, decimals },
    ...{ amount: amount.toString(), invoice, askedAt, askedBy, screeningId },
    ...{ decision, complete, decidedAt, summary, nextStep, signals, failure, release },
    ...{ withdrawnAt, approval, warning: warningOf(check, at.nowIso) },
  };
}

/** A signed file cannot be called back: whoever has it can show it until it ends. */
function warningOf({ approval, withdrawnAt }: PaymentCheck, nowIso: string): string | null {
  if (approval === null || withdrawnAt === null || approval.expiresAt < nowIso) return null;
  return `An approval of this payment was signed before it was withdrawn and verifies until ${approval.expiresAt}: tell whoever has it not to pay by it.`;
}
