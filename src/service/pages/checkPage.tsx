import { CsrfField, Layout, Problem, type Viewer } from './layout.js';

/** What somebody typed into the form. */
export interface TypedCheck {
  readonly text: string;
  readonly payeeReference: string;
}

/** The first page: paste a wallet, have it screened. */
export function CheckPage({
  viewer,
  typed,
  problem,
}: {
  readonly viewer: Viewer;
  readonly typed: TypedCheck;
  /** Why what was typed cannot be screened; null before anything was. */
  readonly problem: string | null;
}) {
  return (
    <Layout title="Check a wallet" path="/" viewer={viewer}>
      <h1>Check a wallet before it is paid</h1>
      <Problem text={problem} />
      <form class="stack" method="post" action="/screenings">
        <CsrfField viewer={viewer} />
        <div class="field">
          <label for="text">What the contractor sent</label>
          <textarea
            id="text"
            name="text"
            required
            spellcheck={false}
            autocomplete="off"
            autocapitalize="off"
            aria-describedby="text-hint"
            aria-invalid={problem === null ? undefined : true}
          >
            {typed.text}
          </textarea>
          <p id="text-hint" class="hint">
            Paste it as it came: an Ethereum or Bitcoin address, a payment link, or the address's
            page at a block explorer. If several addresses are in it, they are listed and none is
            chosen.
          </p>
        </div>
        <div class="field">
          <label for="payee">Payee reference (optional)</label>
          <input
            id="payee"
            name="payeeReference"
            value={typed.payeeReference}
            autocomplete="off"
            aria-describedby="payee-hint"
          />
          <p id="payee-hint" class="hint">
            A number or name by which you find the payment again. It stays on this machine.
          </p>
        </div>
        <button type="submit">Check the wallet</button>
      </form>
    </Layout>
  );
}
