import type { PaymentApproval } from '../../core/approval.js';
import type { Asset, AssetId } from '../../core/asset.js';
import type { OverrideAnswer } from '../../core/holdOverride.js';
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

/** Checks of which none is decided before the wallets of all have been looked at. */
export interface Gathering {
  /** Begins checks; they wait for those that are added later. */
  readonly add: (checkIds: readonly string[]) => void;
  /** Says that no more come. Twice is once. */
  readonly end: () => void;
}

/** How payments are asked for. */
export interface PaymentAsking {
  /** Who waits for one payment overtakes who had many checked. */
  readonly urgency: 'single' | 'batch';
  /** The same key with the same payments is the same asking, for a day; null for none. */
  readonly idempotencyKey: string | null;
  /** Those with which they are decided together; only they themselves when not given. */
  readonly together?: Gathering;
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
 * `release` and overrides: "release").
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
   * Looks at the wallets of payments one after the other and decides nothing, so that what links their
   * payees is known before the first is decided. The signal ends it between two wallets.
   *
   * Edge: what cannot be used is passed over; checking it says why. A wallet that was not seen whole is
   * looked at again when its payment is checked, from what the cache has.
   */
  readonly lookAhead: (
    requests: readonly PaymentRequest[],
    by: Actor,
    signal: AbortSignal,
  ) => Promise<void>;
  /** Gathers payments that are asked for one after the other and decided together, up to its end. */
  readonly gather: () => Gathering;
  /** Goes on with all that another process left undecided, and decides it with what is gathered. */
  readonly resume: (together: Gathering) => void;
  /**
   * Null where there is none of that id. Where nobody here decides it, it is gone on with, together with
   * all others that another process left.
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
   * Lets a `review` be paid: one named person, with a reason. Chains are asked again what they were asked
   * when it was checked, for half a minute at most.
   *
   * @throws {InputError} for a token, another decision, an empty reason, a verdict that is over, what came
   * up since, and what nobody answers that was answered then. @throws {AbortedError} when the signal ends.
   */
  readonly release: (
    checkId: string,
    reason: string,
    by: Actor,
    signal: AbortSignal,
  ) => Promise<PaymentCheck>;
  /**
   * Asks that a `hold` be paid all the same, until the end of a day at most 30 days from now, in UTC; a
   * second person answers within 7 days, while the verdict stands.
   *
   * @throws {InputError} for a token or nobody named, for a check that did not come out `hold` or was not
   * known whole, for a wallet that a sanctions list names itself, and while another override is open.
   */
  readonly askOverride: (
    checkId: string,
    asked: { readonly reason: string; readonly until: string },
    by: Actor,
  ) => PaymentCheck;
  /**
   * Answers as the second person. Before it is agreed to, chains are asked again, as for a release. What is
   * agreed to is approved at once: until the verdict or the override ends, whichever is first, and for a
   * day at most.
   *
   * @throws {InputError} for who asked for it, what is not open, and all that `askOverride` and `release`
   * refuse. @throws {AbortedError} when the signal ends.
   */
  readonly answerOverride: (
    overrideId: string,
    said: OverrideAnswer,
    by: Actor,
    signal: AbortSignal,
  ) => Promise<PaymentCheck>;
  /**
   * Takes an override back, by one of the two; its approval is handed out no more. One that was handed
   * out before verifies until its end. Edge: the payment counts as approved until it is withdrawn too.
   */
  readonly withdrawOverride: (overrideId: string, by: Actor) => PaymentCheck;
  /**
   * Takes a check back: it was not and will not be paid, and its invoice can be checked again.
   *
   * @throws {InputError} for one that is approved, where that actor is no person with the permission
   * "release", and where its payment is known to have been made.
   */
  readonly withdraw: (checkId: string, by: Actor) => PaymentCheck;
  /** Null while there is none, and where it does not stand; `whyNoApproval` says why. */
  readonly readApproval: (checkId: string) => PaymentApproval | null;
  /**
   * Why no approval is handed out, in a sentence; null where one is. One that was signed is handed out while
   * it holds, its verdict stands, and nothing came up that weighs, as far as is known without asking
   * anybody: later checks of its wallet and later screenings of it tell too.
   */
  readonly whyNoApproval: (checkId: string) => string | null;
  /** How an asset that a check names is written. */
  readonly assetOf: (asset: AssetId) => Pick<Asset, 'symbol' | 'decimals'>;
  /** What was paid or approved so far to a payee. Order: newest first; withdrawn ones are left out. */
  readonly listPaid: (payeeId: string) => readonly PaymentCheck[];
}
