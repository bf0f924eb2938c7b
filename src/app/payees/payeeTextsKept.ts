import { refuseSecret } from '../../chains/registry.js';
import { parsePayeeLine, parsePayeeText } from '../../desk/payees/payeeTexts.js';

/** A reference or a name as it is kept. @throws {InputError} for one that cannot be, or may be a secret. */
export function keepLine(text: string, what: 'reference' | 'name'): string {
  const line = parsePayeeLine(text, what);
  refuseSecret(line, what);
  return line;
}

/**
 * A text of several lines as it is kept.
 *
 * Twelve short words one after another look like a seed phrase, and so do many sentences: words that
 * sentences have and seed phrases have not part the text before it is looked at.
 * Source: https://github.com/bitcoin/bips/blob/master/bip-0039/english.txt (has none of these)
 *
 * @throws {InputError} for one that cannot be kept, or may be a secret.
 */
export function keepText(text: string, what: string): string {
  const kept = parsePayeeText(text, what);
  for (const part of kept.split(SENTENCE_WORDS)) refuseSecret(part, what);
  return kept;
}

const SENTENCE_WORDS =
  /\b(?:and|are|been|being|but|does|each|for|from|had|has|her|his|its|may|not|our|paid|she|than|the|their|them|told|wallet|was|were|which|who|with|your)\b/i;
