import type { RosterCoverage } from '../../core/knownLink.js';
import { formatMoment } from '../../report/format.js';
import type { LinkDocument, RosterDocument } from '../../report/rosterDocument.js';
import { describeCoverage, describeStanding, LINK_TITLES } from '../../report/rosterWords.js';
import { Layout, type Viewer } from './layout.js';
import { AccountText } from './links.js';
import { LinkPayees, type OwnerOf, ownerText, SeverityMark } from './rosterParts.js';

/** The links between payees, and how much was seen to find them. */
export function RosterPage({
  viewer,
  roster,
  ownerOf,
  zone,
}: {
  readonly viewer: Viewer;
  readonly roster: RosterDocument;
  readonly ownerOf: OwnerOf;
  readonly zone: string;
}) {
  const there = roster.links.filter(({ goneSince }) => goneSince === null);
  const gone = roster.links.filter(({ goneSince }) => goneSince !== null);
  return (
    <Layout title="Links" path="/roster" viewer={viewer}>
      <h1>Links between payees</h1>
      <p class="hint">
        Who of your payees meet on the chain, as their recorded screenings show it. Exchanges, other
        services and your own accounts link nobody. A link is a question to ask, and accuses nobody.
      </p>
      <Coverage coverage={roster.coverage} ownerOf={ownerOf} />
      {there.length === 0 ? <p>No payees are linked by what was seen.</p> : null}
      <LinkCards links={there} ownerOf={ownerOf} zone={zone} />
      {gone.length === 0 ? null : (
        <details>
          <summary>
            {gone.length === 1 ? 'One link is gone' : `${gone.length} links are gone`}
          </summary>
          <LinkCards links={gone} ownerOf={ownerOf} zone={zone} />
        </details>
      )}
    </Layout>
  );
}

function Coverage({
  coverage,
  ownerOf,
}: {
  readonly coverage: RosterCoverage;
  readonly ownerOf: OwnerOf;
}) {
  const { unseen } = coverage;
  if (unseen.length === 0) return <p>{describeCoverage(coverage)}</p>;
  return (
    <details class="coverage">
      <summary>{describeCoverage(coverage)}</summary>
      <ul>
        {unseen.map((walletId) => {
          const owner = ownerOf(walletId);
          const text = ownerText(ownerOf, walletId);
          return (
            <li key={walletId}>
              {owner === null ? text : <a href={`/payees/${owner.payeeId}`}>{text}</a>}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

function LinkCards({
  links,
  ownerOf,
  zone,
}: {
  readonly links: readonly LinkDocument[];
  readonly ownerOf: OwnerOf;
  readonly zone: string;
}) {
  return (
    <ul class="cards">
      {links.map((link) => (
        <li key={link.id} class="card">
          <h3>
            <SeverityMark weighs={link.weighs} />{' '}
            <a href={`/roster/${link.id}`}>{LINK_TITLES[link.kind]}</a>
          </h3>
          <LinkPayees link={link} ownerOf={ownerOf} />
          <p>{link.sentence}</p>
          <p>
            <AccountText account={link.account} />
          </p>
          <p class="hint">
            {describeStanding(link)}; first seen {formatMoment(link.firstSeenAt, zone)}
          </p>
        </li>
      ))}
    </ul>
  );
}
