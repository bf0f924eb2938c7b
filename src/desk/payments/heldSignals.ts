import type { PaymentSignal, PaymentSignalKind } from '../../core/payment.js';

/** What holds a payee: the newest word about one of their wallets. */
export type PayeeHold =
  /** The newest screening of a wallet that says so, and was not ended by a newer one. */
  | {
      readonly kind: 'verdict';
      /** The address as its chain writes it. */
      readonly address: string;
      readonly screeningId: string;
      /** Whether a list that is in force names the wallet itself. */
      readonly isListed: boolean;
    }
  /** A check of a payment that held by what its own chain and asset told. */
  | {
      readonly kind: 'check';
      readonly address: string;
      readonly checkId: string;
      /** Order of asking. */
      readonly sequence: number;
      /** Short name of the chain; title, and symbol of the asset, as people read them. */
      readonly chain: string;
      readonly chainTitle: string;
      readonly asset: string;
      readonly symbol: string;
    };

/**
 * Kinds of signals that are no grounds of a check's own: what is looked at anew for every payment of the
 * payee, and what only repeats the hold of another.
 */
export const NOT_OF_ITS_OWN: readonly PaymentSignalKind[] = ['payee-held', 'roster-link'];

/** A payment, as far as holds of its payee are told from what it has looked at itself. */
export interface HeldPayment {
  readonly screeningId: string;
  readonly sequence: number;
  readonly address: string;
  readonly chain: string;
  readonly asset: string;
}

/**
 * The holds of a payee that a payment has not looked at itself. Its own screening decides by itself, and
 * its own chain was asked later than in older checks of the same wallet, chain and asset.
 */
export function holdsBeside(
  payment: HeldPayment,
  holds: readonly PayeeHold[],
): readonly PayeeHold[] {
  return holds.filter((hold) =>
    hold.kind === 'verdict'
      ? hold.screeningId !== payment.screeningId
      : hold.address !== payment.address ||
        hold.chain !== payment.chain ||
        hold.asset !== payment.asset ||
        hold.sequence > payment.sequence,
  );
}

/**
 * A hold says to pay nothing to any wallet of the payee; so what holds one of them holds each. Nobody's
 * override of another payment changes that: who lets this one be paid says so for this one.
 *
 * Order: of the holds.
 */
export function tellHeld({
  wallet,
  holds,
}: {
  readonly wallet: { readonly address: string };
  readonly holds: readonly PayeeHold[];
}): readonly PaymentSignal[] {
  return holds.map((hold) => {
    const which =
      hold.address === wallet.address
        ? `This wallet (${hold.address})`
        : `Another wallet of this payee (${hold.address})`;
    return { kind: 'payee-held', severity: 'hold', sentence: `${which} ${whyOf(hold)}` };
  });
}

function whyOf(hold: PayeeHold): string {
  if (hold.kind === 'check') {
    return `came out "hold" when a payment of ${hold.symbol} on ${hold.chainTitle} to it was last checked, and a hold is about the payee, not about one wallet. It ends when such a payment is checked again and nothing of that is found.`;
  }
  if (hold.isListed) {
    return 'is named by a sanctions list itself, as it was last screened: the law forbids paying whom the list means, to whatever wallet, and nobody can let it pass. It ends when that wallet is screened again and nothing is found.';
  }
  return 'came out "hold" when it was last screened, and a hold is about the payee, not about one wallet. It ends when that wallet is screened again and, seen whole, does not come out "hold".';
}
