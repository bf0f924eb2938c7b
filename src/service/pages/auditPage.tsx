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
  const place = placeOf(action);
  return (
    <span class="code">
      {place === null ? (
        (names.get(subjectId) ?? subjectId)
      ) : (
        <a href={`${place}/${encodeURIComponent(subjectId)}`}>{subjectId}</a>
      )}
    </span>
  );
}

/** Where that has a page of its own to which something was done; null where it has none. */
function placeOf(action: AuditRow['action']): string | null {
  if (action.startsWith('screening-')) return '/screenings';
  return OF_PAYEES.has(action) ? '/payees' : null;
}

/** What is told with the id of a payee who is there still. */
const OF_PAYEES: ReadonlySet<AuditRow['action']> = new Set([
  'payee-added',
  'payee-changed',
  'payee-deactivated',
  'payee-reactivated',
  'payee-exported',
]);
