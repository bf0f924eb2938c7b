import type { ViewCell, ViewTable } from '../../app/summary/monthView.js';
import { type CellContext, cellWords } from '../../report/month/cellWords.js';
import type { MonthColumn } from '../../report/month/monthTable.js';
import { plural } from '../../report/month/monthWords.js';
import { DecisionMark, isDecision } from './decisionMark.js';
import { hrefOf, type MonthPlace } from './monthPath.js';
import { ScrollArea } from './scrollArea.js';

/** Where ids of a column lead to. */
const PAGES: Readonly<Record<string, string>> = {
  screening_id: '/screenings/',
  check_id: '/payments/',
  payee_id: '/payees/',
  payee_ids: '/payees/',
  link_id: '/roster/',
  of_month: '/months/',
};

const NUMBERS: ReadonlySet<ViewCell['kind']> = new Set(['count', 'money', 'amount', 'share']);

/** A table of a month, each figure with the way to its rows. */
export function MonthTablePart({
  table,
  title,
  place,
  context,
}: {
  readonly table: ViewTable;
  /** What the table is called where it has no caption of its own. */
  readonly title: string;
  readonly place: MonthPlace;
  readonly context: CellContext;
}) {
  const name = table.caption ?? title;
  const shown = table.columns.flatMap((column, at) =>
    column.place === 'file' ? [] : [{ column, at }],
  );
  return (
    <ScrollArea label={name}>
      <table>
        <caption class={table.caption === null ? 'for-readers' : undefined}>{name}</caption>
        <thead>
          <tr>
            {shown.map(({ column, at }) => (
              <th key={column.key} scope="col" class={isNumber(table, at) ? 'number' : undefined}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, n) => (
            <tr key={n}>
              {shown.map(({ column, at }) => (
                <Cell
                  key={column.key}
                  cell={row[at] ?? { kind: 'none', text: '' }}
                  column={column}
                  place={place}
                  context={context}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.left > 0 ? (
        <p class="hint">{plural(table.left, 'more row')} in the files below.</p>
      ) : null}
    </ScrollArea>
  );
}

function isNumber({ rows }: ViewTable, at: number): boolean {
  return rows.some((row) => NUMBERS.has(row[at]?.kind ?? 'none'));
}

function Cell({
  cell,
  column: { key },
  place,
  context,
}: {
  readonly cell: ViewCell;
  readonly column: MonthColumn;
  readonly place: MonthPlace;
  readonly context: CellContext;
}) {
  if (cell.kind === 'rows') {
    return (
      <td>
        <FigureLink figure={cell.figure} count={cell.count} place={place} />
      </td>
    );
  }
  const words = cellWords(cell, context);
  const page = PAGES[key];
  if (cell.kind === 'text' && page !== undefined) {
    return (
      <td class="code">
        <IdLinks ids={words} page={page} />
      </td>
    );
  }
  if (cell.kind === 'text' && isDecision(words)) {
    return (
      <td>
        <DecisionMark decision={words} />
      </td>
    );
  }
  return <td class={classOf(cell, key) ?? (words.length > LONG ? 'long' : undefined)}>{words}</td>;
}

/** From here on a text needs room to be read in, also on a phone. Units: characters. */
const LONG = 30;

const CODES: ReadonlySet<string> = new Set([
  ...['account', 'tx_id', 'digest', 'head_hash', 'wallet_id', 'override_id'],
]);

function classOf(cell: ViewCell, key: string): string | undefined {
  if (NUMBERS.has(cell.kind)) return 'number';
  if (cell.kind === 'moment') return 'moment';
  return CODES.has(key) ? 'code' : undefined;
}

function FigureLink({
  figure,
  count,
  place,
}: {
  readonly figure: number;
  readonly count: number;
  readonly place: MonthPlace;
}) {
  if (count === 0) return <>no rows</>;
  return (
    <a href={hrefOf(place, `/rows/${figure}`)}>
      {plural(count, 'row')}
      <span class="for-readers">{` behind figure ${figure}`}</span>
    </a>
  );
}

/** Ids, each with its page. */
function IdLinks({ ids, page }: { readonly ids: string; readonly page: string }) {
  return (
    <>
      {ids
        .split(' ')
        .filter((id) => id !== '')
        .map((id) => (
          <a key={id} class="id" href={`${page}${encodeURIComponent(id)}`}>
            {id}
          </a>
        ))}
    </>
  );
}
