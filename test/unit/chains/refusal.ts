import { parseSubject } from '../../../src/chains/registry.js';
import { InputError } from '../../../src/core/errors.js';

/** What a text was refused as, and the words that say so. Fails when the text was resolved. */
export function refusalOf(text: string): { readonly looksLike: unknown; readonly message: string } {
  try {
    parseSubject(text);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { looksLike: error.details.looksLike, message: error.message };
  }
  throw new Error('The text was resolved, but should have been refused.');
}
