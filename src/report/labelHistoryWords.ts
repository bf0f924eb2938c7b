import type { Attribution } from '../core/attribution.js';
import type { ClaimEvent, SnapshotDay } from '../core/labels/claimHistory.js';
import type { FieldChange } from '../core/labels/diffClaims.js';
import type { ShownHistory } from './labelDocument.js';

/** What the words of a history need to know of its claim. */
interface Told {
  readonly claim: Attribution;
  readonly set: string;
  readonly isSynced: boolean;
}

/**
 * What became of a claim, one sentence for each step. A day on which a list began or ceased to hold
 * an address is told as lying between two snapshots, never as one of them.
 */
export function historySentences(history: ShownHistory, told: Told): readonly string[] {
  return history.events.map(({ kind, ...event }) =>
    kind === 'first-seen' ? beganSentence(event, told) : laterSentence(kind, event, told),
  );
}

type Step = Omit<ClaimEvent, 'kind'>;

function beganSentence({ at, before }: Step, { claim, set, isSynced }: Told): string {
  if (before === null) return `in the oldest snapshot of ${set} here, ${nameOf(at)}`;
  const between =
    claim.authority === 'list' && isSynced && claim.listedOn === null
      ? `; so the list published it between ${before.day} and ${at.day}`
      : '';
  return `first seen in snapshot of ${nameOf(at)}, not in that of ${before.day}${between}`;
}

function laterSentence(
  kind: 'changed' | 'gone' | 'back',
  { at, before, fields }: Step,
  { claim }: Told,
): string {
  switch (kind) {
    case 'changed':
      return `changed in snapshot of ${nameOf(at)}: ${describeFields(fields)}`;
    case 'back':
      return `back in snapshot of ${nameOf(at)}${fields.length === 0 ? '' : `, changed: ${describeFields(fields)}`}`;
    case 'gone': {
      const since = `gone since snapshot of ${nameOf(at)}`;
      if (claim.authority !== 'list' || before === null) return since;
      return `${since}: no longer listed since between ${before.day} and ${at.day}`;
    }
  }
}

/** The parts of a claim that read otherwise, with what they were and are. */
export function describeFields(fields: readonly FieldChange[]): string {
  return fields
    .map(({ field, from, to }) => `${field} from ${quoted(from)} to ${quoted(to)}`)
    .join(', ');
}

function quoted(value: string | number | null): string {
  if (value === null) return 'nothing';
  return typeof value === 'number' ? value.toFixed(2) : `"${value}"`;
}

function nameOf({ id, day }: SnapshotDay): string {
  return `${day} (${id})`;
}
