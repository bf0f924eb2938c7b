import { columnLetters } from '../../sheets/cellPlace.js';
import { escapeXml } from '../../sheets/xml.js';
import type { CellContext } from './cellWords.js';
import type { MonthTable } from './monthTable.js';
import { cellXml, textXml } from './xlsxCells.js';

/** A sheet of a workbook. */
export interface XlsxSheet {
  readonly name: string;
  readonly xml: string;
}

/** A place in the workbook that a cell leads to, such as `'Payments'!A2:A5`; null for none. */
export type FindTarget = (figure: number) => string | null;

/** Rows of a sheet that is being written. Rows are added from the first on. */
export interface SheetWriter {
  readonly addText: (text: string, style: 'title' | 'head' | 'plain') => void;
  readonly addBlank: () => void;
  /** The head and the rows of a table. */
  readonly addTable: (table: MonthTable) => void;
  /** A row of texts of which the last leads somewhere. */
  readonly addLinkRow: (texts: readonly string[], target: string) => void;
  readonly addHeads: (heads: readonly string[]) => void;
  readonly finish: (options: {
    readonly name: string;
    readonly frozenRows: number;
    readonly widths: readonly number[];
    /** Columns over which rows can be chosen, from the first; zero for no such choice. */
    readonly filterColumns: number;
  }) => XlsxSheet;
}

/** A sheet without rows yet. */
export function createSheetWriter(context: CellContext, findTarget: FindTarget): SheetWriter {
  const rows: string[] = [];
  const links: string[] = [];
  const push = (cells: string): void => {
    rows.push(`<row r="${rows.length + 1}">${cells}</row>`);
  };
  const link = (column: number, target: string): void => {
    const ref = `${columnLetters(column)}${rows.length + 1}`;
    links.push(`<hyperlink ref="${ref}" location="${escapeXml(target)}"/>`);
  };
  const textRow = (texts: readonly string[], style: 'head' | 'plain' | 'title'): void =>
    push(texts.map((text, column) => textXml({ row: rows.length, column }, text, style)).join(''));
  const writer: SheetWriter = {
    addText: (text, style) => textRow([text], style),
    addBlank: () => push(''),
    addHeads: (heads) => textRow(heads, 'head'),
    addTable: ({ columns, rows: cells }) => {
      textRow(
        // A number in a cell does not say of what; the head does.
        columns.map(({ head }, at) =>
          cells.some((row) => row[at]?.kind === 'money') ? `${head}, ${context.currency}` : head,
        ),
        'head',
      );
      for (const row of cells) {
        row.forEach((cell, column) => {
          const target = cell.kind === 'references' ? findTarget(cell.figure) : null;
          if (target !== null) link(column, target);
        });
        push(
          row.map((cell, column) => cellXml(cell, { row: rows.length, column }, context)).join(''),
        );
      }
    },
    addLinkRow: (texts, target) => {
      link(texts.length - 1, target);
      const at = rows.length;
      push(
        texts
          .map((text, column) =>
            textXml({ row: at, column }, text, column === texts.length - 1 ? 'link' : 'plain'),
          )
          .join(''),
      );
    },
    finish: ({ name, frozenRows, widths, filterColumns }) => ({
      name,
      xml: sheetXml({ rows, links, frozenRows, widths, filterColumns }),
    }),
  };
  return writer;
}

/** Order of the parts: as the standard asks. Source: ECMA-376 part 1, 18.3.1.99 */
function sheetXml({
  rows,
  links,
  frozenRows,
  widths,
  filterColumns,
}: {
  readonly rows: readonly string[];
  readonly links: readonly string[];
  readonly frozenRows: number;
  readonly widths: readonly number[];
  readonly filterColumns: number;
}): string {
  const pane = `<pane ySplit="${frozenRows}" topLeftCell="A${frozenRows + 1}" activePane="bottomLeft" state="frozen"/>`;
  const columns = widths
    .map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`)
    .join('');
  const filter =
    filterColumns === 0 || rows.length < 2
      ? ''
      : `<autoFilter ref="A1:${columnLetters(filterColumns - 1)}${rows.length}"/>`;
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    `<sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`,
    `<cols>${columns}</cols>`,
    `<sheetData>${rows.join('')}</sheetData>`,
    filter,
    links.length === 0 ? '' : `<hyperlinks>${links.join('')}</hyperlinks>`,
    '</worksheet>',
  ].join('');
}
