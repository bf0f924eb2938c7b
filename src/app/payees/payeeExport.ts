import { heldReferences } from '../../desk/payees/heldReferences.js';
import { erasably } from '../../store/erasably.js';
import { assertMay } from '../access/accessMeans.js';
import type { Payees } from './payees.js';
import { knownPayee, nowIso, type PayeesMeans, toPayee } from './payeesMeans.js';

/** Telling all that is kept of one payee. */
export function createPayeeExport(
  means: PayeesMeans,
  { listChanges }: Pick<Payees, 'listChanges'>,
): Pick<Payees, 'exportAll'> {
  const { db, payees, wallets, ports, audit } = means;
  return {
    exportAll: (payeeId, by) => {
      assertMay(by, 'payees');
      return erasably(db, () => {
        const payee = toPayee(means, knownPayee(means, payeeId));
        const mergedIds = payees.listMerged(payeeId);
        const duplicates = mergedIds.map((id) => toPayee(means, knownPayee(means, id)));
        const changes = listChanges(payeeId);
        const payeeIds = [payeeId, ...mergedIds];
        const of = { payee, payeeIds, held: heldReferences(payeeIds, changes) };
        audit.append({ actor: by, action: 'payee-exported', subjectId: payeeId });
        return {
          ...{ exportedAt: nowIso(means), payee, changes },
          records: {
            duplicates,
            proofs: payee.wallets.flatMap(({ id }) => wallets.listProofs(id)),
            proofRequests: payee.wallets.flatMap(({ id }) => wallets.readRequest(id) ?? []),
            ...Object.fromEntries(ports.records.map(({ name, collect }) => [name, collect(of)])),
          },
        };
      });
    },
  };
}
