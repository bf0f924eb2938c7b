import type { AuditRow } from '../../app/service/audit.js';
import { formatMoment } from '../../report/format.js';
import { Layout, type Viewer } from './layout.js';
import { ScrollArea } from './scrollArea.js';

/** Who did what, newest first. */
export function AuditPage({
  viewer,
  zone,
  rows,
  names,
  older,
  problem,
}: {
  readonly viewer: Viewer;
  readonly zone: string;
  readonly rows: readonly AuditRow[];
  /** What people and tokens are called, by id. */
  readonly names: ReadonlyMap<string, string>;
  /** The sequence to go on from; null on the last page. */
  readonly older: number | null;
  /** Where the log was tampered with; null where it holds. */
  readonly problem: { readonly sequence: number; readonly problem: string } | null;
}) {
  return (
    <Layout title="Audit" path="/audit" viewer={viewer}>
      <h1>Who did what</h1>
      {problem === null ? (
        <p class="notice">The log is whole: each row fits the one before it.</p>
      ) : (
        <p class="problem" role="alert">
          <strong>The log was changed from outside, from row {problem.sequence} on.</strong>{' '}
          {problem.problem}
        </p>
      )}
      <ScrollArea label="Audit log">
        <table>
          <caption class="for-readers">Audit log, newest first</caption>
          <thead>
            <tr>
              <th scope="col" class="number">
                Row
              </th>
              <th scope="col">Time</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">To what</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ sequence, at, actor, action, subjectId }) => (
              <tr key={sequence}>
                <th scope="row" class="number">
                  {sequence}
                </th>
                <td class="moment">{formatMoment(at, zone)}</td>
                <td>{actor === null ? 'nobody signed in' : (names.get(actor.id) ?? actor.id)}</td>
                <td>{action.replaceAll('-', ' ')}</td>
                <td>
                  <Subject action={action} subjectId={subjectId} names={names} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      {older === null ? null : (
        <p>
          <a href={`/audit?before=${older}`} rel="next">
            Older rows
          </a>
        </p>
      )}
    </Layout>
  );
}

function Subject({
  action,
  subjectId,
  names,
}: Pick<AuditRow, 'action' | 'subjectId'> & { readonly names: ReadonlyMap<string, string> }) {
  if (subjectId === null) return null;
  const isScreening = action.startsWith('screening-');
  return (
    <span class="code">
      {isScreening ? (
        <a href={`/screenings/${encodeURIComponent(subjectId)}`}>{subjectId}</a>
      ) : (
        (names.get(subjectId) ?? subjectId)
      )}
    </span>
  );
}
