import type { Account } from '../../core/account.js';
import { parseMoment, SECONDS_PER_DAY } from '../../core/moment.js';
import type { MonthlySummary } from '../../core/monthlySummary.js';
import type { Decision } from '../../core/verdict.js';
import { type CountedCheck, type LetPass, newestChecks, passedChecks } from './checkedPayments.js';
import { compareText } from './monthPayments.js';

/** A screening of the present. Times are ISO 8601 in UTC. */
export interface HeldScreening {
  readonly screeningId: string;
  readonly screenedAt: string;
  readonly decision: Decision;
  readonly subjects: readonly Account[];
  /** Whether it was made for somebody whom a reference names. */
  readonly isOfPayee: boolean;
}

/** What may have been held. */
export interface HoldGrounds {
  readonly checks: readonly CountedCheck[];
  readonly letPass: readonly LetPass[];
  /** Order: newest last. */
  readonly screenings: readonly HeldScreening[];
  /** Accounts of wallets that were in use. */
  readonly wallets: ReadonlySet<Account>;
}

/**
 * Holds that nobody had settled at a moment (ISO 8601 in UTC).
 *
 * A check is settled by a newer one of the same payment, by two who let it pass, or by who took it back;
 * a screening by a newer one of the same accounts. Order: oldest first. Edge: screenings count where no
 * check rests on them, and where they are about a payee or a wallet in use: an address that somebody
 * looked at out of curiosity waits for nobody.
 */
export function tellOpenHolds(grounds: HoldGrounds, at: string): MonthlySummary['openHolds'] {
  const holds = [...openChecks(grounds, at), ...openScreenings(grounds, at)];
  return holds
    .map((hold) => ({ ...hold, days: daysBetween(hold.since, at) }))
    .sort((a, b) => compareText(a.since, b.since) || compareText(a.screeningId, b.screeningId));
}

type OpenHold = Omit<MonthlySummary['openHolds'][number], 'days'>;

function openChecks({ checks, letPass }: HoldGrounds, at: string): readonly OpenHold[] {
  const passed = passedChecks(letPass, at);
  const known = checks.filter(({ decidedAt }) => decidedAt !== null && decidedAt <= at);
  return newestChecks(known)
    .filter(({ checkId, decision, withdrawnAt }) => {
      if (decision !== 'hold' || passed.has(checkId)) return false;
      return withdrawnAt === null || withdrawnAt > at;
    })
    .map(({ checkId, screeningId, decidedAt }) => ({ checkId, screeningId, since: decidedAt }));
}

function openScreenings(
  { checks, screenings, wallets }: HoldGrounds,
  at: string,
): readonly OpenHold[] {
  const checked = new Set(checks.map(({ screeningId }) => screeningId));
  const newest = new Map<string, HeldScreening>();
  for (const screening of screenings) {
    if (screening.screenedAt <= at) newest.set([...screening.subjects].sort().join(' '), screening);
  }
  return [...newest.values()]
    .filter(({ screeningId, decision, subjects, isOfPayee }) => {
      if (decision !== 'hold' || checked.has(screeningId)) return false;
      return isOfPayee || subjects.some((account) => wallets.has(account));
    })
    .map(({ screeningId, screenedAt }) => ({ checkId: null, screeningId, since: screenedAt }));
}

function daysBetween(from: string, to: string): number {
  const seconds = (parseMoment(to) ?? 0) - (parseMoment(from) ?? 0);
  return Math.max(0, Math.floor(seconds / SECONDS_PER_DAY));
}
