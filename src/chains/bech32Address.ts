import { BECH32_CHARACTERS, type Bech32Encoding, decodeBech32 } from './bech32.js';
import { type Refusal, refuse } from './reading.js';

/** The content of a bech32 address whose checksum is right. */
export interface Bech32Content {
  readonly kind: 'content';
  readonly words: readonly number[];
  readonly encoding: Bech32Encoding;
}

/** A text that starts like a bech32 address of a known kind. */
export interface Bech32Candidate {
  readonly text: string;
  /** The part before the separator `1`, lower-case. */
  readonly prefix: string;
  /** The kind of address in words, with its article. */
  readonly what: string;
  /** Longest text of this kind; 90 unless its chain allows more. */
  readonly maxLength?: number;
}

/** Reads a text that starts with a known bech32 prefix, or says in words what is wrong with it. */
export function readBech32Address(candidate: Bech32Candidate): Bech32Content | Refusal {
  const { text, prefix, what } = candidate;
  const foreign = findForeignCharacter(text, prefix.length + 1);
  if (foreign !== null) {
    return refuse(
      'wrong-character',
      `The text looks like ${what}, but no such address has the character “${foreign.character}”, which stands at position ${foreign.position}; copy it again.`,
    );
  }
  const decoded = decodeBech32(text, candidate.maxLength);
  if (decoded.ok) return { kind: 'content', words: decoded.words, encoding: decoded.encoding };
  if (decoded.problem === 'case') {
    return refuse(
      'wrong-checksum',
      `The text looks like ${what}, but it mixes upper and lower case, which such an address never does; copy it again.`,
    );
  }
  if (decoded.problem === 'checksum') {
    return refuse(
      'wrong-checksum',
      `The text looks like ${what}, but its bech32 checksum is broken, so a character is wrong, missing or too many; copy it again.`,
    );
  }
  return refuse(
    'wrong-length',
    `The text looks like ${what}, but its ${text.length} characters are too few or too many; copy the whole address again.`,
  );
}

function findForeignCharacter(
  text: string,
  start: number,
): { readonly character: string; readonly position: number } | null {
  let position = start;
  for (const character of text.slice(start)) {
    position += 1;
    if (!BECH32_CHARACTERS.includes(character.toLowerCase())) return { character, position };
  }
  return null;
}
