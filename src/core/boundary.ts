import type { Account } from './account.js';
import type { Attribution } from './attribution.js';
import { standingOf, withoutOwn } from './claims.js';

/**
 * Where the trail ends for any public observer, known without a look-up.
 *
 * `labelled`: an account with a risk claim. `mixer`, `service`, `burn`: by category of the claim.
 * `own-company`: an account of the payer. What is found on the way (a busy account) is a `hub`.
 */
export type Boundary =
  | {
      readonly kind: 'labelled' | 'mixer';
      /** The first of `risks`. */
      readonly attribution: Attribution;
      /** Every claim that counts as risk, as `Standing` has them. */
      readonly risks: readonly Attribution[];
      /** The claim that a service owns the account, if somebody makes one. */
      readonly service: Attribution | null;
    }
  | { readonly kind: 'service' | 'burn'; readonly attribution: Attribution }
  | { readonly kind: 'own-company' };

/** What a trace knows of accounts before it looks anything up. */
export interface Knowledge {
  /** Every claim about an account. */
  readonly claimsOf: (account: Account) => readonly Attribution[];
  readonly ownAccounts: ReadonlySet<Account>;
  /**
   * Whether a risk claim of one's own makes a boundary. Left out while a trail is followed: it would
   * end there, and hide what others say of the accounts behind.
   */
  readonly ownRisks?: 'end-trails';
}

/** The boundary that an account is, or null for an account that may be followed. */
export function boundaryOf(account: Account, knowledge: Knowledge): Boundary | null {
  if (knowledge.ownAccounts.has(account)) return { kind: 'own-company' };
  const claims = knowledge.claimsOf(account);
  if (claims.length === 0) return null;
  const { risks, service } = standingOf(
    knowledge.ownRisks === 'end-trails' ? claims : withoutOwn(claims),
  );
  const [attribution] = risks;
  if (attribution !== undefined) {
    const kind = attribution.category === 'mixer' ? 'mixer' : 'labelled';
    return { kind, attribution, risks, service };
  }
  if (service === null) return null;
  return { kind: service.category === 'burn' ? 'burn' : 'service', attribution: service };
}

/** The claim that a service owns an account, whatever else is said of it. */
export function serviceOf(boundary: Boundary | null): Attribution | null {
  if (boundary?.kind === 'labelled' || boundary?.kind === 'mixer') return boundary.service;
  return boundary?.kind === 'service' ? boundary.attribution : null;
}
