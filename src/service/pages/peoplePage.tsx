import type { User } from '../../app/service/access.js';
import { ROLES, type Role } from '../../core/role.js';
import { formatMoment } from '../../report/format.js';
import { CsrfField, Layout, Notice, Problem, type Viewer } from './layout.js';
import { ScrollArea } from './scrollArea.js';
import { Field } from './signInPages.js';

/** What each role may do, in words. */
const ROLE_WORDS: Readonly<Record<Role, string>> = {
  finance: 'has wallets checked',
  compliance: 'also keeps labels and reads the audit log',
  admin: 'also adds people and gives out tokens',
  auditor: 'only reads, and reads the audit log',
};

/** A link that works once, for somebody to choose a password by. */
export interface ShownLink {
  readonly name: string;
  /** The whole link. */
  readonly href: string;
  readonly expiresAt: string;
}

/** The people who may sign in. */
export function PeoplePage({
  viewer,
  zone,
  users,
  link,
  problem,
  notice,
}: {
  readonly viewer: Viewer;
  readonly zone: string;
  readonly users: readonly User[];
  readonly link: ShownLink | null;
  readonly problem: string | null;
  readonly notice: string | null;
}) {
  return (
    <Layout title="People" path="/people" viewer={viewer}>
      <h1>People</h1>
      <Notice text={notice} />
      <Problem text={problem} />
      {link === null ? null : <LinkOnce link={link} zone={zone} />}
      <ScrollArea label="People">
        <table>
          <caption class="for-readers">People</caption>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Role</th>
              <th scope="col">Second factor</th>
              <th scope="col">Last signed in</th>
              <th scope="col">State</th>
              <th scope="col">Change</th>
            </tr>
          </thead>
          <tbody>
            {users.map((user) => (
              <UserRow key={user.id} user={user} viewer={viewer} zone={zone} />
            ))}
          </tbody>
        </table>
      </ScrollArea>
      <h2>Add somebody</h2>
      <form class="stack" method="post" action="/people">
        <CsrfField viewer={viewer} />
        <Field id="name" label="Name">
          <input id="name" name="name" required autocomplete="off" />
        </Field>
        <fieldset class="field">
          <legend>Role</legend>
          {ROLES.map((role) => (
            <label key={role} class="choice">
              <input type="radio" name="role" value={role} required />
              <span>
                {role}: {ROLE_WORDS[role]}
              </span>
            </label>
          ))}
        </fieldset>
        <button type="submit">Add, and get the link</button>
      </form>
    </Layout>
  );
}

function LinkOnce({ link, zone }: { readonly link: ShownLink; readonly zone: string }) {
  return (
    <div class="secret" role="status">
      <p>
        <strong>Give this link to {link.name}; it is shown only now.</strong> It works once, until{' '}
        {formatMoment(link.expiresAt, zone)}.
      </p>
      <p class="code">{link.href}</p>
    </div>
  );
}

function UserRow({
  user,
  viewer,
  zone,
}: {
  readonly user: User;
  readonly viewer: Viewer;
  readonly zone: string;
}) {
  const { id, name, role, disabledAt, lastSignInAt, hasPassword, hasSecondFactor } = user;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <form method="post" action={`/people/${id}/role`}>
          <CsrfField viewer={viewer} />
          <select name="role" aria-label={`Role of ${name}`}>
            {ROLES.map((one) => (
              <option key={one} value={one} selected={one === role}>
                {one}
              </option>
            ))}
          </select>
          <button type="submit" class="quiet">
            Set
          </button>
        </form>
      </td>
      <td>{hasSecondFactor ? 'yes' : 'no'}</td>
      <td class="moment">{lastSignInAt === null ? 'never' : formatMoment(lastSignInAt, zone)}</td>
      <td>
        {disabledAt === null
          ? hasPassword
            ? 'may sign in'
            : 'has not chosen a password'
          : `disabled ${formatMoment(disabledAt, zone)}`}
      </td>
      <td>
        <UserAction
          viewer={viewer}
          user={user}
          action={disabledAt === null ? 'disable' : 'enable'}
        />
        {disabledAt === null ? <UserAction viewer={viewer} user={user} action="link" /> : null}
      </td>
    </tr>
  );
}

const ACTIONS = { disable: 'Disable', enable: 'Enable', link: 'New link' } as const;

function UserAction({
  viewer,
  user,
  action,
}: {
  readonly viewer: Viewer;
  readonly user: User;
  readonly action: keyof typeof ACTIONS;
}) {
  return (
    <form method="post" action={`/people/${user.id}/${action}`}>
      <CsrfField viewer={viewer} />
      <button type="submit" class="quiet" aria-label={`${ACTIONS[action]}: ${user.name}`}>
        {ACTIONS[action]}
      </button>
    </form>
  );
}
