import { type Actor, NOBODY_NAMED, permissionsOf } from '../../core/role.js';

/** Whoever uses the command line beside the database: who can write the file is its administrator. */
export const LOCAL_ACTOR: Actor = {
  kind: 'person',
  id: NOBODY_NAMED,
  personId: NOBODY_NAMED,
  name: 'local command line',
  role: 'admin',
  permissions: permissionsOf('admin'),
};
