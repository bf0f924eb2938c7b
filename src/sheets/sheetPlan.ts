import { parseCellPlace, parseRange } from './cellPlace.js';
import { isTrue } from './workbook.js';
import { walkXml, type XmlElement, type XmlTag } from './xml.js';

/** A cell of a sheet and where its element stands. */
export interface PlacedCell {
  readonly column: number;
  readonly start: number;
  readonly end: number;
  readonly style: string | null;
  readonly isFilled: boolean;
}

/** A row of a sheet and where its element stands. */
export interface PlacedRow {
  readonly row: number;
  readonly element: XmlElement;
  /** Where its closing tag begins; of a row that closes itself, where its only tag does. */
  readonly closeStart: number;
  /** Order: as they stand. */
  readonly cells: readonly PlacedCell[];
}

/** Where the parts of a sheet stand that change when columns are added. */
export interface SheetPlan {
  /** Order: as they stand. */
  readonly rows: readonly PlacedRow[];
  /** Where the rows end. */
  readonly rowsEnd: XmlTag | null;
  readonly dimension: XmlElement | null;
  readonly hiddenColumns: readonly XmlElement[];
  /** Last columns of the merged cells, with the last row of each. */
  readonly merges: readonly { readonly lastRow: number; readonly lastColumn: number }[];
}

/** Finds what stands where in the text of a sheet. */
export function planSheet(xml: string): SheetPlan {
  const rows: PlacedRow[] = [];
  const hiddenColumns: XmlElement[] = [];
  const merges: { readonly lastRow: number; readonly lastColumn: number }[] = [];
  let dimension: XmlElement | null = null;
  let rowsEnd: XmlTag | null = null;
  let row: { readonly row: number; readonly element: XmlElement; cells: PlacedCell[] } | null =
    null;
  let cell: { readonly element: XmlElement; readonly column: number; isFilled: boolean } | null =
    null;
  walkXml(xml, {
    open: (element) => {
      const { name, attributes } = element;
      if (name === 'dimension') dimension = element;
      if (name === 'col' && isTrue(attributes.get('hidden'))) hiddenColumns.push(element);
      if (name === 'row') row = { row: rowOf(element, rows.at(-1)?.row ?? -1), element, cells: [] };
      if (name === 'c') {
        const before = row?.cells.at(-1)?.column ?? -1;
        const column = parseCellPlace(attributes.get('r') ?? '')?.column ?? before + 1;
        cell = { element, column, isFilled: false };
      }
      if (cell !== null && (name === 'v' || name === 'f' || name === 'is')) cell.isFilled = true;
      const merged = name === 'mergeCell' ? parseRange(attributes.get('ref') ?? '') : null;
      if (merged !== null) merges.push(merged);
    },
    close: (tag) => {
      if (tag.name === 'c' && cell !== null) {
        const { element, column, isFilled } = cell;
        const style = element.attributes.get('s') ?? null;
        row?.cells.push({ column, start: element.start, end: tag.end, style, isFilled });
        cell = null;
      }
      if (tag.name === 'row' && row !== null) {
        rows.push({ ...row, closeStart: tag.start });
        row = null;
      }
      if (tag.name === 'sheetData') rowsEnd = tag;
    },
  });
  return { rows, rowsEnd, dimension, hiddenColumns, merges };
}

function rowOf({ attributes }: XmlElement, before: number): number {
  const number = attributes.get('r') ?? '';
  return /^[1-9]\d{0,6}$/.test(number) ? Number(number) - 1 : before + 1;
}
