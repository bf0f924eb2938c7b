import { describe, expect, it } from 'vitest';
import { canonicalLabelAddress } from '../../../src/chains/labelAddress.js';
import { accountsToLookUp, parseSubject } from '../../../src/chains/registry.js';

const EVM = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';
const CANONICAL = EVM.toLowerCase();

describe('the accounts to look up in the labels', () => {
  it('of an EVM address are its own and the TRON account of the same key', () => {
    expect(accountsToLookUp(parseSubject('0x00be5e0c85be35948d97ad37f62d108243f89ae0'))).toEqual([
      'eip155:1:0x00be5e0c85be35948d97ad37f62d108243f89ae0',
      'tron:0x2b6653dc:TA3941uFAvmVibSkQ6fMJXxmaSNovX86mz',
    ]);
  });

  it('of an EVM address with a chain stand on that chain', () => {
    expect(accountsToLookUp(parseSubject(`arb1:${EVM}`))[0]).toBe(`eip155:42161:${CANONICAL}`);
  });

  it('of a TRON address are its own and the Ethereum account of the same key', () => {
    expect(accountsToLookUp(parseSubject('TA3941uFAvmVibSkQ6fMJXxmaSNovX86mz'))).toEqual([
      'tron:0x2b6653dc:TA3941uFAvmVibSkQ6fMJXxmaSNovX86mz',
      'eip155:1:0x00be5e0c85be35948d97ad37f62d108243f89ae0',
    ]);
  });

  it('of a Bitcoin address are its own and those of its forks', () => {
    expect(accountsToLookUp(parseSubject('1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu'))).toEqual([
      'bip122:000000000019d6689c085ae165831e93:1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu',
      'bip122:000000000000000000651ef99cb9fcbe:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
      'bitcoin-sv:mainnet:1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu',
    ]);
    expect(accountsToLookUp(parseSubject('bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'))).toEqual([
      'bip122:000000000019d6689c085ae165831e93:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
    ]);
  });

  it('of a Bitcoin Cash address include the Bitcoin account of the same key', () => {
    expect(accountsToLookUp(parseSubject('qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a'))).toEqual([
      'bip122:000000000000000000651ef99cb9fcbe:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
      'bip122:000000000019d6689c085ae165831e93:1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu',
    ]);
  });

  it.each([
    ['ethereum', EVM],
    ['bitcoin', 'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4'],
    ['bitcoin', '3CDJNfdWX8m2NwuGUV3nhXHXEeLygMXoAj'],
    ['litecoin', '3CDJNfdWX8m2NwuGUV3nhXHXEeLygMXoAj'],
    ['bitcoin-cash', '1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu'],
    ['bitcoin-sv', '12sjrrhoFEsedNRhtgwvvRqjFTh8fZTDX9'],
    ['verge', 'DFFJhnQNZf8rf67tYnesPu7MuGUpYtzv7Z'],
    ['tron', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
    ['solana', '42RLPACwZPx3vYYmxSueqsogfynBDqXK298EDsNoyoHi'],
  ])('meet a label on %s that was written with the same text: %s', (chain, address) => {
    const label = canonicalLabelAddress(chain, address);
    expect(accountsToLookUp(parseSubject(address))).toContain(label.ok && label.account);
  });
});
