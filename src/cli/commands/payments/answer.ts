import type { OpenPaymentChecks } from '../../../app/payments/createPaymentChecks.js';
import { formatMoment } from '../../../core/moment.js';
import type { PaymentCheck } from '../../../core/payment.js';
import { renderLines } from '../../../report/lines.js';
import { createPaymentDocument, type PaymentDocument } from '../../../report/paymentDocument.js';
import { describePayment } from '../../../report/paymentText.js';
import type { ActingFlags } from '../../actingPerson.js';
import { exitCodeOfDecision } from '../../exitCode.js';
import { paintFor, widthOf, writeJson } from '../../output.js';
import type { ConfigFlags, Session } from '../../session.js';

/** Options of a command about payments. */
export interface PaymentFlags extends ConfigFlags, ActingFlags {
  readonly json?: true;
}

/** What a check ends the program with; said wherever one is printed. */
export const EXIT_CODES = `
The exit code is 0 for proceed, 10 for review, 20 for hold, 30 for incomplete and for what was not decided.`;

/** Works with checks, and ends what is under way in them. */
export async function closing(checks: OpenPaymentChecks, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    await checks.close();
  }
}

/** A check as it is printed now. */
export function documentOf(
  { terminal }: Session,
  checks: OpenPaymentChecks,
  check: PaymentCheck,
): PaymentDocument {
  const nowIso = formatMoment(Math.floor(terminal.nowMs() / 1000));
  return createPaymentDocument(check, { asset: checks.assetOf(check.order.asset), nowIso });
}

/** Prints a check and takes the exit code of its decision. */
export function writeCheck(
  session: Session,
  flags: PaymentFlags,
  { checks, check }: { readonly checks: OpenPaymentChecks; readonly check: PaymentCheck },
): void {
  writeDocument(session, flags.json === true, documentOf(session, checks, check));
  session.finish(exitCodeOfDecision(check.decision ?? 'incomplete'));
}

/** Prints a check as JSON or as lines for a person. */
export function writeDocument(
  { terminal }: Session,
  asJson: boolean,
  document: PaymentDocument,
): void {
  if (asJson) writeJson(terminal.out, document);
  else {
    const lines = describePayment(document, widthOf(terminal.out));
    terminal.out.write(renderLines(lines, paintFor(terminal)));
  }
}
