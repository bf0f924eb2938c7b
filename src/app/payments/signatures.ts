import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { ApprovalKey } from './approvalKeys.js';

/** Signs a text with an Ed25519 key in PEM. Units: base64 of the signature over its UTF-8 bytes. */
export function signText(text: string, privatePem: string): string {
  return sign(null, Buffer.from(text, 'utf8'), createPrivateKey(privatePem)).toString('base64');
}

/** Whether a signature in base64 is that of a key over a text. */
export function isSignedText(
  text: string,
  { key, signature }: { readonly key: ApprovalKey; readonly signature: string },
): boolean {
  const bytes = Buffer.from(signature, 'base64');
  // The last letters of base64 have bits that no byte uses; a signature has one text.
  if (bytes.toString('base64') !== signature) return false;
  return verify(null, Buffer.from(text, 'utf8'), createPublicKey(key.publicPem), bytes);
}
