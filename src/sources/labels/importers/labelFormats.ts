import type { CsvMapping } from '../csvColumns.js';

/** The forms of label files that can be taken in. */
export const LABEL_FORMATS = [
  'csv',
  'ofac-sdn',
  'ofac-consolidated',
  'opensanctions',
  'tagpack',
  'explorer-tags',
  'freeze-logs',
] as const;

/** A form of label files. */
export type LabelFormat = (typeof LABEL_FORMATS)[number];

/** A label file and how it is to be read. */
export interface LabelFile {
  readonly file: string;
  readonly set: string;
  /** Null to tell it from the file itself. */
  readonly format: LabelFormat | null;
  /** `csv` only: how somebody else's table is read; null for one of ours. */
  readonly mapping: CsvMapping | null;
  /** `freeze-logs` only: short name of the chain that the events are of. */
  readonly chainName: string;
}
