/**
 * A value of a cell. Numbers of a workbook come as the text of their shortest decimal form, so that no
 * amount goes through a float of ours; formulas come as the result that was saved with them.
 */
export type CellValue =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: string }
  /** A number that the file itself tells as one: its decimal sign is not in doubt. */
  | { readonly kind: 'number'; readonly text: string }
  /** An ISO day or moment. */
  | { readonly kind: 'date'; readonly iso: string }
  | { readonly kind: 'formula'; readonly result: CellValue | null }
  | { readonly kind: 'error'; readonly text: string };

/** One sheet of a file. */
export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** Rows from the first of the file, the head too. Order: as in the file. */
  readonly rows: readonly (readonly CellValue[])[];
}

/** What a file of rows was read as. */
export interface SheetFile {
  readonly format:
    | {
        readonly kind: 'csv';
        readonly separator: ',' | ';' | '\t';
        readonly encoding: 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'windows-1252';
        readonly lineEnd: '\n' | '\r\n';
      }
    | { readonly kind: 'xlsx' };
  readonly sheets: readonly Sheet[];
}

/** A column to be added at the right end of a sheet: its head, and a text for each data row. */
export interface AddedColumn {
  readonly head: string;
  /** By row index of the sheet; rows without one stay empty there. */
  readonly cells: ReadonlyMap<number, string>;
}
