import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { InputError } from './core/errors.js';
import { formatMoment } from './core/moment.js';
import { labelsFolder } from './packageFiles.js';
import type { LabelSnapshot } from './screening/ports.js';
import { builtInDigests, readBuiltInLabels } from './sources/labels/builtIn.js';
import { parseLabelCsv } from './sources/labels/csv.js';
import type { LabelStore } from './store/labelStore.js';

/** How a set of the user's may be called: nothing that could be taken for one of ours. */
const SET_NAME = /^(?!hopsight-)[a-z0-9][a-z0-9-]{0,39}$/;

/** Bad lines that an error lists before it only counts them. */
const MOST_PROBLEMS = 20;

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

/**
 * Takes in a user's label file whole, or not at all.
 *
 * @throws {InputError} for an unfit set name, an unreadable file, or with every bad line.
 */
export function importLabelFile(
  labels: LabelStore,
  request: { readonly file: string; readonly set: string; readonly nowMs: () => number },
): { readonly snapshot: LabelSnapshot; readonly rows: number } {
  const { file, set, nowMs } = request;
  if (!SET_NAME.test(set)) {
    throw new InputError(
      'A set name has 1 to 40 small letters, digits and hyphens, and does not begin with "hopsight-".',
    );
  }
  const text = readText(file);
  const { rows, problems } = parseLabelCsv(text, set);
  if (problems.length > 0) {
    const lines = problems
      .slice(0, MOST_PROBLEMS)
      .map(({ line, problem }) => `  line ${line}: ${problem}`);
    const more = problems.length - lines.length;
    if (more > 0) lines.push(`  and ${more} more`);
    throw new InputError(
      `The label file was not imported; correct these lines:\n${lines.join('\n')}`,
    );
  }
  if (rows.length === 0) throw new InputError('The label file has no rows; nothing was imported.');
  const snapshot = labels.importSet({
    set,
    rows,
    asOf: null,
    fileDigest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    importedAt: formatMoment(Math.floor(nowMs() / 1000)),
  });
  return { snapshot, rows: rows.length };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InputError(`The file "${file}" cannot be read; check its name.`, {}, { cause });
  }
}
