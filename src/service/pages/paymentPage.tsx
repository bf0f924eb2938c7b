import { letPassBy } from '../../core/payment.js';
import { formatMoment } from '../../report/format.js';
import { DECISION_WORDS } from '../../report/openingWords.js';
import { DECISION_TITLES, DecisionIcon } from './decisionMark.js';
import { Layout, Notice, Problem } from './layout.js';
import { OverridesPart } from './overridesPart.js';
import { PaymentActions } from './paymentActions.js';
import { ApprovalPart, ReleasePart, SignalsPart, TermsPart } from './paymentParts.js';
import { isOverridable, standingOf } from './paymentStanding.js';
import type { PaymentView } from './paymentView.js';

/** A payment that was checked: whether it may be made, why, and what exactly is to be paid. */
export function PaymentPage({ view }: { readonly view: PaymentView }) {
  const { viewer, warning, problem, notice } = view;
  return (
    <Layout title={`Payment: ${titleOf(view)}`} path="/payments" viewer={viewer}>
      <Notice text={notice} />
      <Problem text={problem} />
      <Opening view={view} />
      {warning === null ? null : (
        <p class="problem">
          <strong>Do not pay by its approval.</strong> {warning}
        </p>
      )}
      <StandingNote view={view} />
      <SignalsPart view={view} />
      <TermsPart view={view} />
      <ReleasePart view={view} />
      <OverridesPart view={view} />
      <ApprovalPart view={view} />
      <PaymentActions view={view} />
    </Layout>
  );
}

/** The first word about it: the decision, unless that is history. */
function titleOf({ check, nowIso, withheld }: PaymentView): string {
  const standing = standingOf(check, nowIso);
  if (standing === 'withdrawn') return 'Withdrawn';
  if (standing === 'override-withdrawn') return 'Override withdrawn';
  if (standing === 'over') return 'Approval ended';
  if (withheld !== null) return 'Approval overtaken';
  return check.decision === null ? 'Not checked' : DECISION_TITLES[check.decision];
}

function Opening({ view }: { readonly view: PaymentView }) {
  const { check, nowIso, zone, withheld } = view;
  const { decision, summary, failure, approval } = check;
  const standing = standingOf(check, nowIso);
  const isPast =
    withheld !== null || ['withdrawn', 'over', 'override-withdrawn'].includes(standing);
  const until = `it may be paid until ${formatMoment(approval?.expiresAt ?? '', zone)}`;
  const tellMeaning = (): string => {
    if (decision === null) return 'do not pay';
    if (isPast) return `do not pay by it; it came out “${DECISION_TITLES[decision]}”`;
    if (standing !== 'approved') return DECISION_WORDS[decision];
    const by = letPassBy(check);
    return by === 'nobody' ? until : `let pass by ${by} by name; ${until}`;
  };
  return (
    <section class={isPast || decision === null ? 'decision' : `decision decision-${decision}`}>
      <h1>
        {isPast || decision === null ? null : <DecisionIcon decision={decision} />}
        <span>
          {titleOf(view)}
          <small>: {tellMeaning()}</small>
        </span>
      </h1>
      <p class="summary">{failure ?? (summary === '' ? UNDECIDED : summary)}</p>
      <p class="next">
        <strong>Next step:</strong> {nextStepOf(view)}
      </p>
    </section>
  );
}

const UNDECIDED = 'It was taken back before it was decided.';

function nextStepOf({ check, nowIso, withheld }: PaymentView): string {
  if (withheld !== null) return 'Do not pay it; if it is to be paid, check the payment again.';
  switch (standingOf(check, nowIso)) {
    case 'withdrawn':
      return 'None: it is not paid. Its invoice can be checked again.';
    case 'override-withdrawn':
    case 'over':
      return 'If it is not paid yet, withdraw this check and check the payment again.';
    case 'failed':
      return 'Check the payment again.';
    case 'approved':
      return letPassBy(check) === 'nobody'
        ? check.nextStep
        : 'Pay it before its approval ends, to the address that the approval names.';
    default:
      return check.nextStep;
  }
}

/** An approval may have been overtaken, as may the verdict on which a release would rest. */
function StandingNote({ view }: { readonly view: PaymentView }) {
  const { check, nowIso, isVerdictGood, withheld } = view;
  const isOpen = standingOf(check, nowIso) === 'not-released' || isOverridable(check, nowIso);
  const why = withheld ?? (isOpen && !isVerdictGood ? VERDICT_OVER : null);
  if (why === null) return null;
  return (
    <p class="problem standing">
      <strong>Do not pay by this page.</strong> {why}
    </p>
  );
}

const VERDICT_OVER =
  'The verdict about the wallet is over, or labels that speak about its accounts changed since; check the payment again.';
