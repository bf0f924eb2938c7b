import { InputError } from '../core/errors.js';

/** What a signature over a text shows of an address. */
export type TextSignatureCheck =
  | { readonly kind: 'valid'; readonly method: 'EIP-191' | 'BIP-322' | 'BIP-137' }
  /** `why` is a sentence with what to do. */
  | { readonly kind: 'invalid'; readonly why: string }
  /** It may be right, and this cannot tell; `why` is a sentence with who can. */
  | { readonly kind: 'cannot-tell'; readonly why: string };

/** A signature to check. */
export interface SignedText {
  /** The address as its chain writes it. */
  readonly address: string;
  /** The text that was to be signed, to the letter. */
  readonly message: string;
  /** The signature as it was pasted. */
  readonly signature: string;
}

/** Longest signature that is read; the longest of one key has some 300 letters. */
const MOST_LETTERS = 20_000;

/**
 * A pasted signature without the blanks and line breaks that pasting brings.
 *
 * @throws {InputError} for nothing, and for what is far too long.
 */
export function trimSignature(text: string): string {
  if (text.length > MOST_LETTERS) {
    throw new InputError('The text is too long to be a signature; paste the signature alone.');
  }
  const trimmed = text.replaceAll(/\s/g, '');
  if (trimmed === '') throw new InputError('There is no signature; paste what the wallet gave.');
  return trimmed;
}

/** An answer that says no. */
export function invalid(why: string): TextSignatureCheck {
  return { kind: 'invalid', why };
}

/** An answer that leaves it open. */
export function cannotTell(why: string): TextSignatureCheck {
  return { kind: 'cannot-tell', why };
}
