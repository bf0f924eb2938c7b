import type { PaymentSignal, PaymentSignalKind } from '../../core/payment.js';
import type { Decision } from '../../core/verdict.js';

/** What a screening decided about the wallet. */
export interface ScreenedDecision {
  readonly decision: Decision;
  readonly complete: boolean;
  readonly summary: string;
  readonly nextStep: { readonly text: string };
}

/** What a payment comes to. */
export interface PaymentDecision {
  readonly decision: Decision;
  /** Whether all was known that has to be; a `review` of which something was not cannot be released. */
  readonly complete: boolean;
  readonly summary: string;
  readonly nextStep: string;
}

/**
 * Decides a payment by what the screening of its wallet decided and by what else is to be known.
 *
 * The highest finding wins, as in a verdict: `hold`, then `review`, then `incomplete`; a `review` or a
 * `hold` beside which something is not known carries `complete: false`. `proceed` is left only where the
 * screening came out so and no signal weighs anything.
 */
export function decidePayment(
  screened: ScreenedDecision,
  signals: readonly PaymentSignal[],
): PaymentDecision {
  const complete = screened.complete && !has(signals, 'incomplete');
  const decision = worst(screened, signals, complete);
  const causes = [
    ...(screened.decision === decision && decision !== 'proceed' ? [screened.summary] : []),
    ...signals.filter(({ severity }) => severity === decision).map(({ sentence }) => sentence),
  ];
  return {
    decision,
    complete,
    summary: causes[0] ?? 'Nothing was found that keeps this payment from being made.',
    nextStep: nextStepOf(decision, { screened, signals, complete }),
  };
}

function worst(
  { decision }: ScreenedDecision,
  signals: readonly PaymentSignal[],
  complete: boolean,
): Decision {
  if (decision === 'hold' || has(signals, 'hold')) return 'hold';
  if (decision === 'review' || has(signals, 'review')) return 'review';
  return decision === 'incomplete' || !complete ? 'incomplete' : 'proceed';
}

function has(signals: readonly PaymentSignal[], severity: PaymentSignal['severity']): boolean {
  return signals.some((signal) => signal.severity === severity);
}

function nextStepOf(
  decision: Decision,
  known: {
    readonly screened: ScreenedDecision;
    readonly signals: readonly PaymentSignal[];
    readonly complete: boolean;
  },
): string {
  const { screened, signals, complete } = known;
  switch (decision) {
    case 'proceed':
      return 'Pay it before its approval ends, to the address that the approval names.';
    case 'hold':
      return screened.decision === 'hold'
        ? screened.nextStep.text
        : `Pay nothing to this payee. ${signals.some(isHeldElsewhere) ? SCREEN_AGAIN : ''}Compliance and a second person decide together.`;
    case 'incomplete':
      return curesOf(screened, signals);
    case 'review':
      return complete
        ? 'Look at what is told; a person with the permission "release" may let it be paid, with a reason.'
        : `It cannot be released as it stands. ${curesOf(screened, signals)}`;
  }
}

/** Whether a hold comes from another look than that of this payment. */
function isHeldElsewhere({ kind }: PaymentSignal): boolean {
  return kind === 'payee-held';
}

const SCREEN_AGAIN =
  'If what is told of the other wallet has changed, screen that wallet again and check this payment anew. ';

function curesOf(
  { complete, nextStep }: ScreenedDecision,
  signals: readonly PaymentSignal[],
): string {
  const cures = [
    ...signals
      .filter(({ severity }) => severity === 'incomplete')
      .map(({ kind }) => CURES[kind] ?? ASK_AGAIN),
    ...(complete ? [] : [nextStep.text]),
  ];
  return `${[...new Set(cures)].join(' ')} Then check the payment again.`;
}

const ASK_AGAIN = 'Ask again when the sources of the chain answer.';

/** How what keeps a payment from being complete is cured; where nothing stands, sources have to answer. */
const CURES: Readonly<Partial<Record<PaymentSignalKind, string>>> = {
  'unconfirmed-wallet': 'Have the wallet confirmed by a second person, who did not register it.',
  'changed-since-last-paid':
    'Have the wallet confirmed by a second person, who did not register it.',
  'payee-deactivated': 'Reactivate the payee, if they are to be paid.',
  'wallet-not-valid': 'Pay to a wallet that is in use, or have its days put right and confirmed.',
  'wrong-chain':
    'Pay on a chain for which the wallet is registered, or have it registered and confirmed for this one.',
};
