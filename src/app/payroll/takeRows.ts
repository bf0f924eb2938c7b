import { parseSubject } from '../../chains/registry.js';
import { InputError } from '../../core/errors.js';
import type { Actor } from '../../core/role.js';
import { sliceByWallet } from '../../desk/payroll/slices.js';
import { atomically } from '../../store/atomically.js';
import type { StoredPayrollRow } from '../../store/payrollStore.js';
import type { PaymentRequest } from '../payments/paymentChecks.js';
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
  asked: { readonly means: PayrollMeans; readonly by: Actor },
  signal: AbortSignal,
): Promise<void> {
  const { means } = asked;
  const { pace, payments } = means;
  const slices = sliceByWallet(rowsToTake(runId, means), {
    walletOf: ({ request }) => parseSubject(request.wallet).address,
    most: pace.kind === 'queue' ? SLICE : 1,
  });
  for (const slice of slices) {
    if (signal.aborted) return;
    // What somebody else took since is left to them.
    const still = slice.flatMap(({ row }) => readToTake(means.store.readRow(runId, row), means));
    const checkIds = takeSlice(still, { ...asked, runId });
    if (pace.kind === 'one-by-one') {
      for (const checkId of checkIds) await payments.settled(checkId, NEVER);
    } else {
      // Others are answered between two slices.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
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
  asked: { readonly runId: string; readonly means: PayrollMeans; readonly by: Actor },
): readonly string[] {
  if (slice.length === 0) return [];
  const { runId, means, by } = asked;
  const { store, payments } = means;
  const note = (checkIds: readonly string[]) => {
    for (const [at, { row, before }] of slice.entries()) {
      const checkId = checkIds[at] ?? '';
      if (store.writeCheck(runId, { row, before, checkId }) === 'taken') throw new RowsTaken();
      // Should it be decided after all, nothing is approved twice.
      if (before !== null) payments.withdraw(before, by);
    }
  };
  const requests = slice.map(({ request }) => request);
  try {
    const asking = { urgency: 'batch', idempotencyKey: null, note } as const;
    return payments.check(requests, asking, by).map(({ id }) => id);
  } catch (error) {
    if (error instanceof RowsTaken) return [];
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
