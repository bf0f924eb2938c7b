import { isPrivate } from '@bitcoinerlab/secp256k1';
import { SigningKey } from 'ethers/crypto';
import { hashMessage } from 'ethers/hash';
import { computeAddress } from 'ethers/transaction';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outputScriptOf } from '../../src/chains/bitcoin/outputScript.js';
import { addressOfScript } from '../../src/chains/bitcoin/script.js';
import { bytesToHex, hexToBytes } from '../../src/chains/hex.js';
import { verifyTextSignature } from '../../src/chains/textSignature.js';
import { InputError } from '../../src/core/errors.js';
import { KEY_KINDS, openSigner, toBase64 } from '../support/bitcoinSigner.js';

const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter(isPrivate);
const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });

/** The same bytes with one bit turned. */
const turn = (bytes: Uint8Array, bit: number) => {
  const at = bit % (8 * bytes.length);
  return bytes.map((byte, place) => (place === at >> 3 ? byte ^ (1 << (at & 7)) : byte));
};

/** The same text with one bit of its UTF-8 turned, where that is another text. */
const turnText = (text: string, bit: number) =>
  new TextDecoder().decode(turn(new TextEncoder().encode(text), bit));

/** The address of the same kind whose hash or key has one bit turned. */
const turnAddress = (address: string, bit: number) => {
  const { kind, program, script } = outputScriptOf(address) ?? { kind: null };
  if (kind === null) return null;
  const other = bytesToHex(turn(program, bit));
  return addressOfScript(bytesToHex(script).replace(bytesToHex(program), other));
};

const kindOf = (family: 'evm' | 'utxo', address: string, message: string, signature: string) => {
  try {
    return verifyTextSignature({ family, address, message, signature }).kind;
  } catch (error) {
    if (error instanceof InputError) return 'no signature';
    throw error;
  }
};

describe('a signature of a Bitcoin address', () => {
  const forms = fc.constantFrom(
    ...KEY_KINDS.map((kind) => ({ kind, form: 'full' as const })),
    ...KEY_KINDS.flatMap((kind) => (kind === 'p2pkh' ? [] : [{ kind, form: 'simple' as const }])),
    { kind: 'p2pkh' as const, form: 'legacy' as const },
  );

  it('is valid, and with any bit turned it is not', () => {
    fc.assert(
      fc.property(forms, secrets, texts, fc.nat(), ({ kind, form }, secret, text, bit) => {
        const signer = openSigner(kind, secret);
        const signed = {
          full: () => signer.signFull(text),
          simple: () => signer.signSimple(text),
          legacy: () => signer.signLegacy(text),
        }[form]();
        const check = (parts: { address?: string; text?: string; bytes?: Uint8Array }) =>
          kindOf(
            'utxo',
            parts.address ?? signer.address,
            parts.text ?? text,
            toBase64(parts.bytes ?? signed),
          );
        expect(check({})).toBe('valid');
        expect(check({ bytes: turn(signed, bit) })).not.toBe('valid');
        const other = turnText(text, bit);
        if (other !== text) expect(check({ text: other })).toBe('invalid');
        const address = turnAddress(signer.address, bit);
        expect(address).not.toBe(signer.address);
        expect(check({ address: address ?? '' })).not.toBe('valid');
      }),
      { numRuns: 60 },
    );
  });

  it('has no byte that does not count', () => {
    const secret = hexToBytes('56'.repeat(32));
    for (const kind of KEY_KINDS) {
      const { address, signFull, signSimple } = openSigner(kind, secret);
      const bytes = kind === 'p2pkh' ? signFull('a') : signSimple('a');
      for (let at = 0; at < bytes.length; at += 1) {
        const told = kindOf('utxo', address, 'a', toBase64(turn(bytes, 8 * at + (at % 8))));
        expect(told, `${kind} ${at}`).not.toBe('valid');
      }
    }
  });
});

describe('a signature of an EVM address', () => {
  it('is valid, and with any bit turned it is not', () => {
    fc.assert(
      fc.property(secrets, texts, fc.nat(), fc.boolean(), (secret, text, bit, compact) => {
        const key = new SigningKey(secret);
        const address = computeAddress(key);
        const made = key.sign(hashMessage(text));
        const bytes = hexToBytes((compact ? made.compactSerialized : made.serialized).slice(2));
        const check = (at: string, message: string, signature: Uint8Array) =>
          kindOf('evm', at, message, bytesToHex(signature));
        expect(check(address, text, bytes)).toBe('valid');
        expect(check(address, text, turn(bytes, bit))).not.toBe('valid');
        const other = turnText(text, bit);
        if (other !== text) expect(check(address, other, bytes)).toBe('invalid');
        const elsewhere = `0x${bytesToHex(turn(hexToBytes(address.slice(2)), bit))}`;
        expect(check(elsewhere, text, bytes)).toBe('invalid');
      }),
      { numRuns: 40 },
    );
  });
});

describe('any text', () => {
  const addresses = fc.constantFrom(
    ...KEY_KINDS.map((kind) => openSigner(kind, hexToBytes('78'.repeat(32))).address),
    'bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3',
  );
  const pasted = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.uint8Array({ maxLength: 200 }).map(toBase64),
    fc.uint8Array({ minLength: 64, maxLength: 65 }).map(toBase64),
    fc.uint8Array({ minLength: 60, maxLength: 70 }).map(bytesToHex),
    // A witness, or a transaction, of anything.
    fc
      .array(fc.uint8Array({ maxLength: 80 }), { minLength: 1, maxLength: 3 })
      .map((items) =>
        toBase64(
          Uint8Array.from([items.length, ...items.flatMap((item) => [item.length, ...item])]),
        ),
      ),
    fc
      .uint8Array({ maxLength: 120 })
      .map((rest) => toBase64(Uint8Array.from([2, 0, 0, 0, 0, 1, 1, ...rest]))),
  );

  it('is never taken for a signature, and breaks nothing', () => {
    fc.assert(
      fc.property(
        addresses,
        fc.string({ unit: 'binary' }),
        pasted,
        (address, message, signature) => {
          for (const text of [signature, `smp${signature}`, `ful${signature}`]) {
            expect(kindOf('utxo', address, message, text)).not.toBe('valid');
          }
          const evm = `0x${'11'.repeat(20)}`;
          expect(kindOf('evm', evm, message, signature)).not.toBe('valid');
        },
      ),
      { numRuns: 200 },
    );
  });

  it('in place of an address is refused', () => {
    fc.assert(
      fc.property(fc.string(), (address) => {
        for (const family of ['evm', 'utxo'] as const) {
          expect(kindOf(family, address, 'text', 'AAAA')).toBe('no signature');
        }
      }),
    );
  });
});
