import type { PayeeDetails, PayeeQuery, PayeePage as PayeeRows } from '../../app/payees/payees.js';
import { type Payee, whyUnpayable } from '../../core/payee.js';
import { CsrfField, Layout, mayDo, Notice, Problem, type Viewer } from './layout.js';
import { PayeeFields } from './payeeFields.js';
import { ScrollArea } from './scrollArea.js';
import { WordsField } from './searchFields.js';

/** What is looked for, as it was typed. */
export interface PayeeSearch {
  readonly text: string;
  readonly state: PayeeQuery['state'];
}

/** Whom the company pays, by reference, with a search over them. */
export function PayeesPage({
  viewer,
  today,
  search,
  page,
  typed,
  problem,
  notice,
}: {
  readonly viewer: Viewer;
  /** Such as `2026-11-22`: whether a wallet may be paid depends on it. */
  readonly today: string;
  readonly search: PayeeSearch;
  readonly page: PayeeRows;
  /** A payee that was typed and not added. */
  readonly typed: PayeeDetails;
  readonly problem: string | null;
  readonly notice: string | null;
}) {
  const { payees, nextCursor } = page;
  return (
    <Layout title="Payees" path="/payees" viewer={viewer}>
      <h1>Payees</h1>
      <Notice text={notice} />
      <Problem text={problem} />
      <SearchForm search={search} />
      {payees.length === 0 ? <p>No payee fits.</p> : null}
      {payees.length === 0 ? null : (
        <ScrollArea label="Payees">
          <table>
            <caption class="for-readers">Payees, by reference</caption>
            <thead>
              <tr>
                <th scope="col">Reference</th>
                <th scope="col">Name</th>
                <th scope="col">Wallets</th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {payees.map((payee) => (
                <tr key={payee.id}>
                  <th scope="row">
                    <a href={`/payees/${payee.id}`}>{payee.reference}</a>
                  </th>
                  <td>{payee.name}</td>
                  <td>{tellWallets(payee, today)}</td>
                  <td>{tellPayeeState(payee)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
      {nextCursor === null ? null : (
        <p>
          <a href={pathOf(search, nextCursor)} rel="next">
            More payees
          </a>
        </p>
      )}
      {mayDo(viewer, 'payees') ? (
        <section>
          <h2>Add a payee</h2>
          <form class="stack" method="post" action="/payees">
            <CsrfField viewer={viewer} />
            <PayeeFields details={typed} />
            <button type="submit">Add the payee</button>
          </form>
        </section>
      ) : null}
    </Layout>
  );
}

function SearchForm({ search: { text, state } }: { readonly search: PayeeSearch }) {
  return (
    <search>
      <form class="filters" method="get" action="/payees">
        <WordsField label="Reference, name or address" name="text" value={text} />
        <div class="field">
          <label for="state">State</label>
          <select id="state" name="state">
            {(['active', 'deactivated', 'all'] as const).map((one) => (
              <option key={one} value={one} selected={one === state}>
                {STATE_WORDS[one]}
              </option>
            ))}
          </select>
        </div>
        <button type="submit">Search</button>
      </form>
    </search>
  );
}

const STATE_WORDS: Readonly<Record<PayeeQuery['state'], string>> = {
  active: 'may be paid',
  deactivated: 'deactivated',
  all: 'any',
};

/** Whether somebody may be paid at all, in words. */
export function tellPayeeState({ deactivatedAt, mergedInto }: Payee): string {
  if (mergedInto !== null) return 'merged into another payee';
  return deactivatedAt === null ? 'may be paid' : 'deactivated';
}

/** How many wallets may be paid, and how many wait. */
function tellWallets({ wallets }: Payee, today: string): string {
  const reasons = wallets.map((wallet) => whyUnpayable(wallet, today));
  const payable = reasons.filter((reason) => reason === null).length;
  const waiting = reasons.filter((reason) => reason === 'unconfirmed').length;
  const told = [
    ...(payable === 0 ? [] : [`${payable} payable`]),
    ...(waiting === 0 ? [] : [`${waiting} waiting for a second person`]),
  ];
  return told.length === 0 ? 'none payable' : told.join(', ');
}

function pathOf({ text, state }: PayeeSearch, cursor: string): string {
  return `/payees?${new URLSearchParams({ text, state, cursor })}`;
}
