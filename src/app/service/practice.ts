import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../config.js';
import { chainsOfProfile } from '../../configProfiles.js';
import { migrationsFolder } from '../../packageFiles.js';
import { packageRoot } from '../../packageInfo.js';
import { openDatabase } from '../../store/open.js';
import { createWork, type WorkOptions } from './createWork.js';
import type { Work } from './work.js';

/**
 * The same work over recorded wallets, in a database of a fresh temporary folder that is removed when it
 * is closed. Nothing of it is opened before it is used. What is done here is told in no audit log.
 */
export function createPractice(options: Omit<WorkOptions, 'db' | 'audit'>): Work {
  let opened: { readonly work: Work; readonly folder: string } | null = null;
  const use = (): Work => {
    opened ??= open(options);
    return opened.work;
  };
  return {
    submit: (...given) => use().submit(...given),
    readState: (...given) => use().readState(...given),
    watch: (...given) => use().watch(...given),
    settled: (...given) => use().settled(...given),
    cancel: (...given) => use().cancel(...given),
    readDocument: (...given) => use().readDocument(...given),
    listHistory: (...given) => use().listHistory(...given),
    syncLabels: (...given) => use().syncLabels(...given),
    health: () => opened?.work.health() ?? IDLE,
    close: async (graceMs) => {
      if (opened === null) return;
      const { work, folder } = opened;
      await work.close(graceMs);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const IDLE: ReturnType<Work['health']> = {
  worker: 'starting',
  workerProblem: null,
  queued: { single: 0, batch: 0 },
  running: 0,
  finished: { proceed: 0, review: 0, hold: 0, incomplete: 0, failed: 0 },
  sourceFailures: {},
  requests: {},
};

function open(options: Omit<WorkOptions, 'db' | 'audit'>): {
  readonly work: Work;
  readonly folder: string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-practice-'));
  const config = practiceConfig(options.config, join(folder, 'hopsight.sqlite'));
  const db = openDatabase({ file: config.database, migrationsFolder, now: options.nowMs });
  return {
    folder,
    work: createWork({ ...options, config, db, audit: { append: () => undefined } }),
  };
}

/** A wallet of nobody, seen whole: no real recording is, and what was not seen whole never proceeds. */
const INVENTED = join(packageRoot(), 'db', 'recorded', 'practice', 'payroll.jsonl');

/** Recorded chains, no prices and rates to ask for, no list to fetch; all else as configured. */
function practiceConfig(config: Config, database: string): Config {
  const { chains } = chainsOfProfile('recorded', {});
  const bitcoin = {
    sources: [...(chains.bitcoin?.sources ?? []), { kind: 'recorded', path: INVENTED } as const],
  };
  const labels = { ...config.labels, feeds: [] };
  return {
    ...config,
    database,
    chains: { ...chains, bitcoin },
    prices: { source: 'none' },
    rates: { source: 'none' },
    labels,
  };
}
