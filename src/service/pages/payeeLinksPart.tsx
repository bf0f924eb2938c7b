import type { KnownLink } from '../../core/knownLink.js';
import type { Payee } from '../../core/payee.js';
import { formatMoment } from '../../report/format.js';
import { LINK_TITLES } from '../../report/rosterWords.js';
import { SeverityMark } from './rosterParts.js';

/** A link with the other payees whom it is about. */
export interface LinkView {
  readonly known: KnownLink;
  readonly others: readonly Payee[];
}

/** The links of a payee to others, by what their recorded screenings show. */
export function PayeeLinksPart({
  links,
  zone,
}: {
  readonly links: readonly LinkView[];
  readonly zone: string;
}) {
  return (
    <section>
      <h2>Links to other payees</h2>
      {links.length === 0 ? <p>None by what was seen.</p> : null}
      <ul class="cards">
        {links.map(({ known, others }) => (
          <li key={known.link.id} class="card">
            <h3>
              <SeverityMark weighs={known.weighs} />{' '}
              <a href={`/roster/${known.link.id}`}>{LINK_TITLES[known.link.kind]}</a>
            </h3>
            <p>{known.link.sentence}</p>
            <p>
              With{' '}
              {others.map(({ id, reference }, at) => (
                <span key={id}>
                  {at === 0 ? '' : ', '}
                  <a href={`/payees/${id}`}>{reference}</a>
                </span>
              ))}
            </p>
            <p class="hint">
              First seen {formatMoment(known.firstSeenAt, zone)}
              {known.goneSince === null
                ? ''
                : `, gone since ${formatMoment(known.goneSince, zone)}`}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
