import { formatAddress } from '../../chains/labelAddress.js';
import type { Account } from '../../core/account.js';
import { chainOfAccount, createAccount } from '../../core/account.js';
import type { Asset } from '../../core/asset.js';
import { type Chain, findChain, findChainByName } from '../../core/chain.js';
import { Bug } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import { comparedEnds } from '../../core/patterns/lookAlike.js';
import type { Payee, PayeeWallet } from '../../core/payee.js';
import { holdsBeside } from '../../desk/payments/heldSignals.js';
import { invoiceKeyOf } from '../../desk/payments/invoiceNumber.js';
import type { KnownAddress, LocalFacts, PaidBefore } from '../../desk/payments/paymentFacts.js';
import type { ScreeningDocument } from '../../report/document.js';
import type { StoredPayment } from '../../store/paymentRows.js';
import type { SimilarAddress } from '../../store/similarAddresses.js';
import type { PaymentMeans } from './paymentPorts.js';

/** The payee, wallet, chain and asset of a check, as they are now. */
export interface PaymentParties {
  readonly payee: Payee;
  readonly wallet: PayeeWallet;
  readonly chain: Chain;
  readonly asset: Asset;
  /** The wallet on the chain to be paid. */
  readonly account: Account;
}

/** What a check names, as it is now. Null where the payee or the wallet is no more. */
export function partiesOf(
  { payeeId, walletId, chain: name, asset: id }: StoredPayment,
  { payees, assets }: PaymentMeans,
): PaymentParties | null {
  const chain = findChainByName(name);
  const asset = assets.get(id);
  if (chain === undefined || asset === undefined) {
    throw new Bug('A check names a chain or an asset that is not known any more.', { chain: name });
  }
  let payee = payees.read(payeeId);
  while (payee?.mergedInto != null) payee = payees.read(payee.mergedInto);
  const wallet = payees.readWallet(walletId);
  if (payee === null || wallet === null) return null;
  return { payee, wallet, chain, asset, account: accountOf(wallet, chain) };
}

/** The account of a wallet on a chain. */
export function accountOf(
  { address, family }: Pick<PayeeWallet, 'address' | 'family'>,
  chain: Pick<Chain, 'id'>,
): Account {
  return createAccount(chain.id, family === 'evm' ? address.toLowerCase() : address);
}

/**
 * What is known of a payment without asking anybody. `screened` is the document of its screening, of
 * which the accounts are compared that money came from or went to.
 */
export function gatherFacts(
  payment: StoredPayment,
  asked: {
    readonly parties: PaymentParties;
    readonly screened: ScreeningDocument;
    readonly means: PaymentMeans;
  },
): LocalFacts {
  const { parties, screened, means } = asked;
  const { payee, wallet, chain, asset } = parties;
  const { store, nowMs } = means;
  const ids = means.idsOf(payee.id);
  const isOther = ({ checkId }: StoredPayment) => checkId !== payment.checkId;
  // A payment to a payee who was merged into this one was one to this one.
  const toPaid = (before: StoredPayment): PaidBefore => ({
    ...{ checkId: before.checkId, address: before.address, chain: before.chain },
    payeeId: ids.includes(before.payeeId) ? payee.id : before.payeeId,
    approvedAt: before.approval?.issuedAt ?? before.askedAt,
  });
  const sameInvoice =
    payment.invoice === null ? [] : store.listApprovedFor(invoiceKeyOf(payment.invoice));
  return {
    ...{ payee, wallet, chain, asset },
    day: formatMoment(Math.floor(nowMs() / 1000)).slice(0, 10),
    paid: store.listApproved(ids).filter(isOther).map(toPaid),
    sameInvoice: sameInvoice.filter(isOther).map(toPaid),
    ...addressesLike(parties, { ids, screened, means }),
    links: means.linksOf(payee.id),
    holds: holdsBeside(payment, means.holdsOf(payee)),
  };
}

/** The addresses that others may imitate, and since when somebody relies on that of the wallet. */
function addressesLike(
  { wallet }: PaymentParties,
  by: {
    /** The payee, and the duplicates that were merged into them. */
    readonly ids: readonly string[];
    readonly screened: ScreeningDocument;
    readonly means: PaymentMeans;
  },
): Pick<LocalFacts, 'known' | 'reliedOnFrom'> {
  const { ids, screened, means } = by;
  const { address, family } = wallet;
  const canonical = family === 'evm' ? address.toLowerCase() : address;
  // Of all that is kept, what may look alike: each payment of a payroll asks.
  const ends = comparedEnds(canonical, family);
  const registered = means.similar.listRegistered(ends);
  const own = registered.filter(({ payeeId }) => ids.includes(payeeId));
  const others = registered.filter(({ payeeId, isInUse }) => !ids.includes(payeeId) && isInUse);
  const confirmed = own.flatMap((one) =>
    one.address === address && one.reliedOnFrom !== null ? [one.reliedOnFrom] : [],
  );
  const accounts = screened.exposures.flatMap(({ label, paths }) => [
    label.account,
    ...paths.flatMap(({ hops }) => hops.flatMap(({ from, to }) => [from, to])),
  ]);
  const imitators = screened.signals.flatMap(({ kind, account }) =>
    kind === 'lookalike' ? [account] : [],
  );
  return {
    reliedOnFrom: confirmed.toSorted()[0] ?? null,
    known: [
      ...own.map((one) => toKnown(one, 'payee', one.isInUse)),
      ...others.map((one) => toKnown(one, 'roster', one.isInUse)),
      ...means.similar.listApproved(ends).map((one) => toKnown(one, 'paid', false)),
      ...[...means.ownAccounts].flatMap((account) => knownAccount(account, 'own')),
      ...[...accounts, ...imitators].flatMap((account) => knownAccount(account, 'history')),
      ...means.similar
        .listLabelled(ends)
        .map((one): KnownAddress => ({ address: one, family, from: 'label', relied: null })),
    ],
  };
}

function toKnown(
  { address, family, reliedOnFrom }: SimilarAddress,
  from: KnownAddress['from'],
  isInUse: boolean,
): KnownAddress {
  return { address, family, from, relied: { isInUse, from: reliedOnFrom } };
}

function knownAccount(account: Account, from: KnownAddress['from']): readonly KnownAddress[] {
  const family = findChain(chainOfAccount(account))?.family ?? 'untraced';
  return family === 'untraced'
    ? []
    : [{ address: formatAddress(account), family, from, relied: null }];
}
