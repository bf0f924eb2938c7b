import type { HistoryRow } from '../../app/service/work.js';
import { formatMoment } from '../../report/format.js';
import { DecisionMark } from './decisionMark.js';
import { Layout, mayDo, Notice, Problem } from './layout.js';
import { PayeeForms } from './payeeForms.js';
import { PayeeHistoryPart } from './payeeHistoryPart.js';
import { PayeeLinksPart } from './payeeLinksPart.js';
import { tellPayeeState } from './payeesPage.js';
import type { PayeeView } from './payeeView.js';
import { PayeeWalletsPart } from './payeeWalletsPart.js';
import { RedFlagsPart } from './redFlagsPart.js';
import { ScrollArea } from './scrollArea.js';

/** A payee: who they are, where they are paid, and all that was done about that. */
export function PayeePage({ view }: { readonly view: PayeeView }) {
  const { viewer, payee, mergedInto, problem, notice, zone } = view;
  return (
    <Layout title={`Payee: ${payee.reference}`} path="/payees" viewer={viewer}>
      <h1>{payee.name}</h1>
      <Notice text={notice} />
      <Problem text={problem} />
      {mergedInto === null ? null : (
        <p class="notice">
          This was a duplicate. Its wallets, payments and history are with{' '}
          <a href={`/payees/${mergedInto.id}`}>{mergedInto.reference}</a> now.
        </p>
      )}
      <dl class="facts">
        <dt>Reference</dt>
        <dd>{payee.reference}</dd>
        <dt>State</dt>
        <dd>
          {tellPayeeState(payee)}
          {payee.deactivatedAt === null ? '' : `, since ${formatMoment(payee.deactivatedAt, zone)}`}
        </dd>
        <dt>What they were told</dt>
        <dd class="as-typed">{payee.told === '' ? 'nothing is noted' : payee.told}</dd>
        <dt>Added</dt>
        <dd>{formatMoment(payee.createdAt, zone)}</dd>
      </dl>
      <PayeeWalletsPart view={view} />
      <ScreeningsPart rows={view.screenings} zone={zone} />
      <PayeeLinksPart links={view.links} zone={zone} />
      <RedFlagsPart
        payeeId={payee.id}
        cautions={view.cautions}
        flags={view.answeredFlags}
        by={{ names: view.names, zone }}
      />
      {mayDo(viewer, 'payees') ? <PayeeForms view={view} /> : null}
      <PayeeHistoryPart view={view} />
    </Layout>
  );
}

function ScreeningsPart({
  rows,
  zone,
}: {
  readonly rows: readonly HistoryRow[];
  readonly zone: string;
}) {
  return (
    <section>
      <h2>Last screenings of these wallets</h2>
      {rows.length === 0 ? <p>None was screened yet.</p> : null}
      {rows.length === 0 ? null : (
        <ScrollArea label="Last screenings">
          <table>
            <caption class="for-readers">Last screenings, newest first</caption>
            <thead>
              <tr>
                <th scope="col">Decision</th>
                <th scope="col">Wallet</th>
                <th scope="col">Screened</th>
                <th scope="col">Valid until</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ screeningId, decision, address, screenedAt, validUntil }) => (
                <tr key={screeningId}>
                  <td>
                    <DecisionMark decision={decision} />
                  </td>
                  <td class="code">
                    <a href={`/screenings/${screeningId}`}>{address}</a>
                  </td>
                  <td class="moment">{formatMoment(screenedAt, zone)}</td>
                  <td class="moment">{formatMoment(validUntil, zone)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
    </section>
  );
}
