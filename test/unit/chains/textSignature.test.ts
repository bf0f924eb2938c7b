import { readFileSync } from 'node:fs';
import { Transaction } from 'bitcoinjs-lib/src/transaction';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { outputScriptOf } from '../../../src/chains/bitcoin/outputScript.js';
import { addressOfScript } from '../../../src/chains/bitcoin/script.js';
import {
  createToSign,
  createToSpend,
  hashSignedMessage,
} from '../../../src/chains/bitcoin/signedMessage.js';
import { bytesToHex, hexToBytes } from '../../../src/chains/hex.js';
import { verifyTextSignature } from '../../../src/chains/textSignature.js';
import { InputError } from '../../../src/core/errors.js';
import { encodeWitness, KEY_KINDS, openSigner, toBase64 } from '../../support/bitcoinSigner.js';

const SECRET = hexToBytes('12'.repeat(32));
const OTHER = hexToBytes('34'.repeat(32));
const TEXT = 'Hopsight asks for a signature: 7f2c';

const bitcoin = (address: string, message: string, signature: string) =>
  verifyTextSignature({ family: 'utxo', address, message, signature });
const evm = (address: string, message: string, signature: string) =>
  verifyTextSignature({ family: 'evm', address, message, signature });

/** https://github.com/bitcoin/bips/tree/master/bip-0322, which is in the public domain (CC0). */
const vectorSchema = z.object({
  tx_hashes: z
    .array(
      z.object({
        message: z.string(),
        address: z.string(),
        message_hash: z.string(),
        to_spend_tx_hash: z.string(),
        to_sign_tx_hash: z.string(),
      }),
    )
    .default([]),
  simple: z.array(z.lazy(() => signedSchema)),
  full: z.array(z.lazy(() => signedSchema)).default([]),
  proof_of_funds: z.array(z.lazy(() => signedSchema)).default([]),
  error: z.array(
    z.object({
      description: z.string(),
      message: z.string(),
      address: z.string(),
      signature: z.string(),
    }),
  ),
});
const signedSchema = z.object({
  message: z.string(),
  address: z.string(),
  type: z.string(),
  bip322_signatures: z.array(z.string()),
});

const readVectors = (name: string) =>
  vectorSchema.parse(
    JSON.parse(readFileSync(new URL(`../../support/bip322/${name}.json`, import.meta.url), 'utf8')),
  );
const FILES = [readVectors('basic-test-vectors'), readVectors('generated-test-vectors')];
const SIGNED = FILES.flatMap(({ simple, full }) => [...simple, ...full]).flatMap(
  ({ bip322_signatures: signatures, ...rest }) =>
    signatures.map((signature) => ({ ...rest, signature })),
);
const ONE_KEY = ['p2pkh', 'p2wpkh', 'p2tr', 'p2sh-p2wpkh'];

describe('the published test vectors of BIP-322', () => {
  it.each(FILES.flatMap(({ tx_hashes }) => tx_hashes))(
    'hash the text $message as it is hashed here',
    (vector) => {
      const message = new TextEncoder().encode(vector.message);
      const script = outputScriptOf(vector.address)?.script ?? new Uint8Array();
      const toSpend = createToSpend(message, script);
      expect(bytesToHex(hashSignedMessage(message))).toBe(vector.message_hash);
      expect(toSpend.getId()).toBe(vector.to_spend_tx_hash);
      expect(createToSign(toSpend).getId()).toBe(vector.to_sign_tx_hash);
    },
  );

  it.each(SIGNED.filter(({ type }) => ONE_KEY.includes(type)))(
    'are valid: $type of $message',
    ({ address, message, signature }) => {
      const wanted = { kind: 'valid', method: 'BIP-322' };
      expect(bitcoin(address, message, signature)).toEqual(wanted);
      // Signers before version 1.0.0 wrote no prefix.
      expect(bitcoin(address, message, signature.replace(/^(smp|ful)/, ''))).toEqual(wanted);
    },
  );

  it.each(SIGNED.filter(({ type }) => !ONE_KEY.includes(type)))(
    'are left open where scripts would have to be run: $type of $message',
    ({ address, message, signature }) => {
      expect(bitcoin(address, message, signature)).toMatchObject({ kind: 'cannot-tell' });
    },
  );

  it.each(FILES.flatMap(({ proof_of_funds: funds }) => funds))(
    'are left open where coins would have to be looked up: $type of $message',
    ({ address, message, bip322_signatures: signatures }) => {
      for (const signature of signatures) {
        expect(bitcoin(address, message, signature)).toMatchObject({ kind: 'cannot-tell' });
      }
    },
  );

  it.each(FILES.flatMap(({ error }) => error))(
    'are never valid with $description',
    ({ address, message, signature }) => {
      const scripts = ['p2wsh', 'p2sh'];
      const isOpen = scripts.includes(outputScriptOf(address)?.kind ?? '');
      let kind: string;
      try {
        kind = bitcoin(address, message, signature).kind;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        kind = 'no signature';
      }
      expect(isOpen ? ['invalid', 'cannot-tell'] : ['invalid', 'no signature']).toContain(kind);
    },
  );

  it('were all read', () => {
    expect(SIGNED.length).toBeGreaterThanOrEqual(20);
    expect(SIGNED.filter(({ type }) => ONE_KEY.includes(type))).toHaveLength(11);
  });
});

