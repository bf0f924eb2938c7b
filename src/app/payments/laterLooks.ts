import { addressOfAccount } from '../../core/account.js';
import type { PaymentSignal } from '../../core/payment.js';
import type { Decision } from '../../core/verdict.js';
import { isNewSignal, SPEAKS_OF } from '../../desk/payments/newSignal.js';
import type { ScreeningDocument } from '../../report/document.js';
import type { PaymentOutcome, StoredPayment } from '../../store/paymentRows.js';
import { accountOf, type PaymentParties } from './paymentFacts.js';
import type { PaymentMeans } from './paymentPorts.js';

/**
 * Why a later screening of the wallet of a payment keeps it from being paid: one of the present that came
 * out worse than the one that it rests on, had gaps, or found what that one did not. Null where none does.
 *
 * One that was complete, of every chain and by the same rules, speaks for all before it.
 */
export function whyWorseScreening(
  screened: ScreeningDocument,
  { wallet, chain }: Pick<PaymentParties, 'wallet' | 'chain'>,
  { verdicts, screening }: PaymentMeans,
): string | null {
  const address = addressOfAccount(accountOf(wallet, chain));
  for (const screeningId of verdicts.listLater(address, screened.screeningId)) {
    const later = screening.readDocument(screeningId);
    if (later === null) continue;
    if (isWorse(later, screened)) {
      return `A later screening of its wallet (${screeningId}) came out worse: ${later.summary}`;
    }
    if (isWhole(later, screened)) return null;
  }
  return null;
}

const RANKS: Readonly<Record<Decision, number>> = { proceed: 0, incomplete: 1, review: 2, hold: 3 };

function isWorse(later: ScreeningDocument, than: ScreeningDocument): boolean {
  const isKnown = ({ ruleId }: { readonly ruleId: string }) =>
    than.findings.some((one) => one.ruleId === ruleId);
  return (
    RANKS[later.decision] > RANKS[than.decision] ||
    (than.complete && !later.complete) ||
    later.findings.some((one) => one.severity !== 'info' && !isKnown(one))
  );
}

function isWhole(
  { complete, signals, ruleSet }: ScreeningDocument,
  than: ScreeningDocument,
): boolean {
  const isNarrowed = signals.some(({ kind }) => kind === 'narrowed');
  return complete && !isNarrowed && ruleSet.digest === than.ruleSet.digest;
}

/**
 * Why a check of another payment to the wallet, decided since this one was approved, keeps this one from
 * being paid: it told what weighs and was not told of this one. Null where none does, or this one is not
 * approved: who lets it be paid asks its chain anew.
 *
 * One that was complete speaks for all before it of the same wallet and asset.
 */
export function whyWorseCheck(
  payment: StoredPayment,
  { signals: told }: PaymentOutcome,
  { store }: PaymentMeans,
): string | null {
  const { approval, address, chain, walletId } = payment;
  if (approval === null) return null;
  const spokenFor = new Set<string>();
  for (const later of store.listDecidedSince({ address, chain, since: approval.issuedAt })) {
    const { checkId, outcome } = later;
    const looked = `${later.walletId} ${later.asset}`;
    if (outcome === null || spokenFor.has(looked)) continue;
    const isAbout = ({ kind }: PaymentSignal) =>
      SPEAKS_OF[kind] === 'address' ||
      (SPEAKS_OF[kind] === 'wallet' && later.walletId === walletId);
    const found = outcome.signals.find((one) => isAbout(one) && isNewSignal(one, told));
    if (found !== undefined) {
      return `A later check of a payment to its wallet (${checkId}) found what was not known: ${found.sentence}`;
    }
    if (outcome.complete) spokenFor.add(looked);
  }
  return null;
}
