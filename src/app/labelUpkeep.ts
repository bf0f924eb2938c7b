import type { Config } from '../config.js';
import { asksLiveSources } from '../configProfiles.js';
import { OFAC_COPY_SET, OFAC_SET } from '../core/labels/listNow.js';
import { ageInDays, type SetUpkeep, STALE_AFTER_DAYS, standingOf } from '../core/labels/upkeep.js';
import type { FeedConfig } from '../feedConfig.js';
import type { LabelStatus, SetStatus } from '../report/labelDocument.js';
import { tellSetGap } from '../screening/labelGaps.js';
import { isBuiltInSet } from '../store/labelMatch.js';
import type { LabelSetChecks, LabelStore } from '../store/labelStore.js';

/** What of a configuration decides how its label sets are kept up to date. */
export interface UpkeepMeans {
  readonly feeds: readonly Pick<FeedConfig, 'set'>[];
  readonly withBuiltIn: boolean;
  /** Whether anything is read over a network. */
  readonly asksLive: boolean;
}

/** What a configuration says of keeping its label sets up to date. */
export function upkeepMeansOf({ labels, chains }: Config): UpkeepMeans {
  const { feeds, builtIn } = labels;
  return { feeds, withBuiltIn: builtIn, asksLive: asksLiveSources(chains) };
}

/**
 * How every set came and how new it is, with those that a feed names and that never came. Order: by set.
 */
export function readUpkeep(
  labels: LabelStore,
  { feeds, withBuiltIn, asksLive }: UpkeepMeans,
): readonly SetUpkeep[] {
  const served = feeds.map(({ set }) => set);
  const checks = new Map(labels.listChecks().map((check) => [check.set, check]));
  const last = new Map(labels.listImports().map((imported) => [imported.set, imported]));
  const sets = [...new Set([...last.keys(), ...checks.keys(), ...served])].sort();
  const copy = withBuiltIn ? last.get(OFAC_COPY_SET) : undefined;
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
      isDue: isServed && (asksLive || set !== OFAC_SET),
      standIn:
        set === OFAC_SET && !isHere && copy !== undefined
          ? { set: copy.set, asOf: copy.asOf }
          : null,
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
  asked: { readonly means: UpkeepMeans; readonly nowSeconds: number },
): LabelStatus {
  const { means, nowSeconds } = asked;
  const snapshots = new Map(labels.listCurrentSnapshots().map((current) => [current.set, current]));
  const checks = new Map(labels.listChecks().map(({ set, last }) => [set, last.checkedAt]));
  const sets = readUpkeep(labels, means).map((upkeep) => ({
    ...upkeep,
    snapshot: snapshots.get(upkeep.set) ?? null,
    standing: standingOf(upkeep, nowSeconds),
    ageDays: ageInDays(upkeep, nowSeconds),
    checkedAt: checks.get(upkeep.set) ?? null,
    isUsed: snapshots.has(upkeep.set) && (means.withBuiltIn || !isBuiltInSet(upkeep.set)),
  }));
  return { sets, missing: missingFrom(sets, nowSeconds) };
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

function missingFrom(sets: readonly SetStatus[], nowSeconds: number): readonly string[] {
  const used = sets.filter(({ isUsed }) => isUsed);
  const idle = sets
    .filter(({ snapshot, isUsed }) => snapshot !== null && !isUsed)
    .map(({ set }) => `${set} is here and not used, because labels.builtIn is off.`);
  return [
    ...(used.length === 0 ? [NOTHING_USED] : idle),
    ...sets.flatMap((set) => problemOf(set, nowSeconds)),
    ...sets.flatMap(notWaitedFor),
    ...nothingSynced(used),
  ];
}

const NOTHING_USED =
  'No label set is in use, so no screening can be complete. Set labels.builtIn to true in the configuration, or import a set: hopsight labels import FILE --set NAME.';

/** What every screening says of a set, and what follows from it. */
function problemOf(status: SetStatus, nowSeconds: number): string[] {
  const gap = tellSetGap(status, nowSeconds);
  if (gap === null) return [];
  const follows = gap.matters
    ? 'So no screening is complete.'
    : `Every screening says so; from ${STALE_AFTER_DAYS} days on none is complete.`;
  return [`${gap.sentence} ${follows} ${gap.cure}`];
}

/** A set that never came, and that no screening waits for. */
function notWaitedFor({ set, standing, isDue, isServed, checkedAt, problem }: SetStatus): string[] {
  if (standing !== 'absent' || isDue) return [];
  const said = checkedAt === null ? 'was never fetched.' : 'was asked for and never came.';
  const cure = isServed ? `Run hopsight labels sync ${set}.` : '';
  return [[set, said, problem ?? '', cure].filter((text) => text !== '').join(' ')];
}

/** Edge: sets that no publisher confirms are as old as they are; that is told, and no gap. */
function nothingSynced(used: readonly SetStatus[]): string[] {
  if (used.length === 0 || used.some(({ origin }) => origin === 'synced')) return [];
  return [
    'No set in use is kept up to date from its publisher: what was listed after the days above is not known here.',
  ];
}
