import { type Account, chainOfAccount } from '../../core/account.js';
import type { AssetId, AssetList } from '../../core/asset.js';
import { findChain } from '../../core/chain.js';
import {
  type MonthlySummary,
  type MonthPayment,
  PAYMENT_CONCERNS,
  type Worth,
} from '../../core/monthlySummary.js';
import type { ClassifiedPayment, JudgedPayment } from '../paid/classifyPayments.js';
import { isWithin, type ZoneMonth } from './zoneMonth.js';

/** A payment that was made, as far as a month tells it. */
export interface MadePayment extends JudgedPayment {
  readonly payeeId: string | null;
  readonly txId: string | null;
  readonly approver: string | null;
  readonly rail: MonthPayment['rail'];
}

/** What an amount was worth at a moment. Units: `at` is ISO 8601 in UTC. */
export type WorthAt = (amount: bigint, asset: AssetId, at: string) => Worth;

/** What payments are told with. */
export interface PaymentTelling {
  readonly assets: AssetList;
  readonly worthAt: WorthAt;
  /** The moment of an ISO day for a payment of which no moment is known. ISO 8601 in UTC. */
  readonly middleOf: (day: string) => string;
  /** References by payee id. */
  readonly references: ReadonlyMap<string, string>;
  /** By payment id. */
  readonly classified: ReadonlyMap<string, ClassifiedPayment>;
}

/**
 * Whether a payment is of a month: by the moment of its block in the zone where it was found, else by
 * the day that was told, which is a day of whoever told it.
 */
export function isOfMonth(
  { at, day }: Pick<MadePayment, 'at' | 'day'>,
  span: Pick<ZoneMonth, 'month' | 'from' | 'to'>,
): boolean {
  return at === null ? day.slice(0, 7) === span.month : isWithin(at, span);
}

/** The payments as a month tells them. Order: by time, then id. */
export function tellPayments(
  payments: readonly MadePayment[],
  telling: PaymentTelling,
): readonly MonthPayment[] {
  return payments
    .map((payment) => tellPayment(payment, telling))
    .sort((a, b) => compareText(a.at, b.at) || compareText(a.id, b.id));
}

function tellPayment(payment: MadePayment, telling: PaymentTelling): MonthPayment {
  const { id, source, payeeId, account, asset, amount, invoice, txId, approver, rail } = payment;
  const at = payment.at ?? telling.middleOf(payment.day);
  const judged = telling.classified.get(id);
  return {
    ...{ id, at, source, payeeId, account, asset, amount, invoice, txId, approver, rail },
    payeeReference: payeeId === null ? null : (telling.references.get(payeeId) ?? null),
    chain: chainNameOf(account),
    ...unitsOf(asset, telling.assets),
    worth: telling.worthAt(amount, asset, at),
    checkId: judged?.checkId ?? null,
    screeningId: judged?.screeningId ?? null,
    decision: judged?.decision ?? null,
    checkDecision: judged?.checkDecision ?? null,
    letPass: judged?.letPass ?? 'none',
    concerns: judged?.concerns ?? [],
  };
}

/** How an asset is written. Edge: of one that is not listed in atomic units, by its identifier. */
export function unitsOf(
  asset: AssetId,
  assets: AssetList,
): { readonly symbol: string; readonly decimals: number } {
  const { symbol = asset, decimals = 0 } = assets.get(asset) ?? {};
  return { symbol, decimals };
}

/** The short name of an account's chain. */
function chainNameOf(account: Account): string {
  const id = chainOfAccount(account);
  return findChain(id)?.name ?? id;
}

/** Which payments have each concern. Order: of `PAYMENT_CONCERNS`, then as given. */
export function tellConcerns(payments: readonly MonthPayment[]): MonthlySummary['concerns'] {
  return PAYMENT_CONCERNS.map((concern) => ({
    concern,
    paymentIds: payments.filter(({ concerns }) => concerns.includes(concern)).map(({ id }) => id),
  }));
}

/** Orders texts by their code units: negative where the first comes first. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
