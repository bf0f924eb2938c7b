import { InputError } from '../../core/errors.js';

/** Characters of the longest invoice number that is taken. */
const MOST_CHARACTERS = 200;

/**
 * An invoice number as it is kept: as given, without blanks around it.
 *
 * @throws {InputError} for an empty one, since then nothing tells a payment that was made before; and
 * for one that is no number of anything.
 */
export function parseInvoice(text: string): string {
  const invoice = text.trim();
  if (invoice === '') {
    throw new InputError(
      'The invoice is missing; name its number, or what the payment is for, such as "wages 2026-11".',
    );
  }
  if (invoice.length > MOST_CHARACTERS) {
    throw new InputError(`An invoice number has at most ${MOST_CHARACTERS} characters.`);
  }
  if (/\p{Cc}/u.test(invoice)) {
    throw new InputError('The invoice number holds a character that cannot be seen; type it anew.');
  }
  return invoice;
}

/**
 * What two spellings of one invoice number have in common: one Unicode form (NFKC, so that wide and
 * ligated letters are plain ones), no letter case, single blanks.
 *
 * Edge: hyphens, slashes and leading zeros count, since they tell invoices of one payee apart.
 */
export function invoiceKeyOf(invoice: string): string {
  return invoice.normalize('NFKC').toLowerCase().normalize('NFKC').trim().replace(/\s+/g, ' ');
}
