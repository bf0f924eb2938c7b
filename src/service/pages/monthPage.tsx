import { formatMoment, formatPercent } from '../../report/format.js';
import { DECISION_ORDER, type MonthlySummary, type SummaryEntry } from '../../report/summary.js';
import { monthTitle, SUMMARY_TITLES } from '../../report/summaryWords.js';
import { DecisionMark } from './decisionMark.js';
import { Layout, type Viewer } from './layout.js';
import { ScrollArea } from './scrollArea.js';

/** A month's screenings for the people who answer for them. */
export function MonthPage({
  viewer,
  summary,
}: {
  readonly viewer: Viewer;
  readonly summary: MonthlySummary;
}) {
  const { month, zone, decisions, incomplete, stale } = summary;
  const [before, after] = [neighbour(month, -1), neighbour(month, 1)];
  return (
    <Layout title={`Month ${month}`} path="/months" viewer={viewer}>
      <h1>{monthTitle(summary)}</h1>
      <p class="actions">
        <a href={`/months/${before}`} rel="prev">
          {before}
        </a>
        <a href={`/months/${after}`} rel="next">
          {after}
        </a>
      </p>
      <ScrollArea label="Decisions">
        <table>
          <caption>Decisions</caption>
          <thead>
            <tr>
              <th scope="col">Decision</th>
              <th scope="col" class="number">
                Screenings
              </th>
              <th scope="col" class="number">
                Addresses (by their latest)
              </th>
            </tr>
          </thead>
          <tbody>
            {DECISION_ORDER.map((decision) => (
              <tr key={decision}>
                <th scope="row">
                  <DecisionMark decision={decision} />
                </th>
                <td class="number">{decisions[decision].screenings}</td>
                <td class="number">{decisions[decision].addresses}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      <Exposures summary={summary} />
      <Entries title={SUMMARY_TITLES.incomplete} entries={incomplete} zone={zone} />
      <Entries title={SUMMARY_TITLES.stale} entries={stale} zone={zone} />
    </Layout>
  );
}

function Exposures({ summary: { exposures } }: { readonly summary: MonthlySummary }) {
  return (
    <section>
      <h2>{SUMMARY_TITLES.exposures}</h2>
      {exposures.length === 0 ? (
        <p>None.</p>
      ) : (
        <ScrollArea label={SUMMARY_TITLES.exposures}>
          <table>
            <thead>
              <tr>
                <th scope="col">Entity</th>
                <th scope="col">Direction</th>
                <th scope="col" class="number">
                  Screenings
                </th>
                <th scope="col" class="number">
                  Addresses
                </th>
                <th scope="col">Largest share</th>
              </tr>
            </thead>
            <tbody>
              {exposures.map(({ entity, direction, screenings, addresses, largestShare }) => (
                <tr key={`${entity} ${direction}`}>
                  <th scope="row">{entity}</th>
                  <td>{direction}</td>
                  <td class="number">{screenings}</td>
                  <td class="number">{addresses}</td>
                  <td>
                    {largestShare === null
                      ? 'none'
                      : `${formatPercent(largestShare.share, 'as the share says')} (${largestShare.method})`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
    </section>
  );
}

function Entries({
  title,
  entries,
  zone,
}: {
  readonly title: string;
  readonly entries: readonly SummaryEntry[];
  readonly zone: string;
}) {
  return (
    <section>
      <h2>{title}</h2>
      {entries.length === 0 ? <p>None.</p> : null}
      <ul class="cards">
        {entries.map(({ screeningId, addresses, screenedAt, validUntil, decision }) => (
          <li key={screeningId} class="card">
            <DecisionMark decision={decision} />{' '}
            <a class="code" href={`/screenings/${screeningId}`}>
              {addresses.join(', ')}
            </a>
            <div class="when">
              {formatMoment(screenedAt, zone)}, valid until {formatMoment(validUntil, zone)}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The month so many months away. Units: `month` as `2026-11`. */
function neighbour(month: string, away: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const first = new Date(Date.UTC(year, number - 1 + away, 1));
  return first.toISOString().slice(0, 7);
}
