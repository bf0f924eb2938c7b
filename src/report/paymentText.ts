import { formatAmount } from './format.js';
import { BLANK, type Line, line, type TextStyle, wrap } from './lines.js';
import type { PaymentDocument } from './paymentDocument.js';

const STYLES: Readonly<Record<'proceed' | 'review' | 'hold' | 'incomplete' | 'info', TextStyle>> = {
  proceed: 'good',
  review: 'warning',
  incomplete: 'warning',
  hold: 'alarm',
  info: 'faint',
};

/** A check of a payment as lines for a person. Units: `width` in columns. */
export function describePayment(payment: PaymentDocument, width: number): readonly Line[] {
  const { decision, state, failure, summary, nextStep, warning } = payment;
  const opening =
    decision === null
      ? wrap(state === 'failed' ? `FAILED: ${failure}` : 'Not decided yet.', { indent: 0, width })
      : [
          ...wrap(`${decision.toUpperCase()}: ${summary}`, {
            ...{ indent: 0, width, style: STYLES[decision] },
          }),
          ...wrap(`Next step: ${nextStep}`, { indent: 0, width }),
        ];
  return [
    ...opening,
    ...(warning === null ? [] : wrap(warning, { indent: 0, width, style: 'alarm' })),
    BLANK,
    ...termsOf(payment),
    ...signalsOf(payment, width),
    ...standingOf(payment, width),
  ];
}

/** A check in one line of a list. */
export function describePaymentLine(payment: PaymentDocument): Line {
  const { checkId, askedAt, decision, state, chain, address, withdrawnAt } = payment;
  const amount = formatAmount(payment.amount, payment);
  const came = withdrawnAt === null ? (decision ?? state) : 'withdrawn';
  return line(0, `${askedAt} ${checkId} ${came}: ${amount} on ${chain} to ${address}`);
}

function termsOf(payment: PaymentDocument): readonly Line[] {
  const { checkId, chain, address, invoice, payeeId, screeningId, askedAt } = payment;
  return [
    line(0, `Pays:      ${formatAmount(payment.amount, payment)} on ${chain}`),
    line(0, `To:        ${address}`),
    line(0, `Payee:     ${payeeId}`),
    line(0, `Invoice:   ${invoice}`),
    line(0, `Check:     ${checkId} of ${askedAt}`),
    line(0, `Screening: ${screeningId}`),
  ];
}

function signalsOf({ signals }: PaymentDocument, width: number): readonly Line[] {
  if (signals.length === 0) return [];
  return [
    BLANK,
    line(0, { style: 'strong', text: 'What is to be known' }),
    ...signals.flatMap(({ severity, sentence }) =>
      wrap(`${severity}: ${sentence}`, { indent: 2, width, hang: 2, style: STYLES[severity] }),
    ),
  ];
}

function standingOf(payment: PaymentDocument, width: number): readonly Line[] {
  const { release, approval, withdrawnAt, checkId } = payment;
  const told = [
    ...(release === null ? [] : [`Released ${release.at} by ${release.by}: ${release.reason}`]),
    ...(withdrawnAt === null ? [] : [`Withdrawn ${withdrawnAt}.`]),
    ...(approval === null || withdrawnAt !== null
      ? []
      : [
          `Approved until ${approval.expiresAt}: "hopsight payments show ${checkId} --approval" prints the signed approval.`,
        ]),
  ];
  return told.length === 0
    ? []
    : [BLANK, ...told.flatMap((text) => wrap(text, { indent: 0, width }))];
}
