import { describe, expect, it } from 'vitest';
import { BECH32_CHARACTERS, bytesToWords } from '../../../src/chains/bech32.js';
import { decodeCashAddress, encodeCashAddress } from '../../../src/chains/cashAddress.js';

const GENERATORS = [0x98f2bc8e61n, 0x79b76d99e2n, 0xf33e5fb3c4n, 0xae2eabe2a8n, 0x1e4f43e470n];

/** An address with a valid checksum for any version byte, written apart from the code under test. */
function addressWithVersion(version: number, hash: Uint8Array): string {
  const words = bytesToWords(Uint8Array.from([version, ...hash]));
  const prefix = [...'bitcoincash'].map((letter) => letter.charCodeAt(0) & 31);
  const residue = [...prefix, 0, ...words, 0, 0, 0, 0, 0, 0, 0, 0].reduce((state, word) => {
    const shifted = ((state & 0x7ffffffffn) << 5n) ^ BigInt(word);
    return GENERATORS.reduce(
      (sum, generator, bit) => (((state >> 35n) >> BigInt(bit)) & 1n ? sum ^ generator : sum),
      shifted,
    );
  }, 1n);
  const check = [35n, 30n, 25n, 20n, 15n, 10n, 5n, 0n].map((shift) =>
    Number(((residue ^ 1n) >> shift) & 31n),
  );
  return [...words, ...check].map((word) => BECH32_CHARACTERS.charAt(word)).join('');
}

describe('a Bitcoin Cash address', () => {
  const hash = new Uint8Array(20).fill(0x5a);

  it('pays a key or a script', () => {
    expect(decodeCashAddress(addressWithVersion(0, hash))).toEqual({ pays: 'key', hash });
    expect(decodeCashAddress(addressWithVersion(8, hash))).toEqual({ pays: 'script', hash });
    expect(encodeCashAddress({ pays: 'key', hash })).toBe(addressWithVersion(0, hash));
    expect(encodeCashAddress({ pays: 'script', hash })).toBe(addressWithVersion(8, hash));
  });

  it('has no other version and no other size, whatever its checksum', () => {
    expect(decodeCashAddress(addressWithVersion(1, hash))).toBeNull();
    expect(decodeCashAddress(addressWithVersion(9, hash))).toBeNull();
    expect(decodeCashAddress(addressWithVersion(0, new Uint8Array(24)))).toBeNull();
  });

  it('needs its checksum and its alphabet', () => {
    expect(decodeCashAddress('qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6q')).toBeNull();
    expect(decodeCashAddress('qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6b')).toBeNull();
    expect(decodeCashAddress('')).toBeNull();
  });
});
