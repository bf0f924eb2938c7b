import type { StoredVouch } from './vouch.js';

/** Vouches of one second for which every choice is tried; more are never made by hand. */
const MOST_OPEN = 12;

/** The vouches that hold at a moment: made by then, not withdrawn by then, and not over. */
export function vouchesAt(
  vouches: readonly StoredVouch[],
  { iso, day }: { readonly iso: string; readonly day: string },
): readonly StoredVouch[] {
  return vouches.filter(
    ({ madeAt, until, withdrawnAt }) =>
      madeAt <= iso && day <= until && (withdrawnAt === null || withdrawnAt > iso),
  );
}

/**
 * The vouches that held when a screening asked, by what its record says of them: times are kept to the
 * second, so that of a vouch made or withdrawn in the very second of the screening they do not tell
 * whether it came before or after it. Null where no choice among those is the recorded one.
 *
 * `isRecorded` says whether vouches, in the order given, are those of the record.
 */
export function vouchesAsRecorded(
  vouches: readonly StoredVouch[],
  at: { readonly iso: string; readonly day: string },
  isRecorded: (active: readonly StoredVouch[]) => boolean,
): readonly StoredVouch[] | null {
  const { iso, day } = at;
  const possible = vouches.filter(
    ({ madeAt, until, withdrawnAt }) =>
      madeAt <= iso && day <= until && (withdrawnAt === null || withdrawnAt >= iso),
  );
  const open = possible.filter(({ madeAt, withdrawnAt }) => madeAt === iso || withdrawnAt === iso);
  if (open.length > MOST_OPEN) return null;
  for (let choice = 0; choice < 2 ** open.length; choice += 1) {
    const left = new Set(open.filter((_, place) => Math.floor(choice / 2 ** place) % 2 === 1));
    const active = possible.filter((vouch) => !left.has(vouch));
    if (isRecorded(active)) return active;
  }
  return null;
}
