/**
 * A value of a cell. Numbers of a workbook come as the text of their shortest decimal form, so that no
 * amount goes through a float of ours; formulas come as the result that was saved with them.
 */
export type CellValue =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: string }
  /** A number that the file itself tells as one: its decimal sign is not in doubt. */
  | {
      readonly kind: 'number';
      /** Plain decimal digits, with a point and a minus sign where they are needed: never an exponent. */
      readonly text: string;
      readonly caution: NumberCaution | null;
    }
  /** An ISO day or moment; a time alone is told as a moment of the day zero of spreadsheets. */
  | { readonly kind: 'date'; readonly iso: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'formula'; readonly result: CellValue | null }
  /** As a spreadsheet shows it, such as `#N/A`. */
  | { readonly kind: 'error'; readonly text: string };

/**
 * Why a number may not be what somebody typed or sees: it has more digits than a spreadsheet keeps
 * (15), is shown as a percentage, or is shown in thousands.
 */
export type NumberCaution = 'too-long' | 'percent' | 'scaled';

/** Cells that are shown as one; only the first of them has a value. All from 0, ends included. */
export interface MergedCells {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/** One sheet of a file. */
export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** Rows from the first of the file, the head too. Order: as in the file. */
  readonly rows: readonly (readonly CellValue[])[];
  /** Rows and columns that a spreadsheet does not show, from 0. Order: ascending. */
  readonly hiddenRows: readonly number[];
  readonly hiddenColumns: readonly number[];
  readonly merged: readonly MergedCells[];
}

/** How a text file of rows is written. */
export interface CsvFormat {
  readonly kind: 'csv';
  readonly separator: ',' | ';' | '\t';
  readonly encoding: 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** The first of the file. */
  readonly lineEnd: '\n' | '\r\n' | '\r';
}

/** What a file of rows was read as. */
export interface SheetFile {
  readonly format: CsvFormat | { readonly kind: 'xlsx' };
  readonly sheets: readonly Sheet[];
}

/** A column to be added at the right end of a sheet: its head, and a text for each data row. */
export interface AddedColumn {
  readonly head: string;
  /** By row index of the sheet; rows without one stay empty there. */
  readonly cells: ReadonlyMap<number, string>;
}

/** A file with columns added. */
export interface WrittenFile {
  readonly bytes: Uint8Array;
  /**
   * Rows in which a text of the file's own would have run as a formula when a spreadsheet opens it and
   * was given a leading apostrophe. Row numbers as a spreadsheet shows them, from 1; ascending.
   */
  readonly defusedRows: readonly number[];
}

/**
 * A value as a person would read it; empty for an empty cell and for a formula without a saved result.
 *
 * @example
 * cellText({ kind: 'boolean', value: true }) // 'TRUE'
 */
export function cellText(value: CellValue | undefined): string {
  switch (value?.kind) {
    case undefined:
    case 'empty':
      return '';
    case 'text':
    case 'number':
    case 'error':
      return value.text;
    case 'date':
      return value.iso;
    case 'boolean':
      return value.value ? 'TRUE' : 'FALSE';
    case 'formula':
      return value.result === null ? '' : cellText(value.result);
  }
}
