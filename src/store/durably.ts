import type { DatabaseHandle } from './open.js';

/**
 * Runs a writing transaction of which a power cut takes nothing back once it has returned. All that was
 * written before it, by anybody, then stands too.
 *
 * Other transactions outlive the end of the process, however it ends, and are whole or not there after a
 * power cut; but the newest of them may be gone, since waiting for the disk takes milliseconds.
 * Edge: inside another transaction it is a part of that one, and lasts as that one does.
 *
 * Source: https://www.sqlite.org/pragma.html#pragma_synchronous
 */
export function durably<Result>(db: DatabaseHandle, work: () => Result): Result {
  const transaction = db.transaction(work);
  if (db.inTransaction) return transaction();
  db.pragma('synchronous = FULL');
  try {
    return transaction.immediate();
  } finally {
    db.pragma('synchronous = NORMAL');
  }
}
