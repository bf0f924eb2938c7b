import { InputError } from '../../core/errors.js';
import { nameKeyOf } from '../../desk/access/personName.js';
import type { Access, User } from '../service/access.js';

/**
 * The person of a name, whatever the case of its letters.
 *
 * @throws {InputError} when nobody has this name; it does not repeat the name.
 */
export function findPerson(access: Pick<Access, 'listUsers'>, name: string): User {
  const key = nameKeyOf(name);
  const found = access.listUsers().find((user) => nameKeyOf(user.name) === key);
  if (found === undefined) {
    throw new InputError('Nobody has this name; "hopsight users list" prints everybody\'s.');
  }
  return found;
}
