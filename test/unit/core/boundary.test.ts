import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/core/account.js';
import type { Attribution } from '../../../src/core/attribution.js';
import { boundaryOf } from '../../../src/core/boundary.js';
import { claim, claimsOf, evmAccount, exchange } from '../../support/world.js';

const ACCOUNT = evmAccount(1);
const kindOf = (claims: readonly Attribution[], own: readonly Account[] = []) =>
  boundaryOf(ACCOUNT, { claimsOf: claimsOf(claims), ownAccounts: new Set(own) })?.kind ?? null;

describe('the boundary that an account is', () => {
  it('is none without a claim, or with one about somebody else, or with a note alone', () => {
    expect(kindOf([])).toBeNull();
    expect(kindOf([claim(evmAccount(2))])).toBeNull();
    expect(kindOf([claim(ACCOUNT, { use: 'note' })])).toBeNull();
  });

  it('is a listed account, a mixer, a service, or where coins are burned', () => {
    const service = exchange(ACCOUNT, 'Kraken');
    expect(kindOf([claim(ACCOUNT)])).toBe('labelled');
    expect(kindOf([claim(ACCOUNT, { category: 'mixer' })])).toBe('mixer');
    expect(kindOf([service])).toBe('service');
    expect(kindOf([{ ...service, category: 'burn' }])).toBe('burn');
    expect(kindOf([{ ...service, category: 'infrastructure' }])).toBe('service');
  });

  it('is what accuses it where a service is accused too', () => {
    expect(kindOf([exchange(ACCOUNT, 'Garantex'), claim(ACCOUNT)])).toBe('labelled');
  });

  it('is the company’s own before all else', () => {
    expect(kindOf([claim(ACCOUNT)], [ACCOUNT])).toBe('own-company');
    expect(kindOf([], [ACCOUNT])).toBe('own-company');
    expect(kindOf([], [evmAccount(2)])).toBeNull();
  });
});
