import { describe, expect, it } from 'vitest';
import {
  decodeBase58,
  decodeBase58Check,
  encodeBase58,
  encodeBase58Check,
  XRP_ALPHABET,
} from '../../../src/chains/base58.js';
import { bytesToHex, hexToBytes } from '../../../src/chains/hex.js';

describe('base58', () => {
  // https://datatracker.ietf.org/doc/html/draft-msporny-base58-03, section 5
  it.each([
    ['2NEpo7TZRRrLZSi2U', new TextEncoder().encode('Hello World!')],
    [
      'USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z',
      new TextEncoder().encode('The quick brown fox jumps over the lazy dog.'),
    ],
    ['11233QC4', hexToBytes('0000287fb4cd')],
    ['', new Uint8Array()],
  ])('reads and writes %j as published', (text, bytes) => {
    expect(decodeBase58(text)).toEqual(bytes);
    expect(encodeBase58(bytes)).toBe(text);
  });

  it('has no bytes for a text with a letter outside the alphabet', () => {
    expect(decodeBase58('2NEpo7TZRRrLZSi2O')).toBeNull();
    expect(decodeBase58('r', XRP_ALPHABET)).toEqual(new Uint8Array([0]));
  });
});

describe('base58 with a checksum', () => {
  it('reads the address of the first Bitcoin block', () => {
    const decoded = decodeBase58Check('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa');
    expect(decoded.ok && bytesToHex(decoded.payload)).toBe(
      '0062e907b15cbf27d5425399ebf6f0fb50ebb88f18',
    );
    expect(encodeBase58Check(hexToBytes('0062e907b15cbf27d5425399ebf6f0fb50ebb88f18'))).toBe(
      '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
    );
  });

  it('tells a wrong letter, a wrong checksum and too few bytes apart', () => {
    expect(decodeBase58Check('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN0')).toEqual({
      ok: false,
      problem: 'alphabet',
    });
    expect(decodeBase58Check('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb')).toEqual({
      ok: false,
      problem: 'checksum',
    });
    expect(decodeBase58Check('1A1')).toEqual({ ok: false, problem: 'length' });
  });
});
