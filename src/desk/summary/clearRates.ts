import type { Account } from '../../core/account.js';
import type { ClearRate } from '../../core/monthlySummary.js';
import type { Severity } from '../../core/verdict.js';

/** A screening with the rules that fired in it. */
export interface FiredScreening {
  readonly screeningId: string;
  /** ISO 8601 time in UTC. */
  readonly screenedAt: string;
  readonly findings: readonly {
    readonly ruleId: string;
    readonly severity: Severity;
    /** Positions in the list of exposures. */
    readonly exposures: readonly number[];
  }[];
  readonly exposures: readonly { readonly account: Account }[];
}

/** Something that a check of a payment found beside its screening, and that weighs. */
export interface FiredSignal {
  readonly kind: string;
  readonly checkId: string;
  readonly screeningId: string;
}

/** By what people let something pass. Times are ISO 8601 in UTC. */
export interface Clearing {
  /** Checks of which a `review` was released, or a `hold` let pass by two. */
  readonly checks: ReadonlySet<string>;
  /** Screenings on which such checks rest. */
  readonly screenings: ReadonlySet<string>;
  /** Vouches that were made and not taken back. */
  readonly vouches: readonly { readonly account: Account; readonly madeAt: string }[];
}

/** How the kinds of signals of payments begin among the rules. */
const SIGNAL_RULE = 'payment: ';

/**
 * How often each rule fired and how often people let it pass. A rule counts once in a screening, a signal
 * of a payment once in a check. What only informs is left out, for nobody has to let it pass.
 *
 * A finding was let pass where a check that rests on its screening was, or where somebody vouched for
 * each account that it is about after the screening. Order: by how often they fired, then by name.
 */
export function tellClearRates(
  screenings: readonly FiredScreening[],
  signals: readonly FiredSignal[],
  clearing: Clearing,
): readonly ClearRate[] {
  const tallies = new Map<string, Tally>();
  const vouched = newestVouches(clearing.vouches);
  for (const screening of screenings) {
    for (const [ruleId, isCleared] of firedIn(screening, { clearing, vouched })) {
      count(tallies, ruleId, { key: screening.screeningId, isCleared, ...screening });
    }
  }
  for (const { kind, checkId, screeningId } of signals) {
    const isCleared = clearing.checks.has(checkId);
    count(tallies, `${SIGNAL_RULE}${kind}`, { key: checkId, isCleared, screeningId });
  }
  return [...tallies]
    .map(([ruleId, { fired, cleared, screenings: ids }]) => ({
      ...{ ruleId, fired: fired.size, cleared: cleared.size },
      screeningIds: [...ids].sort(),
    }))
    .sort((a, b) => b.fired - a.fired || (a.ruleId < b.ruleId ? -1 : 1));
}

interface Tally {
  readonly fired: Set<string>;
  readonly cleared: Set<string>;
  readonly screenings: Set<string>;
}

function count(
  tallies: Map<string, Tally>,
  ruleId: string,
  at: { readonly key: string; readonly isCleared: boolean; readonly screeningId: string },
): void {
  const known = tallies.get(ruleId);
  const tally = known ?? { fired: new Set(), cleared: new Set(), screenings: new Set() };
  tallies.set(ruleId, tally);
  tally.fired.add(at.key);
  tally.screenings.add(at.screeningId);
  if (at.isCleared) tally.cleared.add(at.key);
}

/** The rules that weigh in a screening, and whether all that each found was let pass. */
function firedIn(
  { screeningId, screenedAt, findings, exposures }: FiredScreening,
  by: { readonly clearing: Clearing; readonly vouched: ReadonlyMap<Account, string> },
): ReadonlyMap<string, boolean> {
  const isVouched = (at: number): boolean => {
    const account = exposures[at]?.account;
    const madeAt = account === undefined ? undefined : by.vouched.get(account);
    return madeAt !== undefined && madeAt >= screenedAt;
  };
  const fired = new Map<string, boolean>();
  for (const { ruleId, severity, exposures: about } of findings) {
    if (severity === 'info') continue;
    const isCleared =
      by.clearing.screenings.has(screeningId) || (about.length > 0 && about.every(isVouched));
    fired.set(ruleId, (fired.get(ruleId) ?? true) && isCleared);
  }
  return fired;
}

/** When each account was last vouched for. */
function newestVouches(vouches: Clearing['vouches']): ReadonlyMap<Account, string> {
  const newest = new Map<Account, string>();
  for (const { account, madeAt } of vouches) {
    if (madeAt > (newest.get(account) ?? '')) newest.set(account, madeAt);
  }
  return newest;
}
