import type { PayeeDetails } from '../../app/payees/payees.js';
import { Field } from './signInPages.js';

/** The fields that tell who is paid, filled with what was typed or is kept. */
export function PayeeFields({ details }: { readonly details: PayeeDetails }) {
  const { reference, name, told } = details;
  return (
    <>
      <Field
        id="reference"
        label="Reference"
        hint="Your own mark for them, such as a supplier number. It is theirs alone."
      >
        <input
          id="reference"
          name="reference"
          value={reference}
          required
          autocomplete="off"
          spellcheck={false}
          aria-describedby="reference-hint"
        />
      </Field>
      <Field id="payee-name" label="Name">
        <input id="payee-name" name="name" value={name} required autocomplete="off" />
      </Field>
      <Field
        id="told"
        label="What they were told (optional)"
        hint="When and how they learnt that their wallet is checked before they are paid, and why."
      >
        <textarea id="told" name="told" aria-describedby="told-hint">
          {told}
        </textarea>
      </Field>
    </>
  );
}
