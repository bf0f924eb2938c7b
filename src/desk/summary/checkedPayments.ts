import type { Account } from '../../core/account.js';
import type { AssetId } from '../../core/asset.js';
import type { Decision } from '../../core/verdict.js';
import { isWithin } from './zoneMonth.js';

/** A check of a payment, as far as a month counts it. Times are ISO 8601 in UTC. */
export interface CountedCheck {
  readonly checkId: string;
  /** Order of asking. */
  readonly sequence: number;
  readonly payeeId: string;
  readonly walletId: string;
  readonly account: Account;
  /** Short name of the chain. */
  readonly chain: string;
  readonly asset: AssetId;
  /** Atomic units. */
  readonly amount: bigint;
  readonly screeningId: string;
  /** What all spellings of the invoice number have in common; null after it was erased. */
  readonly invoiceKey: string | null;
  /** Null until it is decided. */
  readonly decidedAt: string | null;
  readonly decision: Decision | null;
  readonly withdrawnAt: string | null;
  readonly releasedAt: string | null;
}

/** A hold that two persons let pass, from a moment on. Times are ISO 8601 in UTC. */
export interface LetPass {
  readonly checkId: string;
  readonly agreedAt: string;
  readonly withdrawnAt: string | null;
}

/** A decided check. */
export type DecidedCheck = CountedCheck & {
  readonly decidedAt: string;
  readonly decision: Decision;
};

/**
 * The newest decided check of each payment, so that asking again is no second one. A payment is one of
 * an invoice to a wallet of a payee, in an asset and an amount. Order: as given.
 *
 * Edge: a check whose invoice was erased is a payment of its own.
 */
export function newestChecks(checks: readonly CountedCheck[]): readonly DecidedCheck[] {
  const newest = new Map<string, DecidedCheck>();
  for (const check of checks) {
    const { decidedAt, decision } = check;
    if (decidedAt === null || decision === null) continue;
    const key = keyOf(check);
    const known = newest.get(key);
    if (known === undefined || isNewer(check.sequence, decidedAt, known)) {
      newest.set(key, { ...check, decidedAt, decision });
    }
  }
  const kept = new Map([...newest.values()].map((check) => [check.checkId, check]));
  return checks.flatMap(({ checkId }) => kept.get(checkId) ?? []);
}

function isNewer(sequence: number, decidedAt: string, than: DecidedCheck): boolean {
  if (decidedAt !== than.decidedAt) return decidedAt > than.decidedAt;
  return sequence > than.sequence;
}

function keyOf({
  checkId,
  invoiceKey,
  payeeId,
  walletId,
  chain,
  asset,
  amount,
}: CountedCheck): string {
  if (invoiceKey === null) return checkId;
  // Nothing but the invoice has a blank, so that two keys are one only where all parts are.
  return `${amount} ${payeeId} ${walletId} ${chain} ${asset} ${invoiceKey}`;
}

/**
 * The checks of a month that came out `hold`, or `review` that nobody released: what was not paid.
 *
 * `paidChecks` are those that a payment rests on: they were paid all the same, and are told there. Order:
 * as given. Edge: a hold that two persons let pass is not held, unless they took that back.
 */
export function heldChecks(
  checks: readonly CountedCheck[],
  known: {
    readonly span: { readonly from: string; readonly to: string };
    readonly letPass: readonly LetPass[];
    readonly paidChecks: ReadonlySet<string>;
  },
): readonly DecidedCheck[] {
  const passed = passedChecks(known.letPass, null);
  const ofMonth = checks.filter(
    ({ decidedAt }) => decidedAt !== null && isWithin(decidedAt, known.span),
  );
  return newestChecks(ofMonth).filter(({ checkId, decision, releasedAt }) => {
    if (known.paidChecks.has(checkId)) return false;
    return decision === 'hold'
      ? !passed.has(checkId)
      : decision === 'review' && releasedAt === null;
  });
}

/** Checks whose hold was let pass by a moment, and not taken back by then; null for all that is known. */
export function passedChecks(letPass: readonly LetPass[], by: string | null): ReadonlySet<string> {
  const isBy = (at: string) => by === null || at <= by;
  return new Set(
    letPass
      .filter(({ agreedAt, withdrawnAt }) => {
        return isBy(agreedAt) && (withdrawnAt === null || !isBy(withdrawnAt));
      })
      .map(({ checkId }) => checkId),
  );
}
