import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { InputError } from '../core/errors.js';
import { formatMoment } from '../core/moment.js';
import { SET_NAME, SET_NAME_WORDS } from '../feedConfig.js';
import { labelsFolder } from '../packageFiles.js';
import type { LabelSnapshot } from '../screening/ports.js';
import { builtInDigests, readBuiltInLabels } from '../sources/labels/builtIn.js';
import { type CsvColumn, type CsvMapping, LABEL_COLUMNS } from '../sources/labels/csvColumns.js';
import { LABEL_FORMATS, type LabelFormat } from '../sources/labels/importers/labelFormats.js';
import type { LeftOut } from '../sources/labels/publishedLabels.js';
import type { LabelStore } from '../store/labelStore.js';

/** Takes in the built-in sets, if the database does not hold these very files yet. */
export function importBuiltIn(labels: LabelStore, nowMs: () => number): void {
  const missing = builtInDigests(labelsFolder).some(
    ({ set, fileDigest }) => labels.findByDigest(set, fileDigest) === null,
  );
  if (!missing) return;
  const importedAt = formatMoment(Math.floor(nowMs() / 1000));
  for (const { set, rows, asOf, fileDigest } of readBuiltInLabels(labelsFolder)) {
    labels.importSet({ set, rows, asOf, fileDigest, importedAt });
  }
}

/** A user's label file to take in. */
export interface ImportRequest {
  readonly file: string;
  readonly set: string;
  /** A word of `LABEL_FORMATS`; told from the file where it is left out. */
  readonly format?: string | undefined;
  /** Short name of the chain whose events a freeze list holds; Ethereum where it is left out. */
  readonly chain?: string | undefined;
  /** Another table's names for our columns, each as `ours=theirs`. */
  readonly columns?: readonly string[] | undefined;
  /** What our columns hold in every row of another table, each as `ours=text`. */
  readonly values?: readonly string[] | undefined;
  /** Ends the reading of a long file. */
  readonly signal?: AbortSignal;
}

/** A label file that was taken in. */
export interface LabelImport {
  readonly snapshot: LabelSnapshot;
  readonly rows: number;
  /** Rows of the file that are no claim here. Order: the file's. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * Takes in a user's label file whole, or not at all.
 *
 * @throws {InputError} for an unfit name or format, an unreadable file, or with every bad line of a table.
 * @throws {DecodeError} for a file that is not of its form.
 */
export async function importLabelFile(
  labels: LabelStore,
  request: ImportRequest,
  nowMs: () => number,
): Promise<LabelImport> {
  const { file, set, chain = 'ethereum', signal = new AbortController().signal } = request;
  const mapping = parseMapping(request);
  const asked = { file, set, format: parseFormat(request), mapping, chainName: chain };
  if (!SET_NAME.test(set)) throw new InputError(`A set name ${SET_NAME_WORDS}.`);
  // Loaded only here: a screening reads no file of labels, and the readers take time to load.
  const { readLabelFile } = await import('../sources/labels/importers/readLabelFile.js');
  const { rows, asOf, leftOut } = await readLabelFile(asked, signal);
  if (rows.length === 0) throw new InputError(nothingIn(leftOut));
  const snapshot = labels.importSet({
    set,
    rows,
    asOf,
    fileDigest: await digestFile(file),
    importedAt: formatMoment(Math.floor(nowMs() / 1000)),
  });
  return { snapshot, rows: rows.length, leftOut };
}

function parseFormat({ format, columns, values }: ImportRequest): LabelFormat | null {
  // Only a table has columns.
  if (format === undefined) return columns !== undefined || values !== undefined ? 'csv' : null;
  const known = LABEL_FORMATS.find((word) => word === format);
  if (known !== undefined) return known;
  throw new InputError(`The format "${format}" is none of ${LABEL_FORMATS.join(', ')}.`);
}

function parseMapping({ columns, values }: ImportRequest): CsvMapping | null {
  if (columns === undefined && values === undefined) return null;
  return { columns: parsePairs(columns ?? []), values: parsePairs(values ?? []) };
}

function parsePairs(texts: readonly string[]): Partial<Record<CsvColumn, string>> {
  const pairs: Partial<Record<CsvColumn, string>> = {};
  for (const text of texts) {
    const [ours = '', ...rest] = text.split('=');
    const column = LABEL_COLUMNS.find((known) => known === ours.trim());
    if (column === undefined || rest.length === 0) {
      throw new InputError(
        `"${text}" names no column of ours; write one of ${LABEL_COLUMNS.join(', ')}, then "=" and a text.`,
      );
    }
    pairs[column] = rest.join('=').trim();
  }
  return pairs;
}

function nothingIn(leftOut: readonly LeftOut[]): string {
  const [first] = leftOut;
  if (first === undefined) return 'The label file has no rows; nothing was imported.';
  return `None of the ${leftOut.length} rows of the label file is a claim, so nothing was imported (${first.where}: ${first.problem}).`;
}

async function digestFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return `sha256:${hash.digest('hex')}`;
}
