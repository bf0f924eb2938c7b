import {
  ageInDays,
  type SetUpkeep,
  STALE_AFTER_DAYS,
  standingOf,
  WARN_AFTER_DAYS,
} from './core/labels/upkeep.js';
import type { LabelStatus, SetStatus } from './report/labelDocument.js';
import { isBuiltInSet } from './store/labelMatch.js';
import type { LabelSetChecks, LabelStore } from './store/labelStore.js';

/** How every set came and how new it is. Order: by set. */
export function readUpkeep(labels: LabelStore): readonly SetUpkeep[] {
  const checks = new Map(labels.listChecks().map((check) => [check.set, check]));
  const last = new Map(labels.listImports().map((imported) => [imported.set, imported]));
  const sets = [...new Set([...last.keys(), ...checks.keys()])].sort();
  return sets.map((set) => {
    const imported = last.get(set);
    const checked = checks.get(set);
    const outcome = checked?.last.outcome;
    return {
      set,
      origin: originOf(set, checked),
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
  asked: { readonly withBuiltIn: boolean; readonly nowSeconds: number },
): LabelStatus {
  const { withBuiltIn, nowSeconds } = asked;
  const snapshots = new Map(labels.listCurrentSnapshots().map((current) => [current.set, current]));
  const checks = new Map(labels.listChecks().map(({ set, last }) => [set, last.checkedAt]));
  const sets = readUpkeep(labels).map((upkeep) => ({
    ...upkeep,
    snapshot: snapshots.get(upkeep.set) ?? null,
    standing: standingOf(upkeep, nowSeconds),
    ageDays: ageInDays(upkeep, nowSeconds),
    checkedAt: checks.get(upkeep.set) ?? null,
    isUsed: snapshots.has(upkeep.set) && (withBuiltIn || !isBuiltInSet(upkeep.set)),
  }));
  return { sets, missing: missingFrom(sets) };
}

function originOf(set: string, checked: LabelSetChecks | undefined): SetUpkeep['origin'] {
  if (checked?.everAnswered === true) return 'synced';
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

function problemOf({ set, standing, ageDays }: SetStatus): string[] {
  switch (standing) {
    case 'static':
    case 'fresh':
      return [];
    case 'ageing':
      return [
        `${set} was last compared with its publisher ${ageDays} days ago; from ${WARN_AFTER_DAYS} days on every screening says so, from ${STALE_AFTER_DAYS} on none is complete. Run hopsight labels sync.`,
      ];
    case 'stale':
      return [
        `${set} was last compared with its publisher ${ageDays} days ago, so no screening is complete. Run hopsight labels sync.`,
      ];
    case 'unconfirmed':
      return [
        `Nobody knows whether ${set} is what its publisher lists now, so no screening is complete. Run hopsight labels sync.`,
      ];
  }
}

function neverFetched(sets: readonly SetStatus[]): string[] {
  return sets
    .filter(({ snapshot }) => snapshot === null)
    .map(({ set, problem }) => `${set} was asked for and never came. ${problem ?? ''}`.trim());
}

/** Edge: sets that no publisher confirms are as old as they are; that is told, and no gap. */
function nothingSynced(used: readonly SetStatus[]): string[] {
  if (used.some(({ origin }) => origin === 'synced')) return [];
  return [
    'No set in use is kept up to date from its publisher: what was listed after the days above is not known here.',
  ];
}
