import type { FigureRows } from '../../app/summary/monthView.js';
import type { MonthPayment } from '../../core/monthlySummary.js';
import { formatAmount, formatMoment } from '../../report/format.js';
import { CONCERN_WORDS, formatMoney, letPassWords, plural } from '../../report/month/monthWords.js';
import { DecisionMark } from './decisionMark.js';
import { Layout, type Viewer } from './layout.js';
import { AccountText, TransactionText } from './links.js';
import { hrefOf } from './monthPath.js';
import { ScrollArea } from './scrollArea.js';

/** The rows behind one figure of a month, each with its own page. */
export function MonthRowsPage({
  viewer,
  rows,
}: {
  readonly viewer: Viewer;
  readonly rows: FigureRows;
}) {
  const { month, edition, asOf, figure, place, count, payments, screenings, records } = rows;
  const { zone, nextAfter } = rows;
  const back = { month, edition, asOf };
  const title = place.join(', ');
  return (
    <Layout title={`${month}: ${title}`} path="/months" viewer={viewer}>
      <h1>{title}</h1>
      <p>
        Figure {figure} of <a href={hrefOf({ ...back, asOf: null })}>{month}</a>, as it stands at{' '}
        {formatMoment(asOf, zone)}: {plural(count, 'row')}.
      </p>
      {payments.length === 0 ? null : <Payments rows={rows} title={title} />}
      {screenings.length === 0 ? null : (
        <section>
          <h2>Screenings</h2>
          <ul class="cards">
            {screenings.map(({ id, decision }) => (
              <li key={id} class="card">
                {decision === null ? null : <DecisionMark decision={decision} />}{' '}
                <a class="code" href={`/screenings/${encodeURIComponent(id)}`}>
                  {id}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {records.length === 0 ? null : (
        <section>
          <h2>Checks</h2>
          <ul class="cards">
            {records.map((id) => (
              <li key={id} class="card">
                <a class="code" href={`/payments/${encodeURIComponent(id)}`}>
                  {id}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {nextAfter === null ? null : (
        <p class="actions">
          <a href={nextHref(hrefOf(back, `/rows/${figure}`), nextAfter)} rel="next">
            More rows
          </a>
        </p>
      )}
    </Layout>
  );
}

function nextHref(href: string, after: number): string {
  return `${href}${href.includes('?') ? '&' : '?'}after=${after}`;
}

function Payments({ rows, title }: { readonly rows: FigureRows; readonly title: string }) {
  return (
    <ScrollArea label="Payments">
      <table>
        <caption class="for-readers">{title}</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Payee</th>
            <th scope="col" class="number">
              Amount
            </th>
            <th scope="col" class="number">
              Worth
            </th>
            <th scope="col">Decision</th>
            <th scope="col">To look at</th>
            <th scope="col">Rests on</th>
            <th scope="col">To</th>
            <th scope="col">Transaction</th>
          </tr>
        </thead>
        <tbody>
          {rows.payments.map((payment) => (
            <Payment key={payment.id} payment={payment} rows={rows} />
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function Payment({
  payment,
  rows: { zone, currency },
}: {
  readonly payment: MonthPayment;
  readonly rows: Pick<FigureRows, 'zone' | 'currency'>;
}) {
  const { at, amount, worth, decision, concerns, account, txId, chain } = payment;
  const letPass = letPassWords(payment);
  return (
    <tr>
      <td class="moment">{formatMoment(at, zone)}</td>
      <td>
        <Payee payment={payment} />
      </td>
      <td class="number">
        {formatAmount(amount.toString(), payment)} on {chain}
      </td>
      <td class="number">{worth === null ? 'not known' : formatMoney(worth, currency)}</td>
      <td>
        {decision === null ? 'none valid' : <DecisionMark decision={decision} />}
        {letPass === null ? null : <p class="hint">{letPass}</p>}
      </td>
      <td>{concerns.map((concern) => CONCERN_WORDS[concern].title).join('; ')}</td>
      <td>
        <Grounds payment={payment} />
      </td>
      <td class="code">
        <AccountText account={account} />
      </td>
      <td class="code">
        {txId === null ? 'none told' : <TransactionText account={account} txId={txId} />}
      </td>
    </tr>
  );
}

function Payee({ payment: { payeeId, payeeReference } }: { readonly payment: MonthPayment }) {
  if (payeeId === null) return <>{payeeReference ?? 'not registered'}</>;
  return <a href={`/payees/${encodeURIComponent(payeeId)}`}>{payeeReference ?? payeeId}</a>;
}

function Grounds({ payment: { checkId, screeningId } }: { readonly payment: MonthPayment }) {
  if (checkId === null && screeningId === null) return <>nothing</>;
  return (
    <>
      {checkId === null ? null : (
        <>
          <a href={`/payments/${encodeURIComponent(checkId)}`}>check</a>{' '}
        </>
      )}
      {screeningId === null ? null : (
        <a href={`/screenings/${encodeURIComponent(screeningId)}`}>screening</a>
      )}
    </>
  );
}
