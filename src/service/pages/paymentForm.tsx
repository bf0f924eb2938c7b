import type { PaymentRequest } from '../../app/payments/paymentChecks.js';
import type { Payee } from '../../core/payee.js';
import { CsrfField, Layout, Problem, type Viewer } from './layout.js';
import { AmountFields, PayeeInput, WalletField } from './paymentFields.js';

/** What the form of a payment shows. */
export interface PaymentFormView {
  readonly viewer: Viewer;
  /** Such as `2026-11-22`: whether a wallet may be paid depends on it. */
  readonly today: string;
  /** `choose` asks for the payee alone, so that their wallets can be chosen from afterwards. */
  readonly step: 'choose' | 'fill';
  /** Null where none is named, or nobody has that reference. */
  readonly payee: Payee | null;
  /** Whom to choose from. */
  readonly payees: readonly Payee[];
  /** Short names of the configured chains. */
  readonly chains: readonly string[];
  readonly typed: PaymentRequest;
  /** What cannot be used, by field. */
  readonly problems: ReadonlyMap<keyof PaymentRequest, string>;
  readonly problem: string | null;
  /** Has a form that is sent twice ask once. */
  readonly formKey: string;
}

/** Where one payment is described that is to be checked. */
export function PaymentFormPage({ view }: { readonly view: PaymentFormView }) {
  const { viewer, step, payees, problem } = view;
  return (
    <Layout title="Check a payment" path="/payments" viewer={viewer}>
      <h1>Check a payment before it leaves</h1>
      <Problem text={problem} />
      {step === 'choose' ? <ChooseForm view={view} /> : <FillForm view={view} />}
      <datalist id="payees">
        {payees.map(({ id, reference, name }) => (
          <option key={id} value={reference}>
            {name}
          </option>
        ))}
      </datalist>
    </Layout>
  );
}

function ChooseForm({ view }: { readonly view: PaymentFormView }) {
  return (
    <form class="stack" method="get" action="/payments/new">
      <PayeeInput view={view} />
      <button type="submit">Go on to the payment</button>
    </form>
  );
}

function FillForm({ view }: { readonly view: PaymentFormView }) {
  const { viewer, payee, formKey } = view;
  if (payee?.wallets.every(({ endedAt }) => endedAt !== null)) {
    return (
      <p>
        No wallet of <a href={`/payees/${payee.id}`}>{payee.reference}</a> is in use. Register one
        there, and have it confirmed by a second person.
      </p>
    );
  }
  return (
    <form class="stack" method="post" action="/payments">
      <CsrfField viewer={viewer} />
      <input type="hidden" name="formKey" value={formKey} />
      {payee === null ? <PayeeInput view={view} /> : <ChosenPayee payee={payee} />}
      <WalletField view={view} />
      <AmountFields view={view} />
      <button type="submit">Check the payment</button>
    </form>
  );
}

function ChosenPayee({ payee }: { readonly payee: Payee }) {
  return (
    <>
      <input type="hidden" name="payee" value={payee.id} />
      <dl class="facts">
        <dt>Payee</dt>
        <dd>
          <a href={`/payees/${payee.id}`}>{payee.reference}</a>, {payee.name}
          {payee.deactivatedAt === null ? null : (
            <strong class="text-warning"> (deactivated: nothing is paid to them)</strong>
          )}
        </dd>
        <dt />
        <dd>
          <a href="/payments/new">Another payee</a>
        </dd>
      </dl>
    </>
  );
}
