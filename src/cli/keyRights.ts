import { saysRights } from '../app/payments/ownerOnly.js';

/** What is said behind the folder of the keys where nothing checks who may read it. */
export function rightsNote(platform: NodeJS.Platform): string {
  if (saysRights(platform)) return '';
  return ' (on Windows nothing checks who may read them: keep others out of that folder)';
}
