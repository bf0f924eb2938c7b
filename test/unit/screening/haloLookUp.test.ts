import { describe, expect, it } from 'vitest';
import { HALO_FRESH_SECONDS } from '../../../src/core/halo/haloPlan.js';
import { createHaloLookUp } from '../../../src/screening/haloLookUp.js';
import type { KeptReach } from '../../../src/screening/haloPorts.js';
import { claim, claimsOf, evmAccount } from '../../support/world.js';

const NOW = 1_660_000_000;
const [FIRST, SECOND] = [evmAccount(1), evmAccount(2)];
const near: KeptReach = { seed: FIRST, hops: 1, isRead: false, readToSeconds: NOW };
const far: KeptReach = { seed: SECOND, hops: 2, isRead: true, readToSeconds: NOW };

function ask(reaches: readonly KeptReach[], claims = [claim(FIRST), claim(SECOND)]) {
  const store = { isEmpty: () => reaches.length === 0, readReach: () => reaches };
  return createHaloLookUp(store, { claimsOf: claimsOf(claims), nowSeconds: NOW })('a place');
}

describe('what a screening is told of the halo', () => {
  it('is the way to the nearest seed', () => {
    expect(ask([])).toBeNull();
    expect(ask([far, near])).toEqual({ hops: 1, isRead: true });
    expect(ask([near])).toEqual({ hops: 1, isRead: false });
  });

  it('leaves out seeds that no claim in force names', () => {
    const withdrawn = claim(FIRST, { delistedOn: '2022-01-01' });
    expect(ask([near, far], [withdrawn, claim(SECOND)])).toEqual({ hops: 2, isRead: true });
    expect(ask([near], [withdrawn])).toBeNull();
    expect(ask([near], [claim(FIRST, { actor: null })])).toBeNull();
  });

  it('takes a history for read as long as it is fresh', () => {
    const read = (age: number) => ask([{ ...far, readToSeconds: NOW - age }])?.isRead;
    expect(read(HALO_FRESH_SECONDS)).toBe(true);
    expect(read(HALO_FRESH_SECONDS + 1)).toBe(false);
  });
});
