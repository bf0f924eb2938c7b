import type { Account } from '../../core/account.js';
import type { RosterCoverage } from '../../core/monthCoverage.js';
import { byPayee, shareOf } from './paidCoverage.js';

/** A wallet of a payee. Times are ISO 8601 in UTC. */
export interface CoveredWallet {
  readonly walletId: string;
  readonly payeeId: string;
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
  readonly screeningId: string;
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

/** What the wallets on the roster are held against. */
export interface RosterGrounds {
  readonly screenings: readonly CoveringScreening[];
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** References by payee id: personal data. */
  readonly references: ReadonlyMap<string, string>;
}

/**
 * How many wallets in use had a valid screening at a moment: on each chain on which they may be paid.
 *
 * Edge: a wallet that was put out of use and into use again counts as in use all the time. Blind spot: a
 * verdict holds for a day or so, so that between pay days few wallets have one.
 */
export function tellRosterCoverage(
  wallets: readonly CoveredWallet[],
  { screenings, at, references }: RosterGrounds,
): RosterCoverage {
  const valid = screenings.filter(
    ({ screenedAt, validUntil }) => screenedAt <= at && at < validUntil,
  );
  const covered = new Set(valid.flatMap(({ subjects }) => subjects));
  const inUse = walletsInUseAt(wallets, at);
  const used = new Set(inUse.flatMap(({ accounts }) => accounts));
  const unscreened = inUse.filter(
    ({ accounts }) => accounts.length === 0 || accounts.some((account) => !covered.has(account)),
  );
  return {
    ...{ wallets: inUse.length, screened: inUse.length - unscreened.length },
    share: shareOf(inUse.length - unscreened.length, inUse.length),
    screeningIds: valid
      .filter(({ subjects }) => subjects.some((account) => used.has(account)))
      .map(({ screeningId }) => screeningId)
      .sort(),
    unscreened: byPayee(unscreened, references).map(({ of, ...payee }) => ({
      ...payee,
      walletIds: of.map(({ walletId }) => walletId),
    })),
  };
}
