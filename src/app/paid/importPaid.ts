import { addressOfAccount } from '../../core/account.js';
import { formatMoment } from '../../core/moment.js';
import type { PaidReadingSaid } from '../../core/paidSheet.js';
import type { Actor } from '../../core/role.js';
import { mergeTold, type PlannedRow, planImport } from '../../desk/paid/planImport.js';
import { readPaidRows, type ToldPayment } from '../../desk/paid/readPaidRows.js';
import { readSheets } from '../../sheets/readSheets.js';
import { digestOf } from '../../store/columns.js';
import { erasably } from '../../store/erasably.js';
import type { StoredTold } from '../../store/paidRows.js';
import { assertMay } from '../access/accessMeans.js';
import { namePayee } from '../payroll/requestRows.js';
import type { PaidMeans } from './paidMeans.js';
import type { PaidImport, PaidPayments } from './paidPayments.js';

/** Takes the payments of a file, all that are new or none. */
export function importPaid(
  { bytes }: { readonly bytes: Uint8Array },
  said: PaidReadingSaid,
  { means, by }: { readonly means: PaidMeans; readonly by: Actor },
): ReturnType<PaidPayments['importFile']> {
  assertMay(by, 'pay');
  const { store, db, known, accountOn } = means;
  const nowSeconds = Math.floor(means.nowMs() / 1000);
  const read = readPaidRows(readSheets(bytes), { ...known, accountOn, nowSeconds }, said);
  const { rows, problems, questions, reading, heads } = read;
  const told = { problems, questions, reading, heads };
  if (questions.length > 0) return { ...told, added: 0, known: 0, changed: [], unknownPayees: [] };
  const payeeOf = createNaming(means);
  return erasably(db, (): PaidImport => {
    const likes = rows.map(({ told: { account, day, txId } }) => ({ account, day, txId }));
    const stored = store.listLike(likes);
    const planned = planImport(rows, stored);
    const count = (kind: PlannedRow['kind']) => planned.filter((one) => one.kind === kind).length;
    const importId = means.newId();
    const at = formatMoment(nowSeconds);
    const counts = { added: count('added'), known: count('known') };
    store.writeImport({
      ...{ importId, importedAt: at, importedBy: by.personId, fileDigest: digestOf(bytes) },
      ...{ ...counts, changed: count('changed'), problems: problems.length },
    });
    const byId = new Map(stored.map((one) => [one.id, one]));
    const changed: { readonly row: number; readonly paidId: string }[] = [];
    const unknownPayees: number[] = [];
    for (const one of planned) {
      const payeeId = payeeOf(one.told);
      const paidId = write(one, { ...{ importId, at, payeeId, byId }, means });
      if (one.kind === 'changed') changed.push({ row: one.row, paidId });
      if (payeeId === null) unknownPayees.push(one.row);
    }
    means.audit.append({ actor: by, action: 'payments-imported', subjectId: importId });
    return { ...told, ...counts, changed, unknownPayees };
  });
}

/** Writes one row and gives the id of its payment. */
function write(
  planned: PlannedRow,
  to: {
    readonly importId: string;
    readonly at: string;
    readonly payeeId: string | null;
    readonly byId: ReadonlyMap<string, StoredTold>;
    readonly means: PaidMeans;
  },
): string {
  const { importId, at, payeeId } = to;
  const { store, newId } = to.means;
  switch (planned.kind) {
    case 'added': {
      const id = newId();
      store.addTold({ ...planned.told, id, importId, payeeId });
      return id;
    }
    case 'known': {
      const { id } = planned.known;
      if (payeeId !== null) store.writePayee(id, payeeId);
      return id;
    }
    case 'changed': {
      const { id } = planned.known;
      const before = to.byId.get(id);
      const told = mergeTold(planned.known, planned.told);
      store.changeTold(
        { ...told, id, importId, payeeId: payeeId ?? before?.payeeId ?? null },
        { changedAt: at, beforeJson: before === undefined ? null : formatTold(before) },
      );
      return id;
    }
  }
}

/** How a payment was told, as JSON. */
function formatTold({ day, payee, amount, invoice, txId, approver }: StoredTold): string {
  return JSON.stringify({ day, payee, amount: amount.toString(), invoice, txId, approver });
}

/** Finds payees, each text and wallet once. */
function createNaming(means: PaidMeans): (told: ToldPayment) => string | null {
  const inUse = means.payees.listWalletsInUse();
  const named = new Map<string, string | null>();
  return ({ payee, account }) => {
    const wallet = addressOfAccount(account);
    const key = payee === '' ? `wallet ${wallet}` : `payee ${payee}`;
    const before = named.get(key);
    if (before !== undefined) return before;
    const found = namePayee({ payee, wallet }, { means, inUse });
    const id = 'payee' in found ? found.payee : null;
    named.set(key, id);
    return id;
  };
}
