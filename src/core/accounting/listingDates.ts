import { parseMoment } from '../moment.js';
import type { Place } from './movement.js';

/**
 * The moments at which risk claims about a place's account change what is prohibited: when its entity
 * was listed, when the address was, and when it was delisted.
 *
 * Order: ascending, each once. Edge: none for a place without a risk claim.
 */
export function listingDatesAt(place: Place): readonly number[] {
  if (place.kind !== 'edge' || place.what.kind !== 'boundary') return [];
  const { boundary } = place.what;
  if (boundary.kind !== 'labelled' && boundary.kind !== 'mixer') return [];
  const days = boundary.risks.flatMap(({ entityListedOn, listedOn, delistedOn }) => [
    entityListedOn,
    listedOn,
    delistedOn,
  ]);
  const moments = days.flatMap((day) => secondsOf(day) ?? []);
  return [...new Set(moments)].sort((a, b) => a - b);
}

/** The first moment of a day; null where no day is known. */
export function secondsOf(day: string | null): number | null {
  return day === null ? null : parseMoment(day);
}
