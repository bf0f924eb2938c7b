import type { Attribution } from '../../core/attribution.js';
import { diffClaims } from '../../core/labels/diffClaims.js';
import { OFAC_SET } from '../../core/labels/listNow.js';
import { type SetUpkeep, standingOf } from '../../core/labels/upkeep.js';
import { formatMoment } from '../../core/moment.js';
import type { MonthlySummary } from '../../core/monthlySummary.js';
import { isWithin } from './zoneMonth.js';

/** A state of a set that became the current one. */
export interface SetImport {
  readonly set: string;
  /** Names the state. */
  readonly id: string;
  readonly digest: string;
  /** Day up to which its publisher had published; null when unknown. */
  readonly asOf: string | null;
  /** ISO 8601 time in UTC. */
  readonly importedAt: string;
}

/** A time at which a publisher confirmed a state of a set. ISO 8601 in UTC. */
export interface SetConfirmation {
  readonly set: string;
  readonly checkedAt: string;
  readonly digest: string;
}

/** All that is known of label sets. */
export interface SetGrounds {
  /** Order: as imported. */
  readonly imports: readonly SetImport[];
  /** Order: oldest first. */
  readonly confirmations: readonly SetConfirmation[];
  /** How sets are kept up to date now. */
  readonly upkeep: readonly SetUpkeep[];
  /** States of the copy that answers for OFAC's list until that is fetched; empty where none is in use. */
  readonly copies: readonly SetImport[];
  /** Every claim of a state. */
  readonly readClaims: (id: string) => readonly Attribution[];
}

/** The days of a month as far as they are over or begun. */
export interface SetSpan {
  readonly from: string;
  readonly to: string;
  /** The moments at which days are looked at: the end of each, or the present. Units: Unix seconds. */
  readonly looks: readonly number[];
}

/**
 * What became of each label set in a month, and on how many days it was too old to rely on: by what makes
 * screenings incomplete. Order: by set.
 *
 * Edge: what was added and taken away again counts as both. Which feeds there are is only known of now.
 */
export function tellLabelSets(grounds: SetGrounds, span: SetSpan): MonthlySummary['labelSets'] {
  return grounds.upkeep
    .map((upkeep) => {
      const imports = grounds.imports.filter(({ set }) => set === upkeep.set);
      const confirmations = grounds.confirmations.filter(({ set }) => set === upkeep.set);
      const copies = upkeep.set === OFAC_SET ? grounds.copies : [];
      const { added, removed } = countClaims(imports, span, grounds.readClaims);
      return {
        ...{ set: upkeep.set, added, removed },
        imports: imports.filter(({ importedAt }) => isWithin(importedAt, span)).length,
        staleDays: span.looks.filter((look) =>
          isStaleAt({ upkeep, imports, confirmations, copies }, look),
        ).length,
      };
    })
    .filter(({ set, staleDays }) => {
      return (
        staleDays > 0 || grounds.imports.some((one) => one.set === set && one.importedAt < span.to)
      );
    });
}

function countClaims(
  imports: readonly SetImport[],
  span: SetSpan,
  readClaims: SetGrounds['readClaims'],
): { readonly added: number; readonly removed: number } {
  let [added, removed] = [0, 0];
  for (const [at, { id, digest, importedAt }] of imports.entries()) {
    const before = imports[at - 1];
    if (!isWithin(importedAt, span) || before?.digest === digest) continue;
    const diff = diffClaims(before === undefined ? [] : readClaims(before.id), readClaims(id));
    added += diff.added.length;
    removed += diff.removed.length;
  }
  return { added, removed };
}

/** What is known of one set. */
interface OneSet extends Pick<SetGrounds, 'imports' | 'confirmations' | 'copies'> {
  readonly upkeep: SetUpkeep;
}

/** Edge: of a set that was not there yet nothing was too old. */
function isStaleAt(known: OneSet, seconds: number): boolean {
  const standing = standingOf(upkeepThen(known, formatMoment(seconds)), seconds);
  return standing === 'stale' || standing === 'unconfirmed';
}

/** How a set was kept up to date by a moment. */
function upkeepThen({ upkeep, imports, confirmations, copies }: OneSet, iso: string): SetUpkeep {
  const lastOf = (states: readonly SetImport[]) =>
    states.filter(({ importedAt }) => importedAt <= iso).at(-1) ?? null;
  const imported = lastOf(imports);
  const copy = imported === null ? lastOf(copies) : null;
  const asked = confirmations.filter(({ checkedAt }) => checkedAt <= iso).at(-1) ?? null;
  const confirmed = asked?.digest === imported?.digest ? asked : null;
  const isSynced = asked !== null && (upkeep.isServed || confirmed !== null);
  return {
    ...upkeep,
    origin: imported === null ? 'awaited' : isSynced ? 'synced' : withoutSync(upkeep),
    standIn: copy === null ? null : { set: copy.set, asOf: copy.asOf },
    asOf: imported?.asOf ?? null,
    importedAt: imported?.importedAt ?? null,
    confirmedAt: confirmed?.checkedAt ?? null,
  };
}

function withoutSync({ origin }: SetUpkeep): SetUpkeep['origin'] {
  return origin === 'built-in' ? origin : 'imported';
}
