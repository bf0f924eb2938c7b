import type { Gap } from '../core/gap.js';
import { ageInDays, type SetUpkeep, standingOf } from '../core/labels/upkeep.js';

const SYNC = 'Fetch its newest state: hopsight labels sync.';

/**
 * What the labels of a screening do not know and should: no set at all, or sets that can be kept up
 * to date and were not. What only begins to be old is told and does not matter.
 *
 * Edge: as of an earlier moment a set is as old as it was then, or not old if it was confirmed since.
 */
export function tellLabelGaps(
  labels: { readonly sets: number; readonly upkeep: readonly SetUpkeep[] },
  nowSeconds: number,
): readonly Gap[] {
  const none = labels.sets === 0 ? [NO_LABELS] : [];
  return [...none, ...labels.upkeep.flatMap((upkeep) => oldSet(upkeep, nowSeconds))];
}

function oldSet(upkeep: SetUpkeep, nowSeconds: number): Gap[] {
  const standing = standingOf(upkeep, nowSeconds);
  if (standing === 'static' || standing === 'fresh') return [];
  const why = upkeep.problem === null ? '' : ` ${upkeep.problem}`;
  if (standing === 'unconfirmed') {
    return [
      staleness(
        `Nobody knows whether the label set ${upkeep.set} is what its publisher lists now.${why}`,
      ),
    ];
  }
  const days = ageInDays(upkeep, nowSeconds) ?? 0;
  const gap = staleness(
    `The label set ${upkeep.set} was last compared with its publisher ${days} days ago; what was listed since is not known.${why}`,
  );
  return [{ ...gap, matters: standing === 'stale' }];
}

function staleness(sentence: string): Gap {
  return {
    kind: 'labels-stale',
    account: null,
    direction: null,
    channel: null,
    share: null,
    matters: true,
    sentence,
    cure: SYNC,
  };
}

const NO_LABELS: Gap = {
  ...staleness('No label set is loaded, so no account can be told from any other.'),
  cure: 'Set labels.builtIn to true in the configuration, or import a set: hopsight labels import FILE --set NAME.',
};
