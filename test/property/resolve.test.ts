import { toBase58Check, toBech32 } from 'bitcoinjs-lib/src/address';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase58, encodeBase58 } from '../../src/chains/base58.js';
import { bytesToWords, wordsToBytes } from '../../src/chains/bech32.js';
import { readBitcoinAddress } from '../../src/chains/bitcoin/address.js';
import { addressOfScript } from '../../src/chains/bitcoin/script.js';
import { decodeCashAddress, encodeCashAddress } from '../../src/chains/cashAddress.js';
import { bytesToHex } from '../../src/chains/hex.js';
import { evmTwin, formatAddress, tronTwin } from '../../src/chains/labelAddress.js';
import { accountsToLookUp, parseSubject } from '../../src/chains/registry.js';
import { createAccount } from '../../src/core/account.js';
import { findChainByName } from '../../src/core/chain.js';
import { Bug } from '../../src/core/errors.js';

const hash = fc.uint8Array({ minLength: 20, maxLength: 20 });
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });

function chainId(name: string) {
  const chain = findChainByName(name);
  if (chain === undefined) throw new Bug('The test names a chain that is not listed.', { name });
  return chain.id;
}

/** How people paste one text: with what may stand around it and inside it. */
const pasted = (text: string) =>
  fc
    .tuple(
      fc.constantFrom('', ' ', '“', '<', '"', '\n', '(', '‘'),
      fc.constantFrom('', ' ', '”', '>', '".', '\r\n', ').', '’,'),
      fc.integer({ min: 1, max: text.length - 1 }),
      fc.constantFrom('', '\n', '\r\n  '),
    )
    .map(([before, after, at, inside]) =>
      [before, text.slice(0, at), inside, text.slice(at), after].join(''),
    );

describe('any EVM account', () => {
  it('is found again in every form in which it can be written', () => {
    fc.assert(
      fc.property(hash, (bytes) => {
        const canonical = `0x${bytesToHex(bytes)}`;
        const address = formatAddress(createAccount(chainId('polygon'), canonical));
        for (const text of [
          address,
          canonical,
          canonical.toUpperCase(),
          `eip155:137:${address}`,
          `matic:${address}`,
          `ethereum:${address}@137?value=1`,
          `ethereum:pay-${canonical}`,
          `ethereum:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48@137/transfer?address=${address}&uint256=1`,
          `https://polygonscan.com/address/${address}#code`,
        ]) {
          expect(parseSubject(text)).toMatchObject({ kind: 'evm', address, canonical });
        }
        expect(accountsToLookUp(parseSubject(`matic:${address}`))[0]).toBe(
          createAccount(chainId('polygon'), canonical),
        );
      }),
    );
  });

  it('is found again however it was pasted', () => {
    const written = hash.chain((bytes) => {
      const address = formatAddress(createAccount(chainId('ethereum'), `0x${bytesToHex(bytes)}`));
      return pasted(address).map((text) => ({ address, text }));
    });
    fc.assert(
      fc.property(written, ({ address, text }) => {
        expect(parseSubject(text)).toMatchObject({ kind: 'evm', address });
      }),
    );
  });

  it('has one TRON twin, whose twin it is', () => {
    fc.assert(
      fc.property(hash, (bytes) => {
        const canonical = `0x${bytesToHex(bytes)}`;
        const twin = formatAddress(tronTwin(canonical));
        expect(evmTwin(twin)).toBe(createAccount(chainId('ethereum'), canonical));
        expect(parseSubject(twin)).toMatchObject({ kind: 'untraced', address: twin });
      }),
    );
  });
});

describe('any Bitcoin account', () => {
  const address = fc.oneof(
    hash.map((bytes) => toBase58Check(bytes, 0)),
    hash.map((bytes) => toBase58Check(bytes, 5)),
    hash.map((bytes) => toBech32(bytes, 0, 'bc')),
    key.map((bytes) => toBech32(bytes, 0, 'bc')),
    key.map((bytes) => toBech32(bytes, 1, 'bc')),
  );

  it('is found again in every form in which it can be written', () => {
    fc.assert(
      fc.property(address, (written) => {
        const forms = [
          written,
          `bitcoin:${written}?amount=0.1`,
          `BITCOIN:${written}?amount=0.1`,
          `bip122:000000000019d6689c085ae165831e93:${written}`,
          `https://mempool.space/address/${written}`,
          `https://www.blockchain.com/explorer/addresses/btc/${written}`,
          `https://blockchair.com/bitcoin/address/${written}`,
          ...(written.startsWith('bc1') ? [written.toUpperCase()] : []),
        ];
        for (const text of forms) {
          expect(parseSubject(text)).toEqual({
            kind: 'bitcoin',
            address: written,
            account: createAccount(chainId('bitcoin'), written),
          });
        }
      }),
    );
  });

  it('is found again however it was pasted', () => {
    fc.assert(
      fc.property(
        address.chain((written) => pasted(written).map((text) => ({ written, text }))),
        ({ written, text }) => {
          expect(parseSubject(text)).toMatchObject({ kind: 'bitcoin', address: written });
        },
      ),
    );
  });

  it('has the address of its output script', () => {
    fc.assert(
      fc.property(hash, key, (short, long) => {
        for (const [script, written] of [
          [`76a914${bytesToHex(short)}88ac`, toBase58Check(short, 0)],
          [`a914${bytesToHex(short)}87`, toBase58Check(short, 5)],
          [`0014${bytesToHex(short)}`, toBech32(short, 0, 'bc')],
          [`0020${bytesToHex(long)}`, toBech32(long, 0, 'bc')],
          [`5120${bytesToHex(long)}`, toBech32(long, 1, 'bc')],
        ] as const) {
          expect(addressOfScript(script)).toBe(written);
          expect(readBitcoinAddress(written)).toEqual({ kind: 'bitcoin', address: written });
        }
      }),
    );
  });

  it('is lost when any one character is changed', () => {
    const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0';
    const change = fc.tuple(address, fc.nat(), fc.constantFrom(...alphabet));
    fc.assert(
      fc.property(change, ([written, place, character]) => {
        const at = place % written.length;
        fc.pre(written[at] !== character);
        const changed = `${written.slice(0, at)}${character}${written.slice(at + 1)}`;
        expect(() => parseSubject(changed)).toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

describe('the codecs', () => {
  it('give back what was put in', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), hash, fc.boolean(), (bytes, short, isKey) => {
        expect(decodeBase58(encodeBase58(bytes))).toEqual(bytes);
        expect(wordsToBytes(bytesToWords(bytes))).toEqual(bytes);
        const cash = { pays: isKey ? 'key' : 'script', hash: short } as const;
        expect(decodeCashAddress(encodeCashAddress(cash))).toEqual(cash);
      }),
    );
  });
});
