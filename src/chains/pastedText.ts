import { readBareAddress } from './bareAddress.js';
import { readExplorerPage } from './explorerPage.js';
import {
  ACCEPTED_FORMS,
  type FoundAddress,
  type LooksLike,
  type Reading,
  type Refusal,
  refuse,
} from './reading.js';
import {
  distinctAddresses,
  isSameAddress,
  listAddresses,
  refuseSeveral,
} from './severalAddresses.js';
import { readName, readOddCharacter, readSecret } from './suspects.js';
import { readUri } from './uri.js';

/** The longest text that is looked at. No link to one address comes near it. */
const MAX_CHARACTERS = 4096;

const LEADING_WRAP = /^[\s"'`“”„‟‘’‚‛«»‹›′″•·…–—*_([{<>=-]+/u;
const TRAILING_WRAP = /[\s"'`“”„‟‘’‚‛«»‹›′″•·…–—*_)\]}>.,;:!?-]+$/u;

/** What a piece of a text was most likely meant to be, so that its refusal helps more than others. */
const TELLING: readonly LooksLike[] = ['wrong-checksum', 'testnet', 'name', 'transaction'];

const ADDRESS_LIKE: readonly LooksLike[] = [
  ...TELLING,
  'wrong-length',
  'wrong-character',
  'unusable-address',
  'unknown-chain',
  'lightning',
  'page',
  'payment-request',
];

/**
 * Reads the one address in a text as people paste it: with blanks, quotes, brackets or punctuation
 * around it, or broken over lines.
 *
 * Edge: several different addresses are refused and listed, and so is one address among other
 * words, so that nothing is chosen or overlooked silently.
 */
export function readPastedText(text: string): Reading {
  if (text.length > MAX_CHARACTERS) {
    return refuse(
      'too-long',
      `The text has ${text.length} characters, more than the ${MAX_CHARACTERS} that are looked at; give one address.`,
    );
  }
  const words = text
    .split(/\s+/)
    .map(unwrap)
    .filter((word) => word !== '');
  const suspect = readSecret(words) ?? readOddCharacter(text);
  if (suspect !== null) return suspect;
  if (words.length === 0) {
    return refuse('empty', `The text is empty; give ${ACCEPTED_FORMS}.`);
  }
  const parts = words.flatMap(splitWord);
  const readings = parts.map(readWord);
  const found = readings.filter(isFound);
  if (found.length > 0) return chooseOne(text, { found, hasOthers: found.length < parts.length });
  const joined = readJoined(text);
  if (isFound(joined)) return joined;
  return mostTelling({ joined, parts: readings });
}

function unwrap(text: string): string {
  return text.replace(LEADING_WRAP, '').replace(TRAILING_WRAP, '');
}

/** Splits a word at commas and the like, unless it is one address as it stands. */
function splitWord(word: string): readonly string[] {
  if (isFound(readWord(word))) return [word];
  const isSlashed = /^[0-9a-z]+(?:\/[0-9a-z]+)+$/i.test(word);
  return word
    .split(isSlashed ? '/' : /[,;|]+/)
    .map(unwrap)
    .filter((part) => part !== '');
}

function readWord(word: string): Reading | null {
  return readExplorerPage(word) ?? readBareAddress(word) ?? readUri(word) ?? readName(word);
}

/** Reads the text with its blanks and line breaks taken out. */
function readJoined(text: string): Reading | null {
  const words = unwrap(text).split(/\s+/);
  if (words.length < 2) return null;
  const reading = readWord(words.join(''));
  if (!isFound(reading) || !isWithoutChecksum(reading)) return reading;
  // A Solana address has no checksum, so words of a sentence could make one by chance.
  return /\S[^\S\r\n]+\S/.test(text) ? null : reading;
}

function isWithoutChecksum(found: FoundAddress): boolean {
  return found.kind === 'untraced' && found.chainNames.includes('solana');
}

function isFound(reading: Reading | null): reading is FoundAddress {
  return reading !== null && reading.kind !== 'refused';
}

function chooseOne(
  text: string,
  seen: { readonly found: readonly FoundAddress[]; readonly hasOthers: boolean },
): Reading {
  const distinct = distinctAddresses(seen.found);
  const [first, ...others] = distinct;
  if (first === undefined || others.length > 0) return refuseSeveral(distinct);
  if (!seen.hasOthers) return first;
  // `ETH: 0x…` is an address with its chain in front, only with a blank between them.
  const joined = readJoined(text);
  if (isFound(joined) && isSameAddress(joined, first)) return joined;
  // The end of a broken line may look like a Solana address; that all pieces together have a right
  // checksum is no chance.
  if (isFound(joined) && isWithoutChecksum(first) && !isWithoutChecksum(joined)) return joined;
  return refuse(
    'address-among-words',
    `The text has the address ${listAddresses(distinct)} among other words; give the address alone, so that nothing else in the text is overlooked.`,
  );
}

function mostTelling(readings: {
  readonly joined: Reading | null;
  readonly parts: readonly (Reading | null)[];
}): Refusal {
  const parts = readings.parts.filter(isRefusal);
  const joined = [readings.joined].filter(isRefusal);
  const among = (kinds: readonly LooksLike[], refusals: readonly Refusal[]) =>
    refusals.find(({ looksLike }) => kinds.includes(looksLike));
  return (
    among(TELLING, parts) ??
    among(ADDRESS_LIKE, joined) ??
    among(ADDRESS_LIKE, parts) ??
    parts[0] ??
    joined[0] ??
    refuse(
      'unknown',
      `The text is not an address that Hopsight recognises; give ${ACCEPTED_FORMS}.`,
    )
  );
}

function isRefusal(reading: Reading | null): reading is Refusal {
  return reading?.kind === 'refused';
}
