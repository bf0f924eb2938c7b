import type { Gap } from '../core/gap.js';
import { OFAC_SET } from '../core/labels/listNow.js';
import {
  ageInDays,
  cureOf,
  type SetStanding,
  type SetUpkeep,
  standingOf,
} from '../core/labels/upkeep.js';

/**
 * What the labels of a screening do not know and should: no set at all, and what each set lacks.
 *
 * Edge: as of an earlier moment a set is as old as it was then, or not old if it was confirmed since.
 */
export function tellLabelGaps(
  labels: { readonly sets: number; readonly upkeep: readonly SetUpkeep[] },
  nowSeconds: number,
): readonly Gap[] {
  const none = labels.sets === 0 ? [NO_LABELS] : [];
  return [...none, ...labels.upkeep.flatMap((upkeep) => tellSetGap(upkeep, nowSeconds) ?? [])];
}

/**
 * What one set does not know and should: that it could have been kept up to date and was not, or that
 * the configuration names it and nobody fetched it. What only begins to be old is told and does not
 * matter. Null where nothing is amiss.
 *
 * Edge: OFAC's own list is as old as the copy that came with Hopsight until it is first synced.
 */
export function tellSetGap(upkeep: SetUpkeep, nowSeconds: number): Gap | null {
  const standing = standingOf(upkeep, nowSeconds);
  if (standing === 'static' || standing === 'fresh') return null;
  if (standing === 'absent' && !upkeep.isDue) return null;
  const why = upkeep.problem === null ? '' : ` ${upkeep.problem}`;
  return {
    ...staleness(`${sentenceOn(upkeep, { standing, nowSeconds })}${why}`, cureOf(upkeep)),
    matters: standing !== 'ageing',
  };
}

function sentenceOn(
  upkeep: SetUpkeep,
  at: {
    readonly standing: Exclude<SetStanding, 'static' | 'fresh'>;
    readonly nowSeconds: number;
  },
): string {
  const { set, origin, standIn } = upkeep;
  switch (at.standing) {
    case 'absent':
      return set === OFAC_SET
        ? `OFAC's list (${set}) was never fetched, and no copy of it is in use.`
        : `The label set ${set}, which the configuration names, was never fetched.`;
    case 'unconfirmed':
      return `Nobody knows whether the label set ${set} is what its publisher lists now.`;
    case 'ageing':
    case 'stale': {
      const days = ageInDays(upkeep, at.nowSeconds);
      if (origin === 'synced') {
        return `The label set ${set} was last compared with its publisher ${days} days ago; what was listed since is not known.`;
      }
      return standIn === null
        ? `The label set ${set} was never compared with its publisher; the file that was taken in is of ${upkeep.asOf}, ${days} days old, and what was listed since is not known.`
        : `OFAC's list (${set}) was never fetched; the copy that came with Hopsight is of ${standIn.asOf}, ${days} days old, and what was listed since is not known.`;
    }
  }
}

function staleness(sentence: string, cure: string): Gap {
  return {
    kind: 'labels-stale',
    account: null,
    direction: null,
    channel: null,
    share: null,
    matters: true,
    sentence,
    cure,
  };
}

const NO_LABELS = staleness(
  'No label set is loaded, so no account can be told from any other.',
  'Set labels.builtIn to true in the configuration, or import a set: hopsight labels import FILE --set NAME.',
);
