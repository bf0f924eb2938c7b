import type { User } from '../../app/service/access.js';
import { CsrfField, Layout, Notice, Problem, type Viewer } from './layout.js';
import { QrCode } from './qrCode.js';
import { Field } from './signInPages.js';

/** What the page of one's own account shows besides who one is. */
export type AccountStep =
  | { readonly kind: 'overview' }
  | { readonly kind: 'begin'; readonly secret: string; readonly uri: string }
  | { readonly kind: 'recovery-codes'; readonly codes: readonly string[] };

/** One's own account: the second factor, and signing out. */
export function AccountPage({
  viewer,
  user,
  step,
  problem,
  notice,
}: {
  readonly viewer: Viewer;
  readonly user: User;
  readonly step: AccountStep;
  readonly problem: string | null;
  readonly notice: string | null;
}) {
  return (
    <Layout title="Your account" path="/account" viewer={viewer}>
      <h1>Your account</h1>
      <Notice text={notice} />
      <Problem text={problem} />
      <dl class="facts">
        <dt>Name</dt>
        <dd>{user.name}</dd>
        <dt>Role</dt>
        <dd>{user.role}</dd>
        <dt>Second factor</dt>
        <dd>{user.hasSecondFactor ? 'in use' : 'not in use'}</dd>
      </dl>
      {step.kind === 'begin' ? <Begin viewer={viewer} step={step} /> : null}
      {step.kind === 'recovery-codes' ? <Codes codes={step.codes} /> : null}
      {step.kind === 'overview' ? <SecondFactor viewer={viewer} user={user} /> : null}
      <h2>Sign out</h2>
      <form method="post" action="/sign-out">
        <CsrfField viewer={viewer} />
        <button type="submit" class="quiet">
          Sign out
        </button>
      </form>
    </Layout>
  );
}

function SecondFactor({ viewer, user }: { readonly viewer: Viewer; readonly user: User }) {
  return (
    <section>
      <h2>Second factor</h2>
      {user.hasSecondFactor ? (
        <form class="stack" method="post" action="/account/second-factor/remove">
          <CsrfField viewer={viewer} />
          <Field id="code" label="Code" hint="A code of your app, or a recovery code.">
            <input
              id="code"
              name="code"
              required
              autocomplete="one-time-code"
              aria-describedby="code-hint"
            />
          </Field>
          <button type="submit" class="quiet">
            Stop using the second factor
          </button>
        </form>
      ) : (
        <form method="post" action="/account/second-factor">
          <CsrfField viewer={viewer} />
          <p>With it nobody signs in as you who only knows your password.</p>
          <button type="submit">Begin to use a second factor</button>
        </form>
      )}
    </section>
  );
}

function Begin({
  viewer,
  step,
}: {
  readonly viewer: Viewer;
  readonly step: Extract<AccountStep, { readonly kind: 'begin' }>;
}) {
  return (
    <section>
      <h2>Second factor: two steps</h2>
      <p>
        1. Scan this with the authenticator app of your phone, or type the secret into it:{' '}
        <span class="code">{step.secret}</span>
      </p>
      <QrCode text={step.uri} title="QR code with the secret for your app" />
      <form class="stack" method="post" action="/account/second-factor/confirm">
        <CsrfField viewer={viewer} />
        <input type="hidden" name="secret" value={step.secret} />
        <input type="hidden" name="uri" value={step.uri} />
        <Field id="code" label="2. Type the six digits that the app shows now">
          <input id="code" name="code" required inputMode="numeric" autocomplete="one-time-code" />
        </Field>
        <button type="submit">Use it from now on</button>
      </form>
    </section>
  );
}

function Codes({ codes }: { readonly codes: readonly string[] }) {
  return (
    <section>
      <h2>Your recovery codes</h2>
      <p>
        <strong>They are shown only now.</strong> Each signs you in once when your phone is not at
        hand. Print them, or keep them where you keep your passwords.
      </p>
      <ul class="secret code">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </section>
  );
}
