import { ulid } from 'ulid';
import { tracedTwin } from '../../chains/labelAddress.js';
import type { Config } from '../../config.js';
import { AbortedError, StoreError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import { readRules } from '../../packageFiles.js';
import { readPackageVersion } from '../../packageInfo.js';
import { ruleSetDigest } from '../../rules/digest.js';
import { createBundleAccounts } from '../../store/bundleAccounts.js';
import { createHistorySearch } from '../../store/historyStore.js';
import { createJobStore, LEASE_MS } from '../../store/jobStore.js';
import { createLabelStore } from '../../store/labelStore.js';
import type { DatabaseHandle } from '../../store/open.js';
import { createPresentRecords } from '../../store/presentRecords.js';
import { createScreeningStore } from '../../store/screeningStore.js';
import { createSubmissionKeys } from '../../store/submissionKeys.js';
import { createVouchStore } from '../../store/vouchStore.js';
import { circumstancesOf } from '../circumstances.js';
import { parseRecordJson } from '../records.js';
import type { AuditLog } from './audit.js';
import { listHistory } from './history.js';
import { createJobRunner, type JobRunner } from './jobRunner.js';
import { createLabelSyncs } from './labelSyncs.js';
import { createOwner, isOwnerGone } from './owner.js';
import { chainsOf, createReuse } from './reuse.js';
import { assertScreenable, findSubmission, type TakenItem } from './submissions.js';
import { isOver } from './watchers.js';
import type { Work, WorkState } from './work.js';
import { startWorker, type WorkerHandle } from './workerHandle.js';

/** What screenings are asked for and told with. */
export interface WorkOptions {
  /** A handle of its own; it is closed with the work. */
  readonly db: DatabaseHandle;
  readonly config: Config;
  /** A rule set of the user's; null for the default policy. */
  readonly rulesFile: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Over the same handle, so that what was done and that it was told are one. */
  readonly audit: Pick<AuditLog, 'append'>;
  readonly engineVersion: number;
  /** Wallets that may wait to be screened: nobody is to fill the disk, or be told of an answer that takes days. */
  readonly mostQueued: number;
  /** The built file of the worker. */
  readonly workerFile: URL;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Cryptographically random bytes. */
  readonly random: (size: number) => Uint8Array;
}

/** How long a worker that has nothing to do may take to close its database. Units: milliseconds. */
const CLOSING_MS = 3000;

/**
 * Opens the work over a database, and goes on with what was left there.
 *
 * @throws {ConfigError} @throws {RuleSetError} @throws {StoreError} when rules or database cannot be used.
 */
export function createWork(options: WorkOptions): Work {
  const { db, config, audit, mostQueued, nowMs, random } = options;
  const jobs = createJobStore(db, { owner: createOwner(random), isGone: isOwnerGone, nowMs });
  const keys = createSubmissionKeys(db);
  const screenings = createScreeningStore(db, { randomBytes: random });
  const searchHistory = createHistorySearch(db);
  const chains = chainsOf(config);
  const policyJson = JSON.stringify(config.policy);
  const findReusable = createReuse({
    config,
    records: createPresentRecords(db),
    labels: createLabelStore(db, { tracedTwin }),
    vouches: createVouchStore(db, { randomBytes: random }),
    accounts: createBundleAccounts(db, { readBundle: screenings.readFactBundle }),
    withBuiltIn: config.labels.builtIn,
    ruleSetDigest: ruleSetDigest(readRules(options.rulesFile)),
    engineVersion: options.engineVersion,
    circumstancesDigest: circumstancesOf(config, readPackageVersion()),
  });
  const runner = createJobRunner(jobs, () => worker);
  const syncs = createLabelSyncs(() => worker);
  const worker: WorkerHandle = startWorker({
    file: options.workerFile,
    data: () => ({
      config,
      rulesFile: options.rulesFile,
      env: options.env,
      clockAheadMs: clockAhead(nowMs),
    }),
    onReady: () => {
      syncs.resend();
      runner.start();
    },
    onReply: (reply) => {
      if ('syncId' in reply) syncs.note(reply);
      else if ('screeningId' in reply) runner.note(reply);
    },
    onCrash: () => {
      syncs.noteEnd();
      runner.noteCrash();
    },
  });
  const renewing = setInterval(renewOrWait, LEASE_MS / 3, runner);
  renewing.unref();
  let closing: Promise<void> | null = null;
  const assertOpen = () => {
    if (closing !== null) throw new AbortedError('The service is stopping; ask again in a moment.');
  };
  const assertRoom = (wallets: number) => {
    const { single, batch } = runner.counts().queued;
    if (single + batch + wallets <= mostQueued) return;
    throw new AbortedError(
      `${(single + batch).toLocaleString('en')} wallets wait to be screened already; ask again when fewer do.`,
    );
  };
  const newId = () => ulid(nowMs(), () => (random(1)[0] ?? 0) / 256);
  const stateOf = ({ screeningId, isReused }: TakenItem): readonly WorkState[] => {
    const state = runner.readState(screeningId);
    if (state === null) return [];
    return [state.kind === 'done' ? { ...state, isReused } : state];
  };

  const submit: Work['submit'] = (submission, by) => {
    assertOpen();
    const { items, urgency } = submission;
    assertScreenable(items, { chains, nowMs: nowMs() });
    const take = (): readonly TakenItem[] => {
      const keyed = findSubmission(submission, { keys, by, nowMs: nowMs() });
      if (keyed.taken !== null) return keyed.taken;
      const taken = items.map((item): TakenItem => {
        const known =
          item.reuse === 'valid-verdict' && item.asOf === null ? findReusable(item, nowMs()) : null;
        const screeningId = known ?? newId();
        const action = known === null ? 'screening-asked' : 'screening-answered-again';
        audit.append({ actor: by, action, subjectId: screeningId });
        if (known !== null) return { screeningId, isReused: true };
        assertRoom(added.length + 1);
        const requestedAt = formatMoment(Math.floor(nowMs() / 1000));
        added.push(jobs.add({ screeningId, urgency, requestedAt, actor: by, policyJson, item }));
        return { screeningId, isReused: false };
      });
      keyed.keep(taken);
      return taken;
    };
    const added: ReturnType<typeof jobs.add>[] = [];
    const taken = db.transaction(take).immediate();
    for (const job of added) runner.add(job);
    const states = taken.flatMap(stateOf);
    runner.start();
    return states;
  };

  const settled: Work['settled'] = (screeningId, signal) => {
    const now = runner.readState(screeningId);
    if (now === null || isOver(now) || signal.aborted) return Promise.resolve(now);
    return new Promise((resolve) => {
      const settle = () => {
        stop();
        signal.removeEventListener('abort', settle);
        waiting.delete(settle);
        resolve(runner.readState(screeningId));
      };
      const stop = runner.watch(screeningId, (state) => {
        if (isOver(state)) settle();
      });
      signal.addEventListener('abort', settle, { once: true });
      waiting.add(settle);
    });
  };
  const waiting = new Set<() => void>();

  const close = async (graceMs: number) => {
    const drained = await runner.drain(graceMs);
    await worker.stop(drained === 'all-ended' ? CLOSING_MS : 0);
    clearInterval(renewing);
    jobs.release();
    syncs.noteEnd();
    for (const settle of [...waiting]) settle();
    db.close();
  };

  return {
    submit,
    readState: runner.readState,
    watch: runner.watch,
    settled,
    cancel: (screeningId, by) => {
      const tell = () =>
        audit.append({ actor: by, action: 'screening-cancelled', subjectId: screeningId });
      runner.cancel(screeningId, tell);
    },
    readDocument: (screeningId) => {
      const stored = screenings.readScreening(screeningId);
      return stored === null ? null : parseRecordJson(stored.verdictJson, stored.personal);
    },
    listHistory: (query) => listHistory(searchHistory, query),
    syncLabels: async (by) => {
      assertOpen();
      const sets = await syncs.start();
      audit.append({ actor: by, action: 'labels-synced', subjectId: null });
      return sets;
    },
    health: () => {
      const traffic = Object.entries(worker.traffic());
      return {
        worker: worker.state(),
        workerProblem: worker.problem(),
        ...runner.counts(),
        requests: Object.fromEntries(traffic.map(([host, { requests }]) => [host, requests])),
        sourceFailures: Object.fromEntries(traffic.map(([host, { failures }]) => [host, failures])),
      };
    },
    close: (graceMs) => {
      closing ??= close(graceMs);
      return closing;
    },
  };
}

/**
 * Edge: a database that is busy for a while is asked again before the lease is over; whose lease ends all
 * the same loses its waiting jobs to others, and none of its records.
 */
function renewOrWait({ renew }: Pick<JobRunner, 'renew'>): void {
  try {
    renew();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
  }
}

/**
 * How far a clock is ahead of the machine's. Units: milliseconds.
 *
 * Edge: a thread that is kept waiting between two readings would seem behind, so that of several the best counts.
 */
export function clockAhead(nowMs: () => number): number {
  return Math.max(...Array.from({ length: 8 }, () => nowMs() - Date.now()));
}
