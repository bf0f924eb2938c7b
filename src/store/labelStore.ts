import { type Account, addressOfAccount } from '../core/account.js';
import type { Attribution } from '../core/attribution.js';
import type { LabelBook, LabelSnapshot } from '../screening/ports.js';
import { createAddressIndex, createLabelBook } from './labelBook.js';
import { createLabelChecks, type LabelCheck } from './labelChecks.js';
import { claimOf, createLabelClaims } from './labelClaims.js';
import { isBuiltInSet, speaksAbout, type TracedTwin } from './labelMatch.js';
import {
  createLabelSnapshots,
  type ImportedSnapshot,
  type LabelImport,
  snapshotOf,
} from './labelSnapshots.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** How a set stands against its publisher. */
export interface LabelSetChecks {
  readonly set: string;
  /** The last time that its publisher was asked, also in vain. */
  readonly last: LabelCheck;
  /** Whether its publisher ever answered. */
  readonly everAnswered: boolean;
  /** The last time that the current snapshot was found to be the newest state; null when never. */
  readonly confirmed: LabelCheck | null;
}

/** Label sets, each with the snapshots that were ever imported. */
export interface LabelStore {
  /**
   * Makes the rows the current snapshot of their set; equal rows are the same snapshot.
   *
   * @throws {Bug} when a row names another set.
   */
  readonly importSet: (labels: LabelImport) => LabelSnapshot;
  /** The current snapshot of a set if it came from this very file, else null. */
  readonly findByDigest: (set: string, fileDigest: string) => LabelSnapshot | null;
  /** The current snapshot of every set. Order: by set. */
  readonly listCurrentSnapshots: () => readonly LabelSnapshot[];
  /** Each time that a set's content, file or date became another. Order: by set, then as imported. */
  readonly listImports: () => readonly ImportedSnapshot[];
  /** Every claim of a snapshot, or null when it was never imported. Order: the file's. */
  readonly readSnapshot: (snapshotId: string) => readonly Attribution[] | null;
  /** What each snapshot ever imported claims about any of the accounts, by the snapshot's id. */
  readonly readEverClaimed: (
    accounts: readonly Account[],
  ) => ReadonlyMap<string, readonly Attribution[]>;
  /**
   * Records that a set's publisher was asked for its newest state. One that did not fail is about
   * the snapshot that is current, so import first.
   *
   * @throws {Bug} when the check did not fail and the set has no snapshot.
   */
  readonly recordCheck: (check: LabelCheck) => void;
  /** The sets whose publisher was ever asked. Order: by set. */
  readonly listChecks: () => readonly LabelSetChecks[];
  /**
   * The claims of the current snapshots as of a day; with or without the sets of Hopsight itself.
   *
   * Edge: the book keeps answering from the snapshots that were current when it was opened.
   */
  readonly openBook: (options: {
    readonly day: string;
    readonly withBuiltIn: boolean;
  }) => LabelBook;
  /**
   * The claims of named snapshots as of a day, as when a recorded screening asked them; null where
   * one of them was never imported here.
   */
  readonly openBookOf: (recorded: {
    readonly snapshots: readonly LabelSnapshot[];
    readonly day: string;
  }) => LabelBook | null;
}

/**
 * The label sets over a database. A claim speaks about the twin of its account too.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createLabelStore(
  db: DatabaseHandle,
  { tracedTwin }: { readonly tracedTwin: TracedTwin },
): LabelStore {
  const snapshots = createLabelSnapshots(db);
  const claims = createLabelClaims(db);
  const checks = createLabelChecks(db);
  const currentOf = (set: string) => snapshots.listCurrent().find((stored) => stored.set === set);

  const listChecks = () =>
    checks.listLast().map((last) => {
      const confirmed = checks.readConfirmed(last.set);
      const isCurrent = confirmed?.snapshotId === currentOf(last.set)?.snapshotId;
      return {
        set: last.set,
        last,
        everAnswered: confirmed !== null,
        confirmed: isCurrent ? (confirmed?.check ?? null) : null,
      };
    });

  const indexOf = createAddressIndex(claims, tracedTwin);

  const openBook: LabelStore['openBook'] = ({ day, withBuiltIn }) => {
    const opened = snapshots.listCurrent().filter(({ set }) => withBuiltIn || !isBuiltInSet(set));
    const book = createLabelBook(claims, { snapshots: opened, day, tracedTwin, indexOf });
    return { snapshots: book.snapshots, readClaims: guarded(db.name, book.readClaims) };
  };

  const openBookOf: LabelStore['openBookOf'] = ({ snapshots: recorded, day }) => {
    const imports = snapshots.listImports();
    const found = recorded.flatMap(({ set, digest, asOf }) => {
      const same = imports.filter((one) => one.set === set && one.digest === digest);
      // A publisher may issue the same rows again on a later day, which decides what is newer than what.
      return same.find((one) => one.asOf === asOf) ?? same.slice(0, 1);
    });
    if (found.length < recorded.length) return null;
    const book = createLabelBook(claims, { snapshots: found, day, tracedTwin, indexOf });
    return { snapshots: recorded, readClaims: guarded(db.name, book.readClaims) };
  };

  const readEverClaimed = (accounts: readonly Account[]) => {
    const imports = snapshots.listImports();
    const nameOf = new Map(imports.map(({ snapshotId, id }) => [snapshotId, id]));
    const stored = claims.readAbout(accounts.map(addressOfAccount), [...nameOf.keys()]);
    const claimed = new Map<string, Attribution[]>();
    for (const claim of stored) {
      if (!accounts.some((account) => speaksAbout(claim, account, tracedTwin))) continue;
      const id = nameOf.get(claim.snapshotId) ?? '';
      claimed.set(id, [...(claimed.get(id) ?? []), claimOf(claim)]);
    }
    return claimed;
  };

  return {
    importSet: guarded(db.name, (labels) =>
      snapshotOf(db.transaction(() => snapshots.write(labels)).immediate()),
    ),
    findByDigest: guarded(db.name, (set, fileDigest) => {
      const current = currentOf(set);
      return current?.fileDigest === fileDigest ? snapshotOf(current) : null;
    }),
    listCurrentSnapshots: guarded(db.name, () => snapshots.listCurrent().map(snapshotOf)),
    listImports: guarded(db.name, () =>
      snapshots.listImports().map(({ snapshotId: _key, ...imported }) => imported),
    ),
    readSnapshot: guarded(db.name, (id) => {
      const stored = snapshots.listImports().find((imported) => imported.id === id);
      return stored === undefined ? null : claims.readSnapshot(stored.snapshotId);
    }),
    readEverClaimed: guarded(db.name, readEverClaimed),
    recordCheck: guarded(db.name, (check) =>
      db.transaction(() => checks.write(check, currentOf(check.set))).immediate(),
    ),
    listChecks: guarded(db.name, listChecks),
    openBook: guarded(db.name, openBook),
    openBookOf: guarded(db.name, openBookOf),
  };
}
