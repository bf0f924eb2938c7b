import { closeSync, createReadStream, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { InputError } from '../../../core/errors.js';
import { parseLabelCsv } from '../csv.js';
import { readOfacLabels } from '../ofac/readOfacLabels.js';
import type { PublishedLabels } from '../publishedLabels.js';
import { parseExplorerLabels } from './explorerLabels.js';
import { parseFreezeLogs } from './freezeList.js';
import type { LabelFile, LabelFormat } from './labelFormats.js';
import { readOpenSanctions } from './openSanctions.js';
import { parseTagPack } from './tagPack.js';

/** Bad lines that an error lists before it only counts them. */
const MOST_PROBLEMS = 20;

/** Largest file that is read at once; OFAC's and OpenSanctions' are read as they come. */
const MOST_BYTES = 256 * 1024 * 1024;

/** As much of a file as tells what it is. */
const HEAD_BYTES = 4096;

/**
 * What a label file says, in whatever form it is.
 *
 * A table of ours, or one read under a mapping, is refused whole for a bad line, since a person can
 * mend it; of a publisher's file the rows that say nothing here are left out and told.
 *
 * @throws {InputError} for a file that cannot be read or is too large, and with every bad line of a table.
 * @throws {DecodeError} for a file that is not of its form.
 * @throws {AbortedError} when the signal ends the reading of a long one.
 */
export async function readLabelFile(
  asked: LabelFile,
  signal: AbortSignal,
): Promise<PublishedLabels> {
  const { file, set } = asked;
  const head = readHead(file);
  const format = asked.format ?? detectFormat(file, head);
  switch (format) {
    case 'csv':
      return readTable(readWhole(file), asked);
    case 'tagpack':
      return parseTagPack(readWhole(file), set);
    case 'ofac-sdn':
      return await readingOn(file, () =>
        readOfacLabels(createReadStream(file), { set, list: 'sdn', signal }),
      );
    case 'ofac-consolidated':
      return await readingOn(file, () =>
        readOfacLabels(createReadStream(file), { set, list: 'consolidated', signal }),
      );
    case 'opensanctions':
      return await readingOn(file, () =>
        readOpenSanctions(() => createReadStream(file), { set, signal }),
      );
    case 'explorer-tags':
      return parseExplorerLabels(readWhole(file), set);
    case 'freeze-logs':
      return parseFreezeLogs(readWhole(file), asked);
  }
}

/** The form of a label file, by its name and by how it begins. Edge: what is nothing else is a table. */
export function detectFormat(file: string, head: string): LabelFormat {
  if (/\.ya?ml$/i.test(file)) return 'tagpack';
  const start = head.replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('<')) return 'ofac-sdn';
  if (!/^[[{]/.test(start)) return 'csv';
  if (/^\{[^\n]*"schema"\s*:\s*"\w+"/.test(start)) return 'opensanctions';
  return /"topics"\s*:/.test(start) ? 'freeze-logs' : 'explorer-tags';
}

function readTable(text: string, { set, mapping }: LabelFile): PublishedLabels {
  const { rows, problems } = parseLabelCsv(text, set, mapping);
  if (problems.length === 0) return { rows, asOf: null, leftOut: [] };
  const lines = problems
    .slice(0, MOST_PROBLEMS)
    .map(({ line, problem }) => `  line ${line}: ${problem}`);
  const more = problems.length - lines.length;
  if (more > 0) lines.push(`  and ${more} more`);
  throw new InputError(
    `The label file was not imported; correct these lines:\n${lines.join('\n')}`,
  );
}

function readHead(file: string): string {
  return reading(file, () => {
    const handle = openSync(file, 'r');
    try {
      const head = Buffer.alloc(HEAD_BYTES);
      return head.toString('utf8', 0, readSync(handle, head));
    } finally {
      closeSync(handle);
    }
  });
}

function readWhole(file: string): string {
  const size = reading(file, () => statSync(file).size);
  if (size > MOST_BYTES) {
    throw new InputError(
      `The label file has ${size} bytes; at most ${MOST_BYTES} are read. Split it into several sets.`,
    );
  }
  return reading(file, () => readFileSync(file, 'utf8'));
}

function reading<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** A long file may go while it is read: only what the system says of it is the file's fault. */
async function readingOn<Result>(file: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? unreadable(file, error) : error;
  }
}

function unreadable(file: string, cause: unknown): InputError {
  return new InputError(`The file "${file}" cannot be read; check its name.`, {}, { cause });
}
