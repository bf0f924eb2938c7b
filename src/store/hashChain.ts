import { formatCanonicalJson, type JsonValue } from '../core/canonicalJson.js';
import { digestOf } from './columns.js';

/** What every row of a chained record has. */
export interface ChainedLink {
  /** Place in the record, from 1 without gaps. */
  readonly sequence: number;
  /** Hash of the row before; null for the first. */
  readonly previousHash: string | null;
  readonly rowHash: string;
}

/** The hash of a row: over its columns, of which one is the hash of the row before. */
export function hashColumns(columns: JsonValue): string {
  return digestOf(formatCanonicalJson(columns));
}

/**
 * What is wrong with a row at its place in a chained record; null where nothing is.
 *
 * `hash` is that of its columns as they are, `head` the hash of the row before.
 */
export function linkProblem(
  row: ChainedLink,
  {
    sequence,
    head,
    hash,
  }: {
    readonly sequence: number;
    readonly head: string | null;
    readonly hash: string;
  },
): string | null {
  if (row.sequence !== sequence) return 'The row is missing.';
  if (row.previousHash !== head) return 'The row does not follow the row before it.';
  if (row.rowHash !== hash) return 'The row was changed after it was written.';
  return null;
}
