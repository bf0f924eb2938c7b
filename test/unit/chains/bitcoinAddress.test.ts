import { describe, expect, it } from 'vitest';
import { encodeBase58Check } from '../../../src/chains/base58.js';
import { readBitcoinAddress } from '../../../src/chains/bitcoin/address.js';
import { parseSubject } from '../../../src/chains/registry.js';
import { refusalOf } from './refusal.js';

describe('a Bitcoin address', () => {
  it.each([
    ['pay to public key hash', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
    ['pay to script hash', '344BBtYkhaCXgA7oYSXASUfh4bFieiponG'],
    ['pay to witness public key hash', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    [
      'pay to witness script hash',
      'bc1q49fs59nletdxwtq59mnrdhx3w9uku6003cm658mh7dw93mwh5dts2w2kht',
    ],
    ['taproot', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0'],
  ])('is read: %s', (_, address) => {
    expect(readBitcoinAddress(address)).toEqual({ kind: 'bitcoin', address });
  });

  it('is lower-cased when a QR code gave it in upper case', () => {
    expect(readBitcoinAddress('BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4')).toEqual({
      kind: 'bitcoin',
      address: 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
    });
  });

  it.each([
    'tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7',
    'tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c',
    'bcrt1q6z64a43mjgkcq0ul2znwneq3spghrlau9slefp',
    'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn',
    '2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc',
  ])('of a test network is refused as such: %s', (address) => {
    expect(refusalOf(address)).toEqual({
      looksLike: 'testnet',
      message: expect.stringContaining('ask for a mainnet address'),
    });
  });

  // https://github.com/bitcoin/bips/blob/master/bip-0350.mediawiki, invalid and unusable addresses
  it.each([
    [
      'bech32 on version 1',
      'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd',
      'wrong-checksum',
    ],
    [
      'bech32 on version 16',
      'BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL',
      'wrong-checksum',
    ],
    ['bech32m on version 0', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh', 'wrong-checksum'],
    [
      'a letter outside the alphabet',
      'bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4',
      'wrong-character',
    ],
    [
      'version 17',
      'BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R',
      'unusable-address',
    ],
    ['one byte', 'bc1pw5dgrnzv', 'wrong-length'],
    [
      '41 bytes',
      'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav',
      'wrong-length',
    ],
    ['16 bytes on version 0', 'BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P', 'wrong-length'],
    [
      'mixed case',
      'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jJ0',
      'wrong-checksum',
    ],
    [
      'too much padding',
      'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf',
      'wrong-length',
    ],
    ['no data', 'bc1gmk9yu', 'wrong-length'],
    ['version 2', 'bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs', 'unusable-address'],
    ['version 16', 'BC1SW50QGDZ25J', 'unusable-address'],
    [
      'version 1 with 40 bytes',
      'bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y',
      'wrong-length',
    ],
    ['pay to anchor', 'bc1pfeessrawgf', 'wrong-length'],
  ])('with %s is refused', (_, address, looksLike) => {
    expect(refusalOf(address).looksLike).toBe(looksLike);
  });

  it('names both checksums when the wrong one of the two was used', () => {
    expect(
      refusalOf('bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd').message,
    ).toContain('its checksum is bech32 where that version needs bech32m');
    expect(refusalOf('bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh').message).toContain(
      'its checksum is bech32m where that version needs bech32',
    );
  });

  it('with one letter changed is refused for its bech32 checksum', () => {
    const refusal = refusalOf('bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5');
    expect(refusal.looksLike).toBe('wrong-checksum');
    expect(refusal.message).toContain('bech32 checksum is broken');
  });

  it('with one letter changed is refused for its base58 checksum', () => {
    const refusal = refusalOf('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb');
    expect(refusal.looksLike).toBe('wrong-checksum');
    expect(refusal.message).toContain('base58 checksum is broken');
  });

  it('names the letter and its position when base58 has no such letter', () => {
    const refusal = refusalOf('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN0');
    expect(refusal.looksLike).toBe('wrong-character');
    expect(refusal.message).toContain('“0”, which stands at position 34');
  });

  it('names the letter and its position when bech32 has no such letter', () => {
    expect(refusalOf('bc1qw5o8d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4').message).toContain(
      '“o”, which stands at position 7',
    );
    expect(refusalOf('bc1qw508d6qejxtdg4y5r3zarvary0c5xw1kv8f3t4').message).toContain(
      '“1”, which stands at position 35',
    );
  });

  it('needs 20 bytes behind its version, whatever its checksum', () => {
    const long = encodeBase58Check(new Uint8Array(22));
    expect(readBitcoinAddress(long)).toBeNull();
    expect(() => parseSubject(long)).toThrow();
  });

  it('that was cut off is refused for its length', () => {
    expect(refusalOf('1A1zP1eP5QGefi2DMPTfTL5SLmv7D').looksLike).toBe('wrong-length');
    expect(refusalOf('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNaNa').looksLike).toBe('wrong-length');
    expect(refusalOf('bc1qw5').looksLike).toBe('wrong-length');
  });
});
