import { parseSubject } from '../../chains/registry.js';
import { InputError } from '../../core/errors.js';
import type { Actor } from '../../core/role.js';
import { sliceByWallet } from '../../desk/payroll/slices.js';
import { atomically } from '../../store/atomically.js';
import type { StoredPayrollRow } from '../../store/payrollStore.js';
import type { Gathering, PaymentRequest } from '../payments/paymentChecks.js';
import type { PayrollMeans } from './payrollMeans.js';

/** Payments that are taken in one transaction, or a few more: it holds the database for some 20 ms. */
const SLICE = 100;

/** A row that is to be checked, and the check before that came to nothing. */
interface RowToTake {
  readonly row: number;
  readonly request: PaymentRequest;
  readonly before: string | null;
}

/** Somebody else took a row meanwhile: what was begun for it is undone. */
class RowsTaken extends Error {}

/**
 * Has the rows of a payroll checked that have no check, or one that came to nothing. Of two that run it
 * at once each row is taken by one.
 *
 * @throws {AbortedError} while more wait than may; what was taken stays.
 */
export async function takeRows(
  runId: string,
  asked: {
    readonly means: PayrollMeans;
    readonly by: Actor;
    /** What else its rows are decided together with. */
    readonly together?: Gathering;
  },
  signal: AbortSignal,
): Promise<void> {
  const { means } = asked;
  const { pace, payments } = means;
  const rows = rowsToTake(runId, means);
  if (pace.kind === 'one-by-one') {
    // A queue looks at all wallets before it decides about one; here that has to be done beforehand.
    await payments.lookAhead(
      rows.map(({ request }) => request),
      asked.by,
      signal,
    );
  }
  const slices = sliceByWallet(rows, {
    walletOf: ({ request }) => parseSubject(request.wallet).address,
    most: pace.kind === 'queue' ? SLICE : 1,
  });
  if (pace.kind === 'one-by-one') {
    for (const slice of slices) {
      if (signal.aborted) return;
      const checkIds = takeSlice(stillToTake(slice, { means, runId }), { ...asked, runId });
      for (const checkId of checkIds) await payments.settled(checkId, NEVER);
    }
    return;
  }
  // Wallets of the first slice may have verdicts already, while those of the last are not known yet.
  const together = asked.together ?? payments.gather();
  try {
    for (const slice of slices) {
      if (signal.aborted) return;
      takeSlice(stillToTake(slice, { means, runId }), { ...asked, runId, together });
      // Others are answered between two slices.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    if (asked.together === undefined) together.end();
  }
}

/** What somebody else took since is left to them. */
function stillToTake(
  slice: readonly RowToTake[],
  { means, runId }: { readonly means: PayrollMeans; readonly runId: string },
): readonly RowToTake[] {
  return slice.flatMap(({ row }) => readToTake(means.store.readRow(runId, row), means));
}

/** A wallet that is being screened is screened to its end: it would have to be begun anew else. */
const NEVER = new AbortController().signal;

/** How many rows running a payroll would take. */
export function countToTake(runId: string, means: PayrollMeans): number {
  return rowsToTake(runId, means).length;
}

function rowsToTake(runId: string, means: PayrollMeans): readonly RowToTake[] {
  const outcomes = ['untaken', 'failed', 'waiting'] as const;
  return means.store
    .listRows(runId, { outcomes, after: 0, limit: -1 })
    .flatMap((row) => readToTake(row, means));
}

function readToTake(stored: StoredPayrollRow | null, means: PayrollMeans): readonly RowToTake[] {
  if (stored === null) return [];
  const { row, requestJson, checkId: before, outcome } = stored;
  if (requestJson === null) return [];
  const isLost =
    outcome === 'untaken' ||
    outcome === 'failed' ||
    (outcome === 'waiting' && before !== null && means.payments.isAbandoned(before));
  return isLost ? [{ row, before, request: decodeRequest(requestJson) }] : [];
}

/** Gives the ids of the checks that were made. */
function takeSlice(
  slice: readonly RowToTake[],
  asked: {
    readonly runId: string;
    readonly means: PayrollMeans;
    readonly by: Actor;
    readonly together?: Gathering;
  },
): readonly string[] {
  if (slice.length === 0) return [];
  const { runId, means, by } = asked;
  const { store, payments } = means;
  const note = (checkIds: readonly string[]) => {
    for (const [at, one] of slice.entries()) {
      const { row, before } = one;
      // The check before may have been decided after all.
      if (before !== null && stillToTake([one], asked).length === 0) throw new RowsTaken();
      const checkId = checkIds[at] ?? '';
      if (store.writeCheck(runId, { row, before, checkId }) === 'taken') throw new RowsTaken();
      // Should it be decided after all, nothing is approved twice.
      if (before !== null) payments.withdraw(before, by);
    }
  };
  const requests = slice.map(({ request }) => request);
  try {
    const together = asked.together === undefined ? {} : { together: asked.together };
    const asking = { urgency: 'batch', idempotencyKey: null, note, ...together } as const;
    return payments.check(requests, asking, by).map(({ id }) => id);
  } catch (error) {
    if (error instanceof RowsTaken) return takeSlice(stillToTake(slice, asked), asked);
    if (!(error instanceof InputError)) throw error;
    const refused = new Map<number, string[]>();
    for (const { index, sentence } of payments.problemsOf(requests)) {
      refused.set(index, [...(refused.get(index) ?? []), sentence]);
    }
    if (refused.size === 0) throw error;
    // A payee or a wallet that went since the payroll was begun keeps no other row from being checked.
    atomically(means.db, () => {
      for (const [at, sentences] of refused) {
        store.writeProblem(runId, slice[at]?.row ?? 0, sentences.join(' '));
      }
    });
    return takeSlice(
      slice.filter((_, at) => !refused.has(at)),
      asked,
    );
  }
}

function decodeRequest(json: string): PaymentRequest {
  // Written when the payroll was begun; a row never changes.
  const request: PaymentRequest = JSON.parse(json);
  return request;
}
