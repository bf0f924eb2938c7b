import type { HistoryPage as HistoryRows } from '../../app/service/work.js';
import type { Decision } from '../../core/verdict.js';
import { formatMoment } from '../../report/format.js';
import { DECISIONS_WORST_FIRST } from '../../report/month/monthWords.js';
import { DECISION_TITLES, DecisionMark } from './decisionMark.js';
import { Layout, Problem, type Viewer } from './layout.js';
import { ScrollArea } from './scrollArea.js';

/** What is looked for, as it was typed. */
export interface HistorySearch {
  readonly text: string;
  readonly decision: Decision | null;
  /** Days such as `2026-11-22`; empty for open ends. The last day counts whole. */
  readonly from: string;
  readonly to: string;
}

/** Past screenings, newest first, with a search over them. */
export function HistoryPage({
  viewer,
  zone,
  search,
  page,
  problem,
}: {
  readonly viewer: Viewer;
  readonly zone: string;
  readonly search: HistorySearch;
  readonly page: HistoryRows;
  readonly problem: string | null;
}) {
  const { rows, nextCursor } = page;
  return (
    <Layout title="History" path="/screenings" viewer={viewer}>
      <h1>History</h1>
      <Problem text={problem} />
      <SearchForm search={search} />
      {rows.length === 0 ? <p>Nothing was recorded that fits.</p> : null}
      {rows.length === 0 ? null : (
        <form method="get" action="/compare">
          <ScrollArea label="Screenings">
            <table>
              <caption class="for-readers">Screenings, newest first</caption>
              <thead>
                <tr>
                  <th scope="col">Decision</th>
                  <th scope="col">Wallet</th>
                  <th scope="col">Payee</th>
                  <th scope="col">Screened</th>
                  <th scope="col">Valid until</th>
                  <th scope="col">Compare</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <Row key={row.screeningId} row={row} zone={zone} />
                ))}
              </tbody>
            </table>
          </ScrollArea>
          <button type="submit" class="quiet">
            Compare the two marked
          </button>
        </form>
      )}
      {nextCursor === null ? null : (
        <p>
          <a href={pathOf(search, nextCursor)} rel="next">
            Older screenings
          </a>
        </p>
      )}
    </Layout>
  );
}

function Row({ row, zone }: { readonly row: HistoryRows['rows'][number]; readonly zone: string }) {
  const { screeningId, decision, complete, address, payeeReference, screenedAt, validUntil } = row;
  const label = `the screening of ${address} at ${formatMoment(screenedAt, zone)}`;
  return (
    <tr>
      <td>
        <DecisionMark decision={decision} />
        {complete || decision === 'incomplete' ? null : <div class="hint">not complete</div>}
      </td>
      <td class="code">
        <a href={`/screenings/${screeningId}`}>{address}</a>
      </td>
      <td>{payeeReference ?? ''}</td>
      <td class="moment">{formatMoment(screenedAt, zone)}</td>
      <td class="moment">{formatMoment(validUntil, zone)}</td>
      <td>
        <input type="checkbox" name="id" value={screeningId} aria-label={`Compare ${label}`} />
      </td>
    </tr>
  );
}

function SearchForm({ search: { text, decision, from, to } }: { readonly search: HistorySearch }) {
  return (
    <search>
      <form class="filters" method="get" action="/screenings">
        <div class="field">
          <label for="search">Address or payee</label>
          <input id="search" name="text" value={text} autocomplete="off" spellcheck={false} />
        </div>
        <div class="field">
          <label for="decision">Decision</label>
          <select id="decision" name="decision">
            <option value="" selected={decision === null}>
              any
            </option>
            {DECISIONS_WORST_FIRST.map((one) => (
              <option key={one} value={one} selected={one === decision}>
                {DECISION_TITLES[one]}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="from">From (day)</label>
          <input id="from" name="from" type="date" value={from} />
        </div>
        <div class="field">
          <label for="to">To (day)</label>
          <input id="to" name="to" type="date" value={to} />
        </div>
        <button type="submit">Search</button>
      </form>
    </search>
  );
}

function pathOf({ text, decision, from, to }: HistorySearch, cursor: string): string {
  const query = new URLSearchParams({ text, decision: decision ?? '', from, to, cursor });
  return `/screenings?${query}`;
}
