import { factKey, type Transfer } from '../../core/ledger.js';

/** A transfer whose `index` may still have to be numbered. */
export type Movement = Omit<Transfer, 'index'> & { readonly index: string | null };

/**
 * Movements as facts, equal ones of one transaction told apart by `#1`, `#2` and so on.
 *
 * Explorers give no log index. A block's rows stand on one page, or their count goes on from the
 * pages before, so that a movement has the same index whichever way it was read.
 *
 * @param countedBefore rows of the same block on the pages before this one
 */
export function numberFacts(
  movements: readonly Movement[],
  countedBefore: number,
): readonly Transfer[] {
  const counts = new Map<string, number>();
  return movements.map((movement) => {
    if (movement.index !== null) return { ...movement, index: movement.index };
    const key = factKey({ ...movement, index: '' });
    const count = (counts.get(key) ?? countedBefore) + 1;
    counts.set(key, count);
    return { ...movement, index: `#${count}` };
  });
}
