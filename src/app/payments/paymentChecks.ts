import type { PaymentApproval } from '../../core/approval.js';
import type { Asset, AssetId } from '../../core/asset.js';
import type { PaymentCheck } from '../../core/payment.js';
import type { Actor } from '../../core/role.js';
import type { Decision } from '../../core/verdict.js';

/** A payment as somebody asks for its check. */
export interface PaymentRequest {
  /** Id or reference of the payee. */
  readonly payee: string;
  /** Id of a registered wallet, or its address. */
  readonly wallet: string;
  /** Short name of the chain. */
  readonly chain: string;
  /** Symbol on that chain, or CAIP-19 id. */
  readonly asset: string;
  /** A decimal number of whole coins with a point, such as `1500.50`. */
  readonly amount: string;
  readonly invoice: string;
}

/** What is wrong with a payment that somebody asks to have checked. */
export interface PaymentProblem {
  /** Place among the payments, from 0. */
  readonly index: number;
  readonly field: keyof PaymentRequest;
  /** Never repeats a name, a reference or an invoice. */
  readonly sentence: string;
}

/** How payments are asked for. */
export interface PaymentAsking {
  /** Who waits for one payment overtakes who had many checked. */
  readonly urgency: 'single' | 'batch';
  /** The same key with the same payments is the same asking, for a day; null for none. */
  readonly idempotencyKey: string | null;
  /** Writes, over the same handle, what is to be one with the checks; what it throws undoes them. */
  readonly note?: (checkIds: readonly string[]) => void;
}

/** What of past checks is looked for. */
export interface PaymentQuery {
  readonly payeeId: string | null;
  readonly decision: Decision | null;
  readonly cursor: string | null;
  readonly limit: number;
}

/** Some of the checks. Order: newest first. */
export interface PaymentPage {
  readonly checks: readonly PaymentCheck[];
  readonly nextCursor: string | null;
}

/**
 * Payments that are checked before they leave.
 *
 * @throws {InputError} from every call with `by`, when that actor has not the permission "pay" (for
 * `release`: "release").
 */
export interface PaymentChecks {
  /** What of payments cannot be used, all of it at once; takes nothing. Order: as given. */
  readonly problemsOf: (requests: readonly PaymentRequest[]) => readonly PaymentProblem[];
  /**
   * Takes payments to check; each rests on a screening of its wallet that is valid still, or is made.
   *
   * Order: as asked for. @throws {InputError} for the first that cannot be used, or a key that was used
   * for other payments; nothing is taken then.
   */
  readonly check: (
    requests: readonly PaymentRequest[],
    asking: PaymentAsking,
    by: Actor,
  ) => readonly PaymentCheck[];
  /**
   * Null where there is none of that id. Begins to decide it, where its screening has come to its end and
   * nobody does.
   */
  readonly read: (checkId: string) => PaymentCheck | null;
  /** Settles once it is decided or failed, or the signal ends the wait. Null where there is none of that id. */
  readonly settled: (checkId: string, signal: AbortSignal) => Promise<PaymentCheck | null>;
  /**
   * Whether a check that is not decided will not be by itself: who was to screen its wallet ended before.
   * It can be withdrawn, and its payment checked anew.
   */
  readonly isAbandoned: (checkId: string) => boolean;
  readonly list: (query: PaymentQuery) => PaymentPage;
  /**
   * Lets a `review` be paid: one named person, with a reason. @throws {InputError} for a token, another
   * decision, an empty reason, or a verdict that is over.
   */
  readonly release: (checkId: string, reason: string, by: Actor) => PaymentCheck;
  /** Takes a check back: it was not and will not be paid, and its invoice can be checked again. */
  readonly withdraw: (checkId: string, by: Actor) => PaymentCheck;
  /** Null while there is none. */
  readonly readApproval: (checkId: string) => PaymentApproval | null;
  /** How an asset that a check names is written. */
  readonly assetOf: (asset: AssetId) => Pick<Asset, 'symbol' | 'decimals'>;
  /** What was paid or approved so far to a payee. Order: newest first; withdrawn ones are left out. */
  readonly listPaid: (payeeId: string) => readonly PaymentCheck[];
}
