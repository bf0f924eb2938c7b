import type { ScreenProgress } from '../../app/screenRequest.js';
import type { WorkState } from '../../app/service/work.js';
import { formatPercent } from '../../report/format.js';
import { CsrfField, Layout, mayDo, type Viewer } from './layout.js';

/** Where a screening stands that has no answer yet. */
export function ProgressPage({
  viewer,
  state,
}: {
  readonly viewer: Viewer;
  readonly state: Exclude<WorkState, { readonly kind: 'done' }>;
}) {
  const isOver = state.kind === 'failed';
  return (
    <Layout
      title={TITLES[state.kind]}
      path={viewer.mode === 'practice' ? '/practice' : '/'}
      viewer={viewer}
      {...(isOver ? {} : UPDATES[viewer.mode])}
    >
      <h1>{TITLES[state.kind]}</h1>
      {state.kind === 'failed' ? (
        <p class="problem" role="alert">
          <strong>This wallet was not screened.</strong> {state.failure.sentence} Do not pay it
          before it was.
        </p>
      ) : (
        <>
          <ScreeningProgress state={state} />
          <p class="hint">
            You may leave this page; the answer comes to the <a href="/screenings">history</a>.
          </p>
        </>
      )}
      {isOver ? (
        <p>
          <a href="/">Check a wallet</a>
        </p>
      ) : (
        <Cancel viewer={viewer} screeningId={state.screeningId} />
      )}
      <p class="hint">
        Record <span class="code">{state.screeningId}</span>
      </p>
    </Layout>
  );
}

/** Only what is real has a stream of events that a script can follow. */
const UPDATES = {
  real: { refresh: { seconds: 3, when: 'without-script' }, script: 'progress' },
  practice: { refresh: { seconds: 2, when: 'always' } },
} as const;

const TITLES: Readonly<Record<'queued' | 'running' | 'failed', string>> = {
  queued: 'Waiting for its turn',
  running: 'Looking at the wallet',
  failed: 'The screening failed',
};

/** How far a screening is; a script follows it where the page has one. */
export function ScreeningProgress({
  state,
}: {
  readonly state: Extract<WorkState, { readonly kind: 'queued' | 'running' }>;
}) {
  const told = tellProgress(state);
  return (
    <div id="progress" data-screening={state.screeningId}>
      <p role="status" aria-live="polite" data-progress="activity">
        {told.activity}
      </p>
      <progress
        class="progress-bar"
        max="1"
        value={told.share}
        aria-label="Part of the value explained"
      />
      <dl class="facts">
        <dt>Explained</dt>
        <dd data-progress="explained">{told.explained}</dd>
        <dt>Accounts</dt>
        <dd data-progress="accounts">{told.accounts}</dd>
        <dt>Requests</dt>
        <dd data-progress="requests">{told.requests}</dd>
        <dt>Time left</dt>
        <dd data-progress="left">{told.left}</dd>
      </dl>
    </div>
  );
}

interface ToldProgress {
  readonly activity: string;
  readonly share: string;
  readonly explained: string;
  readonly accounts: string;
  readonly requests: string;
  readonly left: string;
}

const NOTHING_YET = {
  share: '0',
  explained: '0 %',
  accounts: '0',
  requests: '0',
  left: 'not known yet',
};

function tellProgress(
  state: Extract<WorkState, { readonly kind: 'queued' | 'running' }>,
): ToldProgress {
  if (state.kind === 'queued') {
    const { ahead } = state;
    const before = `${ahead} ${ahead === 1 ? 'wallet is' : 'wallets are'} looked at before it.`;
    return { ...NOTHING_YET, activity: ahead === 0 ? 'It is next.' : before };
  }
  const { progress } = state;
  if (progress === null) return { ...NOTHING_YET, activity: 'It begins.' };
  return {
    activity: [progress.activity, ...progress.leftAlone.map(tellResting)].join('. '),
    share: progress.shareExplained,
    explained: `${formatPercent(progress.shareExplained, 'as the share says')} of the value`,
    accounts: `${progress.accountsSeen}`,
    requests: `${progress.requests}`,
    left: `at most ${Math.ceil(progress.msLeft / 1000)} s`,
  };
}

function tellResting({ host, msLeft }: ScreenProgress['leftAlone'][number]): string {
  return `${host} is not answering, left alone for ${Math.ceil(msLeft / 1000)} s`;
}

function Cancel({
  viewer,
  screeningId,
}: {
  readonly viewer: Viewer;
  readonly screeningId: string;
}) {
  return viewer.mode === 'practice' || !mayDo(viewer, 'screen') ? null : (
    <form method="post" action={`/screenings/${screeningId}/cancel`}>
      <CsrfField viewer={viewer} />
      <button type="submit" class="quiet">
        Stop and answer with what was seen
      </button>
    </form>
  );
}
