import type { Account } from '../../core/account.js';
import { formatShare } from '../../core/amount.js';
import type { MonthlySummary } from '../../core/monthlySummary.js';

/** A wallet of a payee. Times are ISO 8601 in UTC. */
export interface CoveredWallet {
  readonly walletId: string;
  /** The wallet on each chain on which it may be paid. */
  readonly accounts: readonly Account[];
  readonly registeredAt: string;
  /** The last ISO day on which it may be paid; null for open. */
  readonly validUntil: string | null;
  readonly endedAt: string | null;
  readonly deactivatedAt: string | null;
}

/** How long a screening of the present speaks for accounts. Times are ISO 8601 in UTC. */
export interface CoveringScreening {
  readonly subjects: readonly Account[];
  readonly screenedAt: string;
  readonly validUntil: string;
}

/** The wallets that were in use at a moment (ISO 8601 in UTC). Order: as given. */
export function walletsInUseAt<Wallet extends CoveredWallet>(
  wallets: readonly Wallet[],
  at: string,
): readonly Wallet[] {
  return wallets.filter(({ registeredAt, validUntil, endedAt, deactivatedAt }) => {
    const isOver = [endedAt, deactivatedAt].some((end) => end !== null && end <= at);
    const isPast = validUntil !== null && at.slice(0, 10) > validUntil;
    return registeredAt <= at && !isOver && !isPast;
  });
}

/**
 * How many wallets in use had a valid screening at a moment (ISO 8601 in UTC): on each chain on which
 * they may be paid.
 *
 * Edge: a wallet that was put out of use and into use again counts as in use all the time.
 */
export function tellCoverage(
  wallets: readonly CoveredWallet[],
  screenings: readonly CoveringScreening[],
  at: string,
): MonthlySummary['coverage'] {
  const covered = new Set(
    screenings
      .filter(({ screenedAt, validUntil }) => screenedAt <= at && at < validUntil)
      .flatMap(({ subjects }) => subjects),
  );
  const inUse = walletsInUseAt(wallets, at);
  const unscreened = inUse.filter(
    ({ accounts }) => accounts.length === 0 || accounts.some((account) => !covered.has(account)),
  );
  const screened = inUse.length - unscreened.length;
  return {
    ...{ wallets: inUse.length, screened },
    share:
      inUse.length === 0
        ? null
        : formatShare({ numerator: BigInt(screened), denominator: BigInt(inUse.length) }),
    unscreenedWalletIds: unscreened.map(({ walletId }) => walletId),
  };
}
