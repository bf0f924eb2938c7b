import { describe, expect, it } from 'vitest';
import { parseSubject } from '../../../src/chains/registry.js';
import { refusalOf } from './refusal.js';

describe('an EVM address', () => {
  // https://eips.ethereum.org/EIPS/eip-55, "Test Cases"
  it.each([
    '0x52908400098527886E0F7030069857D2E4169EE7',
    '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
    '0xde709f2102306220921060314715629080e2fb77',
    '0x27b1fdb04752bbc536007a920d24acb045561c26',
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
    '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
    '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
    '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
  ])('is read in its own case and in one case: %s', (address) => {
    const expected = { kind: 'evm', address, canonical: address.toLowerCase(), namedChain: null };
    expect(parseSubject(address)).toEqual(expected);
    expect(parseSubject(address.toLowerCase())).toEqual(expected);
    expect(parseSubject(`0x${address.slice(2).toUpperCase()}`)).toEqual(expected);
    expect(parseSubject(address.toUpperCase())).toEqual(expected);
  });

  it('in a case that does not match its EIP-55 checksum is refused, naming the first wrong letter', () => {
    const refusal = refusalOf('0x098b716B8Aaf21512996dC57EB0615e2383E2f96');
    expect(refusal.looksLike).toBe('wrong-checksum');
    expect(refusal.message).toContain('EIP-55');
    expect(refusal.message).toContain('“b” at position 6');
    expect(refusal.message).toContain('copy the address again');
  });

  it.each([
    ['0x098B716B8Aaf21512996dC57EB0615e2383E2f9', 39],
    ['0x098B716B8Aaf21512996dC57EB0615e2383E2f966', 41],
    ['0x', 0],
  ])('of a wrong length is refused, with both counts: %s', (text, digits) => {
    const refusal = refusalOf(text);
    expect(refusal.looksLike).toBe('wrong-length');
    expect(refusal.message).toContain(`${digits} hexadecimal digits after 0x where 40 are needed`);
  });

  it('with a letter that is no hexadecimal digit is refused, naming it', () => {
    const refusal = refusalOf('0x098B716B8Aaf21512996dC57EB0615e2383E2f9O');
    expect(refusal.looksLike).toBe('wrong-character');
    expect(refusal.message).toContain('“O” at position 42');
  });

  it('without 0x is not guessed', () => {
    expect(refusalOf('098B716B8Aaf21512996dC57EB0615e2383E2f96').message).toContain(
      'put 0x in front',
    );
  });

  it('written the way of XDC names that chain', () => {
    expect(parseSubject('xdc521ca0920fe5f77c63cb4e6aa9567a0c460c1b26')).toMatchObject({
      kind: 'evm',
      canonical: '0x521ca0920fe5f77c63cb4e6aa9567a0c460c1b26',
      namedChain: { name: 'xdc' },
    });
  });
});
