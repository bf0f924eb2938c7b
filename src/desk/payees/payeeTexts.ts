import { InputError } from '../../core/errors.js';
import { parseMoment } from '../../core/moment.js';

/** The most characters of a reference or a name. */
const MOST_CHARACTERS = 200;

/** The most characters of what somebody was told, and of a note. */
const MOST_OF_TEXT = 2000;

/** What shows nothing: control characters, zero-width and direction signs, what has no meaning. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/**
 * The form of a text that is the same whatever the case and width of its letters.
 *
 * Edge: lower and upper case by turns, since some letters have two small forms (ς and σ) or become two
 * (ß); JavaScript has no case folding of its own.
 * Source: https://www.unicode.org/Public/UCD/latest/ucd/CaseFolding.txt
 */
export function foldCase(text: string): string {
  return tidied(text).toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
}

/**
 * A reference or a name as it is kept: without blanks around it, and with single ones in it.
 *
 * @throws {InputError} for one that is empty, too long, or holds characters that cannot be seen.
 */
export function parsePayeeLine(text: string, what: 'reference' | 'name'): string {
  const line = text
    .normalize('NFC')
    .trim()
    .replaceAll(/\p{Zs}+/gu, ' ');
  if (line === '') throw new InputError(`The ${what} must not be blank.`);
  if ([...line].length > MOST_CHARACTERS) {
    throw new InputError(`The ${what} must not have more than ${MOST_CHARACTERS} characters.`);
  }
  if (UNSEEN.test(line)) {
    throw new InputError(`The ${what} holds characters that cannot be seen; type it anew.`);
  }
  return line;
}

/**
 * A text of several lines as it is kept. Edge: a blank one is empty.
 *
 * @throws {InputError} for one that is too long or holds characters that cannot be seen.
 */
export function parsePayeeText(text: string, what: string): string {
  const kept = text.normalize('NFC').replaceAll('\r\n', '\n').trim();
  if ([...kept].length > MOST_OF_TEXT) {
    throw new InputError(`The ${what} must not have more than ${MOST_OF_TEXT} characters.`);
  }
  if (UNSEEN.test(kept.replaceAll(/[\n\t]/g, ' '))) {
    throw new InputError(`The ${what} holds characters that cannot be seen; type it anew.`);
  }
  return kept;
}

/** What a payee is found by, beside their wallets: reference and name in folded form. */
export function searchTextOf({
  reference,
  name,
}: {
  readonly reference: string;
  readonly name: string;
}): string {
  return `${foldCase(reference)}\n${foldCase(name)}`;
}

/**
 * The days on which a wallet is valid, as given.
 *
 * @throws {InputError} for what is no ISO day, and for an end before the beginning.
 */
export function parseDays({ validFrom, validUntil }: ValidDays): ValidDays {
  for (const day of [validFrom, validUntil]) {
    if (day !== null && (!/^\d{4}-\d{2}-\d{2}$/.test(day) || parseMoment(day) === null)) {
      throw new InputError('A day is given as 2026-12-31: year, month, day.');
    }
  }
  if (validFrom !== null && validUntil !== null && validUntil < validFrom) {
    throw new InputError('The last day of a wallet must not come before its first.');
  }
  return { validFrom, validUntil };
}

/** The days on which a wallet is valid; null for open. */
export interface ValidDays {
  readonly validFrom: string | null;
  readonly validUntil: string | null;
}

function tidied(text: string): string {
  return text.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ');
}
