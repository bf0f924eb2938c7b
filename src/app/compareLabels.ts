import { InputError } from '../core/errors.js';
import { diffClaims } from '../core/labels/diffClaims.js';
import { parseMoment } from '../core/moment.js';
import type { LabelsDiff, ListedSnapshot } from '../report/labelDocument.js';
import type { ImportedSnapshot } from '../store/labelSnapshots.js';
import type { LabelStore } from '../store/labelStore.js';

/**
 * The snapshots of a set, or of all. Order: by set, then as imported.
 *
 * @throws {InputError} when no set has the name.
 */
export function listSnapshots(labels: LabelStore, set: string | null): readonly ListedSnapshot[] {
  const imports = labels.listImports();
  const asked = set === null ? imports : importsOf(imports, set);
  return asked.map((imported) => listed(imported, imports));
}

/**
 * What one snapshot claims and another does not.
 *
 * @throws {InputError} when a name stands for no snapshot.
 */
export function compareSnapshots(labels: LabelStore, from: string, to: string): LabelsDiff {
  const imports = labels.listImports();
  const older = findSnapshot(imports, from);
  const newer = findSnapshot(imports, to);
  const diff = diffClaims(labels.readSnapshot(older.id) ?? [], labels.readSnapshot(newer.id) ?? []);
  const { added, removed, changed, unchanged } = diff;
  return {
    from: listed(older, imports),
    to: listed(newer, imports),
    counts: {
      added: added.length,
      removed: removed.length,
      changed: changed.length,
      unchanged,
    },
    ...diff,
  };
}

/**
 * The snapshot that a text names: `set@digest12`, `set@2025-03-21` (what a set said on that day),
 * `set` (now), `set~1` (the one before; `~2` before that).
 *
 * @throws {InputError} which says what there is.
 */
export function findSnapshot(imports: readonly ImportedSnapshot[], text: string): ImportedSnapshot {
  const [, set = '', mark = '', named = ''] = /^([a-z0-9-]+)(?:([@~])(.+))?$/.exec(text) ?? [];
  if (set === '') {
    throw new InputError(
      'A snapshot is named by its id (set@0123456789ab), by set and day (set@2025-03-21), or by its set, with ~1 for the one before.',
    );
  }
  const ofSet = importsOf(imports, set);
  if (mark === '@' && parseMoment(named) !== null) return onDay(ofSet, named);
  if (mark === '@') return byDigest(ofSet, named);
  const back = named === '' ? 0 : Number(named);
  const states = ofSet.filter((imported, at) => imported.id !== ofSet[at - 1]?.id);
  const found = Number.isInteger(back) ? states.at(-1 - back) : undefined;
  if (found === undefined) {
    throw new InputError(
      `The set ${set} has ${states.length === 1 ? 'one snapshot' : `${states.length} snapshots`} here; hopsight labels list ${set} names them.`,
    );
  }
  return found;
}

/** The day for which a snapshot speaks: that of its publisher, else that of its import. */
export function dayOfSnapshot({
  asOf,
  importedAt,
}: Pick<ImportedSnapshot, 'asOf' | 'importedAt'>): string {
  return asOf ?? importedAt.slice(0, 10);
}

function onDay(ofSet: readonly ImportedSnapshot[], day: string): ImportedSnapshot {
  const known = ofSet.filter((imported) => dayOfSnapshot(imported) <= day);
  const found = known.at(-1);
  if (found !== undefined) return found;
  const [first] = ofSet;
  throw new InputError(
    `The oldest snapshot of ${first?.set} here is of ${first === undefined ? 'no day' : dayOfSnapshot(first)}; nothing is known of ${day}.`,
  );
}

function byDigest(ofSet: readonly ImportedSnapshot[], digest: string): ImportedSnapshot {
  const found = ofSet.filter(({ id }) => id.endsWith(`@${digest}`)).at(-1);
  if (found !== undefined) return found;
  const [first] = ofSet;
  throw new InputError(
    `The set ${first?.set} has no snapshot @${digest} here; hopsight labels list ${first?.set} names those that it has.`,
  );
}

/**
 * The states of a set. Order: as imported.
 *
 * @throws {InputError} when no set has the name.
 */
export function importsOf(
  imports: readonly ImportedSnapshot[],
  set: string,
): readonly ImportedSnapshot[] {
  const ofSet = imports.filter((imported) => imported.set === set);
  if (ofSet.length > 0) return ofSet;
  const sets = [...new Set(imports.map((imported) => imported.set))];
  throw new InputError(
    sets.length === 0
      ? 'No label set was ever imported here.'
      : `No set is called "${set}" here; there are ${sets.join(', ')}.`,
  );
}

function listed(imported: ImportedSnapshot, imports: readonly ImportedSnapshot[]): ListedSnapshot {
  const newest = imports.filter(({ set }) => set === imported.set).at(-1);
  return { ...imported, isCurrent: newest === imported };
}
