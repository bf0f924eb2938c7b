import type { Account } from '../account.js';
import type { Transfer } from '../ledger.js';
import { getterOf, giverOf } from './parties.js';
import type { NoAccount } from './step.js';
import { isAccount } from './step.js';

/** A side of a place: what it gives, or what it gets. */
export type End = 'gives' | 'gets';

/** Whether money that a place gets and money that it gives have nothing to do with each other. */
export type IsCut = (place: Account | NoAccount) => boolean;

/** The name of the group that a side of a place belongs to. */
export type GroupName = (place: Account | NoAccount, end: End) => string;

/**
 * Which places are connected by moves, directly or by way of others.
 *
 * Source: a disjoint-set forest, Galler & Fisher, Communications of the ACM 7 (1964),
 * https://doi.org/10.1145/364099.364331
 */
export function connectPlaces(moves: readonly Transfer[], isCut: IsCut): GroupName {
  const parents = new Map<string, string>();
  const nameOf: GroupName = (place, end) => (isCut(place) ? `${end} ${place}` : place);
  const rootOf = (name: string): string => {
    let root = name;
    for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) {
      root = up;
    }
    parents.set(name, root);
    return root;
  };
  for (const move of moves) {
    const a = rootOf(nameOf(giverOf(move), 'gives'));
    const b = rootOf(nameOf(getterOf(move), 'gets'));
    if (a !== b) parents.set(b, a);
  }
  return (place, end) => rootOf(nameOf(place, end));
}

/**
 * Moves that have nothing to do with each other, apart: whoever bundles transactions of strangers
 * into one links none of them, and no stranger's trade blurs what another one paid.
 *
 * Order: groups as first met; in a group as given.
 * Edge: that both were newly minted, or burned, connects nothing.
 */
export function splitStrangers(
  moves: readonly Transfer[],
  isCut: IsCut,
): readonly (readonly Transfer[])[] {
  if (moves.length < 2) return [moves];
  const between = moves.filter((move) => isAccount(giverOf(move)) && isAccount(getterOf(move)));
  const rootOf = connectPlaces(between, isCut);
  const groups = new Map<string, Transfer[]>();
  for (const move of moves) {
    const giver = giverOf(move);
    const root = isAccount(giver) ? rootOf(giver, 'gives') : rootOf(getterOf(move), 'gets');
    const group = groups.get(root) ?? [];
    groups.set(root, group);
    group.push(move);
  }
  return [...groups.values()];
}
