import type { KeeperState } from '../../app/service/monthKeeper.js';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import type { SignedMonth } from '../../app/summary/signOff.js';
import { formatMoment } from '../../report/format.js';
import { Layout, Problem, type Viewer } from './layout.js';
import { nameOfPerson, type PeopleNames } from './personText.js';
import { ScrollArea } from './scrollArea.js';

/** What is known of a month that was kept. */
export type KeptMonth = NonNullable<ReturnType<ServiceApp['records']['keptMonths']['read']>>;

/** A line of the list of months. */
export interface MonthLine {
  readonly month: string;
  readonly isRunning: boolean;
  readonly kept: KeptMonth | null;
  readonly newest: Pick<SignedMonth, 'version' | 'signedAt' | 'signedBy'> | null;
}

/** Months, newest first, and where each stands. */
export function MonthsPage({
  viewer,
  zone,
  lines,
  keeper,
  names,
}: {
  readonly viewer: Viewer;
  readonly zone: string;
  readonly lines: readonly MonthLine[];
  readonly keeper: KeeperState;
  readonly names: PeopleNames;
}) {
  const { schedule, problem } = keeper;
  return (
    <Layout title="Months" path="/months" viewer={viewer}>
      <h1>Months</h1>
      {problem === null ? null : (
        <Problem
          text={`The summary ${problem.month === '' ? '' : `of ${problem.month} `}could not be made: ${problem.sentence} It is tried again every half hour.`}
        />
      )}
      <p>
        {schedule === null
          ? 'No month is summed up by itself.'
          : `Each month is summed up by itself on day ${schedule.day} of the next, from ${`${schedule.hour}`.padStart(2, '0')}:00 on (${zone}).`}
      </p>
      <ScrollArea label="Months">
        <table>
          <caption class="for-readers">Months, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Month</th>
              <th scope="col">Signed</th>
              <th scope="col">Kept</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line key={line.month} line={line} zone={zone} names={names} />
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </Layout>
  );
}

function Line({
  line: { month, isRunning, kept, newest },
  zone,
  names,
}: {
  readonly line: MonthLine;
  readonly zone: string;
  readonly names: PeopleNames;
}) {
  return (
    <tr>
      <th scope="row">
        <a href={`/months/${month}`}>{month}</a>
        {isRunning ? ', still running' : ''}
      </th>
      <td>
        {newest === null ? (
          isRunning ? (
            ''
          ) : (
            'not yet'
          )
        ) : (
          <>
            <a href={`/months/${month}?version=${newest.version}`}>version {newest.version}</a>,{' '}
            {nameOfPerson(names, newest.signedBy)}, {formatMoment(newest.signedAt, zone)}
          </>
        )}
      </td>
      <td>
        {kept === null ? (
          isRunning ? (
            ''
          ) : (
            'no'
          )
        ) : (
          <a href={`/months/${month}?version=kept`}>{formatMoment(kept.madeAt, zone)}</a>
        )}
      </td>
    </tr>
  );
}
