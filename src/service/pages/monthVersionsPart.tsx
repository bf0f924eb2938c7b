import type { MonthView } from '../../app/summary/monthView.js';
import type { SignedMonth } from '../../app/summary/signOff.js';
import { formatMoment } from '../../report/format.js';
import { plural } from '../../report/month/monthWords.js';
import { otherCurrencySentences } from '../../report/month/rateWords.js';
import { CsrfField, mayDo, type Viewer } from './layout.js';
import { hrefOf } from './monthPath.js';
import { nameOfPerson, type PeopleNames } from './personText.js';
import { ScrollArea } from './scrollArea.js';

type Differences = NonNullable<SignedMonth['differences']>;

/** What is shown of signed versions. */
export interface ShownVersions {
  readonly viewer: Viewer;
  readonly view: MonthView;
  readonly versions: readonly SignedMonth[];
  readonly sinceSigned: Differences | null;
  readonly names: PeopleNames;
  readonly zone: string;
}

/** More differences than these are for the API. */
const MOST_DIFFERENCES = 50;

/** Who signed the month, what differs, and signing it. */
export function MonthVersionsPart({ shown }: { readonly shown: ShownVersions }) {
  const { view, versions, names, zone } = shown;
  return (
    <section>
      <h2>Signed versions</h2>
      {versions.length === 0 ? <p>Nobody signed this month yet.</p> : null}
      <ul class="cards">
        {versions.map((signed) => (
          <li key={signed.version} class="card">
            <h3>
              <a href={hrefOf(placeOfVersion(signed))}>Version {signed.version}</a>
            </h3>
            <p>
              Signed by {nameOfPerson(names, signed.signedBy)} on{' '}
              {formatMoment(signed.signedAt, zone)}. The audit log had{' '}
              {plural(signed.auditRows, 'row')}; its head is{' '}
              <span class="code">{signed.auditHash ?? 'none'}</span>.
            </p>
            <p class="digest">{signed.modelDigest}</p>
            {signed.version === 1 ? null : (
              <DifferencesPart
                title={`What differs from version ${signed.version - 1}`}
                differences={signed.differences}
              />
            )}
          </li>
        ))}
      </ul>
      {view.edition.kind === 'now' ? <SignPart shown={shown} /> : null}
    </section>
  );
}

function placeOfVersion({ month, version }: SignedMonth) {
  return { month, edition: { kind: 'signed', version }, asOf: null } as const;
}

function SignPart({ shown }: { readonly shown: ShownVersions }) {
  const { viewer, view, versions, sinceSigned } = shown;
  const [newest] = versions;
  const isSigned = newest?.figuresDigest === view.figuresDigest;
  return (
    <>
      {isSigned ? <p>Nothing changed since version {newest.version} was signed.</p> : null}
      {newest === undefined || isSigned ? null : (
        <DifferencesPart
          title={`What changed since version ${newest.version} was signed`}
          differences={sinceSigned}
        />
      )}
      {view.isRunning ? <p class="hint">It can be signed once the month is over.</p> : null}
      {view.isRunning || isSigned || !mayDo(viewer, 'release') ? null : (
        <form class="stack confirm" method="post" action={`/months/${view.month}/sign`}>
          <CsrfField viewer={viewer} />
          <input type="hidden" name="seen" value={view.figuresDigest} />
          <p>
            To sign freezes the month as it stands above, with your name, the time, and the head of
            the audit log. It cannot be taken back; over other figures it can be signed again.
          </p>
          <p class="choice">
            <input type="checkbox" id="sure" name="sure" value="yes" required />
            <label for="sure">I looked at this month, and answer for it.</label>
          </p>
          <button type="submit">
            Sign {view.month}
            {newest === undefined ? '' : ` as version ${newest.version + 1}`}
          </button>
        </form>
      )}
    </>
  );
}

function DifferencesPart({
  title,
  differences,
}: {
  readonly title: string;
  readonly differences: Differences | null;
}) {
  if (differences === null) return <p>{title} cannot be told: a version was erased.</p>;
  const left = differences.length - MOST_DIFFERENCES;
  return (
    <details>
      <summary>
        {title}: {plural(differences.length, 'figure')}
      </summary>
      {otherCurrencySentences(differences).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <ScrollArea label={title}>
        <table>
          <caption class="for-readers">{title}</caption>
          <thead>
            <tr>
              <th scope="col">Where</th>
              <th scope="col">Before</th>
              <th scope="col">Now</th>
            </tr>
          </thead>
          <tbody>
            {differences.slice(0, MOST_DIFFERENCES).map(({ what, before, now }) => (
              <tr key={what}>
                <th scope="row" class="change">
                  {what}
                </th>
                <td class="change code">{before ?? 'nothing'}</td>
                <td class="change code">{now ?? 'nothing'}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {left > 0 ? <p class="hint">{plural(left, 'more figure')}; the API tells all.</p> : null}
      </ScrollArea>
    </details>
  );
}
