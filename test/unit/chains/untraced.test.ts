import { toBech32 } from 'bitcoinjs-lib/src/address';
import { describe, expect, it } from 'vitest';
import { encodeBase58Check, XRP_ALPHABET } from '../../../src/chains/base58.js';
import { parseSubject } from '../../../src/chains/registry.js';
import { isStellarAccount } from '../../../src/chains/stellarKey.js';
import { refusalOf } from './refusal.js';

/** Public addresses, most of them from documentation or from lists of governments. */
const KNOWN: readonly (readonly [string, string])[] = [
  ['tron', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
  ['solana', '42RLPACwZPx3vYYmxSueqsogfynBDqXK298EDsNoyoHi'],
  ['solana', '11111111111111111111111111111111'],
  ['litecoin', 'LWnbjLYUfqeokfbWM4FcU7uk2FP2DSxuWS'],
  ['litecoin', 'MQMcJhpWHYVeQArcZR3sBgyPZxxRtnH441'],
  ['litecoin', toBech32(new Uint8Array(20), 0, 'ltc')],
  ['litecoin', toBech32(new Uint8Array(32).fill(7), 1, 'ltc')],
  ['dogecoin', 'DFFJhnQNZf8rf67tYnesPu7MuGUpYtzv7Z'],
  ['xrp', 'rnXyVQzgxZe7TR1EPzTkGj2jxH4LMJYh66'],
  [
    'monero',
    '84AwzjeFWXNEuhj8LWinXo93AqYr6wS8ZcnaBCoGhrL7EtvBMBovdhiUSV9xLhjrPA8t64hYSaMc8bHtWXoV9129EHUjU62',
  ],
  [
    'monero',
    '4LL9oSLmtpccfufTMvppY6JwXNouMBzSkbLYfpAV5Usx3skxNgYeYTRj5UzqtReoS44qo9mtmXCqY45DJ852K5Jv2bYXZKKQePHES9khPK',
  ],
  ['bitcoin-cash', 'qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a'],
  ['bitcoin-cash', 'ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq'],
  ['zcash', 't1WSKwCDL1QYRRUrCCknEs5tDLhtGVYu9KM'],
  ['zcash', toBech32(new Uint8Array(42).fill(3), 0, 'zs')],
  [
    'zcash',
    'u1l8xunezsvhq8fgzfl7404m450nwnd76zshscn6nfys7vyz2ywyh4cc5daaq0c7q2su5lqfh23sp7fkf3kt27ve5948mzpfdvckzaect2jtte308mkwlycj2u0eac077wu70vqcetkxf',
  ],
  ['dash', 'XyARKoupuArYtToA2S6yMdnoquDCDaBsaT'],
  ['bitcoin-gold', 'GPwg61XoHqQPNmAucFACuQ5H9sGCDv9TpS'],
  ['bnb-beacon', 'bnb136ns6lfw4zs5hg4n85vdthaad7hq5m4gtkgf23'],
  [
    'cardano',
    'addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x',
  ],
  ['stellar', 'GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7'],
  ['cosmos', 'cosmos1depk54cuajgkzea6zpgkq36tnjwdzv4afc3d27'],
];

/** The chains of `KNOWN` whose addresses carry a checksum. */
const CHECKED = KNOWN.filter(([chain]) => chain !== 'solana');

describe('an address of a chain that is not traced', () => {
  it.each(KNOWN)('is recognised: %s %s', (chain, address) => {
    const resolved = parseSubject(address);
    expect(resolved).toMatchObject({ kind: 'untraced', address });
    expect(resolved.kind === 'untraced' && resolved.chains[0]?.name).toBe(chain);
    expect(resolved.kind === 'untraced' && resolved.accounts[0]).toMatch(
      new RegExp(`:${address}$`),
    );
  });

  it.each(CHECKED)('with a changed letter is refused: %s %s', (_, address) => {
    const at = address.length - 10;
    const other = address[at] === 'a' || address[at] === 'A' ? 'C' : 'A';
    const isUpper = address === address.toUpperCase() || /[A-Z]/.test(address);
    const changed = `${address.slice(0, at)}${isUpper ? other : other.toLowerCase()}${address.slice(at + 1)}`;
    expect(refusalOf(changed).looksLike).toBe('wrong-checksum');
  });

  it.each([
    ['tron', 'TB1GFq3GDunz8YU4Q4oyEfJBXaSi3JGZmd'],
    ['solana', `bc1${'Q'.repeat(40)}`],
    ['solana', `LTC1${'q'.repeat(39)}`],
    ['solana', `zs1${'Q'.repeat(40)}`],
    ['solana', `qrzaQ${'y'.repeat(38)}`],
    ['solana', `Lnbc${'Q'.repeat(39)}`],
  ])('on %s may begin like an address of another chain: %s', (chain, address) => {
    const resolved = parseSubject(address);
    expect(resolved.kind === 'untraced' && resolved.chains[0]?.name).toBe(chain);
  });

  it('in bech32 with a typing error is not taken for a Solana address of the same length', () => {
    expect(refusalOf(`bc1${'q'.repeat(40)}`).looksLike).toBe('wrong-checksum');
  });

  it('is every chain that it may belong to, most likely first', () => {
    const resolved = parseSubject('DFFJhnQNZf8rf67tYnesPu7MuGUpYtzv7Z');
    expect(resolved.kind === 'untraced' && resolved.chains.map(({ name }) => name)).toEqual([
      'dogecoin',
      'verge',
    ]);
    expect(resolved.kind === 'untraced' && resolved.accounts).toHaveLength(2);
  });

  it('is the same with and without bitcoincash: in front, and in upper case', () => {
    const bare = parseSubject('qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a');
    expect(parseSubject('bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a')).toEqual(bare);
    expect(parseSubject('BITCOINCASH:QPM2QSZNHKS23Z7629MMS6S4CWEF74VCWVY22GDX6A')).toEqual(bare);
    expect(refusalOf('bitcoincash:qPM2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a').looksLike).toBe(
      'wrong-checksum',
    );
  });

  it.each([
    ['Litecoin', toBech32(new Uint8Array(20), 0, 'tltc')],
    ['BNB Beacon Chain', toBech32(new Uint8Array(20), 0, 'tbnb')],
    ['Zcash', encodeBase58Check(Uint8Array.from([0x1d, 0x25, ...new Uint8Array(20)]))],
    ['Dash', encodeBase58Check(Uint8Array.from([0x8c, ...new Uint8Array(20)]))],
    ['Bitcoin Cash', 'bchtest:pr6m7j9njldwwzlg9v7v53unlr4jkmx6eyvwc0uz5t'],
    [
      'Monero',
      '9wviCeWe2D8XS82k2ovp5EUYLzBt9pYNW2LXUFsZiv8S3Mt21FZ5qQaAroko1enzw3eGr9qC7X1D7Geoo2RrAotYPwq9Gm8',
    ],
  ])('of a test network of %s is refused as such', (_, address) => {
    expect(refusalOf(address).looksLike).toBe('testnet');
  });

  it('of a chain that nobody here knows is refused, although its checksum is right', () => {
    const address = encodeBase58Check(Uint8Array.from([0x7e, ...new Uint8Array(20).fill(9)]));
    expect(refusalOf(address).looksLike).toBe('unknown-chain');
  });

  it('of Monero with a block that holds too much is refused', () => {
    expect(refusalOf(`4${'z'.repeat(94)}`).looksLike).toBe('wrong-checksum');
  });

  it('of Stellar has the version of an account, whatever its checksum', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'];
    const endings = ['A', 'B'].flatMap((a) =>
      letters.flatMap((b) => letters.flatMap((c) => letters.map((d) => a + b + c + d))),
    );
    const withEveryChecksum = (start: string) =>
      endings.filter((ending) => isStellarAccount(`${start}${'A'.repeat(50)}${ending}`));
    expect(withEveryChecksum('GA')).toHaveLength(1);
    expect(withEveryChecksum('GE')).toEqual([]);
  });

  it('is not taken for an XRP address when its first byte is another', () => {
    const address = encodeBase58Check(Uint8Array.from([1, ...new Uint8Array(20)]), XRP_ALPHABET);
    expect(() => parseSubject(address)).toThrow();
  });

  it('with content of the wrong size or the wrong one of two checksums is refused', () => {
    expect(refusalOf(toBech32(new Uint8Array(25), 0, 'ltc')).looksLike).toBe('wrong-length');
    expect(refusalOf(toBech32(new Uint8Array(25), 0, 'cosmos')).looksLike).toBe('wrong-length');
    expect(refusalOf(toBech32(new Uint8Array(42), 1, 'zs')).looksLike).toBe('wrong-length');
  });
});
