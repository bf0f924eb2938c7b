import type { ComponentChildren } from 'preact';
import { CsrfField, Layout, Notice, Problem, type Viewer } from './layout.js';

const NOBODY: Viewer = { actor: null, csrfToken: null, mode: 'real' };

/** Where people sign in. A second step asks for the code of the second factor. */
export function SignInPage({
  step,
  name,
  problem,
  notice,
}: {
  readonly step: 'password' | 'code';
  readonly name: string;
  readonly problem: string | null;
  readonly notice: string | null;
}) {
  return (
    <Layout title="Sign in" path="/sign-in" viewer={NOBODY}>
      <h1>Sign in</h1>
      <Notice text={notice} />
      <Problem text={problem} />
      <form class="stack" method="post" action="/sign-in">
        <Field id="name" label="Name">
          <input id="name" name="name" value={name} required autocomplete="username" />
        </Field>
        <Field id="password" label="Password">
          <input
            id="password"
            name="password"
            type="password"
            required
            autocomplete="current-password"
          />
        </Field>
        {step === 'code' ? (
          <Field
            id="code"
            label="Code"
            hint="The six digits that your app shows now, or one of your recovery codes."
          >
            <input
              id="code"
              name="code"
              required
              autocomplete="one-time-code"
              aria-describedby="code-hint"
            />
          </Field>
        ) : null}
        <button type="submit">Sign in</button>
      </form>
    </Layout>
  );
}

/** Where a password is chosen by a link that works once; the first of all makes an administrator. */
export function WelcomePage({
  viewer,
  kind,
  secret,
  name,
  problem,
}: {
  readonly viewer: Viewer;
  readonly kind: 'first-administrator' | 'password';
  readonly secret: string;
  readonly name: string;
  readonly problem: string | null;
}) {
  const isFirst = kind === 'first-administrator';
  const title = isFirst ? 'Set up Hopsight' : 'Choose a password';
  return (
    <Layout title={title} path="/welcome" viewer={viewer}>
      <h1>{title}</h1>
      {isFirst ? (
        <p>You become the first administrator. Others are added by you afterwards.</p>
      ) : (
        <p>The link works once. Afterwards sign in with your name and this password.</p>
      )}
      <Problem text={problem} />
      <form class="stack" method="post" action={`/welcome/${encodeURIComponent(secret)}`}>
        <CsrfField viewer={viewer} />
        {isFirst ? (
          <Field id="name" label="Your name">
            <input id="name" name="name" value={name} required autocomplete="username" />
          </Field>
        ) : null}
        <Field
          id="password"
          label="Password"
          hint="Long is better than complicated: several words that do not belong together."
        >
          <input
            id="password"
            name="password"
            type="password"
            required
            autocomplete="new-password"
            aria-describedby="password-hint"
          />
        </Field>
        <Field id="again" label="The password again">
          <input id="again" name="again" type="password" required autocomplete="new-password" />
        </Field>
        <button type="submit">{isFirst ? 'Set up' : 'Choose it'}</button>
      </form>
    </Layout>
  );
}

/** One labelled field of a form, with a hint under it. */
export function Field({
  id,
  label,
  hint,
  children,
}: {
  readonly id: string;
  readonly label: string;
  /** The input names it by `aria-describedby`: its id is the field's with `-hint`. */
  readonly hint?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}
