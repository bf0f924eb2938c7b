import type { DatabaseHandle } from '../../store/open.js';
import { createRosterStore, type StoredLink } from '../../store/rosterStore.js';
import type { PayeeRecords } from '../payees/payeePorts.js';

/**
 * The links of a payee, for the export of all that is kept of them. A link is about others too: of these
 * it tells how many they are, and neither their ids, nor how they reach the account, nor what somebody
 * wrote, which is about all of them.
 *
 * Edge: of a payee that is deleted the reasons are erased; links and answers stay, which name nothing but
 * ids.
 */
export function rosterRecords(db: DatabaseHandle): PayeeRecords {
  const { listLinks, eraseReasons } = createRosterStore(db);
  return {
    name: 'links',
    collect: ({ payeeIds }) =>
      listLinks().flatMap((stored) => {
        const own = stored.link.members.filter(({ payeeId }) => payeeIds.includes(payeeId));
        return own.length === 0 ? [] : [tellOwn(stored, own)];
      }),
    forget: eraseReasons,
  };
}

/** What of a link is about some of its members. */
function tellOwn(
  { link, firstSeenAt, changedAt, goneSince, answers }: StoredLink,
  own: StoredLink['link']['members'],
): object {
  const { kind, account, members, severity, sentence, claims } = link;
  const ownIds = new Set(own.map(({ payeeId }) => payeeId));
  const all = new Set(members.map(({ payeeId }) => payeeId));
  return {
    ...{ kind, account, severity, sentence, claims, firstSeenAt, changedAt, goneSince },
    members: own.map(({ payeeId, walletId, hops }) => ({
      ...{ payeeId, walletId },
      hops: hops.map((hop) => ({ ...hop, amount: hop.amount.toString() })),
    })),
    otherPayees: all.size - ownIds.size,
    answers: answers.map(({ at, meaning }) => ({ at, meaning })),
  };
}