describe('a signature of a Bitcoin address', () => {
  it.each(KEY_KINDS.filter((kind) => kind !== 'p2pkh'))('in the simple form: %s', (kind) => {
    const signer = openSigner(kind, SECRET);
    const signature = toBase64(signer.signSimple(TEXT));
    expect(bitcoin(signer.address, TEXT, signature).kind).toBe('valid');
    expect(bitcoin(signer.address, TEXT, `smp${signature}`).kind).toBe('valid');
    expect(bitcoin(signer.address, TEXT, `ful${signature}`).kind).toBe('invalid');
    expect(bitcoin(openSigner(kind, OTHER).address, TEXT, signature).kind).toBe('invalid');
  });

  it.each(KEY_KINDS)('in the full form: %s', (kind) => {
    const signer = openSigner(kind, SECRET);
    const signature = toBase64(signer.signFull(TEXT));
    expect(bitcoin(signer.address, TEXT, signature).kind).toBe('valid');
    expect(bitcoin(signer.address, TEXT, `ful${signature}`).kind).toBe('valid');
    expect(bitcoin(signer.address, TEXT, `smp${signature}`).kind).toBe('invalid');
    expect(bitcoin(openSigner(kind, OTHER).address, TEXT, signature).kind).toBe('invalid');
  });

  // https://github.com/rustsec/advisory-db/pull/3149: a library that believed the key it was shown.
  it.each(KEY_KINDS)('by the key of somebody else is not that of the address: %s', (kind) => {
    const { address, signSimple, signFull } = openSigner(kind, SECRET);
    for (const bytes of [
      signSimple(TEXT, { impostor: OTHER }),
      signFull(TEXT, { impostor: OTHER }),
    ]) {
      expect(bitcoin(address, TEXT, toBase64(bytes))).toMatchObject({ kind: 'invalid' });
    }
  });

  it.each(KEY_KINDS)('has to sign all of it: %s', (kind) => {
    const { NONE, SINGLE, ANY } = {
      NONE: Transaction.SIGHASH_NONE,
      SINGLE: Transaction.SIGHASH_SINGLE,
      ANY: Transaction.SIGHASH_ANYONECANPAY | Transaction.SIGHASH_ALL,
    };
    const { address, signFull } = openSigner(kind, SECRET);
    for (const hashType of [NONE, SINGLE, ANY]) {
      const signature = toBase64(signFull(TEXT, { hashType }));
      expect(bitcoin(address, TEXT, signature).kind, `${hashType}`).toBe('invalid');
    }
  });

  it('of taproot may name SIGHASH_ALL, and nothing else', () => {
    const { address, signSimple } = openSigner('p2tr', SECRET);
    const all = signSimple(TEXT, { hashType: Transaction.SIGHASH_ALL });
    expect(bitcoin(address, TEXT, toBase64(all)).kind).toBe('valid');
    const plain = signSimple(TEXT).slice(2);
    const zero = encodeWitness([Uint8Array.from([...plain, 0])]);
    expect(bitcoin(address, TEXT, toBase64(zero)).kind).toBe('invalid');
    const withMore = encodeWitness([plain, Uint8Array.from([0x50])]);
    expect(bitcoin(address, TEXT, toBase64(withMore)).kind).toBe('cannot-tell');
  });

  it.each(['p2pkh', 'p2sh', 'p2wpkh'] as const)('has a low s: %s', (kind) => {
    const { address, signFull } = openSigner(kind, SECRET);
    expect(bitcoin(address, TEXT, toBase64(signFull(TEXT, { highS: true }))).kind).toBe('invalid');
  });

  it.each([
    ['another output', 'invalid', (tx: Transaction) => tx.addOutput(hexToBytes('6a'), 0n)],
    [
      'a version without rules',
      'cannot-tell',
      (tx: Transaction) => Object.assign(tx, { version: 3 }),
    ],
    ['times that lock', 'valid', (tx: Transaction) => Object.assign(tx, { locktime: 2016 })],
    [
      'a coin of its own',
      'cannot-tell',
      (tx: Transaction) => tx.addInput(hexToBytes('ab'.repeat(32)), 1, 0),
    ],
  ] as const)('in the full form with %s is %s', (_, kind, change) => {
    const { address, signFull } = openSigner('p2wpkh', SECRET);
    expect(bitcoin(address, TEXT, toBase64(signFull(TEXT, { change }))).kind).toBe(kind);
  });

  // Nothing of this is signed, so that only the rules of what spends what can refuse it.
  it.each([
    ['p2wpkh', 'a script of its own', (tx: Transaction) => tx.setInputScript(0, hexToBytes('51'))],
    ['p2tr', 'a script of its own', (tx: Transaction) => tx.setInputScript(0, hexToBytes('51'))],
    ['p2pkh', 'a witness', (tx: Transaction) => tx.setWitness(0, [hexToBytes('51')])],
    [
      'p2sh',
      'a push more',
      (tx: Transaction) =>
        tx.setInputScript(0, Uint8Array.from([0x51, ...(tx.ins[0]?.script ?? [])])),
    ],
    [
      'p2sh',
      'a push that is longer than it needs',
      (tx: Transaction) =>
        tx.setInputScript(0, Uint8Array.from([0x4c, ...(tx.ins[0]?.script ?? [])])),
    ],
    [
      'p2wpkh',
      'an item more',
      (tx: Transaction) => tx.setWitness(0, [...(tx.ins[0]?.witness ?? []), hexToBytes('51')]),
    ],
  ] as const)('of %s has not %s', (kind, _, tamper) => {
    const { address, signFull } = openSigner(kind, SECRET);
    expect(bitcoin(address, TEXT, toBase64(signFull(TEXT, { tamper }))).kind).toBe('invalid');
  });

  it('is written in as many bytes as it needs', () => {
    const { address, signFull } = openSigner('p2pkh', SECRET);
    const bytes = signFull(TEXT);
    // The count of inputs, behind the version, in three bytes in place of one.
    const longer = Uint8Array.from([...bytes.slice(0, 4), 0xfd, 1, 0, ...bytes.slice(5)]);
    expect(Transaction.fromBuffer(longer).getId()).toBe(Transaction.fromBuffer(bytes).getId());
    expect(bitcoin(address, TEXT, toBase64(longer)).kind).toBe('invalid');
  });

  it('is read with the line breaks that mail puts into it', () => {
    const { address, signFull } = openSigner('p2wpkh', SECRET);
    const broken = toBase64(signFull(TEXT)).replaceAll(/.{40}/g, '$&\r\n ');
    expect(bitcoin(address, TEXT, ` ${broken}\n`).kind).toBe('valid');
  });

  it.each(['', ' ', 'hello', '0x1234', 'AAA', 'A'.repeat(30_000), 'Ä', 'smp', 'AA==='])(
    'is not %j',
    (text) => {
      const { address } = openSigner('p2wpkh', SECRET);
      expect(() => bitcoin(address, TEXT, text)).toThrow(InputError);
    },
  );

  it('needs an address of Bitcoin', () => {
    expect(() => bitcoin('tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx', TEXT, 'AA==')).toThrow(
      InputError,
    );
  });
});

