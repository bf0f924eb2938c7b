import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { MonthFormat } from '../../../app/summary/monthFiles.js';
import { InputError } from '../../../core/errors.js';
import { writeNote } from '../../output.js';
import type { Terminal } from '../../terminal.js';

/** Options that say as what a month is written. */
export interface FileFlags {
  readonly pdf?: string;
  readonly xlsx?: string;
  readonly csv?: string | true;
  readonly json?: true;
  readonly force?: true;
}

/** A file that is asked for; `file` is null where it is to be printed. */
export interface Wanted {
  readonly format: MonthFormat;
  readonly file: string | null;
}

/** What the options ask for. Order: printed ones last. */
export function listWanted({ pdf, xlsx, csv, json }: FileFlags): readonly Wanted[] {
  const named = (format: MonthFormat, file: string | undefined): readonly Wanted[] =>
    file === undefined ? [] : [{ format, file }];
  return [
    ...named('pdf', pdf),
    ...named('xlsx', xlsx),
    ...named('csv', csv === true ? undefined : csv),
    ...(csv === true ? [{ format: 'csv', file: null } as const] : []),
    ...(json === true ? [{ format: 'json', file: null } as const] : []),
  ];
}

/**
 * Looks before the work whether files may be written.
 *
 * @throws {InputError} where one is there already and nobody said that it may go.
 */
export function assertMayWrite(wanted: readonly Wanted[], { force }: FileFlags): void {
  for (const { file, format } of wanted) {
    if (force === true || file === null || !existsSync(file)) continue;
    throw new InputError(
      `The file that --${format} names is there already; name another, or add --force to replace it.`,
    );
  }
}

/**
 * Writes a file that only its owner may read.
 *
 * @throws {InputError} where it cannot be written.
 */
export async function writeWanted(
  terminal: Terminal,
  { file, bytes }: { readonly file: string; readonly bytes: Uint8Array },
  { force }: FileFlags,
): Promise<void> {
  try {
    await writeFile(file, bytes, { flag: force === true ? 'w' : 'wx', mode: 0o600 });
  } catch (cause) {
    throw new InputError(
      `The file ${file} cannot be written; check its name, its folder and that it is not there already.`,
      {},
      { cause },
    );
  }
  writeNote(terminal, `${file} is written.`);
}
