import { InputError } from '../../core/errors.js';

/** The most characters of a name. */
const MOST_CHARACTERS = 100;

/** The form of a name that is the same whatever the case and width of its letters. */
export function nameKeyOf(name: string): string {
  return tidied(name).toLowerCase();
}

/**
 * A name as it is kept: without blanks around it, and with single ones in it.
 *
 * @throws {InputError} for one that is empty, too long, or holds characters that cannot be seen.
 */
export function parsePersonName(text: string): string {
  const name = tidied(text);
  if (name === '') throw new InputError('The name must not be blank.');
  if ([...name].length > MOST_CHARACTERS) {
    throw new InputError(`The name must not have more than ${MOST_CHARACTERS} characters.`);
  }
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(name)) {
    throw new InputError('The name holds characters that cannot be seen; type it anew.');
  }
  return name;
}

function tidied(text: string): string {
  return text.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ');
}
