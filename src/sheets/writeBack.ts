import { writeBackCsv } from './csvWrite.js';
import { fileKind } from './fileKind.js';
import type { AddedColumn, WrittenFile } from './sheet.js';
import { writeBackXlsx } from './xlsx.js';

/** What is added to a file. */
export interface Addition {
  /** Name of the sheet that gets the columns. */
  readonly sheet: string;
  /** Row of the heads, from 0, or -1 where the sheet has none; rows before it get nothing. */
  readonly headRow: number;
  /** Order: as they are to stand, from left to right. */
  readonly columns: readonly AddedColumn[];
}

/**
 * The same file with columns at its right end; same input, same bytes.
 *
 * @throws {InputError} for bytes that are no such file.
 */
export function writeBack(bytes: Uint8Array, addition: Addition): WrittenFile {
  return fileKind(bytes) === 'zip' ? writeBackXlsx(bytes, addition) : writeBackCsv(bytes, addition);
}
