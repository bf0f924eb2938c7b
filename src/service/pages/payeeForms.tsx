import type { ComponentChildren } from 'preact';
import { CsrfField } from './layout.js';
import { PayeeFields } from './payeeFields.js';
import type { PayeeView } from './payeeView.js';
import { Field } from './signInPages.js';

/** What may be done about a payee besides their wallets. */
export function PayeeForms({ view }: { readonly view: PayeeView }) {
  const { payee, typed } = view;
  const isMerged = payee.mergedInto !== null;
  return (
    <section>
      <h2>Change the payee</h2>
      {isMerged ? null : <EditForm view={view} />}
      {isMerged ? null : (
        <details open={typed?.form === 'merge'}>
          <summary>They are a duplicate of another payee</summary>
          <Form view={view} action="merge" button="Merge into that payee">
            <Field
              id="into"
              label="Reference of the payee who stays"
              hint="Wallets, payments and history go over to that payee, and the wallets of both are confirmed again by somebody else. It can be taken back there, in the history."
            >
              <input
                id="into"
                name="into"
                value={typed?.form === 'merge' ? typed.reference : ''}
                required
                autocomplete="off"
                spellcheck={false}
                aria-describedby="into-hint"
              />
            </Field>
          </Form>
        </details>
      )}
      {isMerged ? null : <ActiveForm view={view} />}
      <details>
        <summary>Give out or delete what is kept</summary>
        <Form view={view} action="export" button="Download all of it">
          <p>
            Everything that is kept of this payee, as JSON: who they are, wallets, changes,
            screenings, payments and answers. The audit log tells that you took it.
          </p>
        </Form>
        <Form view={view} action="delete" button="Delete the payee">
          <p>
            Name, wallets, history and notes are erased and cannot be brought back. A payee with
            payments stays in the record: they are deactivated instead. Screenings stay as they were
            recorded.
          </p>
          <label class="choice">
            <input type="checkbox" name="sure" value="yes" required />
            <span>Erase all of it, for good.</span>
          </label>
        </Form>
      </details>
    </section>
  );
}

function EditForm({ view }: { readonly view: PayeeView }) {
  const { payee, typed } = view;
  return (
    <details open={typed?.form === 'edit'}>
      <summary>Reference, name, what they were told</summary>
      <Form view={view} action="edit" button="Keep the changes">
        <PayeeFields details={typed?.form === 'edit' ? typed.details : payee} />
        <p class="hint">
          Another reference or name, even a corrected spelling, has all their wallets confirmed
          again by somebody else: payrolls find payees by both.
        </p>
      </Form>
    </details>
  );
}

function ActiveForm({ view }: { readonly view: PayeeView }) {
  return view.payee.deactivatedAt === null ? (
    <details>
      <summary>Deactivate</summary>
      <Form view={view} action="deactivate" button="Deactivate">
        <p>Nothing is paid to a deactivated payee, whatever their wallets. All is kept.</p>
      </Form>
    </details>
  ) : (
    <Form view={view} action="reactivate" button="Reactivate">
      <p>They may be paid again, to the wallets that are confirmed.</p>
    </Form>
  );
}

function Form({
  view: { viewer, payee },
  action,
  button,
  children,
}: {
  readonly view: PayeeView;
  readonly action: string;
  readonly button: string;
  readonly children: ComponentChildren;
}) {
  return (
    <form class="stack" method="post" action={`/payees/${payee.id}/${action}`}>
      <CsrfField viewer={viewer} />
      {children}
      <p>
        <button type="submit" class="quiet">
          {button}
        </button>
      </p>
    </form>
  );
}
