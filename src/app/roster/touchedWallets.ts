import type { Account } from '../../core/account.js';
import type { AssetList } from '../../core/asset.js';
import { keyOfAccount } from '../../desk/roster/meeting.js';
import { passedOnTo } from '../../desk/roster/readSeen.js';
import { TouchIndex } from '../../desk/roster/touchIndex.js';
import type { RosterFactStore } from '../../store/rosterFactStore.js';
import type { Payees } from '../payees/payees.js';
import type { ScreeningReader } from './readScreenings.js';
import { remember } from './remember.js';
import { listWallets, type WalletOfPayee } from './rosterMembers.js';

/** What became another since the last time. */
export interface TouchedChanges {
  /** Whether a screening was recorded, or anything of a wallet written, whatever came of it. */
  readonly isAnythingNew: boolean;
  /** Whether another account is a payee's now, or one no longer is. */
  readonly areKeysOther: boolean;
  /** Wallets of which something else was seen, or that may reach something else. */
  readonly walletIds: ReadonlySet<string>;
  /** Accounts of whose own history something else may have been seen. */
  readonly accounts: ReadonlySet<Account>;
}

/** Which wallets touch which accounts, as what was screened and registered since adds to it. */
export interface TouchedWallets {
  readonly index: TouchIndex;
  /** Keys of all wallets of all payees. */
  readonly payeeKeys: () => ReadonlySet<string>;
  /** Takes in what is new. The first time that is everything. */
  readonly bringUpToDate: () => TouchedChanges;
}

/** What touches are read with. */
export interface TouchedParts {
  readonly facts: RosterFactStore;
  readonly reader: Pick<ScreeningReader, 'readMissing'>;
  readonly payees: Pick<Payees, 'search'>;
  readonly assets: AssetList;
}

/** Keeps in memory which wallets touch which accounts. */
export function createTouchedWallets(parts: TouchedParts): TouchedWallets {
  const { facts, reader } = parts;
  const index = new TouchIndex();
  let wallets = new Map<string, WalletOfPayee>();
  let payeeKeys: ReadonlySet<string> = new Set();
  let walletsAt: string | null = null;
  let screenedAt: number | null = null;

  /** Wallets that were added or are others now; those that went are forgotten. */
  const readWallets = (): readonly WalletOfPayee[] => {
    const version = facts.readWalletVersion();
    if (version === walletsAt) return [];
    const listed = new Map(listWallets(parts.payees).map((one) => [one.walletId, one]));
    for (const walletId of wallets.keys()) if (!listed.has(walletId)) index.remove(walletId);
    const added = [...listed.values()].filter((one) => isOther(one, wallets.get(one.walletId)));
    wallets = listed;
    walletsAt = version;
    payeeKeys = new Set([...listed.values()].flatMap((one) => one.accounts.map(keyOfAccount)));
    return added;
  };

  /** Accounts of which screenings were recorded; none at first, when all are read anyway. */
  const readScreened = (): readonly Account[] => {
    const before = screenedAt;
    screenedAt = facts.noteScreened();
    return before === null || before === screenedAt ? [] : facts.listScreenedAfter(before);
  };

  const withAccountsIn = (accounts: ReadonlySet<Account>) =>
    [...wallets.values()].filter((one) => one.accounts.some((account) => accounts.has(account)));

  const put = ({ payeeId, walletId, accounts }: WalletOfPayee, known: Known) => {
    const further = accounts.flatMap((account) => {
      const seen = facts.readMark(account)?.seenSequence ?? null;
      const isForeign = (one: Account) => isOfAnother(facts.readViewSequence(one), seen);
      return onwardFrom(known.touchedBy(account).filter(isForeign), known);
    });
    index.put({
      ...{ payeeId, walletId, accounts },
      touched: accounts.flatMap(known.touchedBy),
      further: [...new Set(further)],
    });
  };

  /** Others reach further where an account that they touch was now seen to pass money on. */
  const putOthers = (seen: ReadonlySet<Account>, isPut: ReadonlySet<string>, known: Known) => {
    const extended = new Set<string>();
    for (const account of seen) {
      const others = index.touching(account).filter(({ walletId }) => !isPut.has(walletId));
      const onward = others.length === 0 ? [] : onwardFrom([account], known);
      if (onward.length === 0) continue;
      for (const other of others) {
        index.put({ ...other, further: [...new Set([...other.further, ...onward])] });
        extended.add(other.walletId);
      }
    }
    return extended;
  };

  return {
    index,
    payeeKeys: () => payeeKeys,
    bringUpToDate: () => {
      const keysBefore = payeeKeys;
      const before = { screenedAt, walletsAt };
      const screened = readScreened();
      const added = readWallets();
      const read = new Set([...screened, ...added.flatMap(({ accounts }) => accounts)]);
      reader.readMissing(read);
      const known: Known = {
        touchedBy: remember(facts.readTouched),
        receiversOf: remember((account) => passedOnTo(facts.readView(account), parts.assets)),
      };
      const changed = withAccountsIn(read);
      for (const wallet of changed) put(wallet, known);
      const isPut = new Set(changed.map(({ walletId }) => walletId));
      const accounts = new Set([...read].flatMap(known.touchedBy));
      const extended = putOthers(accounts, isPut, known);
      return {
        isAnythingNew: before.screenedAt !== screenedAt || before.walletsAt !== walletsAt,
        areKeysOther: !isSame(keysBefore, payeeKeys),
        walletIds: new Set([...isPut, ...extended]),
        accounts,
      };
    },
  };
}

/** What is read while what is new is taken in, each once. */
interface Known {
  readonly touchedBy: (account: Account) => readonly Account[];
  readonly receiversOf: (account: Account) => readonly Account[];
}

/** Whom accounts pass money on to, and those in their turn. */
function onwardFrom(
  accounts: readonly Account[],
  { receiversOf }: Pick<Known, 'receiversOf'>,
): readonly Account[] {
  const first = accounts.flatMap(receiversOf);
  return [...new Set([...first, ...first.flatMap(receiversOf)])];
}

/** Whether a view is there and of another screening than what the wallet's touches are of. */
function isOfAnother(viewSequence: number | null, seenSequence: number | null): boolean {
  return viewSequence !== null && viewSequence !== seenSequence;
}

function isOther(now: WalletOfPayee, before: WalletOfPayee | undefined): boolean {
  return (
    before === undefined ||
    before.payeeId !== now.payeeId ||
    before.accounts.join() !== now.accounts.join()
  );
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((key) => other.has(key));
}
