import type { Attribution } from '../attribution.js';

/**
 * An account in the words that its label allows: a label is the claim of its source, and the sentence
 * must not make it a fact about the holder.
 */
export function labelledAs({ entity, use }: Attribution): string {
  return `an account ${use === 'exposure' ? 'attributed to' : 'labelled as'} ${entity}`;
}
