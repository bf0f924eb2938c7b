import { cellText } from '../../sheets/sheet.js';
import { amountEvidence } from './amount.js';
import type { DecimalSign } from './decimals.js';
import { cellAt, type Table } from './table.js';

/** What a column of amounts tells about its decimal sign. */
export interface SettledSign {
  /** Null while it is in doubt. A point where no amount depends on it. */
  readonly sign: DecimalSign | null;
  /** Amounts that read differently with either sign. Rows from 0. */
  readonly doubtful: readonly WrittenCell[];
  /** The first amount that shows a point, and the first that shows a comma, where both are there. */
  readonly contrary: readonly WrittenCell[];
}

/** A cell as it stands. */
export interface WrittenCell {
  /** From 0. */
  readonly row: number;
  readonly text: string;
}

/**
 * Settles the decimal sign of a column from amounts that can be read in one way only, such as
 * `1.234,50` or `12.5`. Numbers of a workbook depend on none.
 */
export function settleDecimalSign(table: Table, column: number | null): SettledSign {
  const doubtful: WrittenCell[] = [];
  const first = new Map<DecimalSign, WrittenCell>();
  for (const row of column === null ? [] : table.rows) {
    const cell = cellAt(table.sheet, row, column);
    const evidence = amountEvidence(cell);
    const written = { row, text: cellText(cell).trim() };
    if (evidence.kind === 'doubt') doubtful.push(written);
    if (evidence.kind === 'sign' && !first.has(evidence.sign)) first.set(evidence.sign, written);
  }
  const [sign] = first.keys();
  if (first.size > 1) return { sign: null, doubtful, contrary: [...first.values()] };
  if (sign !== undefined) return { sign, doubtful, contrary: [] };
  return { sign: doubtful.length > 0 ? null : '.', doubtful, contrary: [] };
}
