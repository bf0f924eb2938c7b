import type { ComponentChildren } from 'preact';
import type { Actor, Permission } from '../../core/role.js';

/** Who looks at a page, and where they are. */
export interface Viewer {
  /** Null for who has not signed in. */
  readonly actor: Actor | null;
  /** What each form brings along; null without a session. */
  readonly csrfToken: string | null;
  /** Whether what is shown is rehearsed over recorded wallets. */
  readonly mode: 'real' | 'practice';
}

/** The name of the field by which a form shows that it belongs to the session. */
const CSRF_FIELD = 'csrf';

/** The places that the head of every page leads to. */
const PLACES: readonly {
  readonly path: string;
  readonly title: string;
  readonly permission: Permission;
}[] = [
  { path: '/', title: 'Check a wallet', permission: 'read' },
  { path: '/payees', title: 'Payees', permission: 'read' },
  { path: '/roster', title: 'Links', permission: 'read' },
  { path: '/screenings', title: 'History', permission: 'read' },
  { path: '/months', title: 'Month', permission: 'read' },
  { path: '/labels', title: 'Labels', permission: 'read' },
  { path: '/practice', title: 'Practice', permission: 'read' },
  { path: '/people', title: 'People', permission: 'manage' },
  { path: '/tokens', title: 'Tokens', permission: 'manage' },
  { path: '/audit', title: 'Audit', permission: 'audit' },
];

/** A whole page: head, ways to the others, and what it is about. */
export function Layout({
  title,
  path,
  viewer,
  refresh,
  script,
  children,
}: {
  readonly title: string;
  /** Of the place in the head that the page belongs to. */
  readonly path: string;
  readonly viewer: Viewer;
  /** Where set, the page is loaded anew so often, always or while no script runs. */
  readonly refresh?: { readonly seconds: number; readonly when: 'always' | 'without-script' };
  readonly script?: 'progress';
  readonly children: ComponentChildren;
}) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{`${title} · Hopsight`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href="/assets/style.css" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        {refresh === undefined ? null : <Refresh refresh={refresh} />}
        {script === undefined ? null : <script src={`/assets/${script}.js`} defer />}
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <PageHead path={path} viewer={viewer} />
        {viewer.mode === 'practice' ? <PracticeBanner /> : null}
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </body>
    </html>
  );
}

function Refresh({
  refresh: { seconds, when },
}: {
  readonly refresh: { readonly seconds: number; readonly when: 'always' | 'without-script' };
}) {
  const meta = <meta http-equiv="refresh" content={`${seconds}`} />;
  return when === 'always' ? meta : <noscript>{meta}</noscript>;
}

function PageHead({ path, viewer }: { readonly path: string; readonly viewer: Viewer }) {
  const { actor } = viewer;
  const places = PLACES.filter(({ permission }) => actor?.permissions.includes(permission));
  return (
    <header class="head">
      <a class="brand" href="/">
        Hopsight
      </a>
      {places.length === 0 ? null : (
        <nav aria-label="Pages">
          <ul>
            {places.map((place) => (
              <li key={place.path}>
                <a href={place.path} aria-current={place.path === path ? 'page' : undefined}>
                  {place.title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {actor === null ? null : (
        <a class="account" href="/account" aria-current={path === '/account' ? 'page' : undefined}>
          {actor.name}
        </a>
      )}
    </header>
  );
}

function PracticeBanner() {
  return (
    <aside class="practice-banner" aria-label="Practice">
      <strong>Practice: nothing here is recorded.</strong> The wallets are recorded cases; what you
      see is no verdict to pay by.
    </aside>
  );
}

/** The hidden field by which a form shows that it belongs to the session. */
export function CsrfField({ viewer }: { readonly viewer: Viewer }) {
  return viewer.csrfToken === null ? null : (
    <input type="hidden" name={CSRF_FIELD} value={viewer.csrfToken} />
  );
}

/** Whether the viewer may do something. */
export function mayDo({ actor }: Viewer, permission: Permission): boolean {
  return actor?.permissions.includes(permission) ?? false;
}

/** What went wrong, in a sentence, above a form. */
export function Problem({ text }: { readonly text: string | null }) {
  return text === null ? null : (
    <p class="problem" role="alert">
      <strong>That did not work.</strong> {text}
    </p>
  );
}

/** What went well, in a sentence, above a form. */
export function Notice({ text }: { readonly text: string | null }) {
  return text === null ? null : (
    <p class="notice" role="status">
      {text}
    </p>
  );
}
