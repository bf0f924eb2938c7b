import type { DatabaseHandle } from '../../store/open.js';
import { createRedFlagStore } from '../../store/redFlagStore.js';
import type { PayeeRecords } from '../payees/payeePorts.js';

/**
 * What is kept of a payee's red flags, for the export of all that is kept of them. Edge: of a payee that
 * is deleted the notes are erased, and the answers stay, which name nothing but ids.
 */
export function redFlagRecords(db: DatabaseHandle): PayeeRecords {
  const { listOfPayee, eraseNotes } = createRedFlagStore(db);
  return {
    name: 'redFlags',
    collect: ({ payeeIds }) => payeeIds.flatMap(listOfPayee),
    forget: eraseNotes,
  };
}
