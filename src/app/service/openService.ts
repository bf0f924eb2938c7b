import { ENGINE_VERSION, openApp } from '../../app.js';
import type { Config } from '../../config.js';
import { migrationsFolder } from '../../packageFiles.js';
import { type DatabaseHandle, openDatabase } from '../../store/open.js';
import type { Access } from './access.js';
import type { AuditLog } from './audit.js';
import { createWork } from './createWork.js';
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
  /** People and the audit log over the service's database handle. */
  readonly openPeople: (db: DatabaseHandle) => {
    readonly access: Access;
    readonly audit: AuditLog;
  };
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Cryptographically random bytes. */
  readonly random: (size: number) => Uint8Array;
}

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
    const { access, audit } = options.openPeople(db);
    const workerFile = options.workerFile ?? new URL('../../worker.js', import.meta.url);
    const parts = {
      ...{ config, rulesFile, env, nowMs, random, workerFile },
      engineVersion: ENGINE_VERSION,
    };
    const work = createWork({ ...parts, db, audit });
    const practice = createPractice(parts);
    return {
      ...{ config, access, audit, work, practice, records, nowMs },
      close: async (graceMs) => {
        await Promise.all([work.close(graceMs), practice.close(0)]);
        records.close();
      },
    };
  } catch (error) {
    records.close();
    throw error;
  }
}
