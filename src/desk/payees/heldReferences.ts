import type { HeldReference } from '../../core/payee.js';
import { foldCase } from './payeeTexts.js';

/** What a history tells of references. Times are ISO 8601 in UTC. */
interface ToldChange {
  readonly payeeId: string;
  readonly at: string;
  readonly fields: readonly { readonly name: string; readonly after: string | null }[];
}

/**
 * When which reference was a payee's, or that of a duplicate of theirs. A reference that was given up
 * may be another payee's by now, so that a text with it names whoever had it at that time.
 *
 * Order: `changes` are newest first, the times oldest first, payee by payee.
 * Edge: a second in which a reference changed hands is of who got it.
 */
export function heldReferences(
  payeeIds: readonly string[],
  changes: readonly ToldChange[],
): readonly HeldReference[] {
  return payeeIds.flatMap((payeeId) => {
    const given = changes
      .filter((change) => change.payeeId === payeeId)
      .toReversed()
      .flatMap(({ at, fields }) =>
        fields
          .filter(({ name }) => name === 'reference')
          .map(({ after }) => ({ from: at, reference: after })),
      );
    return given.flatMap(({ from, reference }, at) =>
      reference === null
        ? []
        : [{ key: foldCase(reference), from, until: given[at + 1]?.from ?? null }],
    );
  });
}
