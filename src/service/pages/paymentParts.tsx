import { findChainByName } from '../../core/chain.js';
import type { PaymentSignal, PaymentSignalKind } from '../../core/payment.js';
import { formatAmount, formatMoment } from '../../report/format.js';
import { LINK_TITLES } from '../../report/rosterWords.js';
import { GroupedAddress } from './groupedAddress.js';
import { standingOf } from './paymentStanding.js';
import type { PaymentView } from './paymentView.js';
import { nameOfPerson } from './personText.js';
import { SeverityMark } from './rosterParts.js';

interface Part {
  readonly view: PaymentView;
}

const SIGNAL_TITLES: Readonly<Record<PaymentSignalKind, string>> = {
  'changed-since-last-paid': 'Another wallet than the last one paid',
  lookalike: 'Looks like another address',
  'first-payment': 'First payment',
  'contract-address': 'The address is a contract',
  'wrong-chain': 'Not registered for this chain',
  'frozen-by-issuer': 'Frozen by the issuer',
  'ens-elsewhere': 'The name points elsewhere',
  'no-history': 'No history on this chain',
  custodial: 'At a custodian',
  'unconfirmed-wallet': 'Not confirmed by a second person',
  'unproven-wallet': 'Control not shown',
  'invoice-paid-before': 'Invoice approved before',
  'payee-deactivated': 'The payee is deactivated',
  'wallet-not-valid': 'The wallet is not in use',
  'unlisted-asset': 'Asset not listed',
  'roster-link': 'Linked to another payee',
  'payee-held': 'The payee is held',
};

const HEAVIEST_FIRST = ['hold', 'incomplete', 'review', 'info'] as const;

/** What is to be known before it leaves, the heaviest first. */
export function SignalsPart({ view }: Part) {
  const { signals, decision, screeningId } = view.check;
  if (decision === null) return null;
  const sorted = HEAVIEST_FIRST.flatMap((one) =>
    signals.filter(({ severity }) => severity === one),
  );
  return (
    <section>
      <h2>What is to be known</h2>
      {sorted.length === 0 ? <p>Nothing besides the screening of the wallet.</p> : null}
      <ul class="cards">
        {sorted.map((signal) => (
          <li key={`${signal.kind} ${signal.sentence}`} class="card">
            <h3>
              <SeverityMark weighs={signal.severity} /> {SIGNAL_TITLES[signal.kind]}
            </h3>
            <p>{signal.sentence}</p>
            <SignalLinks view={view} signal={signal} />
          </li>
        ))}
      </ul>
      <p>
        What was found about the wallet stands in{' '}
        <a href={`/screenings/${screeningId}`}>its screening</a>.
      </p>
    </section>
  );
}

function SignalLinks({ view, signal }: Part & { readonly signal: PaymentSignal }) {
  if (signal.kind !== 'roster-link') return null;
  const meant = view.links.filter(({ link }) => signal.sentence.startsWith(link.sentence));
  return (
    <>
      {meant.map(({ link }) => (
        <p key={link.id}>
          See the link: <a href={`/roster/${link.id}`}>{LINK_TITLES[link.kind]}</a>
        </p>
      ))}
    </>
  );
}

/** What exactly is to be paid. */
export function TermsPart({ view }: Part) {
  const { check, asset, payee, names, zone } = view;
  const { address, order, askedAt, askedBy, decidedAt, screeningId, id } = check;
  return (
    <section>
      <h2>What is to be paid</h2>
      <p class="address">
        <GroupedAddress address={address} />
      </p>
      <dl class="facts">
        <dt>Amount</dt>
        <dd>
          <strong>{formatAmount(`${order.amount}`, asset)}</strong>
        </dd>
        <dt>Chain</dt>
        <dd>{findChainByName(order.chain)?.title ?? order.chain}</dd>
        <dt>Asset</dt>
        <dd>
          {asset.symbol} <span class="digest">{order.asset}</span>
        </dd>
        <dt>Invoice</dt>
        <dd class="as-typed">{order.invoice}</dd>
        <dt>Payee</dt>
        <dd>
          {payee === null ? (
            'is no more'
          ) : (
            <>
              <a href={`/payees/${payee.id}`}>{payee.reference}</a>, {payee.name}
            </>
          )}
        </dd>
        <dt>Screening</dt>
        <dd class="code">
          <a href={`/screenings/${screeningId}`}>{screeningId}</a>
        </dd>
        <dt>Asked</dt>
        <dd>
          {nameOfPerson(names, askedBy)}, {formatMoment(askedAt, zone)}
        </dd>
        {decidedAt === null ? null : (
          <>
            <dt>Decided</dt>
            <dd>{formatMoment(decidedAt, zone)}</dd>
          </>
        )}
        {check.withdrawnAt === null ? null : (
          <>
            <dt>Withdrawn</dt>
            <dd>{formatMoment(check.withdrawnAt, zone)}</dd>
          </>
        )}
        <dt>Check</dt>
        <dd class="code">{id}</dd>
      </dl>
    </section>
  );
}

/** Who released it, and why. */
export function ReleasePart({ view: { check, names, zone } }: Part) {
  const { release } = check;
  if (release === null) return null;
  return (
    <section>
      <h2>Released</h2>
      <p>
        By {nameOfPerson(names, release.by)}, {formatMoment(release.at, zone)}:
      </p>
      <p class="as-typed">{release.reason}</p>
    </section>
  );
}

/** The signed approval: where it is had, until when it holds, and how whoever pays checks it. */
export function ApprovalPart({ view: { check, nowIso, zone, withheld } }: Part) {
  const { approval, id } = check;
  if (approval === null || withheld !== null) return null;
  if (standingOf(check, nowIso) !== 'approved') return null;
  return (
    <section>
      <h2>Approval</h2>
      <dl class="facts">
        <dt>Holds until</dt>
        <dd>{formatMoment(approval.expiresAt, zone)}</dd>
        <dt>Signed file</dt>
        <dd>
          <a href={`/payments/${id}/approval`} download>
            {approvalFile(id)}
          </a>
        </dd>
        <dt>To check it offline</dt>
        <dd>
          <code>hopsight verify {approvalFile(id)}</code>
        </dd>
      </dl>
      <p class="hint">
        It binds payee, wallet, chain, asset, amount, invoice and end; whoever sends the money needs
        no database to check it. Whether it was paid already, or withdrawn or overtaken since, it
        cannot tell.
      </p>
    </section>
  );
}

/** The name under which an approval is kept as a file. */
export function approvalFile(checkId: string): string {
  return `hopsight-approval-${checkId}.json`;
}
