import type { PayrollRun } from '../../app/payroll/payroll.js';
import { formatMoment } from '../../report/format.js';
import { CsrfField, Layout, mayDo, Notice, Problem, type Viewer } from './layout.js';
import { PayrollReadingPart } from './payrollReadingPart.js';
import { PayrollRowsPart, type ShownRows } from './payrollRowsPart.js';
import { PAYROLL_STATES } from './payrollsPage.js';
import { nameOfPerson, type PeopleNames } from './personText.js';

/** What the page of a payroll shows. */
export interface PayrollView {
  readonly viewer: Viewer;
  readonly zone: string;
  readonly run: PayrollRun;
  /** Null while nobody can say what they are. */
  readonly shown: ShownRows | null;
  readonly names: PeopleNames;
  readonly chains: readonly string[];
  readonly problem: string | null;
  readonly notice: string | null;
}

/** How often the page of a payroll that runs is loaded anew. Units: seconds. */
const REFRESH = { refresh: { seconds: 5, when: 'always' } } as const;

/** A payroll: how it is read, where it stands, what became of its rows. */
export function PayrollPage({ view }: { readonly view: PayrollView }) {
  const { viewer, zone, run, shown, names, chains, problem, notice } = view;
  const { id, fileName, state, counts, proposal, uploadedAt, uploadedBy } = run;
  const name = fileName === '' ? 'A dropped payroll' : fileName;
  const isRunning = state === 'running' && run.toTake === 0;
  return (
    <Layout
      title={`Payroll: ${name}`}
      path="/payrolls"
      viewer={viewer}
      {...(isRunning ? REFRESH : {})}
    >
      <h1>{name}</h1>
      <Notice text={notice} />
      <Problem text={problem} />
      <dl class="facts">
        <dt>State</dt>
        <dd>{PAYROLL_STATES[state]}</dd>
        <dt>Uploaded</dt>
        <dd>
          {formatMoment(uploadedAt, zone)}, by {nameOfPerson(names, uploadedBy)}
        </dd>
      </dl>
      {isRunning ? <Progress run={run} /> : null}
      {mayDo(viewer, 'pay') ? <Actions view={view} /> : null}
      {proposal !== null && (state === 'asks' || state === 'ready') ? (
        <PayrollReadingPart viewer={viewer} payrollId={id} proposal={proposal} chains={chains} />
      ) : null}
      {shown === null ? null : (
        <PayrollRowsPart payrollId={id} counts={counts} shown={shown} zone={zone} />
      )}
      {state === 'dropped' || !mayDo(viewer, 'pay') ? null : <DropForm view={view} />}
    </Layout>
  );
}

function Progress({ run: { counts } }: { readonly run: PayrollRun }) {
  const all = Object.values(counts).reduce((sum, rows) => sum + rows, 0);
  const decided = all - counts.waiting;
  return (
    <>
      <p role="status">
        {decided} of {all} rows are decided. This page loads itself anew every few seconds.
      </p>
      <progress class="progress-bar" max={all} value={decided} aria-label="Rows decided" />
    </>
  );
}

function Actions({ view: { viewer, run } }: { readonly view: PayrollView }) {
  const { id, state, toTake, proposal } = run;
  const words =
    state === 'ready'
      ? `Check the ${proposal?.rows?.asking ?? 0} payments`
      : `Check ${toTake} rows that have no decision`;
  return (
    <div class="actions">
      {state === 'ready' || toTake > 0 ? (
        <form method="post" action={`/payrolls/${id}/run`}>
          <CsrfField viewer={viewer} />
          <button type="submit">{words}</button>
        </form>
      ) : null}
      {state === 'running' || state === 'done' ? (
        <form method="post" action={`/payrolls/${id}/file`}>
          <CsrfField viewer={viewer} />
          <button type="submit" class={state === 'done' && toTake === 0 ? undefined : 'quiet'}>
            Download the file with its decisions
          </button>
        </form>
      ) : null}
    </div>
  );
}

function DropForm({ view: { viewer, run } }: { readonly view: PayrollView }) {
  return (
    <section>
      <h2>Drop it</h2>
      <p>
        The file and what stands in its rows are erased for good, and what is not decided is taken
        back. Checks that were made stay, with their approvals.
      </p>
      <details>
        <summary>Drop this payroll</summary>
        <form class="stack" method="post" action={`/payrolls/${run.id}/drop`}>
          <CsrfField viewer={viewer} />
          <p class="choice">
            <input id="sure" type="checkbox" name="sure" value="yes" />
            <label for="sure">Erase the file for good</label>
          </p>
          <button type="submit" class="quiet">
            Drop it
          </button>
        </form>
      </details>
    </section>
  );
}
