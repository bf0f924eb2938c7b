import type { ServiceApp } from '../../app/service/serviceApp.js';
import type { ScreeningDocument } from '../../report/document.js';
import { formatMoment } from '../../report/format.js';
import {
  DECISION_WORDS,
  tellCompleteness,
  tellSubject,
  tellTimes,
} from '../../report/openingWords.js';
import { createPathPicture } from '../../report/pathPicture.js';
import { DECISION_TITLES, DecisionIcon } from './decisionMark.js';
import { ExposuresPart } from './exposuresPart.js';
import { FindingsPart } from './findingsPart.js';
import { GapsPart } from './gapsPart.js';
import { CsrfField, Layout, mayDo, type Viewer } from './layout.js';
import { PathsPart } from './pathsPart.js';
import { PictureSvg } from './pictureSvg.js';
import { BasisPart, SignalsPart } from './restParts.js';
import { ScrollArea } from './scrollArea.js';
import { ShareBars } from './shareBars.js';

/** Whether a recorded verdict may still be relied on. */
type Standing = ReturnType<ServiceApp['records']['tellStanding']>;

/** What is known of a screening besides its document. */
export interface ScreeningView {
  readonly document: ScreeningDocument;
  /** IANA name of the time zone in which times are written. */
  readonly zone: string;
  readonly viewer: Viewer;
  /** Whether it may still be relied on; null where nothing was recorded. */
  readonly standing: Standing | null;
  /** Another screening of the same wallet to compare with, the one before; null without one. */
  readonly previousId: string | null;
}

/** A screening: what to do first, then why, then everything behind it. */
export function ScreeningPage({ view }: { readonly view: ScreeningView }) {
  const { document, zone, viewer, standing, previousId } = view;
  const { decision } = document;
  const picture = createPathPicture(document, zone);
  return (
    <Layout
      title={`${DECISION_TITLES[decision]}: ${document.subjects[0]?.address ?? document.screeningId}`}
      path={viewer.mode === 'practice' ? '/practice' : '/screenings'}
      viewer={viewer}
    >
      <section class={`decision decision-${decision}`}>
        <h1>
          <DecisionIcon decision={decision} />
          <span>
            {DECISION_TITLES[decision]}
            <small>: {DECISION_WORDS[decision]}</small>
          </span>
        </h1>
        <p class="summary">{document.summary}</p>
        <p class="next">
          <strong>Next step, for {document.nextStep.who}:</strong> {document.nextStep.text}
        </p>
      </section>
      {standing === null ? null : <StandingNote standing={standing} />}
      <Facts document={document} zone={zone} />
      {viewer.mode === 'practice' ? null : (
        <Actions document={document} viewer={viewer} previousId={previousId} />
      )}
      <GapsPart document={document} />
      <section class="picture-part">
        <h2>The picture</h2>
        <p class="hint">
          Arrows point to where money went. Whole ones are transfers that were seen; dashed ones are
          shares whose way is not drawn.
        </p>
        <ScrollArea label="Picture of the paths">
          <PictureSvg picture={picture} />
        </ScrollArea>
      </section>
      <p class="print-note">
        Printed is the first page. Findings, exposures, paths, digests and all gaps beyond the third
        stand in the record {document.screeningId}.
      </p>
      <div class="after-first-page">
        <section>
          <h2>All of the value</h2>
          <ShareBars document={document} direction="incoming" />
          <ShareBars document={document} direction="outgoing" />
        </section>
        <FindingsPart document={document} />
        <ExposuresPart document={document} zone={zone} />
        <PathsPart document={document} zone={zone} />
        <SignalsPart document={document} />
        <BasisPart document={document} zone={zone} />
      </div>
    </Layout>
  );
}

const STANDING_WORDS: Readonly<Record<Exclude<Standing, 'stands'>, string>> = {
  expired: 'This verdict is not valid any more; screen the wallet again before it is paid.',
  past: 'This verdict was asked for an earlier moment; it says nothing for a payment now.',
  touched:
    'Labels that speak about its accounts changed since; screen the wallet again before it is paid.',
  unknown:
    'Whether labels changed since cannot be told, as its facts cannot be read; screen the wallet again before it is paid.',
};

function StandingNote({ standing }: { readonly standing: Standing }) {
  return standing === 'stands' ? null : (
    <p class="problem standing">
      <strong>Do not pay by this page.</strong> {STANDING_WORDS[standing]}
    </p>
  );
}

/** What an invoice needs beside the decision. */
function Facts({
  document,
  zone,
}: {
  readonly document: ScreeningDocument;
  readonly zone: string;
}) {
  const { subjects, payeeReference, ruleSet, labelSnapshots, tool, screeningId } = document;
  return (
    <dl class="facts">
      <dt>{subjects.length === 1 ? 'Wallet' : 'Wallets'}</dt>
      {subjects.map((subject) => (
        <dd key={subject.account} class="code">
          {tellSubject(subject)}
        </dd>
      ))}
      {payeeReference === null ? null : (
        <>
          <dt>Payee</dt>
          <dd>{payeeReference}</dd>
        </>
      )}
      <dt>Time</dt>
      <dd>{tellTimes(document, zone).replace(/^At: /, '')}</dd>
      <dt>Seen</dt>
      <dd>{tellCompleteness(document)}</dd>
      <dt>Rules</dt>
      <dd>
        {ruleSet.id} <span class="digest">{ruleSet.digest}</span>
      </dd>
      <dt>Labels</dt>
      <dd>
        {labelSnapshots.length === 0
          ? 'no label set was there to ask'
          : labelSnapshots
              .map(
                ({ set, asOf }) =>
                  `${set} (${asOf === null ? 'day not known' : formatMoment(asOf, zone)})`,
              )
              .join(', ')}
      </dd>
      <dt>Engine</dt>
      <dd>
        {tool.name} {tool.version}, engine {tool.engineVersion}
      </dd>
      <dt>Record</dt>
      <dd class="code">{screeningId}</dd>
    </dl>
  );
}

function Actions({
  document,
  viewer,
  previousId,
}: Pick<ScreeningView, 'document' | 'viewer' | 'previousId'>) {
  const { screeningId, subjects } = document;
  const address = subjects[0]?.address ?? '';
  return (
    <div class="actions">
      {mayDo(viewer, 'screen') ? (
        <form method="post" action={`/screenings/${screeningId}/again`}>
          <CsrfField viewer={viewer} />
          <button type="submit">Screen again</button>
        </form>
      ) : null}
      <a href={`/screenings?text=${encodeURIComponent(address)}`}>History of this wallet</a>
      {previousId === null ? null : (
        <a href={`/compare?a=${previousId}&b=${screeningId}`}>Compare with the one before</a>
      )}
      <a href={`/v1/screenings/${screeningId}`} type="application/json">
        As JSON
      </a>
    </div>
  );
}
