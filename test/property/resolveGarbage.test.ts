import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSubject } from '../../src/chains/registry.js';
import { InputError } from '../../src/core/errors.js';

/** The message and details of a refusal, or null when the text was resolved. */
function refusalText(text: string): string | null {
  try {
    parseSubject(text);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return `${error.message} ${JSON.stringify(error.details)}`;
  }
  return null;
}

const base58 = fc.constantFrom(...'123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz');
const bech32 = fc.constantFrom(...'qpzry9x8gf2tvdw0s3jn54khce6mua7l');
const hex = fc.constantFrom(...'0123456789abcdefABCDEF');

/** Text that starts like something known and goes on at random. */
const nearlyKnown = fc
  .tuple(
    fc.constantFrom(
      ...[
        '0x',
        'bc1',
        'tb1',
        '1',
        '3',
        'T',
        'r',
        'G',
        'S',
        '4',
        '8',
        'D',
        'L',
        'u1',
        'zs1',
        'addr1',
      ],
      ...['bitcoin:', 'ethereum:', 'ethereum:pay-', 'eip155:1:', 'bip122:', 'eth:', 'lightning:'],
      ...['https://etherscan.io/address/', 'https://tronscan.org/#/address/', 'http://', 'xprv'],
      ...['bitcoincash:', 'q', 'cosmos1', 'ltc1', 'K', '5', '6P', 'solana:', 'constructor:'],
    ),
    fc.oneof(
      fc.string({ maxLength: 120 }),
      fc.string({ unit: base58, maxLength: 120 }),
      fc.string({ unit: bech32, maxLength: 120 }),
      fc.string({ unit: hex, maxLength: 80 }),
      fc.webQueryParameters(),
    ),
    fc.constantFrom('', '@1', '?address=', '?bc=', '/transfer?address=', ' ', '\n'),
  )
  .map((parts) => parts.join(''));

const garbage = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.webUrl(),
  fc.emailAddress(),
  nearlyKnown,
);

describe('any text at all', () => {
  it('is resolved or refused as bad input, and nothing else happens', () => {
    fc.assert(
      fc.property(garbage, (text) => {
        const refusal = refusalText(text);
        if (refusal !== null) expect(refusal.length).toBeGreaterThan(20);
      }),
      { numRuns: 3000 },
    );
  });

  it('up to the longest is answered quickly', () => {
    for (const unit of ['a', '1', '11 ', 'a.', 'lnbc1', 'bc1q', '0x', 'ab:', '/', 'a/', '(', '“']) {
      const text = unit.repeat(Math.floor(4096 / unit.length));
      const start = performance.now();
      refusalText(text);
      expect([unit, performance.now() - start < 500]).toEqual([unit, true]);
    }
  });
});

describe('a secret in any surroundings', () => {
  const surroundings = fc.tuple(
    fc.constantFrom('', 'my key: ', '"', '0x098B716B8Aaf21512996dC57EB0615e2383E2f96 ', 'bitcoin:'),
    fc.constantFrom('', '.', '" thanks', '\n', ' vitalik.eth', '?amount=1'),
  );

  it('of 64 hexadecimal digits never shows in a refusal', () => {
    const digits = fc.string({ unit: hex, minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(digits, surroundings, fc.boolean(), (secret, [before, after], hasPrefix) => {
        const refusal = refusalText(`${before}${hasPrefix ? '0x' : ''}${secret}${after}`);
        expect(refusal).not.toBeNull();
        expect(refusal?.toLowerCase()).not.toContain(secret.slice(0, 12).toLowerCase());
        expect(refusal).not.toMatch(/[0-9a-f]{64}/i);
      }),
    );
  });

  it('of twelve to twenty-four words never shows in a refusal', () => {
    const letters = fc.constantFrom(...'bcdfghjklmnpqrstvwxz');
    const word = fc.string({ unit: letters, minLength: 5, maxLength: 8 });
    const words = fc
      .constantFrom(12, 15, 18, 21, 24)
      .chain((count) => fc.array(word, { minLength: count, maxLength: count }));
    fc.assert(
      fc.property(words, surroundings, (secret, [before, after]) => {
        const refusal = refusalText(`${before}${secret.join(' ')}${after}`);
        expect(refusal).toContain('seed phrase');
        for (const each of secret) expect(refusal).not.toContain(each);
      }),
    );
  });

  it('in base58 never shows in a refusal', () => {
    const secret = fc
      .tuple(fc.constantFrom('K', 'L'), fc.string({ unit: base58, minLength: 51, maxLength: 51 }))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(secret, surroundings, (key, [before, after]) => {
        const refusal = refusalText(`${before}${key}${after}`);
        expect(refusal).not.toBeNull();
        expect(refusal).not.toContain(key.slice(0, 6));
        expect(refusal).not.toContain(key.slice(-6));
      }),
    );
  });
});
