import { monthAway } from '../../app/summary/monthEdition.js';
import type { MonthFormat } from '../../app/summary/monthFiles.js';
import type { MonthView, ViewSection } from '../../app/summary/monthView.js';
import { formatMoment } from '../../report/format.js';
import { type CellContext, createCellContext } from '../../report/month/cellWords.js';
import { CsrfField, Layout, mayDo, Notice, Problem, type Viewer } from './layout.js';
import { hrefOf, type MonthPlace } from './monthPath.js';
import { MonthPictures } from './monthPictures.js';
import type { KeptMonth } from './monthsPage.js';
import { MonthTablePart } from './monthTablePart.js';
import { MonthVersionsPart, type ShownVersions } from './monthVersionsPart.js';

/** What the page of a month shows. */
export interface ShownMonth extends ShownVersions {
  /** What the service kept once the month was over; null where it did not. */
  readonly kept: KeptMonth | null;
  readonly problem: string | null;
  readonly notice: string | null;
}

/** A month for the people who answer for it: what needs a look first. */
export function MonthPage({ shown }: { readonly shown: ShownMonth }) {
  const { viewer, view, problem, notice } = shown;
  const { month, edition, asOf, title, sections } = view;
  const place = { month, edition, asOf };
  const context = createCellContext(view);
  return (
    <Layout title={title} path="/months" viewer={viewer}>
      <h1>{title}</h1>
      <Notice text={notice} />
      <Problem text={problem} />
      <Neighbours month={month} />
      <EditionNote shown={shown} />
      <Opening view={view} />
      <Downloads viewer={viewer} place={place} />
      {sections.map((section) => (
        <Section key={section.key} section={section} place={place} context={context} />
      ))}
      <MonthVersionsPart shown={shown} />
      <KeptPart shown={shown} />
    </Layout>
  );
}

function Neighbours({ month }: { readonly month: string }) {
  const [before, after] = [monthAway(month, -1), monthAway(month, 1)];
  return (
    <p class="actions">
      <a href={`/months/${before}`} rel="prev">
        {before}
      </a>
      <a href={`/months/${after}`} rel="next">
        {after}
      </a>
      <a href="/months">All months</a>
    </p>
  );
}

function EditionNote({
  shown: { view, versions, names, zone, kept },
}: {
  readonly shown: ShownMonth;
}) {
  const { month, edition } = view;
  if (edition.kind === 'now') return null;
  const signed = versions.find(
    ({ version }) => edition.kind === 'signed' && version === edition.version,
  );
  const words =
    signed !== undefined
      ? `Version ${signed.version}, as ${names.get(signed.signedBy) ?? signed.signedBy} signed it on ${formatMoment(signed.signedAt, zone)}.`
      : `As it was kept${kept === null ? '' : ` on ${formatMoment(kept.madeAt, zone)}`}.`;
  return (
    <p class="caution">
      <strong>{words}</strong> <a href={`/months/${month}`}>The month as it is known now</a>
    </p>
  );
}

function Opening({ view: { opening, sections } }: { readonly view: MonthView }) {
  const [first, ...rest] = opening.filter((sentence) => !sentence.includes('F numbers'));
  const needsLook = sections.some(
    ({ key, tables }) => key === 'unscreened' && tables.some(({ rows }) => rows.length > 0),
  );
  return (
    <>
      <p class={needsLook ? 'summary text-alarm' : 'summary'}>{first}</p>
      {rest.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </>
  );
}

function Section({
  section: { key, title, sentences, tables, pictures },
  place,
  context,
}: {
  readonly section: ViewSection;
  readonly place: MonthPlace;
  readonly context: CellContext;
}) {
  const told = tables.filter(({ rows }) => rows.length > 0);
  return (
    <section id={key}>
      <h2>{title}</h2>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {told.length === 0 && pictures.length === 0 && sentences.length === 0 ? <p>None.</p> : null}
      {told.map((table) => (
        <MonthTablePart
          key={table.key}
          table={table}
          title={title}
          place={place}
          context={context}
        />
      ))}
      <MonthPictures pictures={pictures} />
    </section>
  );
}

const FILES: readonly { readonly format: MonthFormat; readonly words: string }[] = [
  { format: 'pdf', words: 'PDF, to print' },
  { format: 'xlsx', words: 'XLSX' },
  { format: 'csv', words: 'CSV' },
  { format: 'json', words: 'JSON' },
];

function Downloads({ viewer, place }: { readonly viewer: Viewer; readonly place: MonthPlace }) {
  return (
    <form class="actions" method="post" action={hrefOf(place, '/file')}>
      <CsrfField viewer={viewer} />
      <span>Download:</span>
      {FILES.map(({ format, words }) => (
        <button key={format} type="submit" class="quiet" name="format" value={format}>
          {words}
        </button>
      ))}
    </form>
  );
}

function KeptPart({ shown: { viewer, view, kept, zone } }: { readonly shown: ShownMonth }) {
  if (kept === null) return null;
  const { month } = view;
  return (
    <section>
      <h2>Kept once the month was over</h2>
      <p>
        On {formatMoment(kept.madeAt, zone)} the month was summed up by itself:{' '}
        <a href={hrefOf({ month, edition: { kind: 'kept' }, asOf: null })}>
          the month as it was then
        </a>
        .
      </p>
      <p class="digest">{kept.modelDigest}</p>
      {mayDo(viewer, 'audit') ? (
        <p>
          With it goes the <a href={`/months/${month}/head`}>signed head of the audit log</a>: kept
          outside, it shows a log that was cut or written anew since.
        </p>
      ) : null}
    </section>
  );
}
