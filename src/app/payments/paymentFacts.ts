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
    known: knownAddresses(parties, { screened, means }),
    links: means.linksOf(payee.id),
    holds: holdsBeside(payment, means.holdsOf(payee)),
  };
}

function knownAddresses(
  { payee, wallet }: PaymentParties,
  { screened, means }: { readonly screened: ScreeningDocument; readonly means: PaymentMeans },
): readonly KnownAddress[] {
  const { address, family } = wallet;
  const canonical = family === 'evm' ? address.toLowerCase() : address;
  // Of all that is kept, what may look alike: each payment of a payroll asks.
  const ends = comparedEnds(canonical, family);
  const labelled = means.similar.listLabelled(ends);
  const accounts = screened.exposures.flatMap(({ label, paths }) => [
    label.account,
    ...paths.flatMap(({ hops }) => hops.flatMap(({ from, to }) => [from, to])),
  ]);
  const imitators = screened.signals.flatMap(({ kind, account }) =>
    kind === 'lookalike' ? [account] : [],
  );
  return [
    ...payee.wallets.map((one): KnownAddress => ({ ...one, from: 'payee' })),
    ...means.similar.listInUse(ends).map((one): KnownAddress => ({ ...one, from: 'roster' })),
    ...means.similar.listApproved(ends).map((one): KnownAddress => ({ ...one, from: 'paid' })),
    ...[...means.ownAccounts].flatMap((account) => knownAccount(account, 'own')),
    ...[...accounts, ...imitators].flatMap((account) => knownAccount(account, 'history')),
    ...labelled.map((one): KnownAddress => ({ address: one, family, from: 'label' })),
  ];
}

function knownAccount(account: Account, from: KnownAddress['from']): readonly KnownAddress[] {
  const family = findChain(chainOfAccount(account))?.family ?? 'untraced';
  return family === 'untraced' ? [] : [{ address: formatAddress(account), family, from }];
}
