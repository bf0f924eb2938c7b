import { describe, expect, it } from 'vitest';
import { encodeBase58, encodeBase58Check } from '../../../src/chains/base58.js';
import { refusalOf } from './refusal.js';

const ADDRESS = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';
const HEX = '13f007241d78e8b0b4e57d2ae3fd37bcfe3226534d7cadeba5a549860d960db0';

/** Every run of six characters of a text, for looking for traces of it in a message. */
function piecesOf(text: string): readonly string[] {
  return Array.from({ length: Math.max(0, text.length - 5) }, (_, at) => text.slice(at, at + 6));
}

function expectNoTrace(message: string, secret: string): void {
  expect(piecesOf(secret).filter((piece) => message.includes(piece))).toEqual([]);
}

describe('64 hexadecimal digits', () => {
  it.each([
    HEX,
    `0x${HEX}`,
    `0X${HEX.toUpperCase()}`,
    `“${HEX}”`,
    `${HEX.slice(0, 30)}\n${HEX.slice(30)}`,
    `key:${HEX}`,
    `${ADDRESS} ${HEX}`,
  ])('are a transaction id or a private key, and are not repeated: %j', (text) => {
    const refusal = refusalOf(text);
    expect(refusal.looksLike).toBe('transaction-or-key');
    expect(refusal.message).toContain('transaction id');
    expect(refusal.message).toContain('private key');
    expectNoTrace(refusal.message, HEX);
  });
});

describe('a seed phrase', () => {
  const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow';

  it.each([
    WORDS,
    WORDS.toUpperCase(),
    WORDS.replaceAll(' ', '\n'),
    WORDS.replaceAll(' ', ', '),
    WORDS.split(' ')
      .map((word, at) => `${at + 1}. ${word}`)
      .join('\n'),
    `${WORDS} ${WORDS}`,
    `my seed: ${WORDS}`,
    `seed=${WORDS}`,
    WORDS.replaceAll(' ', '-'),
    `https://example.com/${WORDS.replaceAll(' ', '/')}`,
    `${ADDRESS} ${WORDS}`,
    'あいこくしん あいこくしん あいこくしん あいこくしん あいこくしん あいこくしん あいこくしん あいこくしん あいこくしん あいこくしん あいこくしん あおぞら',
  ])('is refused and not repeated: %j', (text) => {
    const refusal = refusalOf(text);
    expect(refusal.looksLike).toBe('seed-phrase');
    expect(refusal.message).toContain('move the funds to a new wallet');
    for (const word of ['legal', 'winner', 'sausage', 'yellow', 'あ']) {
      expect(refusal.message.toLowerCase()).not.toContain(word);
    }
  });

  it('has at least twelve words', () => {
    expect(refusalOf(WORDS.split(' ').slice(1).join(' ')).looksLike).toBe('unknown');
  });
});

describe('a private key', () => {
  it.each([
    // https://en.bitcoin.it/wiki/Wallet_import_format
    ['WIF, uncompressed', '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ'],
    ['WIF, compressed', 'KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617'],
    ['WIF with a typing error', 'KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98618'],
    ['WIF of a test network with a typing error', `9${'A'.repeat(50)}`],
    ['WIF of a test network', encodeBase58Check(Uint8Array.from([239, ...new Uint8Array(32)]))],
    ['WIF of Litecoin', encodeBase58Check(Uint8Array.from([176, ...new Uint8Array(32), 1]))],
    ['BIP-38', '6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg'],
    // https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki, "Test vector 1"
    [
      'extended',
      'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi',
    ],
    ['XRP family seed', 'sn3nxiW7v8KXzPzAqzyHXbSSKNuN9'],
    ['Stellar secret', `S${'A'.repeat(55)}`],
    ['Solana key pair', encodeBase58(new Uint8Array(64).fill(200))],
    ['Nostr', `nsec1${'q'.repeat(58)}`],
    ['PEM', '-----BEGIN EC PRIVATE KEY-----\nMHQCAQEEIAbc\n-----END EC PRIVATE KEY-----'],
    ['after an address', `${ADDRESS}, 5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ`],
  ])('is refused and not repeated: %s', (_, text) => {
    const refusal = refusalOf(text);
    expect(refusal.looksLike).toBe('private-key');
    expect(refusal.message).toContain('move the funds to a new wallet');
    if (!text.includes(' ')) expectNoTrace(refusal.message, text);
  });

  it('is told from an extended public key, which is refused and not repeated either', () => {
    const key =
      'xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8';
    const refusal = refusalOf(key);
    expect(refusal.looksLike).toBe('extended-key');
    expect(refusal.message).toContain('one single address');
    expectNoTrace(refusal.message, key);
  });
});

describe('a hidden character', () => {
  it.each([
    ['U+200B', '\u200b'],
    ['U+200D', '\u200d'],
    ['U+2060', '\u2060'],
    ['U+FEFF', '\ufeff'],
    ['U+00AD', '\u00ad'],
    ['U+202E', '\u202e'],
    ['U+FE0F', '\ufe0f'],
    ['U+E0061', '\u{e0061}'],
    ['U+0000', '\u0000'],
  ])('is never taken out silently: %s', (name, character) => {
    const inside = refusalOf(`0x098B${character}716B8Aaf21512996dC57EB0615e2383E2f96`);
    expect(inside.looksLike).toBe('hidden-character');
    expect(inside.message).toContain(`${name} at position 7`);
    expect(refusalOf(`${character}${ADDRESS}`).message).toContain(`${name} at position 1`);
    expect(refusalOf(`${ADDRESS}${character}`).message).toContain(`${name} at position 43`);
    expect(refusalOf(character).looksLike).toBe('hidden-character');
  });
});

describe('a look-alike character', () => {
  it.each([
    [
      'the Cyrillic letter “В” (U+0412) at position 6',
      '0x098В716B8Aaf21512996dC57EB0615e2383E2f96',
    ],
    ['the Greek letter “Α” (U+0391) at position 2', '1Α1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
    [
      'the full-width character “０” (U+FF10) at position 1',
      '０x098B716B8Aaf21512996dC57EB0615e2383E2f96',
    ],
    ['the character “𝟎” (U+1D7CE) at position 3', '0x𝟎98B716B8Aaf21512996dC57EB0615e2383E2f96'],
    ['the Cyrillic letter “а” (U+0430) at position 4', 'vitаlik.eth'],
  ])('is named: %s', (expected, text) => {
    const refusal = refusalOf(text);
    expect(refusal.looksLike).toBe('foreign-character');
    expect(refusal.message).toContain(expected);
  });
});

describe('a name', () => {
  it.each(['vitalik.eth', 'pay.company.eth', 'someone.sol', 'www.example.com', 'VITALIK.ETH'])(
    'asks for the address and says where a name would do: %s',
    (name) => {
      const refusal = refusalOf(name);
      expect(refusal.looksLike).toBe('name');
      expect(refusal.message).toContain('only what is screened or paid may be an ENS name');
      expect(refusal.message).toContain('give the address itself');
      expect(refusal.message).not.toContain(name);
    },
  );
});
