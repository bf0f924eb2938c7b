import type { ApiToken } from '../../app/service/access.js';
import { PERMISSIONS, type Permission } from '../../core/role.js';
import { formatMoment } from '../../report/format.js';
import { CsrfField, Layout, Notice, Problem, type Viewer } from './layout.js';
import { ScrollArea } from './scrollArea.js';
import { Field } from './signInPages.js';

const SCOPE_WORDS: Readonly<Record<Permission, string>> = {
  read: 'see screenings, payees, payments, labels and summaries',
  screen: 'have wallets screened',
  payees: 'register and change payees and their wallets',
  pay: 'have payments checked',
  release: 'release payments that came out “review”',
  labels: 'sync labels',
  manage: 'add and disable people, give out tokens',
  audit: 'read the audit log',
};

/** The tokens of machines. */
export function TokensPage({
  viewer,
  zone,
  tokens,
  issued,
  today,
  problem,
  notice,
}: {
  readonly viewer: Viewer;
  readonly zone: string;
  readonly tokens: readonly ApiToken[];
  /** A token that was just given out; it is told once. */
  readonly issued: { readonly name: string; readonly secret: string } | null;
  /** Such as `2026-11-22`: a token's last day lies behind it. */
  readonly today: string;
  readonly problem: string | null;
  readonly notice: string | null;
}) {
  return (
    <Layout title="Tokens" path="/tokens" viewer={viewer}>
      <h1>Tokens for machines</h1>
      <Notice text={notice} />
      <Problem text={problem} />
      {issued === null ? null : (
        <div class="secret" role="status">
          <p>
            <strong>The token {issued.name}; it is shown only now.</strong>
          </p>
          <p class="code">{issued.secret}</p>
        </div>
      )}
      {tokens.length === 0 ? <p>None was given out.</p> : null}
      {tokens.length === 0 ? null : (
        <ScrollArea label="Tokens">
          <table>
            <caption class="for-readers">Tokens</caption>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">May</th>
                <th scope="col">Until</th>
                <th scope="col">Last used</th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {tokens.map((token) => (
                <TokenRow key={token.id} token={token} viewer={viewer} zone={zone} />
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
      <h2>Give out a token</h2>
      <form class="stack" method="post" action="/tokens">
        <CsrfField viewer={viewer} />
        <Field id="name" label="What it is for">
          <input id="name" name="name" required autocomplete="off" />
        </Field>
        <fieldset class="field">
          <legend>What it may do</legend>
          {PERMISSIONS.map((scope) => (
            <label key={scope} class="choice">
              <input type="checkbox" name="scopes" value={scope} />
              <span>
                {scope}: {SCOPE_WORDS[scope]}
              </span>
            </label>
          ))}
        </fieldset>
        <Field id="until" label="Until (day, at most a year away)">
          <input id="until" name="until" type="date" min={today} required />
        </Field>
        <button type="submit">Give it out</button>
      </form>
    </Layout>
  );
}

function TokenRow({
  token,
  viewer,
  zone,
}: {
  readonly token: ApiToken;
  readonly viewer: Viewer;
  readonly zone: string;
}) {
  const { id, name, scopes, expiresAt, lastUsedAt, revokedAt } = token;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{scopes.join(', ')}</td>
      <td class="moment">{formatMoment(expiresAt, zone)}</td>
      <td class="moment">{lastUsedAt === null ? 'never' : formatMoment(lastUsedAt, zone)}</td>
      <td>
        {revokedAt === null ? (
          <form method="post" action={`/tokens/${id}/revoke`}>
            <CsrfField viewer={viewer} />
            <button type="submit" class="quiet" aria-label={`Revoke ${name}`}>
              Revoke
            </button>
          </form>
        ) : (
          `revoked ${formatMoment(revokedAt, zone)}`
        )}
      </td>
    </tr>
  );
}
