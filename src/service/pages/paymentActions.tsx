import { CsrfField, mayDo } from './layout.js';
import { AskOverrideForm } from './overridesPart.js';
import { standingOf } from './paymentStanding.js';
import type { PaymentView } from './paymentView.js';
import { Field } from './signInPages.js';

/** What may be done about a check that came to its end. */
export function PaymentActions({ view }: { readonly view: PaymentView }) {
  const { viewer, check, nowIso } = view;
  const standing = standingOf(check, nowIso);
  const isReleasable = standing === 'not-released' && view.isVerdictGood;
  return (
    <>
      {isReleasable && mayDo(viewer, 'release') ? <ReleaseForm view={view} /> : null}
      <AskOverrideForm view={view} />
      {mayDo(viewer, 'pay') ? (
        <section>
          <h2>Go on</h2>
          <p>
            <a href={`/payments/new?again=${check.id}`}>Check this payment again</a>
          </p>
          <WithdrawForm view={view} />
        </section>
      ) : null}
    </>
  );
}

function ReleaseForm({ view: { viewer, check, typedReason } }: { readonly view: PaymentView }) {
  return (
    <section>
      <h2>Release it</h2>
      <form class="stack" method="post" action={`/payments/${check.id}/release`}>
        <CsrfField viewer={viewer} />
        <Field
          id="reason"
          label="Reason"
          hint="What you looked at, and why it may be paid. It is kept with your name, and an approval is signed."
        >
          <textarea id="reason" name="reason" required aria-describedby="reason-hint">
            {typedReason}
          </textarea>
        </Field>
        <button type="submit">Release the payment</button>
      </form>
    </section>
  );
}

/** The form by which a check is taken back, for who may. */
export function WithdrawForm({
  view: { viewer, check },
}: {
  readonly view: Pick<PaymentView, 'viewer' | 'check'>;
}) {
  if (check.withdrawnAt !== null || !mayDo(viewer, 'pay')) return null;
  if (check.approval !== null && !mayDo(viewer, 'release')) {
    return (
      <p class="hint">
        It is approved, so that somebody who may release payments withdraws it, if it was not paid:
        its invoice could be paid again then.
      </p>
    );
  }
  return (
    <details>
      <summary>Withdraw this check</summary>
      <form class="stack" method="post" action={`/payments/${check.id}/withdraw`}>
        <CsrfField viewer={viewer} />
        <p>
          Its invoice counts no more and can be checked again; its approval is handed out no more. A
          file that somebody has verifies until its end.
        </p>
        <label class="choice">
          <input type="checkbox" name="sure" value="yes" required />
          <span>It was not paid and will not be.</span>
        </label>
        <p>
          <button type="submit" class="quiet">
            Withdraw
          </button>
        </p>
      </form>
    </details>
  );
}
