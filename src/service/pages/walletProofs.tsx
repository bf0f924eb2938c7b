import type { PayeeWallet, ProofKind } from '../../core/payee.js';
import { formatMoment } from '../../report/format.js';
import { CsrfField } from './layout.js';
import type { PayeeView, WalletView } from './payeeView.js';
import { nameOfPerson } from './personText.js';

const KIND_WORDS: Readonly<Record<ProofKind, string>> = {
  signature: 'signed with its key',
  statement: 'statement of the custodian',
  'test-payment': 'test payment',
};

/** How control of a wallet was shown. */
export function Proofs({
  view: { names, zone },
  wallet: { proofs },
}: {
  readonly view: PayeeView;
  readonly wallet: PayeeWallet;
}) {
  if (proofs.length === 0) return <p class="hint">Nobody showed yet that the payee controls it.</p>;
  return (
    <>
      <h4>Control was shown</h4>
      <ul>
        {proofs.map(({ id, kind, method, note, recordedAt, recordedBy }) => (
          <li key={id}>
            {KIND_WORDS[kind]}
            {method === null ? '' : `, verified by ${method}`}
            <span class="when">
              {' '}
              {nameOfPerson(names, recordedBy)}, {formatMoment(recordedAt, zone)}
            </span>
            {note === '' ? null : <span class="note">{note}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Asking for a proof, and keeping what was given. */
export function ProofForms({
  view,
  one: { wallet, proofRequest },
}: {
  readonly view: PayeeView;
  readonly one: WalletView;
}) {
  const { viewer, payee, typed, zone } = view;
  const isTyped = typed?.form === 'proof' && typed.walletId === wallet.id;
  const path = `/payees/${payee.id}/wallets/${wallet.id}`;
  return (
    <details open={isTyped || proofRequest !== null}>
      <summary>Show that the payee controls it</summary>
      {proofRequest === null ? null : (
        <div class="secret">
          <p>
            Send this text to the payee, to be signed as it is with the key of the wallet. It counts
            until {formatMoment(proofRequest.expiresAt, zone)}.
          </p>
          <pre class="to-sign">{proofRequest.message}</pre>
        </div>
      )}
      <form method="post" action={`${path}/ask-proof`}>
        <CsrfField viewer={viewer} />
        <p>
          <button type="submit" class="quiet">
            {proofRequest === null ? 'Get a text to sign' : 'Get another text to sign'}
          </button>
        </p>
      </form>
      <ProofForm view={view} wallet={wallet} action={`${path}/proof`} />
    </details>
  );
}

const GIVEN_WORDS: Readonly<Record<ProofKind, string>> = {
  signature: 'a signature of the text above',
  statement: "a custodian's statement that names the address and the payee",
  'test-payment': 'a small payment whose exact amount the payee named',
};

function ProofForm({
  view: { viewer, typed },
  wallet,
  action,
}: {
  readonly view: PayeeView;
  readonly wallet: PayeeWallet;
  readonly action: string;
}) {
  const isTyped = typed?.form === 'proof' && typed.walletId === wallet.id;
  const kind = isTyped ? typed.kind : wallet.custody === 'own' ? 'signature' : 'statement';
  const id = `proof-${wallet.id}`;
  return (
    <form class="stack" method="post" action={action}>
      <CsrfField viewer={viewer} />
      <fieldset class="field choices">
        <legend>What the payee gave</legend>
        {(['signature', 'statement', 'test-payment'] as const).map((one) => (
          <label key={one} class="choice">
            <input type="radio" name="kind" value={one} required checked={one === kind} />
            <span>{GIVEN_WORDS[one]}</span>
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for={id}>The signature, or what was seen</label>
        <textarea
          id={id}
          name="text"
          required
          spellcheck={false}
          autocomplete="off"
          aria-describedby={`${id}-hint`}
        >
          {isTyped ? typed.text : ''}
        </textarea>
        <p id={`${id}-hint`} class="hint">
          Of a statement: its day and from whom it is. Of a test payment: the transaction and the
          amount. Never a key and never the words that restore one.
        </p>
      </div>
      <button type="submit" class="quiet">
        Keep it
      </button>
    </form>
  );
}
