import { describe, expect, it } from 'vitest';
import { bytesToWords, decodeBech32, wordsToBytes } from '../../../src/chains/bech32.js';

describe('bech32', () => {
  // https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki, "Test vectors"
  it.each([
    'A12UEL5L',
    'a12uel5l',
    'an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs',
    'abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw',
    '11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j',
    'split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w',
    '?1ezyfcl',
  ])('reads %s as BIP-173 says', (text) => {
    expect(decodeBech32(text)).toMatchObject({ ok: true, encoding: 'bech32' });
  });

  // https://github.com/bitcoin/bips/blob/master/bip-0350.mediawiki, "Test vectors for Bech32m"
  it.each([
    'A1LQFN3A',
    'a1lqfn3a',
    'an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6',
    'abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx',
    '11llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllludsr8',
    'split1checkupstagehandshakeupstreamerranterredcaperredlc445v',
    '?1v759aa',
  ])('reads %s as BIP-350 says', (text) => {
    expect(decodeBech32(text)).toMatchObject({ ok: true, encoding: 'bech32m' });
  });

  it.each([
    ['\u00201nwldj5', 'shape'],
    ['\u007f1axkwrx', 'shape'],
    ['\u00801eym55h', 'shape'],
    [
      'an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pvx',
      'length',
    ],
    ['pzry9x0s0muk', 'shape'],
    ['1pzry9x0s0muk', 'shape'],
    ['x1b4n0q5v', 'character'],
    ['li1dgmt3', 'length'],
    ['de1lg7wt\u00ff', 'character'],
    ['A1G7SGD8', 'checksum'],
    ['10a06t8', 'shape'],
    ['1qzzfhee', 'shape'],
    ['\u00201xj0phk', 'shape'],
    ['\u007f1g6xzxy', 'shape'],
    ['\u00801vctc34', 'shape'],
    [
      'an84characterslonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11d6pts4',
      'length',
    ],
    ['qyrz8wqd2c9m', 'shape'],
    ['1qyrz8wqd2c9m', 'shape'],
    ['y1b0jsk6g', 'character'],
    ['lt1igcx5c0', 'character'],
    ['in1muywd', 'length'],
    ['mm1crxm3i', 'character'],
    ['au1s5cgom', 'character'],
    ['M1VUXWEZ', 'checksum'],
    ['16plkw9', 'shape'],
    ['1p2gdwpf', 'shape'],
  ])('refuses %j, which both papers call invalid, for its %s', (text, problem) => {
    expect(decodeBech32(text)).toMatchObject({ ok: false, problem });
  });

  it('refuses a text that mixes upper and lower case', () => {
    expect(decodeBech32('A12uel5l')).toEqual({ ok: false, problem: 'case' });
  });

  it('reads a longer text only where its chain allows one', () => {
    const cardano =
      'addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x';
    expect(decodeBech32(cardano)).toEqual({ ok: false, problem: 'length' });
    expect(decodeBech32(cardano, 120)).toMatchObject({ ok: true, prefix: 'addr' });
  });
});

describe('five-bit values', () => {
  it('turn into bytes and back', () => {
    const bytes = Uint8Array.from([0x75, 0x1e, 0x76, 0xe8, 0x19]);
    expect(wordsToBytes(bytesToWords(bytes))).toEqual(bytes);
    expect(bytesToWords(Uint8Array.from([255]))).toEqual([31, 28]);
  });

  it('are no bytes when more than padding, or anything but zeros, is left over', () => {
    expect(wordsToBytes([31, 28, 0])).toBeNull();
    expect(wordsToBytes([31, 29])).toBeNull();
  });
});
