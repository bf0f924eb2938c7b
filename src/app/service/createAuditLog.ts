import { StoreError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import { type ChainedAuditEvent, createAuditStore } from '../../store/auditStore.js';
import type { DatabaseHandle } from '../../store/open.js';
import { AUDITED_ACTIONS, type AuditLog, type AuditRow } from './audit.js';

/** The audit log over a database. Units: `nowMs` gives Unix time in milliseconds. */
export function createAuditLog(
  db: DatabaseHandle,
  { nowMs }: { readonly nowMs: () => number },
): AuditLog {
  const store = createAuditStore(db);
  return {
    append: ({ actor, action, subjectId }) =>
      store.appendEvent({
        at: formatMoment(Math.floor(nowMs() / 1000)),
        actorKind: actor?.kind ?? null,
        actorId: actor?.id ?? null,
        action,
        subjectId,
      }),
    list: (page) => store.listEvents(page).map(toRow),
    readHead: () => {
      const head = store.readHead();
      return head === null ? null : { sequence: head.sequence, hash: head.rowHash };
    },
    has: store.hasEvent,
    readHashAt: store.readHashAt,
    findProblem: store.findProblem,
  };
}

function toRow({ sequence, at, actorKind, actorId, ...row }: ChainedAuditEvent): AuditRow {
  const action = AUDITED_ACTIONS.find((one) => one === row.action);
  const hasActor = actorKind === 'person' || actorKind === 'token';
  if (action === undefined || (hasActor ? actorId === null : actorKind !== null)) {
    throw new StoreError(
      'The audit log holds a row that no Hopsight wrote; "hopsight audit verify" tells whether it was changed.',
      { sequence },
    );
  }
  const actor = hasActor && actorId !== null ? ({ kind: actorKind, id: actorId } as const) : null;
  return { sequence, at, actor, action, subjectId: row.subjectId };
}
