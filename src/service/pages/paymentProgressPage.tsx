import type { WorkState } from '../../app/service/work.js';
import { Layout, Notice, Problem } from './layout.js';
import { WithdrawForm } from './paymentActions.js';
import { TermsPart } from './paymentParts.js';
import type { PaymentView } from './paymentView.js';
import { ScreeningProgress } from './progressPage.js';

/** How a check comes to its decision. */
export type PaymentProgress =
  | {
      readonly kind: 'screening';
      readonly state: Extract<WorkState, { readonly kind: 'queued' | 'running' }>;
    }
  /** The wallet was looked at; what else is to be known is asked for. */
  | { readonly kind: 'deciding' }
  /** It will not be decided by itself. */
  | { readonly kind: 'stranded' };

/** A payment that is not decided yet. It loads itself anew until it is, with or without scripts. */
export function PaymentProgressPage({
  view,
  progress,
}: {
  readonly view: PaymentView;
  readonly progress: PaymentProgress;
}) {
  const { viewer, problem, notice } = view;
  return (
    <Layout title={TITLES[progress.kind]} path="/payments" viewer={viewer} {...updatesOf(progress)}>
      <h1>{TITLES[progress.kind]}</h1>
      <Notice text={notice} />
      <Problem text={problem} />
      <p>
        <strong>Do not pay yet.</strong> {SENTENCES[progress.kind]}
      </p>
      {progress.kind === 'screening' ? <ScreeningProgress state={progress.state} /> : null}
      <TermsPart view={view} />
      <WithdrawForm view={view} />
    </Layout>
  );
}

const TITLES: Readonly<Record<PaymentProgress['kind'], string>> = {
  screening: 'Checking the payment',
  deciding: 'Checking the payment',
  stranded: 'The payment is not checked',
};

const SENTENCES: Readonly<Record<PaymentProgress['kind'], string>> = {
  screening: 'Its wallet is being looked at. You may leave this page; it stays under Payments.',
  deciding: 'Its wallet was looked at; the rest is being decided.',
  stranded:
    'What screened its wallet ended before it was done, so that it will not be decided. Withdraw it, and check the payment again.',
};

/** The script follows the screening and nothing after that. */
function updatesOf({ kind }: PaymentProgress) {
  switch (kind) {
    case 'screening':
      return { refresh: { seconds: 3, when: 'without-script' }, script: 'progress' } as const;
    case 'deciding':
      return { refresh: { seconds: 2, when: 'always' } } as const;
    case 'stranded':
      return {};
  }
}
