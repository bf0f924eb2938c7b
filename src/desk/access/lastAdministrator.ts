import type { Role } from '../../core/role.js';

/** What decides whether somebody keeps the others able to administer. */
export interface Administering {
  readonly userId: string;
  readonly role: Role;
  readonly isEnabled: boolean;
  /** Whether they have chosen a password. */
  readonly canSignIn: boolean;
}

/**
 * Whether nobody could administer any more without this person.
 *
 * Edge: who has not chosen a password yet takes nobody's place who has; the link may never be used.
 */
export function isLastAdministrator(userId: string, people: readonly Administering[]): boolean {
  const administrators = people.filter(({ role, isEnabled }) => role === 'admin' && isEnabled);
  const person = administrators.find((one) => one.userId === userId);
  if (person === undefined) return false;
  const others = administrators.filter((one) => one.userId !== userId);
  return !others.some((one) => one.canSignIn || !person.canSignIn);
}
