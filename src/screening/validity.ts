import { parseMoment, SECONDS_PER_DAY } from '../core/moment.js';
import type { Anchor } from '../core/verdict.js';

/**
 * Whether a verdict speaks of the present: `past` was asked for an earlier moment, `outdated` rests
 * on blocks that are too old to pay on.
 */
export type Timeliness = 'current' | 'past' | 'outdated';

/** How long a verdict may be relied on after the last moment that it has seen. */
const VALID_SECONDS = SECONDS_PER_DAY;

type Anchors = Readonly<Record<string, Anchor>>;

/**
 * The moment up to which a verdict may be relied on: a day after the oldest of its newest blocks.
 *
 * Units: Unix seconds; `untilSeconds` is the moment as of which was screened.
 */
export function validUntilSeconds(anchors: Anchors, untilSeconds: number): number {
  const ends = Object.values(anchors).flatMap(({ time }) =>
    time === null ? [] : [parseMoment(time) ?? untilSeconds],
  );
  return Math.min(untilSeconds, ...ends) + VALID_SECONDS;
}

/** Whether a verdict over these newest blocks speaks of the present. */
export function timelinessOf(
  anchors: Anchors,
  asked: { readonly nowSeconds: number; readonly isPast: boolean },
): Timeliness {
  if (asked.isPast) return 'past';
  return validUntilSeconds(anchors, asked.nowSeconds) <= asked.nowSeconds ? 'outdated' : 'current';
}
