import { describe, expect, it } from 'vitest';
import { parseSubject } from '../../../src/chains/registry.js';
import { refusalOf } from './refusal.js';

const EVM = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';
const OTHER_EVM = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const LEGACY = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const SEGWIT = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
const TRON = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';

function namedChainOf(text: string): string | null {
  const resolved = parseSubject(text);
  expect(resolved).toMatchObject({ kind: 'evm', address: EVM });
  return resolved.kind === 'evm' ? (resolved.namedChain?.name ?? null) : null;
}

describe('a CAIP-10 id', () => {
  it.each([
    [`eip155:1:${EVM}`, 'ethereum'],
    [`eip155:137:${EVM.toLowerCase()}`, 'polygon'],
    [`eip155:8453:${EVM}`, 'base'],
  ])('names the chain: %s', (text, chain) => {
    expect(namedChainOf(text)).toBe(chain);
  });

  it('of Bitcoin is its address', () => {
    expect(parseSubject(`bip122:000000000019d6689c085ae165831e93:${LEGACY}`)).toEqual(
      parseSubject(LEGACY),
    );
  });

  it('of an untraced chain is its address', () => {
    expect(parseSubject(`tron:0x2b6653dc:${TRON}`)).toEqual(parseSubject(TRON));
    expect(
      parseSubject(`bip122:12a765e31ffd4059bada1e25190f6e98:LWnbjLYUfqeokfbWM4FcU7uk2FP2DSxuWS`),
    ).toEqual(parseSubject('LWnbjLYUfqeokfbWM4FcU7uk2FP2DSxuWS'));
  });

  it('with a chain id that nobody here knows is refused with that id', () => {
    const refusal = refusalOf(`eip155:999:${EVM}`);
    expect(refusal.looksLike).toBe('unknown-chain');
    expect(refusal.message).toContain('chain id 999');
  });

  it.each([
    `eip155:11155111:${EVM}`,
    'bip122:000000000933ea01ad0ee984209779ba:mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn',
  ])('of a test network is refused as such: %s', (text) => {
    expect(refusalOf(text).looksLike).toBe('testnet');
  });

  it('of another namespace is not taken for an EVM test network by its number', () => {
    expect(refusalOf(`cosmos:5:${EVM}`).looksLike).toBe('unknown-chain');
  });

  it('whose address belongs to another chain is refused', () => {
    expect(refusalOf(`eip155:1:${LEGACY}`).message).toContain('not an address of Ethereum');
    expect(refusalOf(`tron:0x2b6653dc:${LEGACY}`).looksLike).toBe('wrong-prefix');
    expect(refusalOf(`bip122:000000000019d6689c085ae165831e93:${EVM}`).looksLike).toBe(
      'wrong-prefix',
    );
  });

  it('keeps the checksum of its address', () => {
    expect(refusalOf(`eip155:1:${EVM.replace('B', 'b')}`).looksLike).toBe('wrong-checksum');
  });

  it('does not repeat a namespace that may be anything', () => {
    expect(refusalOf('hunter2:secret:password').message).not.toMatch(/hunter2|secret|password/);
  });
});

describe('an EIP-3770 address', () => {
  it.each([
    ['eth', 'ethereum'],
    ['matic', 'polygon'],
    ['pol', 'polygon'],
    ['arb1', 'arbitrum'],
    ['oeth', 'optimism'],
    ['base', 'base'],
    ['bnb', 'bsc'],
    ['avax', 'avalanche'],
    ['gno', 'gnosis'],
    ['ETH', 'ethereum'],
  ])('names the chain: %s', (shortName, chain) => {
    expect(namedChainOf(`${shortName}:${EVM}`)).toBe(chain);
  });

  it('with an unknown short name is refused with the known ones', () => {
    const refusal = refusalOf(`nowhere:${EVM}`);
    expect(refusal.looksLike).toBe('unknown-chain');
    expect(refusal.message).toContain('eth, matic');
    expect(refusalOf(`constructor:${EVM}`).looksLike).toBe('unknown-chain');
  });

  it('of a test network is refused as such', () => {
    expect(refusalOf(`sep:${EVM}`).looksLike).toBe('testnet');
  });

  it('must be an EVM address', () => {
    expect(refusalOf(`eth:${LEGACY}`).looksLike).toBe('wrong-prefix');
  });
});