describe('a signature of the older form', () => {
  // https://github.com/bitcoin/bitcoin/blob/master/src/test/util_tests.cpp (message_verify)
  it.each([
    [
      '15CRxFdyRpGZLW9w8HnHvVduizdL5jKNbs',
      'Trust no one',
      'IPojfrX2dfPnH26UegfbGQQLrdK844DlHq5157/P6h57WyuS/Qsl+h/WSVGDF4MUi4rWSswW38oimDYfNNUBUOk=',
    ],
    [
      '11canuhp9X2NocwCq7xNrQYTmUgZAnLK3',
      'Trust me',
      'IIcaIENoYW5jZWxsb3Igb24gYnJpbmsgb2Ygc2Vjb25kIGJhaWxvdXQgZm9yIGJhbmtzIAaHRtbCeDZINyavx14=',
    ],
  ])('of %s is valid', (address, message, signature) => {
    expect(bitcoin(address, message, signature)).toEqual({ kind: 'valid', method: 'BIP-137' });
    expect(bitcoin(address, `${message}.`, signature).kind).toBe('invalid');
  });

  it('is for addresses that begin with 1 alone', () => {
    for (const kind of KEY_KINDS) {
      const { address, signLegacy } = openSigner(kind, SECRET);
      for (const flag of [31, 35, 39]) {
        const told = bitcoin(address, TEXT, toBase64(signLegacy(TEXT, flag)));
        expect(told.kind, `${kind} ${flag}`).toBe(
          kind === 'p2pkh' && flag === 31 ? 'valid' : 'invalid',
        );
        if (kind !== 'p2pkh')
          expect(told).toMatchObject({ why: expect.stringContaining('BIP-322') });
      }
    }
  });

  it('says whether the key is compressed, and the address is of one of them', () => {
    const { address, signLegacy } = openSigner('p2pkh', SECRET);
    expect(bitcoin(address, TEXT, toBase64(signLegacy(TEXT, 27))).kind).toBe('invalid');
  });

  it('is over texts of any length', () => {
    for (const length of [252, 253, 254, 65_535, 65_536]) {
      const { address, signFull, signLegacy } = openSigner('p2pkh', SECRET);
      const text = 'x'.repeat(length);
      for (const bytes of [signLegacy(text), signFull(text)]) {
        expect(bitcoin(address, text, toBase64(bytes)).kind).toBe('valid');
      }
    }
  });
});

