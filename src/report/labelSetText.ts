import type { Attribution } from '../core/attribution.js';
import { findChain } from '../core/chain.js';
import type { SetStanding } from '../core/labels/upkeep.js';
import type { LabelStatus, LabelsDiff, ListedSnapshot, SetStatus } from './labelDocument.js';
import { describeFields } from './labelHistoryWords.js';
import { BLANK, type Line, line, table, wrap } from './lines.js';

/** How the label sets stand, one row a set, and then what an administrator should do. */
export function describeStatus({ sets, missing }: LabelStatus, width: number): Line[] {
  const header = ['set', 'rows', 'as of', 'age', 'how it came', 'state'];
  const rows = sets.map((status) => [
    status.set,
    String(status.snapshot?.rows ?? 0),
    status.asOf ?? status.standIn?.asOf ?? 'not known',
    tellAge(status),
    SET_ORIGIN_WORDS[status.origin],
    describeStanding(status),
  ]);
  return [
    ...(sets.length === 0 ? [] : table([header, ...rows], { indent: 0, width, right: [1] })),
    ...(missing.length === 0
      ? [BLANK, line(0, 'Nothing is missing.')]
      : [BLANK, line(0, { style: 'strong', text: 'What is missing' })]),
    ...missing.flatMap((sentence) => wrap(sentence, { indent: 2, width, hang: 2 })),
  ];
}

/** How a label set came here. */
export const SET_ORIGIN_WORDS: Readonly<Record<SetStatus['origin'], string>> = {
  'built-in': 'built in',
  imported: 'by hand',
  synced: 'synced',
  awaited: 'not yet',
};

/** What the age of a set means that was never compared with its publisher. */
const AGES: Readonly<Record<Exclude<SetStanding, 'absent' | 'static'>, string>> = {
  fresh: '',
  ageing: 'getting old, ',
  stale: 'TOO OLD, ',
  unconfirmed: 'AGE NOT KNOWN, ',
};

/** Whether a set is up to date, and what to do where it is not. */
export function describeStanding(status: SetStatus): string {
  const { set, origin, standing, standIn, isUsed, isServed, confirmedAt, problem } = status;
  const failed = problem === null ? '' : `; the last check failed: ${problem}`;
  if (standing === 'absent') {
    return `never fetched${isServed ? `: hopsight labels sync ${set}` : ''}${failed}`;
  }
  if (standIn === null && !isUsed) return 'not used';
  if (origin !== 'synced' && standing !== 'static') {
    const what = standIn === null ? 'not compared yet' : 'the built-in copy';
    return `${AGES[standing]}${what}: hopsight labels sync ${set}${failed}`;
  }
  switch (standing) {
    case 'static':
      return isServed
        ? `not compared yet: hopsight labels sync ${set}${failed}`
        : `cannot sync; only its age is known${failed}`;
    case 'fresh':
      return `up to date on ${dayOf(confirmedAt)}${failed}`;
    case 'ageing':
      return `getting old, compared ${dayOf(confirmedAt)}${failed}`;
    case 'stale':
      return `TOO OLD, compared ${dayOf(confirmedAt)}${failed}`;
    case 'unconfirmed':
      return `NOT COMPARED with its publisher${failed}`;
  }
}

/** Snapshots as they were imported, the newest of each set last. */
export function describeSnapshots(snapshots: readonly ListedSnapshot[], width: number): Line[] {
  if (snapshots.length === 0) return [line(0, 'No label set was ever imported here.')];
  const header = ['snapshot', 'rows', 'as of', 'imported', 'state', 'digest'];
  const rows = snapshots.map(({ id, rows: count, asOf, importedAt, isCurrent, digest }) => [
    id,
    String(count),
    asOf ?? 'not known',
    importedAt,
    isCurrent ? 'current' : 'kept',
    digest,
  ]);
  return table([header, ...rows], { indent: 0, width: Math.max(width, 1), right: [1] });
}

/** What changed between two snapshots: how much first, then each claim. */
export function describeDiff(diff: LabelsDiff, width: number): Line[] {
  const { from, to, counts, added, removed, changed } = diff;
  return [
    line(0, {
      style: 'strong',
      text: `${counts.added} added, ${counts.removed} removed, ${counts.changed} changed, ${counts.unchanged} alike`,
    }),
    line(2, `from ${describeSnapshot(from)}`),
    line(2, `to   ${describeSnapshot(to)}`),
    ...section(
      'Added',
      added.flatMap((claim) => claimLine('+', claim, width)),
    ),
    ...section(
      'Removed',
      removed.flatMap((claim) => claimLine('-', claim, width)),
    ),
    ...section(
      'Changed',
      changed.flatMap(({ after, fields }) => [
        ...claimLine('~', after, width),
        ...fields.flatMap((field) => wrap(describeFields([field]), { indent: 6, width, hang: 2 })),
      ]),
    ),
  ];
}

function describeSnapshot({ id, asOf, rows, importedAt }: ListedSnapshot): string {
  const day = asOf === null ? `imported ${dayOf(importedAt)}` : `as of ${asOf}`;
  return `${id} (${day}, ${rows} ${rows === 1 ? 'row' : 'rows'})`;
}

function section(title: string, lines: readonly Line[]): Line[] {
  return lines.length === 0 ? [] : [BLANK, line(0, { style: 'strong', text: title }), ...lines];
}

function claimLine(mark: string, claim: Attribution, width: number): Line[] {
  const { account, entity, category, authority, use } = claim;
  const [namespace, reference, address] = account.split(':');
  const chain = findChain(`${namespace}:${reference}`)?.name ?? namespace ?? '';
  const text = `${mark} ${chain} ${address ?? account}  ${entity} (${category}, ${authority}, ${use})`;
  return wrap(text, { indent: 2, width, hang: 4 });
}

/** How old a set's state is. */
export function tellAge({ ageDays }: Pick<SetStatus, 'ageDays'>): string {
  if (ageDays === null) return 'not known';
  return `${ageDays} ${ageDays === 1 ? 'day' : 'days'}`;
}

function dayOf(moment: string | null): string {
  return moment?.slice(0, 10) ?? 'never';
}