describe('a BIP-21 link', () => {
  it.each([
    `bitcoin:${LEGACY}`,
    `bitcoin:${LEGACY}?amount=0.5&label=Foo%20Bar&message=x`,
    `bitcoin:${LEGACY}?label=Smith,John;x|y`,
    `BITCOIN:${LEGACY}?AMOUNT=0.5`,
    `bitcoin:${LEGACY}?lightning=lnbc10u1p3pj257pp5yztkwjcz5ftl5laxkav`,
  ])('is the address in it: %s', (text) => {
    expect(parseSubject(text)).toEqual(parseSubject(LEGACY));
  });

  it('in upper case is the address in lower case', () => {
    expect(parseSubject(`BITCOIN:${SEGWIT.toUpperCase()}?AMOUNT=50`)).toMatchObject({
      address: SEGWIT,
    });
  });

  it('with a demand that is not understood is refused', () => {
    const refusal = refusalOf(`bitcoin:${LEGACY}?req-somethingelse=50&amount=1`);
    expect(refusal.looksLike).toBe('payment-request');
    expect(refusal.message).toContain('req-');
    expect(refusalOf(`BITCOIN:${LEGACY}?REQ-X=1`).looksLike).toBe('payment-request');
  });

  it('without an address is refused', () => {
    expect(refusalOf('bitcoin:?amount=1').looksLike).toBe('payment-request');
    expect(refusalOf('bitcoin:?lightning=lnbc10u1p3pj257pp5').looksLike).toBe('lightning');
    expect(refusalOf('lightning:lnbc10u1p3pj257pp5').looksLike).toBe('lightning');
  });

  it('with two different addresses is refused with both', () => {
    expect(parseSubject(`bitcoin:?bc=${SEGWIT}`)).toMatchObject({ address: SEGWIT });
    expect(parseSubject(`bitcoin:${SEGWIT}?bc=${SEGWIT.toUpperCase()}`)).toMatchObject({
      address: SEGWIT,
    });
    const refusal = refusalOf(`bitcoin:${LEGACY}?bc=${SEGWIT}`);
    expect(refusal.looksLike).toBe('several-addresses');
    expect(refusal.message).toContain('1A1zP1…vfNa, bc1qw5…f3t4');
  });

  it('with the address of another chain is refused', () => {
    expect(refusalOf(`bitcoin:${EVM}`).looksLike).toBe('wrong-prefix');
    expect(refusalOf('bitcoin:tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx').looksLike).toBe(
      'testnet',
    );
  });
});

describe('an EIP-681 link', () => {
  it.each([
    [`ethereum:${EVM}`, null],
    [`ethereum:pay-${EVM}`, null],
    [`ETHEREUM:${EVM}`, null],
    [`ethereum:${EVM}?value=2.014e18`, null],
    [`ethereum:${EVM}@1?value=1`, 'ethereum'],
    [`ethereum:pay-${EVM}@137`, 'polygon'],
    [`ethereum:${OTHER_EVM}/transfer?address=${EVM}&uint256=1`, null],
    [`ethereum:${OTHER_EVM}@1/transfer?address=${EVM}&uint256=1`, 'ethereum'],
    [`ethereum:${OTHER_EVM}@42161/transfer?uint256=1&address=${EVM}`, 'arbitrum'],
  ])('is its payee: %s', (text, chain) => {
    expect(namedChainOf(text)).toBe(chain);
  });

  it.each([
    [`ethereum:${OTHER_EVM}@1/approve?address=${EVM}&uint256=1`, 'payment-request'],
    [`ethereum:${OTHER_EVM}@1/transfer?uint256=1`, 'payment-request'],
    [`ethereum:${OTHER_EVM}@1/transfer?address=${EVM}&address=${OTHER_EVM}`, 'several-addresses'],
    [`ethereum:${EVM}?address=${OTHER_EVM}`, 'several-addresses'],
    [`ethereum:${EVM}@999`, 'unknown-chain'],
    [`ethereum:${EVM}@11155111`, 'testnet'],
    [`ethereum:${EVM}@one`, 'payment-request'],
    ['ethereum:@1', 'payment-request'],
    [`ethereum:${LEGACY}`, 'wrong-prefix'],
    ['ethereum:vitalik.eth@1', 'name'],
    [`ethereum:${OTHER_EVM}@1/transfer?address=vitalik.eth&uint256=1`, 'name'],
    [`ethereum:token.eth@1/transfer?address=${EVM}&uint256=1`, 'name'],
  ])('without one clear payee is refused: %s', (text, looksLike) => {
    expect(refusalOf(text).looksLike).toBe(looksLike);
  });
});

describe('a payment link of an untraced chain', () => {
  it('is the address in it', () => {
    expect(parseSubject(`tron:${TRON}?amount=1`)).toEqual(parseSubject(TRON));
    expect(parseSubject('litecoin:LWnbjLYUfqeokfbWM4FcU7uk2FP2DSxuWS?amount=1')).toEqual(
      parseSubject('LWnbjLYUfqeokfbWM4FcU7uk2FP2DSxuWS'),
    );
    expect(parseSubject('bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a?amount=1')).toEqual(
      parseSubject('qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a'),
    );
  });

  it('puts an old address into the form of its chain', () => {
    expect(parseSubject('bitcoincash:1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu')).toMatchObject({
      kind: 'untraced',
      address: 'qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
    });
  });

  it('with the address of another chain is refused', () => {
    expect(refusalOf(`tron:${EVM}`).looksLike).toBe('wrong-prefix');
  });
});
