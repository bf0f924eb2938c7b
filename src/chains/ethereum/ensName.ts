import { ensNormalize } from 'ethers/hash';
import { type Refusal, refuse } from '../reading.js';
import { readHiddenCharacter } from '../suspects.js';

/** A text that has the form of a name. */
export type NameReading = { readonly kind: 'name'; readonly name: string } | Refusal;

/** The longest name that is looked at. Source: https://docs.ens.domains/resolution/names */
const MAX_CHARACTERS = 255;

/**
 * Reads an ENS name in its normal form, or null for a text that has not the form of one.
 *
 * Edge: a name that imitates another one, by letters of several scripts or ones that nobody sees, is
 * refused, as wallets refuse it; so are emojis that are joined by characters that nobody sees.
 * Blind spot: names that are written alike within one script, such as `rn` and `m`.
 * Source: https://docs.ens.domains/ensip/15
 */
export function readEnsName(text: string): NameReading | null {
  const isForm = /^(?:[^\s./:@?#\\,;|]+\.)+[^\s./:@?#\\,;|]{2,}$/u.test(text);
  if (!isForm || !/\p{L}[^.]*$/u.test(text) || text.length > MAX_CHARACTERS) return null;
  // The standard drops some of them without a word.
  const hidden = readHiddenCharacter(text);
  if (hidden !== null) return hidden;
  try {
    return { kind: 'name', name: ensNormalize(text) };
  } catch (error) {
    // The library says which label it does not take, in words that repeat the label.
    if (error instanceof TypeError) return describe(text);
    throw error;
  }
}

/** Scripts that are told by name; letters of any other one are only counted. */
const SCRIPTS = [
  ...['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Arabic', 'Cherokee', 'Georgian'],
  ...['Devanagari', 'Thai', 'Han', 'Hiragana', 'Katakana', 'Hangul'],
].map((name) => ({ name, pattern: new RegExp(`\\p{Script=${name}}`, 'u') }));

function describe(text: string): Refusal {
  const labels = text.split('.');
  const mixed = labels.map(scriptsOf).find((scripts) => scripts.length > 1);
  if (mixed !== undefined) {
    return refuse(
      'foreign-character',
      `The text looks like a name that imitates another one: its letters are of several scripts (${mixed.join(' and ')}); ask the payee for the address itself, by another way.`,
    );
  }
  const foreign = labels
    .map(scriptsOf)
    .find(([script]) => script !== undefined && script !== 'Latin');
  if (foreign !== undefined) {
    return refuse(
      'foreign-character',
      `The text looks like a name that imitates another one: its letters are ${foreign.join()} and look like those of another script; ask the payee for the address itself, by another way.`,
    );
  }
  return refuse(
    'name',
    'The text looks like a name, but no name in ENS can be written like this; copy it again, or ask for the address itself.',
  );
}

function scriptsOf(label: string): readonly string[] {
  return SCRIPTS.filter(({ pattern }) => pattern.test(label)).map(({ name }) => name);
}
