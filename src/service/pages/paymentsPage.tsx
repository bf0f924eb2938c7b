import type { PaymentPage as PaymentRows } from '../../app/payments/paymentChecks.js';
import type { Asset, AssetId } from '../../core/asset.js';
import type { Payee } from '../../core/payee.js';
import type { PaymentCheck } from '../../core/payment.js';
import type { Decision } from '../../core/verdict.js';
import { formatAmount, formatMoment } from '../../report/format.js';
import { DECISIONS_WORST_FIRST } from '../../report/month/monthWords.js';
import { DECISION_TITLES, DecisionMark } from './decisionMark.js';
import { Layout, mayDo, Problem, type Viewer } from './layout.js';
import { tellStanding } from './paymentStanding.js';
import { ScrollArea } from './scrollArea.js';

/** What is looked for, as it was typed. */
export interface PaymentSearch {
  /** Reference or id. */
  readonly payee: string;
  readonly decision: Decision | null;
}

/** What the list of checks shows. */
export interface PaymentsView {
  readonly viewer: Viewer;
  readonly zone: string;
  /** ISO 8601 time in UTC: whether an approval has ended depends on it. */
  readonly nowIso: string;
  readonly search: PaymentSearch;
  readonly page: PaymentRows;
  readonly payeeOf: (payeeId: string) => Payee | null;
  readonly assetOf: (asset: AssetId) => Pick<Asset, 'symbol' | 'decimals'>;
  readonly problem: string | null;
}

/** Payments that were checked, newest first, with a search over them. */
export function PaymentsPage({ view }: { readonly view: PaymentsView }) {
  const { viewer, search, page, problem } = view;
  const { checks, nextCursor } = page;
  return (
    <Layout title="Payments" path="/payments" viewer={viewer}>
      <h1>Payments</h1>
      <Problem text={problem} />
      {mayDo(viewer, 'pay') ? (
        <p>
          <a class="button" href="/payments/new">
            Check a payment
          </a>
        </p>
      ) : null}
      <SearchForm search={search} />
      {checks.length === 0 ? <p>No payment was checked that fits.</p> : null}
      {checks.length === 0 ? null : (
        <ScrollArea label="Payments">
          <table>
            <caption class="for-readers">Checked payments, newest first</caption>
            <thead>
              <tr>
                <th scope="col">Decision</th>
                <th scope="col">State</th>
                <th scope="col">Payee</th>
                <th scope="col">Amount</th>
                <th scope="col">Invoice</th>
                <th scope="col">To</th>
                <th scope="col">Asked</th>
              </tr>
            </thead>
            <tbody>
              {checks.map((check) => (
                <Row key={check.id} check={check} view={view} />
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
      {nextCursor === null ? null : (
        <p>
          <a href={pathOf(search, nextCursor)} rel="next">
            Older payments
          </a>
        </p>
      )}
    </Layout>
  );
}

function Row({ check, view }: { readonly check: PaymentCheck; readonly view: PaymentsView }) {
  const { id, decision, address, order, askedAt } = check;
  const payee = view.payeeOf(order.payeeId);
  return (
    <tr>
      <td>
        {decision === null ? 'none' : <DecisionMark decision={decision} />}
        {check.complete || decision === null || decision === 'incomplete' ? null : (
          <div class="hint">not complete</div>
        )}
      </td>
      <td>{tellStanding(check, view)}</td>
      <td>
        {payee === null ? 'is no more' : <a href={`/payees/${payee.id}`}>{payee.reference}</a>}
      </td>
      <td class="number">
        {formatAmount(`${order.amount}`, view.assetOf(order.asset))}
        <div class="hint">on {order.chain}</div>
      </td>
      <td class="change">{order.invoice}</td>
      <td class="code">
        <a href={`/payments/${id}`}>{address}</a>
      </td>
      <td class="moment">{formatMoment(askedAt, view.zone)}</td>
    </tr>
  );
}

function SearchForm({ search: { payee, decision } }: { readonly search: PaymentSearch }) {
  return (
    <search>
      <form class="filters" method="get" action="/payments">
        <div class="field">
          <label for="search">Reference of the payee</label>
          <input id="search" name="payee" value={payee} autocomplete="off" spellcheck={false} />
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
        <button type="submit">Search</button>
      </form>
    </search>
  );
}

function pathOf({ payee, decision }: PaymentSearch, cursor: string): string {
  return `/payments?${new URLSearchParams({ payee, decision: decision ?? '', cursor })}`;
}
