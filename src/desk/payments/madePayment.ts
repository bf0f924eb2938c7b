import type { Account } from '../../core/account.js';
import { formatMoment, parseMoment, SECONDS_PER_DAY } from '../../core/moment.js';
import { invoiceKeyOf } from './invoiceNumber.js';

/** A payment that was made: told by the accounting system, or found on the chain. */
export interface MadePayment {
  readonly account: Account;
  readonly payeeId: string | null;
  /** ISO day: as it was told, in whatever zone; else that of its block, in UTC. */
  readonly day: string;
  /** The moment of its block (ISO 8601 in UTC); null while it is not found on the chain. */
  readonly at: string | null;
  readonly txId: string | null;
  /** Personal data; null where none is told. */
  readonly invoice: string | null;
}

/** A payment that was approved. Asset and amount are those of what it is compared with. */
export interface ApprovedPayment {
  readonly account: Account;
  /** The payee and the duplicates that were merged into them. */
  readonly payeeIds: readonly string[];
  /** Null after it was erased. */
  readonly invoice: string | null;
  /** ISO 8601 time in UTC of the approval. */
  readonly approvedAt: string;
}

/** How far behind a block may say to be. Units: seconds. Source: https://en.bitcoin.it/wiki/Block_timestamp */
const CHAIN_CLOCK_SECONDS = 7200;

/**
 * The payment that an approved one was, of payments of its asset and amount; null where it was not made, as
 * far as is known.
 *
 * It went to the same wallet at or after the approval, or to another one of the payee for the same invoice.
 * One that is told for another invoice is another one. In doubt it was made: what was told and not found
 * counts, since an exchange pays from accounts that nobody here looks at, and of two approvals of one
 * amount either may be the one that was paid.
 */
export function findMade(
  made: readonly MadePayment[],
  approved: ApprovedPayment,
): MadePayment | null {
  const key = approved.invoice === null ? null : invoiceKeyOf(approved.invoice);
  return (
    made.find((one) => {
      const madeKey = one.invoice === null ? null : invoiceKeyOf(one.invoice);
      const isForOther = key !== null && madeKey !== null && key !== madeKey;
      const isForSame = key !== null && key === madeKey;
      const isPayee = one.payeeId !== null && approved.payeeIds.includes(one.payeeId);
      const isSame = one.account === approved.account || (isPayee && isForSame);
      return isSame && !isForOther && isNotBefore(one, approved.approvedAt);
    }) ?? null
  );
}

/** Edge: a day that was told may be a day of a zone in which it is still the day before. */
function isNotBefore({ day, at }: MadePayment, approvedAt: string): boolean {
  const seconds = parseMoment(approvedAt) ?? 0;
  if (at !== null) return (parseMoment(at) ?? 0) >= seconds - CHAIN_CLOCK_SECONDS;
  return day >= formatMoment(seconds - SECONDS_PER_DAY).slice(0, 10);
}
