import { InputError } from '../core/errors.js';
import { readEnsName } from './ethereum/ensName.js';
import { parseSubject, type ResolvedAddress } from './registry.js';

/** What a person gave to be screened or paid: an address, or a name that a chain has to be asked about. */
export type SubjectText =
  | { readonly kind: 'address'; readonly resolved: ResolvedAddress }
  /** In its normal form. */
  | { readonly kind: 'name'; readonly name: string };

/** What `parseSubject` takes a name for. */
const NAME_LIKE: readonly unknown[] = ['name', 'foreign-character'];

/**
 * What may stand around a name and is never part of one. Hyphens, underscores and apostrophes are: without
 * its first character `_pay.eth` would be somebody else.
 */
const AROUND = /^[\s"“”„«»<([{]+|[\s"“”„«»>)\]},;.!?]+$/gu;

/**
 * Reads the one address in a text, or the one name that the text is.
 *
 * @throws {InputError} as `parseSubject` does, and for a name that imitates another one.
 */
export function readSubjectText(text: string): SubjectText {
  try {
    return { kind: 'address', resolved: parseSubject(text) };
  } catch (error) {
    if (!(error instanceof InputError) || !NAME_LIKE.includes(error.details.looksLike)) throw error;
    const reading = readEnsName(text.replace(AROUND, ''));
    if (reading?.kind === 'name') return reading;
    if (reading === null) throw error;
    throw new InputError(reading.message, { looksLike: reading.looksLike });
  }
}
