import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attribution } from '../../core/attribution.js';
import { ConfigError } from '../../core/errors.js';
import { digestTexts, parseLabelFile, parseSourceFile, readTable } from './labelFile.js';

/** The columns of the file that lists the shipped sets. */
export const SET_FILE_COLUMNS = ['set', 'file', 'as_of', 'title'] as const;

/** A shipped set without its rows: enough to tell whether it has changed. */
export interface BuiltInDigest {
  readonly set: string;
  /** `sha256:` of everything that the set's rows are read from. */
  readonly fileDigest: string;
}

/** One shipped set of labels. */
export interface BuiltInLabels extends BuiltInDigest {
  /** Order: the file's. */
  readonly rows: readonly Attribution[];
  /** Day up to which the set was complete when it was made; null when unknown. */
  readonly asOf: string | null;
}

/**
 * The label sets that ship with Hopsight, read from their folder (`db/labels`).
 *
 * @throws {ConfigError} when a file is missing or not of the documented form.
 */
export function readBuiltInLabels(folder: string): readonly BuiltInLabels[] {
  const files = readSetFiles(folder);
  const sourceOf = parseSourceFile(files.sources);
  return files.sets.map(({ set, asOf, text, fileDigest }) => ({
    set,
    asOf,
    fileDigest,
    rows: parseLabelFile(text, set, sourceOf),
  }));
}

/**
 * What `readBuiltInLabels` would read, by digest, without parsing a row.
 *
 * @throws {ConfigError} when a file is missing.
 */
export function builtInDigests(folder: string): readonly BuiltInDigest[] {
  return readSetFiles(folder).sets.map(({ set, fileDigest }) => ({ set, fileDigest }));
}

interface SetFile extends BuiltInDigest {
  readonly asOf: string | null;
  readonly text: string;
}

function readSetFiles(folder: string): { sources: string; sets: readonly SetFile[] } {
  const sources = readText(folder, 'sources.csv');
  const listed = readTable(readText(folder, 'sets.csv'), SET_FILE_COLUMNS);
  const sets = listed.map(([set = '', file = '', asOf = '']) => {
    const text = readText(folder, file);
    return {
      set,
      asOf: asOf || null,
      text,
      fileDigest: digestTexts([set, asOf, sources, text]),
    };
  });
  return { sources, sets };
}

function readText(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch (cause) {
    throw new ConfigError(
      `The built-in label file ${file} cannot be read; reinstall Hopsight or restore the folder db/labels.`,
      { file },
      { cause },
    );
  }
}
