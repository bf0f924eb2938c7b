import type { DatabaseHandle } from './open.js';

/** Gives the form in which references are compared. */
export type ReferenceFold = (reference: string) => string;

/**
 * Makes the condition that a text is a reference which was somebody's at a time, for a statement whose
 * parameter `@held` is JSON of `HeldReference`s.
 *
 * Edge: SQLite folds ASCII letters alone, so the form comes from who compares references.
 */
export function heldCondition(
  db: DatabaseHandle,
  {
    text,
    time,
    fold,
  }: { readonly text: string; readonly time: string; readonly fold: ReferenceFold },
): string {
  db.function('reference_key', { deterministic: true }, (value) =>
    typeof value === 'string' ? fold(value) : null,
  );
  return `EXISTS (SELECT 1 FROM json_each(@held) AS held
    WHERE ${time} >= held.value ->> 'from'
      AND (held.value ->> 'until' IS NULL OR ${time} < held.value ->> 'until')
      AND reference_key(${text}) = held.value ->> 'key')`;
}
