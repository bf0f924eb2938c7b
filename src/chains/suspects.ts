import { decodeBase58, decodeBase58Check, XRP_ALPHABET } from './base58.js';
import { type Refusal, refuse } from './reading.js';

/** Fewest words of a seed phrase. Source: https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki */
const FEWEST_SEED_WORDS = 12;

const EXTENDED_KEY = /^(?:[a-z]{4})[1-9A-HJ-NP-Za-km-z]{100,120}$/i;
const KEY_BEGINNING =
  /^(?:nsec1|age-secret-key-1|(?:addr|acct|root|stake)_(?:sk|xsk)1|secret-(?:extended|spending)-key-)/i;

/**
 * Says that a text may be a secret, or null when it does not look like one.
 *
 * `words` are the pieces of the text between blanks. Nothing of the text is repeated. A secret that
 * was pasted here by mistake has to be treated as known to others, so each message says what to do.
 */
export function readSecret(words: readonly string[]): Refusal | null {
  if (hasSeedPhrase(words)) {
    return refuse(
      'seed-phrase',
      'The text looks like a seed phrase, which gives away every coin of its wallet; it was not stored: never paste it anywhere, move the funds to a new wallet, and give an address instead.',
    );
  }
  for (const word of [...words, words.join('')]) {
    const refusal = readSecretWord(word);
    if (refusal !== null) return refusal;
  }
  return null;
}

function readSecretWord(word: string): Refusal | null {
  if (/(?:^|[^0-9a-z]|0x)[0-9a-f]{64}$/i.test(word) && !word.includes('/')) {
    return refuse(
      'transaction-or-key',
      'The text has 64 hexadecimal digits: it is either a transaction id, which is no address, or a private key, which nobody else may see; neither was stored: give an address, and move the funds if it was a key.',
    );
  }
  if (/^[A-Za-z]pub/.test(word) && EXTENDED_KEY.test(word)) {
    return refuse(
      'extended-key',
      'The text looks like an extended public key, which shows every address of a wallet; it was not stored: ask for one single address.',
    );
  }
  if (isPrivateKey(word)) {
    return refuse(
      'private-key',
      'The text looks like a private key, which gives away the coins behind it; it was not stored: never paste it anywhere, move the funds to a new wallet, and give an address instead.',
    );
  }
  return null;
}

function isPrivateKey(word: string): boolean {
  if (/PRIVATEKEY/i.test(word.replace(/[^a-z]/gi, ''))) return true;
  if (KEY_BEGINNING.test(word)) return true;
  if (/^(?:[a-z]prv|Ltpv|dgpv)/i.test(word) && EXTENDED_KEY.test(word)) return true;
  if (/^S[A-Z2-7]{55}$/.test(word)) return true;
  if (!/^[1-9A-HJ-NP-Za-km-z]{22,90}$/.test(word)) return false;
  // The shapes of WIF and BIP-38 keys count even with a broken checksum: a typing error in a key
  // leaves a secret that is almost whole.
  if (/^(?:5.{50}|[KLc].{51}|9.{50}|6P.{56})$/.test(word)) return true;
  if (/^s/.test(word) && decodeBase58Check(word, XRP_ALPHABET).ok) return true;
  const decoded = decodeBase58Check(word);
  // A version and 32 bytes, with or without a mark for compression, whatever the chain.
  // Source: https://en.bitcoin.it/wiki/Wallet_import_format
  if (decoded.ok && [33, 34].includes(decoded.payload.length)) return true;
  // 64 bytes in base58 are a Solana key pair or a Solana transaction; the worse one is assumed.
  return word.length > 80 && decodeBase58(word)?.length === 64;
}

function hasSeedPhrase(words: readonly string[]): boolean {
  let run = 0;
  for (const word of words.flatMap((each) => each.split(/[^\p{L}\p{M}\p{N}]+/u))) {
    // A number or a mark between two words, as in a numbered list, does not end the phrase.
    if (/^\p{N}*$/u.test(word)) continue;
    run = isSeedWord(word) ? run + 1 : 0;
    if (run >= FEWEST_SEED_WORDS) return true;
  }
  return false;
}

/** Three to eight letters; in scripts beyond ASCII a word may be shorter, or longer with its marks. */
function isSeedWord(word: string): boolean {
  if (/^[a-z]{3,8}$/i.test(word)) return true;
  return /[^ -~]/.test(word) && /^\p{L}[\p{L}\p{M}]{0,12}$/u.test(word);
}

/** Characters that show nothing or only join others: zero width, direction marks, variation marks. */
const HIDDEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** Quotes, bullets and the like that may stand around an address. */
const WRAPPING = /["'`“”„‟‘’‚‛«»‹›′″•·…–—]/;

/**
 * Says which character of a text no address has, or null when there is none: a hidden one, or a
 * letter that only looks like one of an address.
 *
 * Hidden characters are never taken out silently: they are how one address is passed off as another.
 */
export function readOddCharacter(text: string): Refusal | null {
  return findCharacter(text, describeOddCharacter);
}

/** Says which character of a text nobody sees, or null when there is none. */
export function readHiddenCharacter(text: string): Refusal | null {
  return findCharacter(text, (character) => (HIDDEN.test(character) ? 'hidden' : null));
}

function findCharacter(
  text: string,
  describe: (character: string) => string | null,
): Refusal | null {
  let position = 0;
  for (const character of text) {
    position += 1;
    const name = describe(character);
    if (name === null) continue;
    const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return name === 'hidden'
      ? refuse(
          'hidden-character',
          `The text has the hidden character U+${codePoint} at position ${position}; it may have been tampered with, so ask the payee for the address again by another way.`,
        )
      : refuse(
          'foreign-character',
          `The text has ${name} “${character}” (U+${codePoint}) at position ${position}, which no address has; it may imitate another character, so ask the payee for the address again.`,
        );
  }
  return null;
}

function describeOddCharacter(character: string): string | null {
  if (HIDDEN.test(character)) return 'hidden';
  if (/^[ -~\s]$/.test(character) || WRAPPING.test(character)) return null;
  if (/\p{Cc}/u.test(character)) return 'hidden';
  if (/\p{Script=Cyrillic}/u.test(character)) return 'the Cyrillic letter';
  if (/\p{Script=Greek}/u.test(character)) return 'the Greek letter';
  if (/[\uff01-\uff5e]/.test(character)) return 'the full-width character';
  return 'the character';
}

/** Says that a text is a name for which a name service is needed, or null when it is none. */
export function readName(text: string): Refusal | null {
  if (!/^(?:[\p{L}\p{N}_-]+\.)+[a-z]{2,}$/iu.test(text)) return null;
  return refuse(
    'name',
    'The text looks like a name; only what is screened or paid may be an ENS name, and then it has to stand alone: give the address itself.',
  );
}
