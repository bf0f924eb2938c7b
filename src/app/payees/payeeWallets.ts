import { InputError } from '../../core/errors.js';
import type { PayeeWallet } from '../../core/payee.js';
import type { Actor } from '../../core/role.js';
import {
  type Confirmer,
  chosenBy,
  needsConfirmingAgain,
  whyNotConfirm,
} from '../../desk/payees/confirming.js';
import { parseDays } from '../../desk/payees/payeeTexts.js';
import { erasably } from '../../store/erasably.js';
import type { StoredWallet } from '../../store/payeeWalletStore.js';
import { assertMay } from '../access/accessMeans.js';
import { LOCAL_ACTOR } from '../access/localActor.js';
import type { Payees } from './payees.js';
import {
  activePayee,
  fieldsBetween,
  knownPayee,
  knownWallet,
  nowIso,
  type PayeesMeans,
  tellChange,
  toWallet,
  walletInUse,
} from './payeesMeans.js';
import { chainsFor, findWallet, walletFields } from './walletDetails.js';

/** The part of the payees that is about their wallets. */
export type PayeeWallets = Pick<
  Payees,
  | 'registerWallet'
  | 'editWallet'
  | 'confirmWallet'
  | 'whyNotConfirmable'
  | 'endWallet'
  | 'readWallet'
  | 'listWalletsInUse'
>;

/** Registering, changing, confirming and ending wallets. */
export function createPayeeWallets(means: PayeesMeans): PayeeWallets {
  const { db, wallets, ports } = means;

  const registerWallet: Payees['registerWallet'] = async (payeeId, details, by) => {
    assertMay(by, 'payees');
    activePayee(means, payeeId);
    const days = parseDays(details);
    const { namedChain, ...found } = await findWallet(details.text, ports);
    const chains = chainsFor({ ...found, namedChain }, details.chains, ports.chains);
    return erasably(db, () => {
      // Again, for a name takes a while to be resolved.
      activePayee(means, payeeId);
      assertUnused(means, payeeId, found.address);
      const { personId } = by;
      const wallet: StoredWallet = {
        ...{ id: means.newId(), payeeId, ...found, chains, custody: details.custody, ...days },
        ...{ registeredAt: nowIso(means), registeredBy: personId, choosers: [personId] },
        ...{ confirmedAt: null, confirmedBy: null, endedAt: null, proofs: [] },
      };
      wallets.insertWallet(wallet);
      tellWallet(means, wallet, {
        what: 'wallet-registered',
        fields: [
          { name: 'address', before: null, after: wallet.address },
          ...fieldsBetween(NOTHING, walletFields(wallet)),
        ],
        ...{ by, action: 'wallet-registered' },
      });
      return toWallet(wallet);
    });
  };

  const editWallet: Payees['editWallet'] = (walletId, details, by) => {
    assertMay(by, 'payees');
    return erasably(db, () => {
      const before = walletInUse(means, walletId);
      activePayee(means, before.payeeId);
      const edited = { ...before, ...details };
      const { validFrom, validUntil } = parseDays(edited);
      const chains =
        details.chains === undefined
          ? before.chains
          : chainsFor({ family: before.family, namedChain: null }, details.chains, ports.chains);
      const after = { ...before, chains, custody: edited.custody, validFrom, validUntil };
      const isLess = needsConfirmingAgain(before, after);
      const wallet = isLess ? { ...after, ...chosenBy(before, by.personId) } : after;
      const fields = fieldsBetween(walletFields(before), walletFields(wallet));
      if (fields.length === 0) return toWallet(before);
      wallets.writeWallet(wallet);
      tellWallet(means, wallet, { what: 'wallet-edited', fields, by, action: 'wallet-changed' });
      return toWallet(wallet);
    });
  };

  const confirmWallet: Payees['confirmWallet'] = (walletId, by) => {
    assertMay(by, 'payees');
    return erasably(db, () => {
      const before = knownWallet(means, walletId);
      const problem = whyNotConfirm(before, knownPayee(means, before.payeeId), confirmerOf(by));
      if (problem !== null) throw new InputError(problem);
      const wallet = { ...before, confirmedAt: nowIso(means), confirmedBy: by.personId };
      wallets.writeWallet(wallet);
      const fields = fieldsBetween(walletFields(before), walletFields(wallet));
      const action = 'wallet-confirmed';
      tellWallet(means, wallet, { what: 'wallet-confirmed', fields, by, action });
      return toWallet(wallet);
    });
  };

  const endWallet: Payees['endWallet'] = (walletId, by) => {
    assertMay(by, 'payees');
    return erasably(db, () => {
      const before = knownWallet(means, walletId);
      if (before.endedAt !== null) return toWallet(before);
      return toWallet(endOne(means, before, by));
    });
  };

  return {
    ...{ registerWallet, editWallet, confirmWallet, endWallet },
    whyNotConfirmable: (walletId, by) => {
      if (!by.permissions.includes('payees')) return 'This needs the permission "payees".';
      const wallet = knownWallet(means, walletId);
      return whyNotConfirm(wallet, knownPayee(means, wallet.payeeId), confirmerOf(by));
    },
    readWallet: (walletId) => {
      const wallet = wallets.readWallet(walletId);
      return wallet === null ? null : toWallet(wallet);
    },
    listWalletsInUse: () => wallets.listWalletsInUse().map(toWallet),
  };
}

const NOTHING = { chains: null, custody: null, validFrom: null, validUntil: null };

/** Ends a wallet that is in use, and tells it; only inside a transaction. */
function endOne(means: PayeesMeans, before: StoredWallet, by: Actor): StoredWallet {
  const wallet = { ...before, endedAt: nowIso(means) };
  means.wallets.writeWallet(wallet);
  means.wallets.deleteRequest(wallet.id);
  const fields = [{ name: 'endedAt', before: null, after: wallet.endedAt }];
  tellWallet(means, wallet, { what: 'wallet-ended', fields, by, action: 'wallet-ended' });
  return wallet;
}

/** Writes what was done to a wallet into history and audit log; only inside a transaction. */
function tellWallet(
  means: PayeesMeans,
  { id, payeeId }: Pick<PayeeWallet, 'id' | 'payeeId'>,
  told: Pick<Parameters<typeof tellChange>[1], 'what' | 'fields'> &
    Pick<Parameters<typeof tellChange>[2], 'by' | 'action'>,
): void {
  const { what, fields, by, action } = told;
  tellChange(means, { payeeId, walletId: id, what, fields }, { by, action, subjectId: id });
}

/** Refuses an address that a payee has in use already. @throws {InputError} */
export function assertUnused(
  { wallets }: Pick<PayeesMeans, 'wallets'>,
  payeeId: string,
  address: string,
): void {
  const isUsed = wallets
    .listWallets(payeeId)
    .some((wallet) => wallet.address === address && wallet.endedAt === null);
  if (isUsed) {
    throw new InputError('This payee has this address in use already; edit that wallet instead.');
  }
}

/** Somebody as who confirms. Edge: whoever sits at the command line has no name. */
function confirmerOf({ kind, id, personId }: Actor): Confirmer {
  return { kind, personId, isNamed: id !== LOCAL_ACTOR.id };
}
