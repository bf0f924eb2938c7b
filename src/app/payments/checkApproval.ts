import { createHash, createPublicKey, verify } from 'node:crypto';
import { parse } from 'lossless-json';
import {
  formatSignedText,
  type PaymentApproval,
  readApproval,
  saysApproval,
} from '../../core/approval.js';
import { InputError } from '../../core/errors.js';
import { formatMoment, parseMoment } from '../../core/moment.js';
import type { ApprovalKey } from './approvalKeys.js';

/** What became of checking an approval. */
export interface ApprovalCheck {
  /**
   * `altered`: it is not what was signed. `other-invoice`: it is, for another invoice. `expired` and
   * `not-yet`: it is, and does not hold now. `unknown-key`, `unknown-version`: it cannot be told.
   */
  readonly outcome:
    | 'valid'
    | 'altered'
    | 'other-invoice'
    | 'expired'
    | 'not-yet'
    | 'unknown-key'
    | 'unknown-version';
  readonly sentence: string;
  /** What it binds; null unless its signature is that of a known key, since anybody can write the rest. */
  readonly approval: PaymentApproval | null;
}

/** What an approval is checked against. */
export interface ApprovalQuestion {
  readonly keys: readonly ApprovalKey[];
  /** The number of the invoice that it should be for; null to leave that open. */
  readonly invoice: string | null;
  /** Units: Unix time in milliseconds. */
  readonly nowMs: number;
}

/** How far the clocks of who signs and who checks may differ. Units: seconds. */
const CLOCK_SKEW_SECONDS = 300;

/**
 * The digest by which an approval names its invoice.
 *
 * Edge: blanks around the number and the way in which an accent is composed do not matter.
 * Blind spot: whoever can guess the number can find it by its digest; it keeps the number out of
 * sight, not secret.
 */
export function digestInvoice(invoice: string): string {
  const number = invoice.normalize('NFC').trim();
  return `sha256:${createHash('sha256').update(number, 'utf8').digest('hex')}`;
}

/** Whether a text says that it is a payment approval. Edge: false for what is no JSON. */
export function isApprovalText(text: string): boolean {
  return saysApproval(parseText(text));
}

/**
 * Checks an approval offline: that a known key signed it, that it is for an invoice, that it holds now.
 *
 * Blind spot: whether it was paid already or the payment was withdrawn stands in no approval.
 *
 * @throws {InputError} for a text that does not say that it is an approval.
 */
export function checkApproval(text: string, asked: ApprovalQuestion): ApprovalCheck {
  const value = parseText(text);
  if (!saysApproval(value)) {
    throw new InputError('The text is no payment approval; give the file as Hopsight wrote it.');
  }
  const read = readApproval(value);
  if (read.kind === 'other-version') {
    return untold(
      'unknown-version',
      'it has a form that this Hopsight does not know; use a newer one',
    );
  }
  if (read.kind === 'misshapen') return altered(`its member "${read.at}" is not as in an approval`);
  if (hasTwoReadings(text))
    return altered('a member stands twice in it, so that readers would differ');
  return checkSigned(read.approval, asked);
}

function checkSigned(approval: PaymentApproval, asked: ApprovalQuestion): ApprovalCheck {
  const key = asked.keys.find(({ keyId }) => keyId === approval.keyId);
  if (key === undefined) {
    return untold(
      'unknown-key',
      `the key ${approval.keyId} by which it says that it was signed is not among the known ones; name the public keys of who gave it to you with --key`,
    );
  }
  if (!isSignedBy(key, approval)) return altered(`the key ${key.keyId} did not sign what it says`);
  if (key.retiredAt !== null && approval.issuedAt > key.retiredAt) {
    return altered(
      `it says to be of ${approval.issuedAt}, and its key is in use no more since ${key.retiredAt}`,
    );
  }
  if (asked.invoice !== null && digestInvoice(asked.invoice) !== approval.invoiceDigest) {
    return told(
      'other-invoice',
      approval,
      'Not valid for this: Hopsight signed it for another invoice.',
    );
  }
  return checkTime(approval, asked.nowMs);
}

function checkTime(approval: PaymentApproval, nowMs: number): ApprovalCheck {
  const nowSeconds = Math.floor(nowMs / 1000);
  const { issuedAt, expiresAt } = approval;
  if (nowSeconds > (parseMoment(expiresAt) ?? 0)) {
    return told(
      'expired',
      approval,
      `Expired: it held until ${expiresAt}; have the payment checked again.`,
    );
  }
  if (nowSeconds < (parseMoment(issuedAt) ?? 0) - CLOCK_SKEW_SECONDS) {
    const now = formatMoment(nowSeconds);
    return told(
      'not-yet',
      approval,
      `Not yet: it was issued ${issuedAt} and this computer says ${now}; one of the two clocks is wrong.`,
    );
  }
  const asInvoice = `Valid: key ${approval.keyId} signed it, and it holds until ${expiresAt}.`;
  return told('valid', approval, asInvoice);
}

function isSignedBy({ publicPem }: ApprovalKey, approval: PaymentApproval): boolean {
  const signature = Buffer.from(approval.signature, 'base64');
  // The last letters of base64 have bits that no byte uses; a signature has one text.
  if (signature.toString('base64') !== approval.signature) return false;
  const text = Buffer.from(formatSignedText(approval), 'utf8');
  return verify(null, text, createPublicKey(publicPem), signature);
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Whether a member stands twice with different values: then another program may read the other one. */
function hasTwoReadings(text: string): boolean {
  try {
    parse(text.replace(/^\uFEFF/, ''));
    return false;
  } catch (error) {
    if (error instanceof SyntaxError) return true;
    throw error;
  }
}

function told(
  outcome: ApprovalCheck['outcome'],
  approval: PaymentApproval | null,
  sentence: string,
): ApprovalCheck {
  return { outcome, sentence, approval };
}

function altered(why: string): ApprovalCheck {
  return told('altered', null, `Not valid: ${why}. Do not pay by it.`);
}

function untold(outcome: 'unknown-key' | 'unknown-version', why: string): ApprovalCheck {
  return told(outcome, null, `It cannot be told whether it is valid: ${why}.`);
}
