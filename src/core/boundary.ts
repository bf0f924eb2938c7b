import type { Account } from './account.js';
import type { Attribution } from './attribution.js';
import { primaryAttribution } from './attribution.js';

/**
 * Where the trail ends for any public observer, known without a look-up.
 *
 * `labelled`: an account with a risk claim. `mixer`, `service`, `burn`: by category of the claim.
 * `own-company`: an account of the payer. What is found on the way (a busy account) is a `hub`.
 */
export type Boundary =
  | {
      readonly kind: 'labelled' | 'mixer' | 'service' | 'burn';
      readonly attribution: Attribution;
    }
  | { readonly kind: 'own-company' };

/** What a trace knows of accounts before it looks anything up. */
export interface Knowledge {
  /** Every claim about an account. */
  readonly claimsOf: (account: Account) => readonly Attribution[];
  readonly ownAccounts: ReadonlySet<Account>;
}

/** The boundary that an account is, or null for an account that may be followed. */
export function boundaryOf(account: Account, knowledge: Knowledge): Boundary | null {
  if (knowledge.ownAccounts.has(account)) return { kind: 'own-company' };
  const attribution = primaryAttribution(knowledge.claimsOf(account));
  if (attribution === null) return null;
  if (attribution.category === 'mixer') return { kind: 'mixer', attribution };
  if (attribution.use === 'exposure') return { kind: 'labelled', attribution };
  if (attribution.category === 'burn') return { kind: 'burn', attribution };
  return { kind: 'service', attribution };
}
