import { digestOf } from './columns.js';
import { hashColumns, linkProblem } from './hashChain.js';

/** The columns of a screening that its hash covers. */
export interface ChainedColumns {
  readonly sequence: number;
  readonly screeningId: string;
  readonly screenedAt: string;
  readonly decision: string;
  readonly complete: number;
  readonly validUntil: string;
  readonly verdictDigest: string;
  readonly factsDigest: string;
  readonly ruleSetDigest: string;
  readonly policyJson: string;
  readonly engineVersion: number;
  readonly anchorsJson: string;
  readonly labelSnapshotsJson: string;
  readonly subjectsJson: string;
  readonly verdictJson: string;
  readonly inputDigest: string;
  /** Hash of the row before; null for the first. */
  readonly previousHash: string | null;
}

/** A screening's row as the chain is checked with it, beside the input where that was not erased. */
export interface ChainedRow extends ChainedColumns {
  readonly rowHash: string;
  readonly salt: Buffer | null;
  readonly input: string | null;
  readonly payeeReference: string | null;
}

/** Whether the record of screenings is whole, and if not, where it first is not. */
export type ChainCheck =
  | { readonly ok: true; readonly rows: number; readonly head: string | null }
  | { readonly ok: false; readonly sequence: number; readonly problem: string };

/** The hash of a row: over its columns, of which one is the hash of the row before. */
export function hashRow(columns: ChainedColumns): string {
  const { sequence, screeningId, screenedAt, decision, complete, validUntil } = columns;
  const { verdictDigest, factsDigest, ruleSetDigest, policyJson, engineVersion } = columns;
  const { anchorsJson, labelSnapshotsJson, subjectsJson, verdictJson } = columns;
  const { inputDigest, previousHash } = columns;
  return hashColumns({
    ...{ sequence, screeningId, screenedAt, decision, complete, validUntil },
    ...{ verdictDigest, factsDigest, ruleSetDigest, policyJson, engineVersion },
    ...{ anchorsJson, labelSnapshotsJson, subjectsJson, verdictJson },
    ...{ inputDigest, previousHash },
  });
}

/** What a chained row holds in place of personal data; without the salt nobody can guess it back. */
export function digestInput({
  salt,
  input,
  payeeReference,
}: {
  readonly salt: Uint8Array;
  readonly input: string;
  readonly payeeReference: string | null;
}): string {
  return digestOf(salt, input, '\0', payeeReference ?? '');
}

/**
 * Walks the rows and compares every hash.
 *
 * `lastGiven` is the highest sequence number that the database ever gave out.
 * Order: `rows` by sequence. Blind spot: whoever can write the file can make a new chain in whole;
 * compare the head with one that was written down elsewhere.
 */
export function checkChain(rows: Iterable<ChainedRow>, lastGiven: number): ChainCheck {
  let count = 0;
  let head: string | null = null;
  for (const row of rows) {
    const problem = problemOf(row, count + 1, head);
    if (problem !== null) return { ok: false, sequence: count + 1, problem };
    count += 1;
    head = row.rowHash;
  }
  if (count < lastGiven) {
    return { ok: false, sequence: count + 1, problem: 'The row is missing.' };
  }
  return { ok: true, rows: count, head };
}

/**
 * What is wrong with a row, by itself and between the rows next to it; null where nothing is.
 *
 * `at` is its place among them. Order: by sequence.
 */
export function problemAt(around: readonly ChainedRow[], at: number): string | null {
  const row = around[at];
  if (row === undefined) return 'The row is missing.';
  const before = at === 0 ? undefined : around[at - 1];
  if (before === undefined && row.sequence > 1) return 'The row before it is missing.';
  const problem = problemOf(row, row.sequence, before?.rowHash ?? null);
  if (problem !== null) return problem;
  const after = around[at + 1];
  if (after !== undefined && after.previousHash !== row.rowHash) {
    return 'The row after it does not follow it.';
  }
  return null;
}

function problemOf(row: ChainedRow, expected: number, head: string | null): string | null {
  const problem = linkProblem(row, { sequence: expected, head, hash: hashRow(row) });
  if (problem !== null) return problem;
  const { salt, input, payeeReference } = row;
  if (salt === null || input === null) return null;
  if (digestInput({ salt, input, payeeReference }) !== row.inputDigest) {
    return 'The input or the payee reference was changed after it was written.';
  }
  return null;
}