describe('a signature of an EVM address', () => {
  // https://eips.ethereum.org/EIPS/eip-2098, "Test Cases"
  const ADDRESS = '0x2e988A386a799F506693793c6A5AF6B54dfAaBfB';
  const R = '68a020a209d3d56c46f38cc50a33f704f4a9a10a59377f8dd762ac66910e9b90';
  const S = '7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064';
  const VALID = { kind: 'valid', method: 'EIP-191' };

  it.each([
    ['65 bytes with v 27', `0x${R}${S}1b`],
    ['65 bytes with v 0', `0x${R}${S}00`],
    ['64 bytes', `0x${R}${S}`],
    ['without 0x', `${R}${S}1b`],
    ['in upper case with blanks', ` 0X${R.toUpperCase()}\n${S.toUpperCase()}1B `],
  ])('is read as %s', (_, signature) => {
    expect(evm(ADDRESS, 'Hello World', signature)).toEqual(VALID);
    expect(evm(ADDRESS.toLowerCase(), 'Hello World', signature)).toEqual(VALID);
  });

  it('packs its parity into the highest bit of s', () => {
    const r = '9328da16089fcba9bececa81663203989f2df5fe1faa6291a45381c81bd17f76';
    const message = "It's a small(er) world";
    const s = '139c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793';
    expect(evm(ADDRESS, message, `0x${r}${s}1c`)).toEqual(VALID);
    expect(evm(ADDRESS, message, `0x${r}93${s.slice(2)}`)).toEqual(VALID);
    expect(evm(ADDRESS, message, `0x${r}${s}`).kind).toBe('invalid');
  });

  it('is of one text, one address, one parity', () => {
    expect(evm(ADDRESS, 'Hello World ', `0x${R}${S}1b`).kind).toBe('invalid');
    expect(evm(`0x${'11'.repeat(20)}`, 'Hello World', `0x${R}${S}1b`).kind).toBe('invalid');
    expect(evm(ADDRESS, 'Hello World', `0x${R}${S}1c`).kind).toBe('invalid');
  });

  it('has a low s, though its twin would name the same key', () => {
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const twin = (order - BigInt(`0x${S}`)).toString(16);
    const told = evm(ADDRESS, 'Hello World', `0x${R}${twin}1c`);
    expect(told).toMatchObject({ kind: 'invalid', why: expect.stringContaining('EIP-2') });
  });

  it('is none of a key where its length or its v is another', () => {
    expect(evm(ADDRESS, 'Hello World', `0x${R}${S}1d`).kind).toBe('invalid');
    expect(evm(ADDRESS, 'Hello World', `0x${R}${S}25`).kind).toBe('invalid');
    // Two owners of a contract wallet sign one after the other.
    const told = evm(ADDRESS, 'Hello World', `0x${R}${S}1b${R}${S}1b`);
    expect(told).toMatchObject({ kind: 'cannot-tell', why: expect.stringContaining('EIP-1271') });
  });

  it.each(['00'.repeat(32), 'ff'.repeat(32)])('is none with the r %s', (r) => {
    expect(evm(ADDRESS, 'Hello World', `0x${r}${S}1b`).kind).toBe('invalid');
    expect(evm(ADDRESS, 'Hello World', `0x${R}${'00'.repeat(32)}1b`).kind).toBe('invalid');
  });

  it.each(['', '0x', 'hello', '0x123', `0x${R}${S}1g`])('is not %j', (text) => {
    expect(() => evm(ADDRESS, 'Hello World', text)).toThrow(InputError);
  });

  it('needs an EVM address', () => {
    expect(() => evm('bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', '', `0x${R}${S}`)).toThrow(
      InputError,
    );
  });
});

describe('the output script of a Bitcoin address', () => {
  it.each([
    '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2',
    '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy',
    'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
    'bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3',
    'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
  ])('has that address: %s', (address) => {
    expect(addressOfScript(bytesToHex(outputScriptOf(address)?.script ?? new Uint8Array()))).toBe(
      address,
    );
  });

  it('is none of what is no such address', () => {
    for (const text of ['', 'bc1', '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3', `0x${'11'.repeat(20)}`]) {
      expect(outputScriptOf(text)).toBeNull();
    }
  });
});
