import type { ServiceApp } from '../app/service/serviceApp.js';
import type { WorkHealth } from '../app/service/work.js';
import type { SetStatus } from '../report/labelDocument.js';

/** Whether the service can do its work. */
export interface Readiness {
  readonly status: 'ready' | 'not-ready';
  readonly worker: WorkHealth['worker'];
  readonly database: 'ready' | 'failed';
  /** The worst of the sets in use; null where none is, or the database fails. */
  readonly labels: Pick<SetStatus, 'standing' | 'ageDays'> | null;
}

/** Order: worst first. */
const STANDINGS: readonly SetStatus['standing'][] = [
  'absent',
  'unconfirmed',
  'stale',
  'ageing',
  'static',
  'fresh',
];

/**
 * How ready the service is. Old labels do not make it less so: every verdict says itself what they
 * hide, and a supervisor that restarts the service for them would help nobody.
 *
 * @param onFailure - told why the database fails
 */
export function tellReadiness(
  { work, records }: Pick<ServiceApp, 'work' | 'records'>,
  onFailure: (error: unknown) => void,
): Readiness {
  const { worker } = work.health();
  const sets = readSets(records, onFailure);
  const database = sets === null ? 'failed' : 'ready';
  return {
    status: worker === 'ready' && database === 'ready' ? 'ready' : 'not-ready',
    worker,
    database,
    labels: sets === null ? null : worstOf(sets.filter(({ isUsed }) => isUsed)),
  };
}

function readSets(
  records: ServiceApp['records'],
  onFailure: (error: unknown) => void,
): readonly SetStatus[] | null {
  try {
    return records.labelStatus().sets;
  } catch (error) {
    onFailure(error);
    return null;
  }
}

function worstOf(sets: readonly SetStatus[]): Readiness['labels'] {
  const [worst] = [...sets].sort(
    (a, b) =>
      STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) ||
      (b.ageDays ?? 0) - (a.ageDays ?? 0),
  );
  return worst === undefined ? null : { standing: worst.standing, ageDays: worst.ageDays };
}
