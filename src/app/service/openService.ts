import { ENGINE_VERSION, openApp } from '../../app.js';
import type { Config } from '../../config.js';
import { migrationsFolder } from '../../packageFiles.js';
import { openDatabase } from '../../store/open.js';
import { createMatchRuns } from '../paid/matchRuns.js';
import { screenByWork } from '../payments/paymentScreening.js';
import { createAuditLog } from './createAuditLog.js';
import { clockAhead, createWork } from './createWork.js';
import { createMonthKeeper } from './monthKeeper.js';
import { createMonthRuns } from './monthRuns.js';
import { createMonthWork } from './monthWork.js';
import { createPractice } from './practice.js';
import type { ServiceApp } from './serviceApp.js';

/** What the service is opened with. */
export interface ServiceOptions {
  readonly config: Config;
  /** A rule set of the user's; null for the default policy. */
  readonly rulesFile: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The built file of the worker; null for the one that lies beside this one. */
  readonly workerFile: URL | null;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Cryptographically random bytes. */
  readonly random: (size: number) => Uint8Array;
}

/** A hundred of the largest submissions: some days of work for free sources. */
const MOST_QUEUED = 10_000;

/**
 * Opens all that the service answers from, and its worker.
 *
 * @throws {ConfigError} @throws {RuleSetError} @throws {StoreError} when one of them cannot be used.
 */
export function openService(options: ServiceOptions): ServiceApp {
  const { config, rulesFile, env, nowMs, random } = options;
  const records = openApp({ config, rulesFile, env, prices: null, nowMs, random });
  try {
    const db = openDatabase({ file: config.database, migrationsFolder, now: nowMs });
    const workerFile = options.workerFile ?? new URL('../../worker.js', import.meta.url);
    const parts = {
      ...{ config, rulesFile, env, nowMs, random, workerFile },
      ...{ engineVersion: ENGINE_VERSION, mostQueued: MOST_QUEUED },
    };
    // A log of its own over the handle of the work: both write in one transaction.
    const work = createWork({ ...parts, db, audit: createAuditLog(db, { nowMs }) });
    const practice = createPractice(parts);
    const payments = records.openPayments(screenByWork(work));
    const monthWork = createMonthWork({
      file: workerFile,
      data: () => ({ config, rulesFile, env, clockAheadMs: clockAhead(nowMs) }),
    });
    const runs = createMonthRuns(monthWork, { nowMs });
    const keeper = createMonthKeeper({
      ...{ schedule: config.summary.schedule, zone: config.timeZone, nowMs },
      ...{ kept: records.keptMonths, audit: records.audit, work: monthWork },
    });
    const matchRuns = createMatchRuns(records.paid);
    const payrolls = records.openPayrolls(payments, 'queue');
    const closing = new AbortController();
    const resumed = payrolls.goOn(closing.signal);
    return {
      ...{ config, work, practice, records, nowMs, matchRuns },
      access: records.access,
      audit: records.audit,
      payees: records.payees,
      payments,
      ...{ payrolls, resumed },
      roster: records.roster,
      redFlags: records.redFlags,
      paid: records.paid,
      months: { runs, work: monthWork, keeper },
      close: async (graceMs) => {
        closing.abort();
        keeper.close();
        runs.close();
        await monthWork.close(0);
        await Promise.all([payments.close(), matchRuns.close(), resumed]);
        await Promise.all([work.close(graceMs), practice.close(0)]);
        records.close();
      },
    };
  } catch (error) {
    records.close();
    throw error;
  }
}
