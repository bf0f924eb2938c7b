import { InputError, ScreenError } from '../../core/errors.js';
import { atomically } from '../../store/atomically.js';
import type { RunningPayroll } from '../../store/payrollStore.js';
import type { Gathering } from '../payments/paymentChecks.js';
import type { PayrollLeft } from './payroll.js';
import type { PayrollMeans } from './payrollMeans.js';
import { takeRows } from './takeRows.js';

/**
 * Takes rows while the database says that this process does.
 *
 * @throws {InputError} where they are taken one by one, and another process takes them.
 */
export async function runOnce(
  runId: string,
  means: PayrollMeans,
  take: () => Promise<void>,
): Promise<void> {
  const { pace, store } = means;
  if (pace.kind === 'one-by-one') claim(runId, pace, means);
  else store.writeRunner(runId, pace.owner);
  try {
    await take();
  } finally {
    if (store.readRunner(runId) === pace.owner) store.writeRunner(runId, null);
  }
}

/**
 * Goes on with what a service left that ended in the middle of it: with the rows that it was taking, and
 * with all that it left undecided. Gives what could not be gone on with.
 */
export async function goOn(
  means: PayrollMeans,
  signal: AbortSignal,
): Promise<readonly PayrollLeft[]> {
  const { pace, payments, store } = means;
  if (pace.kind !== 'queue') return [];
  const left: PayrollLeft[] = [];
  const together = payments.gather();
  try {
    // First, for of two linked payees one may be among the rows that were taken, and one is not yet.
    payments.resume(together);
    for (const run of store.listRunning()) {
      if (!pace.isGone(run.runner)) continue;
      left.push(...(await goOnWith(run, { means, together }, signal)));
    }
  } finally {
    together.end();
  }
  return left;
}

async function goOnWith(
  { runId, startedBy }: RunningPayroll,
  { means, together }: { readonly means: PayrollMeans; readonly together: Gathering },
  signal: AbortSignal,
): Promise<readonly PayrollLeft[]> {
  const by = means.personOf(startedBy);
  if (by === null || !by.permissions.includes('pay')) return [{ runId, code: 'input' }];
  try {
    await runOnce(runId, means, () => takeRows(runId, { means, by, together }, signal));
    return [];
  } catch (error) {
    if (!(error instanceof ScreenError)) throw error;
    return [{ runId, code: error.code }];
  }
}

/** Keeps a second process of this machine from running it. @throws {InputError} where one does. */
function claim(
  runId: string,
  { owner, isGone }: Extract<PayrollMeans['pace'], { readonly kind: 'one-by-one' }>,
  { db, store }: PayrollMeans,
): void {
  atomically(db, () => {
    const runner = store.readRunner(runId);
    if (runner !== null && runner !== owner && !isGone(runner)) {
      throw new InputError('Another process runs this payroll; wait until it is done.');
    }
    store.writeRunner(runId, owner);
  });
}
