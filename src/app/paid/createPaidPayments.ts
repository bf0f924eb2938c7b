import type { NewFound, StoredTold } from '../../store/paidRows.js';
import { importPaid } from './importPaid.js';
import { matchPaid } from './matchPaid.js';
import type { PaidMeans } from './paidMeans.js';
import type { PaidPayment, PaidPayments } from './paidPayments.js';

/** The payments that were made, over a database. */
export function createPaidPayments(means: PaidMeans): PaidPayments {
  const { store } = means;
  return {
    importFile: (file, by, said = {}) => importPaid(file, said, { means, by }),
    match: (month, by, options) => matchPaid(month, options, { means, by }),
    list: ({ fromDay, toDay }) => {
      const told = store.listTold({ from: fromDay, to: toDay }).map(fromAccounts);
      const moments = { from: `${fromDay}T00:00:00Z`, to: `${toDay}T23:59:59Z` };
      return [...told, ...store.listUntold(moments).map(fromChain)].sort(byDay);
    },
    listCoverage: (month) => store.listCoverage(month),
  };
}

function fromAccounts(told: StoredTold): PaidPayment {
  const { id, day, payeeId, account, asset, amount, rail, match, why } = told;
  return {
    ...{ id, day, payeeId, account, asset, amount, rail },
    source: match === 'matched' ? 'both' : 'accounts',
    at: told.blockTime,
    txId: told.txId ?? told.foundTxId,
    invoice: told.invoice === '' ? null : told.invoice,
    approver: told.approver === '' ? null : told.approver,
    match: match === 'unmatched' ? { kind: match, why: why ?? '' } : { kind: match },
  };
}

function fromChain(found: NewFound): PaidPayment {
  const { id, account, asset, amount, payeeId, txId, rail, blockTime } = found;
  return {
    ...{ id, account, asset, amount, payeeId, txId, rail, source: 'chain', at: blockTime },
    ...{ day: blockTime.slice(0, 10), invoice: null, approver: null, match: { kind: 'matched' } },
  };
}

function byDay(a: PaidPayment, b: PaidPayment): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
