import type { Account } from '../../core/account.js';
import type { AssetList } from '../../core/asset.js';
import { decodeFactBundle } from '../../core/decodeBundle.js';
import { DecodeError, StoreError } from '../../core/errors.js';
import type { FactBundle } from '../../core/factBundle.js';
import { parseMoment } from '../../core/moment.js';
import { readSeen } from '../../desk/roster/readSeen.js';
import type { FactBundles } from '../../store/factBundles.js';
import type { RosterFactStore } from '../../store/rosterFactStore.js';

/** Keeps what screenings saw, for finding links between payees. */
export interface ScreeningReader {
  /** Keeps what a screening that was just recorded saw of its subjects. */
  readonly note: (recorded: {
    readonly bundle: FactBundle;
    readonly sequence: number;
    /** The moment of it. Units: Unix seconds. */
    readonly nowSeconds: number;
  }) => void;
  /**
   * Reads the recorded screenings of accounts that were not read yet: from the newest back to one in
   * which something was seen.
   */
  readonly readMissing: (accounts: Iterable<Account>) => void;
}

/** Reads screenings of a record into a store. */
export function createScreeningReader(
  store: RosterFactStore,
  from: { readonly readBundle: FactBundles['read']; readonly assets: AssetList },
): ScreeningReader {
  const { assets } = from;
  const seenIn = (bundle: FactBundle, account: Account, nowSeconds: number) => {
    const subject = bundle.subjects.find((one) => one.account === account);
    return subject === undefined ? null : readSeen(bundle, subject, { assets, nowSeconds });
  };
  /**
   * Null for facts that are missing or damaged, which is no reason to learn nothing of all others, and
   * for those from before it was recorded whose history they are.
   */
  const readWhole = (digest: string): FactBundle | null => {
    try {
      const bundle = decodeFactBundle(from.readBundle(digest) ?? '[]');
      return bundle.version === 1 ? null : bundle;
    } catch (error) {
      const isDamaged = error instanceof StoreError && error.details.digest === digest;
      if (!isDamaged && !(error instanceof DecodeError)) throw error;
      return null;
    }
  };
  const readOne = (account: Account) => {
    const mark = store.readMark(account);
    const found = store.listScreenings(account, mark?.readSequence ?? 0);
    for (const { sequence, factsDigest, screenedAt } of found) {
      const bundle = readWhole(factsDigest);
      const seen = bundle === null ? null : seenIn(bundle, account, parseMoment(screenedAt) ?? 0);
      store.write({ account, sequence, seen });
      if (seen !== null) return;
    }
  };
  return {
    note: ({ bundle, sequence, nowSeconds }) => {
      for (const { account } of bundle.subjects) {
        store.write({ account, sequence, seen: seenIn(bundle, account, nowSeconds) });
      }
    },
    readMissing: (accounts) => {
      for (const account of accounts) readOne(account);
    },
  };
}
