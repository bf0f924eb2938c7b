import { describe, expect, it } from 'vitest';
import {
  HALO_FRESH_SECONDS,
  type SeedStanding,
  seedsToFollow,
  seedsToRead,
} from '../../../../src/core/halo/haloPlan.js';
import { seedClaimOf } from '../../../../src/core/halo/haloSeed.js';
import { claim, evmAccount, exchange } from '../../../support/world.js';

const NOW = 1_660_000_000;

function standing(number: number, parts: Partial<SeedStanding>): SeedStanding {
  return {
    seed: evmAccount(number),
    state: 'open',
    hops: 0,
    sentFloors: 0n,
    readToSeconds: null,
    ...parts,
  };
}

const numbers = (seeds: readonly SeedStanding[]) =>
  seeds.map(({ seed }) => Number.parseInt(seed.slice(-4), 16));

describe('the order in which seeds are followed', () => {
  it('reads first what was never read, and what failed then last', () => {
    const seeds = [
      standing(1, { state: 'failed' }),
      standing(2, {}),
      standing(3, { hops: 1 }),
      standing(4, { state: 'done', hops: 2, readToSeconds: NOW }),
      standing(5, {}),
    ];
    expect(numbers(seedsToRead(seeds))).toEqual([2, 5, 1]);
  });

  it('follows the most value first, then what failed, then what is old, the oldest first', () => {
    const old = NOW - HALO_FRESH_SECONDS;
    const seeds = [
      standing(1, { state: 'done', hops: 2, readToSeconds: old - 1 }),
      standing(2, { state: 'done', hops: 2, readToSeconds: old }),
      standing(3, { state: 'done', hops: 2, readToSeconds: old - 9 }),
      standing(4, { state: 'failed', hops: 2, readToSeconds: NOW }),
      standing(5, { hops: 1, sentFloors: 7n }),
      standing(6, { hops: 1, sentFloors: 8n }),
      standing(7, {}),
    ];
    expect(numbers(seedsToFollow(seeds, NOW))).toEqual([6, 5, 4, 3, 1]);
  });
});

describe('the claim that makes a seed', () => {
  const [account] = [evmAccount(1)];

  it('names a DPRK-linked actor as a risk', () => {
    const lazarus = claim(account);
    expect(seedClaimOf([exchange(account, 'Kraken'), lazarus])).toBe(lazarus);
    expect(seedClaimOf([claim(account, { actor: null })])).toBeNull();
    expect(seedClaimOf([claim(account, { use: 'note' })])).toBeNull();
    expect(seedClaimOf([])).toBeNull();
  });

  it('is in force: one that was withdrawn makes none, unless another stands', () => {
    const withdrawn = claim(account, { delistedOn: '2023-01-01' });
    expect(seedClaimOf([withdrawn])).toBeNull();
    const other = claim(account, { set: 'other' });
    expect(seedClaimOf([withdrawn, other])).toBe(other);
  });
});
