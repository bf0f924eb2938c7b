import type { Payee, PayeeWallet } from '../../core/payee.js';
import type { ValidDays } from './payeeTexts.js';

/** What a change of a wallet may touch. */
export type WalletTerms = Pick<PayeeWallet, 'chains' | 'custody'> & ValidDays;

/**
 * Whether a wallet has to be confirmed again: other chains, another custody, or days on which it was
 * not valid before. Edge: fewer days are no reason.
 */
export function needsConfirmingAgain(before: WalletTerms, after: WalletTerms): boolean {
  const hasOtherChains =
    before.chains.length !== after.chains.length ||
    before.chains.some((chain) => !after.chains.includes(chain));
  return hasOtherChains || before.custody !== after.custody || hasMoreDays(before, after);
}

function hasMoreDays(before: ValidDays, after: ValidDays): boolean {
  const isEarlier =
    before.validFrom !== null && (after.validFrom === null || after.validFrom < before.validFrom);
  const isLater =
    before.validUntil !== null &&
    (after.validUntil === null || after.validUntil > before.validUntil);
  return isEarlier || isLater;
}

/** Who wants to confirm. */
export interface Confirmer {
  readonly kind: 'person' | 'token';
  readonly personId: string;
  /** Whether they are a person by name, not whoever sits at the command line. */
  readonly isNamed: boolean;
}

/** A wallet, and who chose what has to be confirmed. */
export type ConfirmableWallet = Pick<
  PayeeWallet,
  'registeredBy' | 'confirmedAt' | 'endedAt' | 'payeeId'
> & { readonly choosers: readonly string[] };

/**
 * What becomes of a wallet once somebody chose what has to be confirmed: nobody has confirmed it, and all
 * who chose since somebody did are no second person.
 */
export function chosenBy(
  { confirmedAt, choosers }: Pick<ConfirmableWallet, 'confirmedAt' | 'choosers'>,
  personId: string,
): Pick<PayeeWallet, 'confirmedAt' | 'confirmedBy'> & Pick<ConfirmableWallet, 'choosers'> {
  const earlier = confirmedAt === null ? choosers : [];
  const all = [...new Set([...earlier, personId])];
  return { confirmedAt: null, confirmedBy: null, choosers: all };
}

/** Why somebody may not confirm a wallet, in a sentence; null where they may. */
export function whyNotConfirm(
  wallet: ConfirmableWallet,
  payee: Pick<Payee, 'deactivatedAt'>,
  by: Confirmer,
): string | null {
  if (wallet.endedAt !== null) return 'This wallet was ended; register it anew.';
  if (payee.deactivatedAt !== null) {
    return 'This payee is deactivated; reactivate them first.';
  }
  if (wallet.confirmedAt !== null) return 'This wallet is confirmed already.';
  return whyNoSecondPerson(wallet, by);
}

/** Why somebody is no second person beside who registered a wallet and chose what is confirmed; null where they are. */
function whyNoSecondPerson(
  wallet: Pick<ConfirmableWallet, 'registeredBy' | 'choosers'>,
  by: Confirmer,
): string | null {
  if (by.kind === 'token') {
    return 'A person who signed in confirms a wallet, never a token.';
  }
  if (!by.isNamed) {
    return 'A wallet is confirmed by a person with a name; on the command line say who with --as NAME.';
  }
  if (by.personId === wallet.registeredBy) {
    return 'Whoever registered a wallet does not confirm it; another person has to.';
  }
  if (wallet.choosers.includes(by.personId)) {
    return 'Whoever changed a wallet, or the reference or name of its payee, since it was last confirmed does not confirm it; another person has to.';
  }
  return null;
}
