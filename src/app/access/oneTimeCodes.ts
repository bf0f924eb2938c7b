import { Secret, TOTP } from 'otpauth';
import { digestOf } from '../../store/columns.js';
import type { StoredUser } from '../../store/userStore.js';
import type { AccessMeans } from './accessMeans.js';

/** Bytes of a new secret. Source: RFC 4226, section 4, https://www.rfc-editor.org/rfc/rfc4226#section-4 */
const SECRET_BYTES = 20;

/** Steps of 30 seconds that a clock may be wrong. Source: RFC 6238, section 5.2 */
const WINDOW = 1;

/** Codes for whoever lost their second factor. */
const RECOVERY_CODES = 10;

/**
 * Bytes of a recovery code: 120 bits, so that a plain digest is enough.
 *
 * Source: NIST SP 800-63B-4, "Look-Up Secret Verifiers" (112 bits or more are hashed once).
 */
const RECOVERY_BYTES = 15;

/** A new secret of a second factor, and the address by which an authenticator takes it in. */
export function newSecondFactor(
  { random }: Pick<AccessMeans, 'random'>,
  name: string,
): { readonly secret: string; readonly uri: string } {
  const secret = base32(random(SECRET_BYTES));
  return { secret, uri: new TOTP({ issuer: 'Hopsight', label: name, secret }).toString() };
}

/** New recovery codes, in groups that can be copied by hand. */
export function newRecoveryCodes({ random }: Pick<AccessMeans, 'random'>): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, () =>
    base32(random(RECOVERY_BYTES))
      .replaceAll(/.{4}(?=.)/g, '$&-')
      .toLowerCase(),
  );
}

/** What is kept of a recovery code, however it was typed. */
export function digestRecoveryCode(code: string): string {
  return digestOf(code.replaceAll(/[\s-]/g, '').toUpperCase());
}

/**
 * The time step of a code; null for a wrong code, and for one of a step that is used up.
 *
 * Source: RFC 6238, section 5.2 (a code is accepted once).
 */
export function stepOfCode({
  secret,
  code,
  nowMs,
  lastStep,
}: {
  readonly secret: string;
  readonly code: string;
  readonly nowMs: number;
  readonly lastStep: number | null;
}): number | null {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const totp = new TOTP({ secret });
  const delta = totp.validate({ token, timestamp: nowMs, window: WINDOW });
  if (delta === null) return null;
  const step = totp.counter({ timestamp: nowMs }) + delta;
  return lastStep !== null && step <= lastStep ? null : step;
}

/** Uses up a code of somebody's second factor, or a recovery code; tells whether it was right. */
export function spendCode(means: AccessMeans, user: StoredUser, code: string): boolean {
  const { users, nowMs } = means;
  const { userId, totpSecret: secret, totpLastStep: lastStep } = user;
  if (secret === null) return false;
  const step = stepOfCode({ secret, code, nowMs: nowMs(), lastStep });
  if (step === null) return users.spendRecoveryCode(userId, digestRecoveryCode(code));
  users.writeSecondFactor(userId, { ...user, totpLastStep: step });
  return true;
}

function base32(bytes: Uint8Array): string {
  return new Secret({ buffer: new Uint8Array(bytes).buffer }).base32;
}
