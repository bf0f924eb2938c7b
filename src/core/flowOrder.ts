import type { Account } from './account.js';
import type { AssetId } from './asset.js';

/** What moved between whom. */
export interface Move {
  readonly from: Account | null;
  readonly to: Account | null;
  readonly asset: AssetId;
}

/**
 * The order in which an account gets before it gives, by the places of the moves in the list; else
 * whoever passes on within one transaction would look overdrawn.
 *
 * Edge: money that went in a circle has no first step; the order given begins it.
 */
export function receiversFirst(moves: readonly Move[]): readonly number[] {
  const given = moves.map((move, at) => ({
    at,
    giver: keyOf('from', move),
    getter: keyOf('to', move),
  }));
  if (!hasPassingOn(moves)) return given.map(({ at }) => at);
  const toCome = new Map<string, number>();
  const count = (key: string, by: number) => toCome.set(key, (toCome.get(key) ?? 0) + by);
  for (const { getter } of given) count(getter, 1);
  const placed: number[] = [];
  const place = ({ at, getter }: (typeof given)[number]) => {
    placed.push(at);
    count(getter, -1);
  };
  let waiting: typeof given = given;
  while (waiting.length > 0) {
    const still: typeof given = [];
    for (const move of waiting) {
      if ((toCome.get(move.giver) ?? 0) > 0 && move.giver !== move.getter) still.push(move);
      else place(move);
    }
    const [first, ...others] = still;
    if (still.length < waiting.length || first === undefined) waiting = still;
    else {
      place(first);
      waiting = others;
    }
  }
  return placed;
}

/** Whether anybody gives and gets: in a payment to several nobody does, and it stands as it is. */
function hasPassingOn(moves: readonly Move[]): boolean {
  const givers = new Set(moves.map(({ from }) => from));
  return moves.some(({ to }) => givers.has(to));
}

function keyOf(end: 'from' | 'to', move: Move): string {
  return `${move[end] ?? ''}|${move.asset}`;
}
