import type { Account } from '../core/account.js';
import { accountsOfBundle } from '../core/bundleAccounts.js';
import { decodeFactBundle } from '../core/decodeBundle.js';
import { DecodeError, StoreError } from '../core/errors.js';
import type { LabelSnapshot } from '../screening/ports.js';
import type { FactBundles } from './factBundles.js';
import { createNames } from './names.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** What is known of a recorded screening without reading its verdict or its facts. */
export interface ScreenedMark {
  readonly screeningId: string;
  /** ISO 8601 time in UTC. */
  readonly screenedAt: string;
  readonly factsDigest: string;
  /** Equal lists are the same object. */
  readonly labelSnapshots: readonly LabelSnapshot[];
  readonly subjects: readonly Account[];
}

/** How far the reading of older bundles has come. */
export interface FillProgress {
  readonly done: number;
  readonly total: number;
}

/** Which accounts the facts of recorded screenings name. */
export interface BundleAccounts {
  /** Notes the accounts of a bundle that was written before; once noted they stay. */
  readonly write: (digest: string, accounts: Iterable<Account>) => void;
  /**
   * Notes the accounts of every recorded bundle that has none noted yet, each whole or not at all: who
   * is stopped loses nothing and goes on where he was.
   *
   * Gives the digests of bundles that cannot be read; nobody knows whom those name.
   */
  readonly fill: (onProgress: (progress: FillProgress) => void) => readonly string[];
  /** The bundles that name each of the accounts; nothing for an account that none names. */
  readonly findBundles: (accounts: Iterable<Account>) => ReadonlyMap<Account, readonly string[]>;
  /** Every recorded screening. Order: newest last. */
  readonly listScreened: () => readonly ScreenedMark[];
}

/** Bundles that are noted in one commit. */
const FILLED_TOGETHER = 50;

interface MarkRow {
  readonly screeningId: string;
  readonly screenedAt: string;
  readonly factsDigest: string;
  readonly snapshotsJson: string;
  readonly subjectsJson: string;
}

/**
 * The accounts of the bundles in a database; `readBundle` gives the text of one.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createBundleAccounts(
  db: DatabaseHandle,
  { readBundle }: { readonly readBundle: FactBundles['read'] },
): BundleAccounts {
  const { accounts: names } = createNames(db);
  const selectId = db
    .prepare<[string], number>('SELECT bundle_id FROM indexed_bundle WHERE digest = ?')
    .pluck();
  const insertBundle = db.prepare<[string]>('INSERT INTO indexed_bundle (digest) VALUES (?)');
  const insertAccount = db.prepare<[number, number]>(
    'INSERT INTO bundle_account (account_id, bundle_id) VALUES (?, ?)',
  );
  const selectMissing = db
    .prepare<[], string>(`
      SELECT DISTINCT facts_digest FROM screening
      WHERE NOT EXISTS (SELECT 1 FROM indexed_bundle WHERE digest = facts_digest)
      ORDER BY facts_digest`)
    .pluck();
  const selectFound = db.prepare<[string], { readonly account: Account; readonly digest: string }>(`
    SELECT account, digest FROM json_each(?) AS asked
    CROSS JOIN account ON account.account = asked.value
    CROSS JOIN bundle_account USING (account_id)
    CROSS JOIN indexed_bundle USING (bundle_id)`);
  const selectMarks = db.prepare<[], MarkRow>(`
    SELECT screening_id AS screeningId, screened_at AS screenedAt, facts_digest AS factsDigest,
      label_snapshots_json AS snapshotsJson, subjects_json AS subjectsJson
    FROM screening ORDER BY sequence`);

  const writeNew = (digest: string, accounts: Iterable<Account>) => {
    if (selectId.get(digest) !== undefined) return;
    const bundleId = Number(insertBundle.run(digest).lastInsertRowid);
    for (const account of new Set(accounts)) insertAccount.run(names.internId(account), bundleId);
  };

  /** Reads bundles first, then notes all of them together: a commit takes longer than a bundle. */
  const fillSome = (digests: readonly string[]): readonly string[] => {
    const read = digests.map((digest) => {
      const text = readText(digest);
      return { digest, accounts: text === null ? null : readAccounts(text) };
    });
    db.transaction(() => {
      for (const { digest, accounts } of read) if (accounts !== null) writeNew(digest, accounts);
    }).immediate();
    return read.flatMap(({ digest, accounts }) => (accounts === null ? [digest] : []));
  };

  /** Edge: a bundle that is missing or damaged is no reason to learn nothing of all others. */
  const readText = (digest: string): string | null => {
    try {
      return readBundle(digest);
    } catch (error) {
      if (!(error instanceof StoreError) || error.details.digest !== digest) throw error;
      return null;
    }
  };

  return {
    write: guarded(db.name, (digest, accounts) =>
      db.transaction(() => writeNew(digest, accounts)).immediate(),
    ),
    fill: guarded(db.name, (onProgress) => {
      const missing = selectMissing.all();
      const unreadable: string[] = [];
      for (let done = 0; done < missing.length; done += FILLED_TOGETHER) {
        onProgress({ done, total: missing.length });
        unreadable.push(...fillSome(missing.slice(done, done + FILLED_TOGETHER)));
      }
      return unreadable;
    }),
    findBundles: guarded(db.name, (accounts) => {
      const found = new Map<Account, string[]>();
      for (const { account, digest } of selectFound.all(JSON.stringify([...accounts]))) {
        const known = found.get(account);
        if (known === undefined) found.set(account, [digest]);
        else known.push(digest);
      }
      return found;
    }),
    listScreened: guarded(db.name, () => {
      const lists = new Map<string, readonly LabelSnapshot[]>();
      return selectMarks.all().map(({ snapshotsJson, subjectsJson, ...mark }) => {
        // Both texts were written from values of these types; the chain shows any later change.
        const labelSnapshots: readonly LabelSnapshot[] =
          lists.get(snapshotsJson) ?? JSON.parse(snapshotsJson);
        lists.set(snapshotsJson, labelSnapshots);
        const subjects: readonly Account[] = JSON.parse(subjectsJson);
        return { ...mark, labelSnapshots, subjects };
      });
    }),
  };
}

/** The accounts of a bundle's text; null for one that no version ever wrote. */
function readAccounts(text: string): ReadonlySet<Account> | null {
  try {
    return accountsOfBundle(decodeFactBundle(text));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return null;
  }
}
