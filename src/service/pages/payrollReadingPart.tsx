import type { PayrollProposal } from '../../app/payroll/payroll.js';
import { PAYROLL_FIELDS, type PayrollField, type PayrollQuestion } from '../../core/payroll.js';
import { CsrfField, mayDo, type Viewer } from './layout.js';
import { ScrollArea } from './scrollArea.js';

/** What a field is called on the page. */
const FIELD_TITLES: Readonly<Record<PayrollField, string>> = {
  payee: 'Payee',
  wallet: 'Wallet',
  chain: 'Chain',
  asset: 'Coin',
  amount: 'Amount',
  invoice: 'Invoice',
};

/** Stands for a column that nobody chose yet, though it has to be. */
export const NOT_CHOSEN = '?';

/** How a payroll is read, with what is in doubt, and the form by which somebody says it is right. */
export function PayrollReadingPart({
  viewer,
  payrollId,
  proposal,
  chains,
}: {
  readonly viewer: Viewer;
  readonly payrollId: string;
  readonly proposal: PayrollProposal;
  /** Short names of the chains on which may be paid. */
  readonly chains: readonly string[];
}) {
  const { questions, rows } = proposal;
  return (
    <section>
      <h2>How it is read</h2>
      {questions.length === 0 ? null : (
        <div class="problem">
          <strong>This has to be answered first.</strong>
          <ul>
            {questions.map((question) => (
              <Question key={question.about} question={question} />
            ))}
          </ul>
        </div>
      )}
      {rows === null ? null : <RowsNote rows={rows} />}
      <Samples proposal={proposal} />
      {mayDo(viewer, 'pay') ? (
        <form class="stack" method="post" action={`/payrolls/${payrollId}/confirm`}>
          <CsrfField viewer={viewer} />
          <ReadingFields proposal={proposal} chains={chains} />
          <button type="submit">It is read so</button>
        </form>
      ) : null}
    </section>
  );
}

function Question({ question }: { readonly question: PayrollQuestion }) {
  const { sentence, rows, examples } = question;
  return (
    <li>
      {sentence}
      {rows.length === 0 ? null : (
        <ul class="hint">
          {rows.map((row, at) => (
            <li key={row}>
              Row {row}: <span class="as-typed">{examples[at] ?? ''}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

const SHOWN_ROWS = 20;

function RowsNote({ rows }: { readonly rows: NonNullable<PayrollProposal['rows']> }) {
  const { asking, leftOut, hidden } = rows;
  return (
    <>
      <p>{asking} rows ask for a payment.</p>
      {leftOut.length === 0 ? null : (
        <p>
          {leftOut.length} have something in them and ask for none, such as a sum: row{' '}
          {shorten(leftOut)}.
        </p>
      )}
      {hidden.length === 0 ? null : (
        <p class="problem">
          {hidden.length} of those that ask for a payment are hidden, so that a spreadsheet does not
          show them: row {shorten(hidden)}.
        </p>
      )}
    </>
  );
}

function shorten(rows: readonly number[]): string {
  const shown = rows.slice(0, SHOWN_ROWS).join(', ');
  return rows.length > SHOWN_ROWS ? `${shown} and others` : shown;
}

function Samples({
  proposal: { heads, samples, reading },
}: {
  readonly proposal: PayrollProposal;
}) {
  const fieldAt = (column: number) =>
    PAYROLL_FIELDS.find((field) => reading.columns[field] === column);
  return (
    <ScrollArea label="The first rows">
      <table class="sample">
        <caption>The first rows, and what each column is read as</caption>
        <thead>
          <tr>
            {heads.map((head, column) => {
              const field = fieldAt(column);
              return (
                <th key={column} scope="col">
                  {columnLetters(column)} {head}
                  <div class="hint">{field === undefined ? 'not read' : FIELD_TITLES[field]}</div>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {samples.map((cells, at) => (
            <tr key={at}>
              {heads.map((_, column) => (
                <td key={column} class="as-typed">
                  {cells[column] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function ReadingFields({
  proposal,
  chains,
}: {
  readonly proposal: PayrollProposal;
  readonly chains: readonly string[];
}) {
  const { sheets, reading } = proposal;
  const { sheet, headRow, decimalSign, defaultChain, defaultAsset } = reading;
  return (
    <>
      <div class="pair">
        <div class="field">
          <label for="sheet">Sheet</label>
          <select id="sheet" name="sheet">
            {sheets.map(({ name, isHidden }) => (
              <option key={name} value={name} selected={name === sheet}>
                {isHidden ? `${name} (hidden)` : name}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="headRow">Row of the heads (0 for none)</label>
          <input id="headRow" name="headRow" inputMode="numeric" value={`${headRow + 1}`} />
        </div>
        {PAYROLL_FIELDS.map((field) => (
          <ColumnField key={field} field={field} proposal={proposal} />
        ))}
        <div class="field">
          <label for="decimalSign">Between whole coins and parts of them</label>
          <select id="decimalSign" name="decimalSign">
            <option value="" selected={decimalSign === null}>
              choose…
            </option>
            <option value="." selected={decimalSign === '.'}>
              a point: 1,234.56
            </option>
            <option value="," selected={decimalSign === ','}>
              a comma: 1.234,56
            </option>
          </select>
        </div>
        <div class="field">
          <label for="defaultChain">Chain of rows that name none</label>
          <select id="defaultChain" name="defaultChain">
            <option value="">none</option>
            {chains.map((name) => (
              <option key={name} value={name} selected={name === defaultChain}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="defaultAsset">Coin of rows that name none, such as USDC</label>
          <input id="defaultAsset" name="defaultAsset" value={defaultAsset ?? ''} />
        </div>
      </div>
      <input type="hidden" name="shownSheet" value={sheet} />
      <input type="hidden" name="shownHeadRow" value={`${headRow + 1}`} />
    </>
  );
}

function ColumnField({
  field,
  proposal: { heads, reading, questions },
}: {
  readonly field: PayrollField;
  readonly proposal: PayrollProposal;
}) {
  const chosen = reading.columns[field];
  const isAsked = chosen === null && questions.some(({ about }) => about === field);
  return (
    <div class="field">
      <label for={`column-${field}`}>{FIELD_TITLES[field]}</label>
      <select id={`column-${field}`} name={field}>
        {isAsked ? (
          <option value={NOT_CHOSEN} selected>
            choose…
          </option>
        ) : null}
        <option value="" selected={chosen === null && !isAsked}>
          no column
        </option>
        {heads.map((head, column) => (
          <option key={column} value={`${column}`} selected={column === chosen}>
            {`${columnLetters(column)} ${head}`.trim()}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The letters of a column of a spreadsheet. `column` counts from 0. */
function columnLetters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : `${columnLetters(Math.floor(column / 26) - 1)}${last}`;
}
