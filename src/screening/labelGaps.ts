import type { Gap } from '../core/gap.js';
import { OFAC_SET } from '../core/labels/listNow.js';
import { ageInDays, cureOf, type SetUpkeep, standingOf } from '../core/labels/upkeep.js';

/**
 * What the labels of a screening do not know and should: no set at all, sets that can be kept up to
 * date and were not, and sets that the configuration names and nobody fetched. What only begins to be
 * old is told and does not matter.
 *
 * Edge: OFAC's own list is no gap before its first sync, since a copy of it is built in.
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
  if (standing === 'absent' && (!upkeep.isServed || upkeep.set === OFAC_SET)) return [];
  const cure = cureOf(upkeep);
  const why = upkeep.problem === null ? '' : ` ${upkeep.problem}`;
  if (standing === 'absent') {
    const sentence = `The label set ${upkeep.set}, which the configuration names, was never fetched.${why}`;
    return [staleness(sentence, cure)];
  }
  if (standing === 'unconfirmed') {
    return [
      staleness(
        `Nobody knows whether the label set ${upkeep.set} is what its publisher lists now.${why}`,
        cure,
      ),
    ];
  }
  const days = ageInDays(upkeep, nowSeconds) ?? 0;
  const gap = staleness(
    `The label set ${upkeep.set} was last compared with its publisher ${days} days ago; what was listed since is not known.${why}`,
    cure,
  );
  return [{ ...gap, matters: standing === 'stale' }];
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
