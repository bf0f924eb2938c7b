import type { PayrollSummary } from '../../app/payroll/payroll.js';
import { formatMoment } from '../../report/format.js';
import { CsrfField, Layout, mayDo, Notice, Problem, type Viewer } from './layout.js';
import { OutcomeBar } from './outcomeBar.js';
import { nameOfPerson, type PeopleNames } from './personText.js';
import { ScrollArea } from './scrollArea.js';

/** What a payroll is up to, in words. */
export const PAYROLL_STATES: Readonly<Record<PayrollSummary['state'], string>> = {
  asks: 'how it is read is to be confirmed',
  ready: 'ready to be run',
  running: 'running',
  done: 'done',
  dropped: 'dropped',
};

/** Payroll files, newest first, and the form by which one is uploaded. */
export function PayrollsPage({
  viewer,
  zone,
  payrolls,
  names,
  problem,
  notice,
}: {
  readonly viewer: Viewer;
  readonly zone: string;
  readonly payrolls: readonly PayrollSummary[];
  readonly names: PeopleNames;
  readonly problem: string | null;
  readonly notice: string | null;
}) {
  return (
    <Layout title="Payrolls" path="/payrolls" viewer={viewer}>
      <h1>Payrolls</h1>
      <Notice text={notice} />
      <Problem text={problem} />
      {mayDo(viewer, 'pay') ? <UploadForm viewer={viewer} /> : null}
      <h2>What was uploaded</h2>
      {payrolls.length === 0 ? <p>Nothing yet.</p> : null}
      {payrolls.length === 0 ? null : (
        <ScrollArea label="Payrolls">
          <table>
            <caption class="for-readers">Payrolls, newest first</caption>
            <thead>
              <tr>
                <th scope="col">File</th>
                <th scope="col">Uploaded</th>
                <th scope="col">By</th>
                <th scope="col">State</th>
                <th scope="col">Rows</th>
              </tr>
            </thead>
            <tbody>
              {payrolls.map(({ id, fileName, uploadedAt, uploadedBy, state, counts }) => (
                <tr key={id}>
                  <th scope="row" class="as-typed">
                    <a href={`/payrolls/${id}`}>{fileName === '' ? '(erased)' : fileName}</a>
                  </th>
                  <td class="moment">{formatMoment(uploadedAt, zone)}</td>
                  <td>{nameOfPerson(names, uploadedBy)}</td>
                  <td>{PAYROLL_STATES[state]}</td>
                  <td>
                    <OutcomeBar counts={counts} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
    </Layout>
  );
}

function UploadForm({ viewer }: { readonly viewer: Viewer }) {
  return (
    <form class="stack" method="post" action="/payrolls" enctype="multipart/form-data">
      <CsrfField viewer={viewer} />
      <div class="field">
        <label for="file">A file of payments: CSV or XLSX, at most 10 MB</label>
        <input id="file" name="file" type="file" accept=".csv,.txt,.xlsx" required />
      </div>
      <p class="hint">
        Nothing is checked before you have seen how the file is read. It comes back as it was, with
        decision, reason, age and link of each row added at the right end.
      </p>
      <button type="submit">Upload it</button>
    </form>
  );
}
