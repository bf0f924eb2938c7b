import type { Payee, PayeeWallet } from '../../core/payee.js';

/** Why one payee cannot be merged into another, in a sentence; null where they can. */
export function whyNotMerge(
  duplicate: Pick<Payee, 'id' | 'mergedInto'>,
  target: Pick<Payee, 'id' | 'deactivatedAt' | 'mergedInto'>,
): string | null {
  if (duplicate.id === target.id) return 'A payee cannot be merged into themselves.';
  if (duplicate.mergedInto !== null) return 'The duplicate was merged already.';
  if (target.mergedInto !== null) {
    return 'The other payee was merged as a duplicate themselves; name the payee that stayed.';
  }
  if (target.deactivatedAt !== null) {
    return 'The other payee is deactivated; reactivate them first.';
  }
  return null;
}

/**
 * The wallets that end because both payees have the same address in use. The duplicate's ends, unless it
 * alone is confirmed.
 */
export function walletsToEnd<
  Wallet extends Pick<PayeeWallet, 'address' | 'confirmedAt' | 'endedAt'>,
>(ofDuplicate: readonly Wallet[], ofTarget: readonly Wallet[]): readonly Wallet[] {
  return ofDuplicate
    .filter(({ endedAt }) => endedAt === null)
    .flatMap((wallet) => {
      const twin = ofTarget.find(
        ({ address, endedAt }) => endedAt === null && address === wallet.address,
      );
      if (twin === undefined) return [];
      return [wallet.confirmedAt !== null && twin.confirmedAt === null ? twin : wallet];
    });
}
