import { atomically } from '../store/atomically.js';
import type { LabelStore } from '../store/labelStore.js';
import type { DatabaseHandle } from '../store/open.js';
import type { AuditedEvent, AuditLog } from './service/audit.js';

/**
 * Label sets of which each import is told in the audit log, together with it. `by` is null where nobody
 * asked for the very import: the built-in sets, and what a sync brought.
 */
export function auditImports(
  labels: LabelStore,
  parts: {
    readonly db: DatabaseHandle;
    readonly audit: Pick<AuditLog, 'append'>;
    readonly by: AuditedEvent['actor'];
  },
): LabelStore {
  const { db, audit, by } = parts;
  return {
    ...labels,
    importSet: (set) =>
      atomically(db, () => {
        const snapshot = labels.importSet(set);
        // An id of the log has no "@".
        const subjectId = snapshot.id.replace('@', ':');
        audit.append({ actor: by, action: 'labels-imported', subjectId });
        return snapshot;
      }),
  };
}
