import type { Actor } from '../../core/role.js';

/** What the audit log tells. A closed list. */
export const AUDITED_ACTIONS = [
  'user-added',
  'user-changed',
  'user-disabled',
  'user-enabled',
  'password-reset',
  'password-chosen',
  'signed-in',
  'sign-in-refused',
  'signed-out',
  'second-factor-added',
  'second-factor-removed',
  'token-issued',
  'token-revoked',
  'screening-asked',
  'screening-answered-again',
  'screening-cancelled',
  'screening-recorded',
  'labels-synced',
  'labels-imported',
  'vouch-made',
  'vouch-withdrawn',
  'payee-added',
  'payee-changed',
  'payee-deactivated',
  'payee-reactivated',
  'payee-deleted',
  'payees-merged',
  'payee-change-undone',
  'payee-exported',
  'wallet-registered',
  'wallet-changed',
  'wallet-confirmed',
  'wallet-ended',
  'proof-asked',
  'proof-recorded',
  'payment-checked',
  'payment-decided',
  'payment-approved',
  'payment-released',
  'payment-withdrawn',
  'override-asked',
  'override-agreed',
  'override-refused',
  'override-withdrawn',
  'payments-imported',
  'payments-matched',
  'approval-key-made',
  'approval-key-rotated',
  'payroll-uploaded',
  'payroll-confirmed',
  'payroll-run',
  'payroll-exported',
  'payroll-dropped',
  'roster-link-found',
  'roster-link-answered',
  'red-flag-answered',
  'summary-exported',
  'month-signed',
  'summary-kept',
  'month-erased',
] as const;

/** One of the things that the audit log tells. */
export type AuditedAction = (typeof AUDITED_ACTIONS)[number];

/** One thing that somebody did. No name, no typed text: chained rows hold no personal data. */
export interface AuditedEvent {
  /** Null for what nobody signed in did: a refused sign-in, the program itself. */
  readonly actor: Pick<Actor, 'kind' | 'id'> | null;
  readonly action: AuditedAction;
  /** The id of what it was done to; null for nothing in particular. */
  readonly subjectId: string | null;
}

/** A row of the audit log. */
export interface AuditRow extends AuditedEvent {
  readonly sequence: number;
  readonly at: string;
}

/** Who did what, append-only and chained by hashes. */
export interface AuditLog {
  readonly append: (event: AuditedEvent) => void;
  /** Order: newest first; `before` is the sequence of the row to go on from, null for the newest. */
  readonly list: (page: {
    readonly before: number | null;
    readonly limit: number;
  }) => readonly AuditRow[];
  /** The newest row and its hash, to be written down elsewhere; null where there is none. */
  readonly readHead: () => { readonly sequence: number; readonly hash: string } | null;
  /** Whether an action is told after a row (0 for ever), of one subject or of any (null). */
  readonly has: (event: {
    readonly after: number;
    readonly action: AuditedAction;
    readonly subjectId: string | null;
  }) => boolean;
  /** The hash of a row; null where there is none of that sequence. */
  readonly readHashAt: (sequence: number) => string | null;
  /** The sequence of the first row that was edited, dropped or moved; null where none was. */
  readonly findProblem: () => { readonly sequence: number; readonly problem: string } | null;
}
