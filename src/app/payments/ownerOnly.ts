import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ConfigError } from '../../core/errors.js';

/** Rights of everybody but the owner. */
const OTHERS = 0o077;

/** Whether rights of files say on this system who may read them. */
export function saysRights(platform: NodeJS.Platform): boolean {
  return platform !== 'win32';
}

/**
 * Makes a folder that only its owner may enter, unless it is there.
 *
 * @throws {ConfigError} when it cannot be made, or others than its owner may enter it.
 */
export function makeOwnFolder(folder: string, platform: NodeJS.Platform): void {
  guarded(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
  assertOwnFolder(folder, platform);
}

/**
 * Makes sure that only its owner may enter a folder.
 *
 * @throws {ConfigError} when others may, or it is none.
 */
export function assertOwnFolder(folder: string, platform: NodeJS.Platform): void {
  const { mode } = guarded(folder, () => statSync(folder));
  if (saysRights(platform)) assertOwn(folder, mode, '700');
}

/**
 * The text of a file that only its owner may read; null where there is none.
 *
 * @throws {ConfigError} when others may, or it cannot be read.
 */
export function readOwnFile(file: string, platform: NodeJS.Platform): string | null {
  return guarded(file, () => {
    const opened = openExisting(file);
    if (opened === null) return null;
    try {
      // Of the opened file, not of its name: the two can differ a moment later.
      if (saysRights(platform)) assertOwn(file, fstatSync(opened).mode, '600');
      return readFileSync(opened, 'utf8');
    } finally {
      closeSync(opened);
    }
  });
}

/**
 * Writes a file in whole, for its owner alone: `new` leaves one that is there as it is, `replace`
 * takes its place. Tells whether it was written.
 *
 * Edge: of several processes that write a new file at once one wins, and the others leave it so.
 * Edge: it is on the disk when this returns; no reader ever sees half of it.
 *
 * @throws {ConfigError} when it cannot be written.
 */
export function writeOwnFile(file: string, text: string, how: 'new' | 'replace'): boolean {
  const folder = dirname(file);
  const draft = `${draftsOf(file)}${randomBytes(8).toString('hex')}`;
  return guarded(file, () => {
    writeDraft(draft, text);
    if (how === 'replace') renameSync(draft, file);
    else {
      try {
        // Unlike a rename, a link never takes the place of a file that is there.
        linkSync(draft, file);
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
        return false;
      } finally {
        unlinkSync(draft);
      }
    }
    syncFolder(folder);
    return true;
  });
}

/** Removes what writers of a file left that were killed; it may hold what the file holds or held. */
export function removeDrafts(file: string): void {
  guarded(file, () => {
    const folder = dirname(file);
    const drafts = readdirSync(folder).filter((name) =>
      join(folder, name).startsWith(draftsOf(file)),
    );
    for (const draft of drafts) rmSync(join(folder, draft), { force: true });
  });
}

/** How the drafts of a file begin. */
function draftsOf(file: string): string {
  return join(dirname(file), `.${basename(file)}.`);
}

function writeDraft(draft: string, text: string): void {
  const opened = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(opened, text);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** Brings the names in a folder onto the disk; Windows opens no folder and does so by itself. */
function syncFolder(folder: string): void {
  if (!saysRights(process.platform)) return;
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

function openExisting(file: string): number | null {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function assertOwn(path: string, mode: number, wanted: '600' | '700'): void {
  if ((mode & OTHERS) === 0) return;
  throw new ConfigError(
    `Others than its owner may get at ${path} (its rights are ${(mode & 0o777).toString(8)}), so approvals could be forged: run "chmod ${wanted} ${path}", and "hopsight keys rotate" if anybody may have read it.`,
    { path },
  );
}

function guarded<Result>(path: string, act: () => Result): Result {
  try {
    return act();
  } catch (cause) {
    if (cause instanceof ConfigError || codeOf(cause) === null) throw cause;
    throw new ConfigError(
      `${path} cannot be read or written (${codeOf(cause)}); check that its folder is there and belongs to who runs Hopsight, or name another with approvals.keyFolder.`,
      { path },
      { cause },
    );
  }
}

/** The code of a failure of the file system; null for any other error. */
function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;
}
