import { describe, expect, it } from 'vitest';
import { isContractAccount } from '../../../../src/core/patterns/contractAccount.js';
import { isInfrastructure } from '../../../../src/core/patterns/infrastructure.js';
import { claim, claimsOf, ether, evmAccount, exchange } from '../../../support/world.js';

const [ACCOUNT, OTHER] = [evmAccount(1), evmAccount(2)];
const inside = { ...ether(ACCOUNT, OTHER, 5n, 9), channel: 'internal' as const };

describe('a contract account', () => {
  it('sends coins from inside transactions and signs none', () => {
    expect(isContractAccount(ACCOUNT, [ether(OTHER, ACCOUNT, 9n, 1), inside])).toBe(true);
    expect(isContractAccount(ACCOUNT, [ether(OTHER, ACCOUNT, 9n, 1)])).toBe(false);
    const got = { ...ether(OTHER, ACCOUNT, 5n, 9), channel: 'internal' as const };
    expect(isContractAccount(ACCOUNT, [got])).toBe(false);
  });

  it('is none that pays fees or signs, as a key that delegates to code does', () => {
    expect(isContractAccount(ACCOUNT, [inside, ether(ACCOUNT, null, 1n, 10)])).toBe(false);
    expect(isContractAccount(ACCOUNT, [inside, ether(ACCOUNT, OTHER, 0n, 10)])).toBe(false);
  });
});

describe('infrastructure', () => {
  it('is told by its label; the zero address needs none', () => {
    const label = claim(OTHER, { ...exchange(OTHER, 'Disperse'), category: 'infrastructure' });
    expect(isInfrastructure(OTHER, claimsOf([label]))).toBe(true);
    expect(isInfrastructure(OTHER, claimsOf([exchange(OTHER, 'Kraken')]))).toBe(false);
    expect(isInfrastructure(OTHER, claimsOf([]))).toBe(false);
    expect(isInfrastructure(evmAccount(0), claimsOf([]))).toBe(true);
  });

  it('is what a risk claim says before what a service label says', () => {
    const label = claim(OTHER, { ...exchange(OTHER, 'Disperse'), category: 'infrastructure' });
    expect(isInfrastructure(OTHER, claimsOf([label, claim(OTHER)]))).toBe(false);
  });
});
