import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { InputError } from './core/errors.js';
import { formatMoment } from './core/moment.js';
import { SET_NAME, SET_NAME_WORDS } from './feedConfig.js';
import { labelsFolder } from './packageFiles.js';
import type { LabelSnapshot } from './screening/ports.js';
import { builtInDigests, readBuiltInLabels } from './sources/labels/builtIn.js';
import type { LabelFile } from './sources/labels/importers/labelFormats.js';
import type { LeftOut } from './sources/labels/publishedLabels.js';
import type { LabelStore } from './store/labelStore.js';

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

/** A user's label file to take in; a table of ours where nothing else is said or seen. */
export interface ImportRequest extends Partial<LabelFile> {
  readonly file: string;
  readonly set: string;
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
 * @throws {InputError} for an unfit set name, an unreadable file, or with every bad line of a table.
 * @throws {DecodeError} for a file that is not of its form.
 */
export async function importLabelFile(
  labels: LabelStore,
  { signal = new AbortController().signal, ...request }: ImportRequest,
  nowMs: () => number,
): Promise<LabelImport> {
  const asked = { format: null, mapping: null, chainName: 'ethereum', ...request };
  const { file, set } = asked;
  if (!SET_NAME.test(set)) throw new InputError(`A set name ${SET_NAME_WORDS}.`);
  // Loaded only here: a screening reads no file of labels, and the readers take time to load.
  const { readLabelFile } = await import('./sources/labels/importers/readLabelFile.js');
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
