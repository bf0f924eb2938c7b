import { LOCAL_ACTOR } from '../../app/access/localActor.js';
import type { Access } from '../../app/service/access.js';

/** What people are called, by id. */
export type PeopleNames = ReadonlyMap<string, string>;

/** What everybody who can or could sign in is called, and the command line. */
export function namesOfPeople({ listUsers }: Pick<Access, 'listUsers'>): PeopleNames {
  return new Map([LOCAL_ACTOR, ...listUsers()].map(({ id, name }) => [id, name]));
}

/** Somebody by name; by id where nobody has it any more. */
export function nameOfPerson(names: PeopleNames, id: string): string {
  return names.get(id) ?? id;
}
