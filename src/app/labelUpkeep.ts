import {
  ageInDays,
  cureOf,
  type SetUpkeep,
  STALE_AFTER_DAYS,
  standingOf,
  WARN_AFTER_DAYS,
} from '../core/labels/upkeep.js';
import type { FeedConfig } from '../feedConfig.js';
import type { LabelStatus, SetStatus } from '../report/labelDocument.js';
import { isBuiltInSet } from '../store/labelMatch.js';
import type { LabelSetChecks, LabelStore } from '../store/labelStore.js';

/**
 * How every set came and how new it is, with those that a feed names and that never came. Order: by set.
 */
export function readUpkeep(
  labels: LabelStore,
  feeds: readonly Pick<FeedConfig, 'set'>[],
): readonly SetUpkeep[] {
  const served = feeds.map(({ set }) => set);
  const checks = new Map(labels.listChecks().map((check) => [check.set, check]));
  const last = new Map(labels.listImports().map((imported) => [imported.set, imported]));
  const sets = [...new Set([...last.keys(), ...checks.keys(), ...served])].sort();
  return sets.map((set) => {
    const imported = last.get(set);
    const checked = checks.get(set);
    const outcome = checked?.last.outcome;
    const isServed = served.includes(set);
    const isHere = imported !== undefined;
    return {
      set,
      origin: isHere ? originOf(set, { checked, isServed }) : 'awaited',
      isServed,
      asOf: imported?.asOf ?? null,
      importedAt: imported?.importedAt ?? null,
      confirmedAt: checked?.confirmed?.checkedAt ?? null,
      problem: outcome?.kind === 'failed' ? outcome.problem : null,
    };
  });
}

/** How all sets stand at a moment. */
export function tellStatus(
  labels: LabelStore,
  asked: {
    readonly withBuiltIn: boolean;
    readonly feeds: readonly FeedConfig[];
    readonly nowSeconds: number;
  },
): LabelStatus {
  const { withBuiltIn, feeds, nowSeconds } = asked;
  const snapshots = new Map(labels.listCurrentSnapshots().map((current) => [current.set, current]));
  const checks = new Map(labels.listChecks().map(({ set, last }) => [set, last.checkedAt]));
  const sets = readUpkeep(labels, feeds).map((upkeep) => ({
    ...upkeep,
    snapshot: snapshots.get(upkeep.set) ?? null,
    standing: standingOf(upkeep, nowSeconds),
    ageDays: ageInDays(upkeep, nowSeconds),
    checkedAt: checks.get(upkeep.set) ?? null,
    isUsed: snapshots.has(upkeep.set) && (withBuiltIn || !isBuiltInSet(upkeep.set)),
  }));
  return { sets, missing: missingFrom(sets) };
}

/**
 * Edge: a set that no feed serves any more is kept up to date by nobody once another file of it was
 * taken in by hand; until then what its publisher confirmed last grows old.
 */
function originOf(
  set: string,
  {
    checked,
    isServed,
  }: { readonly checked: LabelSetChecks | undefined; readonly isServed: boolean },
): SetUpkeep['origin'] {
  const isConfirmed = checked !== undefined && checked.confirmed !== null;
  if (checked?.everAnswered === true && (isServed || isConfirmed)) return 'synced';
  return isBuiltInSet(set) ? 'built-in' : 'imported';
}

function missingFrom(sets: readonly SetStatus[]): readonly string[] {
  const used = sets.filter(({ isUsed }) => isUsed);
  if (used.length === 0) {
    return [
      'No label set is in use, so no screening can be complete. Set labels.builtIn to true in the configuration, or import a set: hopsight labels import FILE --set NAME.',
    ];
  }
  const idle = sets
    .filter(({ snapshot, isUsed }) => snapshot !== null && !isUsed)
    .map(({ set }) => `${set} is here and not used, because labels.builtIn is off.`);
  return [...idle, ...used.flatMap(problemOf), ...neverFetched(sets), ...nothingSynced(used)];
}

function problemOf(status: SetStatus): string[] {
  const { set, standing, ageDays } = status;
  const cure = cureOf(status);
  switch (standing) {
    case 'absent':
    case 'static':
    case 'fresh':
      return [];
    case 'ageing':
      return [
        `${set} was last compared with its publisher ${ageDays} days ago; from ${WARN_AFTER_DAYS} days on every screening says so, from ${STALE_AFTER_DAYS} on none is complete. ${cure}`,
      ];
    case 'stale':
      return [
        `${set} was last compared with its publisher ${ageDays} days ago, so no screening is complete. ${cure}`,
      ];
    case 'unconfirmed':
      return [
        `Nobody knows whether ${set} is what its publisher lists now, so no screening is complete. ${cure}`,
      ];
  }
}

function neverFetched(sets: readonly SetStatus[]): string[] {
  return sets
    .filter(({ snapshot }) => snapshot === null)
    .map((status) => {
      const { set, problem, isServed, checkedAt } = status;
      const said = checkedAt === null ? 'was never fetched.' : 'was asked for and never came.';
      const cure = isServed ? cureOf(status) : '';
      return [set, said, problem ?? '', cure].filter((text) => text !== '').join(' ');
    });
}

/** Edge: sets that no publisher confirms are as old as they are; that is told, and no gap. */
function nothingSynced(used: readonly SetStatus[]): string[] {
  if (used.some(({ origin }) => origin === 'synced')) return [];
  return [
    'No set in use is kept up to date from its publisher: what was listed after the days above is not known here.',
  ];
}
