import { InputError } from '../core/errors.js';

/**
 * The number that an option gives, or null where it is not given.
 *
 * @throws {InputError} for anything but a whole number from 1.
 */
export function parseCount(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const number = /^\d{1,7}$/.test(text) ? Number.parseInt(text, 10) : 0;
  if (number > 0) return number;
  throw new InputError(`The option ${option} takes a whole number from 1.`);
}
