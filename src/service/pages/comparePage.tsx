import { compareScreenings } from '../../report/compareScreenings.js';
import { tellChanges } from '../../report/compareWords.js';
import type { ScreeningDocument } from '../../report/document.js';
import { formatMoment } from '../../report/format.js';
import { tellSubject } from '../../report/openingWords.js';
import { DecisionMark } from './decisionMark.js';
import { Layout, type Viewer } from './layout.js';

/** Two screenings side by side: what changed, in words first. */
export function ComparePage({
  viewer,
  zone,
  before,
  after,
}: {
  readonly viewer: Viewer;
  readonly zone: string;
  readonly before: ScreeningDocument;
  readonly after: ScreeningDocument;
}) {
  const changes = compareScreenings(before, after);
  return (
    <Layout title="Compare" path="/screenings" viewer={viewer}>
      <h1>What changed between two screenings</h1>
      <ul>
        {tellChanges(changes, { after }).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <div class="sides">
        <Side title="Before" document={before} zone={zone} />
        <Side title="After" document={after} zone={zone} />
      </div>
    </Layout>
  );
}

function Side({
  title,
  document,
  zone,
}: {
  readonly title: string;
  readonly document: ScreeningDocument;
  readonly zone: string;
}) {
  const { screeningId, decision, subjects, summary, screenedAt, ruleSet } = document;
  return (
    <section class="card">
      <h2>{title}</h2>
      <p>
        <DecisionMark decision={decision} />
      </p>
      <p>{summary}</p>
      <dl class="facts">
        <dt>Wallet</dt>
        {subjects.map((subject) => (
          <dd key={subject.account} class="code">
            {tellSubject(subject)}
          </dd>
        ))}
        <dt>Screened</dt>
        <dd>{formatMoment(screenedAt, zone)}</dd>
        <dt>Rules</dt>
        <dd>{ruleSet.id}</dd>
        <dt>Record</dt>
        <dd class="code">
          <a href={`/screenings/${screeningId}`}>{screeningId}</a>
        </dd>
      </dl>
    </section>
  );
}
