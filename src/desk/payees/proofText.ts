/** How long a nonce may be signed. Units: seconds. */
export const PROOF_LIFE_SECONDS = 7 * 86_400;

/** Random bytes of a nonce: 128 bits cannot be guessed, so that no signature was made before. */
export const NONCE_BYTES = 16;

/**
 * The text that a payee signs, on one line, so that no wallet and no mail breaks it.
 *
 * It names what it is for, since a wallet shows it to whoever signs.
 */
export function proofText({
  address,
  expiresAt,
  nonce,
}: {
  readonly address: string;
  /** ISO 8601 time in UTC. */
  readonly expiresAt: string;
  /** In hex. */
  readonly nonce: string;
}): string {
  return `Hopsight: I control the address ${address} and am asked to show it by ${expiresAt.slice(0, 10)}. Nonce: ${nonce}`;
}
