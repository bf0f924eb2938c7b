import { ulid } from 'ulid';
import type { DatabaseHandle } from '../../store/open.js';
import { createPayeeChangeStore } from '../../store/payeeChangeStore.js';
import { createPayeeStore } from '../../store/payeeStore.js';
import { createPayeeWalletStore } from '../../store/payeeWalletStore.js';
import { createAuditLog } from '../service/createAuditLog.js';
import { createPayeeBook } from './payeeBook.js';
import { createPayeeExport } from './payeeExport.js';
import { createMerging } from './payeeMerging.js';
import type { PayeePorts } from './payeePorts.js';
import { createRemoval } from './payeeRemoval.js';
import type { Payees } from './payees.js';
import type { PayeesMeans } from './payeesMeans.js';
import { createUndoing } from './payeeUndoing.js';
import { createPayeeWallets } from './payeeWallets.js';
import { createWalletProofs } from './walletProofs.js';

/**
 * The payees over a database.
 *
 * Units: `nowMs` gives Unix time in milliseconds; `random` gives cryptographically random bytes.
 * Edge: every change is one transaction with its row of the history and of the audit log, so that of two
 * processes one comes first and the other sees what it did.
 */
export function createPayees(
  db: DatabaseHandle,
  parts: {
    readonly ports: PayeePorts;
    readonly nowMs: () => number;
    readonly random: (size: number) => Uint8Array;
  },
): Payees {
  const { ports, nowMs, random } = parts;
  const means: PayeesMeans = {
    db,
    payees: createPayeeStore(db),
    wallets: createPayeeWalletStore(db),
    changes: createPayeeChangeStore(db),
    audit: createAuditLog(db, { nowMs }),
    ports,
    nowSeconds: () => Math.floor(nowMs() / 1000),
    random,
    newId: () => ulid(nowMs(), () => (random(1)[0] ?? 0) / 256),
  };
  const book = createPayeeBook(means);
  const undoing = createUndoing(means);
  return {
    ...book,
    ...createRemoval(means, book),
    ...createMerging(means),
    ...undoing,
    ...createPayeeWallets(means),
    ...createWalletProofs(means),
    ...createPayeeExport(means, undoing),
  };
}
