import type { ApprovalCheck } from '../app/payments/checkApproval.js';
import type { Verification } from '../app/verifyScreening.js';
import { type ErrorCode, ScreenError } from '../core/errors.js';
import type { Decision } from '../core/verdict.js';

/** What the program ends with. Source of 64 to 78: sysexits(3), https://man.freebsd.org/sysexits */
export type ExitCode = 0 | 10 | 20 | 30 | 64 | 69 | 70 | 78 | 130;

const BY_DECISION: Readonly<Record<Decision, ExitCode>> = {
  proceed: 0,
  review: 10,
  hold: 20,
  incomplete: 30,
};

const BY_ERROR: Readonly<Record<ErrorCode, ExitCode>> = {
  input: 64,
  config: 78,
  'rule-set': 78,
  transport: 69,
  'rate-limit': 69,
  capability: 69,
  decode: 69,
  integrity: 69,
  aborted: 69,
  store: 69,
  bug: 70,
};

/** The program was interrupted a second time. */
export const INTERRUPTED: ExitCode = 130;

/** The exit code of a decision. */
export function exitCodeOfDecision(decision: Decision): ExitCode {
  return BY_DECISION[decision];
}

/** The exit code of a kind of failure that was told and not thrown. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  return BY_ERROR[code];
}

/** The exit code of an error. Edge: an error that Hopsight does not know is a bug. */
export function exitCodeOfError(error: unknown): ExitCode {
  return error instanceof ScreenError ? BY_ERROR[error.code] : BY_ERROR.bug;
}

/**
 * The exit code of a verification: 0 when it came out the same, that of a `hold` when it did not, that
 * of `incomplete` when it could not be built again.
 */
export function exitCodeOfVerification(outcome: Verification['outcome']): ExitCode {
  return BY_OUTCOME[outcome];
}

const BY_OUTCOME: Readonly<Record<Verification['outcome'], ExitCode>> = {
  verified: 0,
  differs: 20,
  'not-rebuilt': 30,
};

/**
 * The exit code of checking a payment approval: 0 when it is valid, that of a `hold` when it is not
 * what was signed or is for something else, that of `incomplete` when it does not hold now or that
 * cannot be told.
 */
export function exitCodeOfApproval(outcome: ApprovalCheck['outcome']): ExitCode {
  return BY_APPROVAL[outcome];
}

const BY_APPROVAL: Readonly<Record<ApprovalCheck['outcome'], ExitCode>> = {
  valid: 0,
  altered: 20,
  'other-invoice': 20,
  expired: 30,
  'not-yet': 30,
  'unknown-key': 30,
  'unknown-version': 30,
};

const WORST_FIRST: readonly Decision[] = ['hold', 'incomplete', 'review', 'proceed'];

/**
 * The exit code of several decisions: that of the worst, in the order hold, incomplete, review,
 * proceed. An address that could not be read counts as `incomplete`.
 *
 * Edge: nothing decided is `incomplete`, never `proceed`.
 */
export function exitCodeOfDecisions(decisions: readonly Decision[]): ExitCode {
  const worst = WORST_FIRST.find((decision) => decisions.includes(decision));
  return exitCodeOfDecision(worst ?? 'incomplete');
}
