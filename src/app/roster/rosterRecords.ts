import type { DatabaseHandle } from '../../store/open.js';
import { createRosterStore, formatLink } from '../../store/rosterStore.js';
import type { PayeeRecords } from '../payees/payeePorts.js';

/**
 * The links of a payee and what was said of them, for the export of all that is kept of them. Edge: of a
 * payee that is deleted the reasons are erased; links and answers stay, which name nothing but ids.
 */
export function rosterRecords(db: DatabaseHandle): PayeeRecords {
  const { listLinks, eraseReasons } = createRosterStore(db);
  return {
    name: 'links',
    collect: ({ payeeIds }) =>
      listLinks().flatMap(({ link, ...kept }) =>
        link.members.some(({ payeeId }) => payeeIds.includes(payeeId))
          ? [{ ...JSON.parse(formatLink(link)), ...kept }]
          : [],
      ),
    forget: eraseReasons,
  };
}
