import { parseSubject, refuseSecret } from '../../chains/registry.js';
import type { Asset } from '../../core/asset.js';
import { type Chain, findChainByName } from '../../core/chain.js';
import { InputError } from '../../core/errors.js';
import type { Payee, PayeeWallet } from '../../core/payee.js';
import { invoiceKeyOf, parseInvoice } from '../../desk/payments/invoiceNumber.js';
import { parsePaymentAmount } from '../../desk/payments/paymentAmount.js';
import type { PaymentRequest } from './paymentChecks.js';
import type { PaymentMeans } from './paymentPorts.js';

/** A payment as it was understood. */
export interface ReadPayment {
  readonly payee: Payee;
  readonly wallet: PayeeWallet;
  readonly chain: Chain;
  readonly asset: Asset;
  /** Atomic units. */
  readonly amount: bigint;
  readonly invoice: string;
  readonly invoiceKey: string;
}

/** One thing that is wrong with a payment. */
export interface FieldProblem {
  readonly field: keyof PaymentRequest;
  readonly sentence: string;
}

/** A payment that was understood, or all that is wrong with it. Order of problems: of the fields. */
export type PaymentReading =
  | { readonly kind: 'read'; readonly payment: ReadPayment }
  | { readonly kind: 'refused'; readonly problems: readonly FieldProblem[] };

type ReadingMeans = Pick<PaymentMeans, 'payees' | 'chains' | 'assets'>;

/**
 * Understands a payment. What cannot be told without another field, which is wrong itself, is not
 * complained about.
 */
export function readPayment(request: PaymentRequest, means: ReadingMeans): PaymentReading {
  const problems: FieldProblem[] = [];
  const attempt = <Read>(field: keyof PaymentRequest, read: () => Read): Read | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push({ field, sentence: error.message });
      return null;
    }
  };
  const payee = attempt('payee', () => readPayee(request.payee, means));
  const given =
    payee === null ? null : attempt('wallet', () => readWallet(request.wallet, payee, means));
  const wallet = given?.wallet ?? null;
  const chain = attempt('chain', () => readChain(request.chain, given, means));
  const asset =
    chain === null ? null : attempt('asset', () => readAsset(request.asset, chain, means));
  const amount =
    asset === null ? null : attempt('amount', () => parsePaymentAmount(request.amount, asset));
  const invoice = attempt('invoice', () => readInvoice(request.invoice));
  if (payee === null || wallet === null || chain === null || asset === null) {
    return { kind: 'refused', problems };
  }
  if (amount === null || invoice === null) return { kind: 'refused', problems };
  const invoiceKey = invoiceKeyOf(invoice);
  return { kind: 'read', payment: { payee, wallet, chain, asset, amount, invoice, invoiceKey } };
}

/** Edge: of a payee that was merged into another, that other one is paid. */
function readPayee(text: string, { payees }: ReadingMeans): Payee {
  const named = text.trim();
  if (named === '') throw new InputError('The payee is missing; name their id or reference.');
  let payee = payees.read(named) ?? payees.find(named);
  while (payee?.mergedInto != null) payee = payees.read(payee.mergedInto);
  if (payee === null) {
    throw new InputError(
      'No payee has this id or reference; register the payee first, or correct the reference.',
    );
  }
  return payee;
}

/** A wallet, and the chain that the text of it named; null for none. */
interface GivenWallet {
  readonly wallet: PayeeWallet;
  readonly namedChain: Chain | null;
}

function readWallet(text: string, payee: Payee, { payees }: ReadingMeans): GivenWallet {
  const named = text.trim();
  const byId = payees.readWallet(named);
  if (byId !== null && byId.payeeId === payee.id) return { wallet: byId, namedChain: null };
  if (byId !== null) throw new InputError(NOT_THEIRS);
  const { address, namedChain } = addressIn(named);
  // Of several registrations of one address the one in use counts, else the newest.
  const theirs = payee.wallets.filter((wallet) => wallet.address === address);
  const wallet = theirs.find(({ endedAt }) => endedAt === null) ?? theirs.at(-1);
  if (wallet === undefined) throw new InputError(NOT_THEIRS);
  return { wallet, namedChain };
}

const NOT_THEIRS =
  'This wallet is not registered for this payee. Ask the payee by a way that you know whether it is theirs; then register it, and have it confirmed by a second person.';

function addressIn(text: string): {
  readonly address: string;
  readonly namedChain: Chain | null;
} {
  if (text === '') throw new InputError('The wallet is missing; name its address or its id.');
  const resolved = parseSubject(text);
  if (resolved.kind === 'evm') return resolved;
  if (resolved.kind === 'bitcoin') return { address: resolved.address, namedChain: null };
  throw new InputError(
    'This is an address of a chain that is not traced here, on which nobody can be paid; ask the payee for a Bitcoin or Ethereum-type address.',
  );
}

function readChain(
  text: string,
  given: GivenWallet | null,
  { chains }: Pick<PaymentMeans, 'chains'>,
): Chain {
  const name = text.trim().toLowerCase();
  if (name === '') {
    throw new InputError('The chain is missing; name it by its short name, such as "ethereum".');
  }
  const known = findChainByName(name);
  if (known === undefined) {
    throw new InputError(
      `No chain has this short name; configured are: ${[...chains.keys()].join(', ')}.`,
    );
  }
  const chain = chains.get(name)?.chain;
  if (chain === undefined) {
    throw new InputError(
      `${known.title} is not configured, so that nothing on it can be looked at; pay on another chain, or have an administrator configure it.`,
    );
  }
  if (given !== null) assertGivenFor(chain, given);
  return chain;
}

/** Two chains that were named for one payment are one too many: money sent on the wrong one may be lost. */
function assertGivenFor(chain: Chain, { wallet, namedChain }: GivenWallet): void {
  if (wallet.family !== chain.family) {
    throw new InputError(
      `The wallet is an address of ${wallet.family === 'utxo' ? 'Bitcoin' : 'Ethereum-type chains'} and cannot be paid on ${chain.title}.`,
    );
  }
  if (namedChain !== null && namedChain.id !== chain.id) {
    throw new InputError(
      `The wallet is given as one on ${namedChain.title}, and is to be paid on ${chain.title}; name one chain, or give the address alone.`,
    );
  }
}

/** Edge: letters of a token's contract have a case only to be checked by, and those of a symbol none. */
function readAsset(text: string, chain: Chain, { assets }: Pick<PaymentMeans, 'assets'>): Asset {
  const named = text.trim().toLowerCase();
  if (named === '') throw new InputError('The asset is missing; name its symbol, such as USDC.');
  const here = [...assets.values()].filter((asset) => asset.chain === chain.id);
  const found = here.filter(
    ({ id, symbol }) => id.toLowerCase() === named || symbol.toLowerCase() === named,
  );
  const [asset, ...others] = found;
  if (asset !== undefined && others.length === 0) return asset;
  const known = here.map(({ symbol }) => symbol).join(', ');
  throw new InputError(
    asset === undefined
      ? `This is none of the listed assets on ${chain.title}, which are: ${known}. What is not listed may be worth nothing and is never paid.`
      : `Several assets on ${chain.title} go by this symbol; name the one by its CAIP-19 id.`,
  );
}

function readInvoice(text: string): string {
  const invoice = parseInvoice(text);
  refuseSecret(invoice, 'invoice');
  return invoice;
}
