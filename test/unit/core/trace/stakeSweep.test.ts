import { describe, expect, it } from 'vitest';
import type { AssetId } from '../../../../src/core/asset.js';
import type { Direction } from '../../../../src/core/exposure.js';
import type { Transfer } from '../../../../src/core/ledger.js';
import { readAccountLedger } from '../../../../src/core/trace/accountLedger.js';
import type { StakeShare, WaitingStake } from '../../../../src/core/trace/stake.js';
import { StakeSweep } from '../../../../src/core/trace/stakeSweep.js';
import { throughSteps } from '../../../../src/core/trace/throughSteps.js';
import { move, NETTING_SCOPE, PARTIES, type Party, USDC } from '../../../support/nettingWorld.js';
import { ETH } from '../../../support/world.js';

const { A, B, C, D } = PARTIES;
const at = (height: number, transfer: Transfer): Transfer => ({
  ...transfer,
  height,
  txId: `0x${height}`,
  timeSeconds: 1_650_000_000 + height * 12,
});
/** A stake that a transaction brought to A, seen from the subject B. */
const waiting = (
  height: number,
  stake: bigint,
  parts: Partial<WaitingStake> = {},
): WaitingStake => ({
  tx: `0x${height}`,
  asset: ETH,
  towards: B,
  beside: B,
  fact: at(height, move('A', 1n, ETH, 'B')),
  of: ETH,
  stake,
  ...parts,
});
const nameOf = (place: string) =>
  Object.entries(PARTIES).find(([, account]) => account === place)?.[0] ?? place;
const swept = (
  transfers: readonly Transfer[],
  stakes: readonly WaitingStake[],
  direction: Direction = 'incoming',
) => {
  const ledger = readAccountLedger(A, { transfers, unlisted: [] }, NETTING_SCOPE);
  return [...new Set(stakes.map((stake) => stake.of))]
    .flatMap((of) => {
      const sweep = new StakeSweep(ledger, direction, of);
      for (const stake of stakes) if (stake.of === of) expect(sweep.add(stake)).toBe(true);
      const shares: StakeShare[] = [];
      while (sweep.position() !== null) shares.push(...sweep.step());
      return shares;
    })
    .map(({ leg, stake, isTransit, of }) => [
      nameOf(leg.place),
      stake,
      ...(isTransit ? ['transit'] : []),
      ...(of === ETH ? [] : [of]),
    ]);
};
const got = (height: number, from: Party, amount: bigint, asset: AssetId = ETH) =>
  at(height, move(from, amount, asset, 'A'));
const paid = (height: number, to: Party, amount: bigint, asset: AssetId = ETH) =>
  at(height, move('A', amount, asset, to));

describe('stake on the way back', () => {
  it('goes on in the order in which it came, where several wait for one transaction', () => {
    const facts = [got(1, 'C', 10n), paid(1, 'B', 6n), paid(1, 'D', 4n)];
    const [ofB, ofD] = [waiting(1, 6n), waiting(1, 4n, { beside: D })];
    const way = (stake: bigint) => ['C', stake, 'transit'];
    expect(swept(facts, [ofB, ofD])).toEqual([way(6n), way(4n)]);
    expect(swept(facts, [ofD, ofB])).toEqual([way(4n), way(6n)]);
  });

  it('goes to those who paid the account before, pro rata to what it had', () => {
    const facts = [got(1, 'C', 30n), got(2, 'D', 10n), paid(3, 'B', 20n)];
    expect(swept(facts, [waiting(3, 100n)])).toEqual([
      ['D', 25n],
      ['C', 75n],
    ]);
  });

  it('goes to nobody who paid later', () => {
    const facts = [got(1, 'C', 30n), paid(2, 'B', 20n), got(3, 'D', 1_000n)];
    expect(swept(facts, [waiting(2, 100n)])).toEqual([['C', 100n]]);
  });

  it('goes on from what was left after other payments, not from what had left', () => {
    // Of 30 and 10, 20 left; of the 20 that stayed 15 are C's. Then 20 of D came.
    const facts = [
      got(1, 'C', 30n),
      got(2, 'exchange', 10n),
      paid(3, 'pool', 20n),
      got(4, 'D', 20n),
      paid(5, 'B', 40n),
    ];
    expect(swept(facts, [waiting(5, 400n)])).toEqual([
      ['D', 200n],
      ['exchange', 50n],
      ['C', 150n],
    ]);
  });

  it('hands to nobody what an overdraft covered', () => {
    const facts = [got(1, 'C', 30n), paid(2, 'B', 40n)];
    expect(swept(facts, [waiting(2, 100n)])).toEqual([['C', 75n]]);
    expect(swept([paid(2, 'B', 40n)], [waiting(2, 100n)])).toEqual([]);
  });

  it('moves to the asset that was changed', () => {
    const facts = [
      got(1, 'C', 10n),
      at(2, move('A', 2n, ETH, 'dex')),
      at(2, move('dex', 4_000n, USDC, 'A')),
      paid(3, 'B', 4_000n, USDC),
    ];
    const stakes = [waiting(3, 100n, { asset: USDC, of: USDC })];
    expect(swept(facts, stakes)).toEqual([['C', 100n, USDC]]);
  });

  it('of two assets is swept for each by itself', () => {
    const facts = [
      got(1, 'C', 10n),
      got(2, 'D', 10n, USDC),
      paid(3, 'B', 10n),
      paid(4, 'B', 10n, USDC),
    ];
    const stakes = [waiting(3, 7n), waiting(4, 9n, { asset: USDC, of: USDC })];
    expect(swept(facts, stakes)).toEqual([
      ['C', 7n],
      ['D', 9n, USDC],
    ]);
  });

  it('goes straight on where the account only passed the money through', () => {
    const facts = [at(1, move('C', 10n, ETH, 'A')), at(1, move('A', 10n, ETH, 'B'))];
    expect(swept(facts, [waiting(1, 100n)])).toEqual([['C', 100n, 'transit']]);
  });

  it('goes on in part where it added something of its own', () => {
    const facts = [
      got(1, 'D', 50n),
      at(2, move('C', 10n, ETH, 'A')),
      at(2, move('A', 40n, ETH, 'B')),
    ];
    // Of the 40 that B got, 10 were C's and 30 what A had from D.
    expect(swept(facts, [waiting(2, 100n)])).toEqual([
      ['C', 25n, 'transit'],
      ['D', 75n],
    ]);
  });
});

describe('stake on the way forth', () => {
  const forth = (facts: readonly Transfer[], stakes: readonly WaitingStake[]) =>
    swept(facts, stakes, 'outgoing');
  const came = (height: number, stake: bigint) => waiting(height, stake);

  it('goes to those whom the account paid later, pro rata to what it had then', () => {
    const facts = [got(1, 'B', 30n), paid(2, 'C', 15n), paid(3, 'D', 15n)];
    expect(forth(facts, [came(1, 100n)])).toEqual([
      ['C', 50n],
      ['D', 50n],
    ]);
  });

  it('goes to nobody whom it had paid before, and stays where nothing left', () => {
    const facts = [got(1, 'exchange', 9n), paid(2, 'C', 9n), got(3, 'B', 30n)];
    expect(forth(facts, [came(3, 100n)])).toEqual([]);
  });

  it('is thinned out by what others paid in', () => {
    const facts = [got(1, 'B', 30n), got(2, 'exchange', 10n), paid(3, 'C', 20n)];
    expect(forth(facts, [came(1, 100n)])).toEqual([['C', 50n]]);
  });

  it('goes whole where a fee and a payment took all of it', () => {
    const fee = at(2, move('A', 2n, ETH, null, { channel: 'fee' }));
    expect(forth([got(1, 'B', 10n), fee, paid(2, 'C', 8n)], [came(1, 100n)])).toEqual([
      ['fee', 20n],
      ['C', 80n],
    ]);
  });

  it('moves to the asset that was got', () => {
    const facts = [
      got(1, 'B', 10n),
      at(2, move('A', 10n, ETH, 'dex')),
      at(2, move('dex', 20_000n, USDC, 'A')),
      paid(3, 'C', 5_000n, USDC),
    ];
    expect(forth(facts, [came(1, 100n)])).toEqual([['C', 25n]]);
  });

  it('goes straight on where the account only passed the money through', () => {
    const facts = [at(1, move('B', 10n, ETH, 'A')), at(1, move('A', 10n, ETH, 'C'))];
    expect(forth(facts, [came(1, 100n)])).toEqual([['C', 100n, 'transit']]);
  });

  it('rests in part where it kept something', () => {
    const facts = [
      at(1, move('B', 40n, ETH, 'A')),
      at(1, move('A', 10n, ETH, 'C')),
      paid(2, 'D', 30n),
    ];
    expect(forth(facts, [came(1, 100n)])).toEqual([
      ['C', 25n, 'transit'],
      ['D', 75n],
    ]);
  });
});

describe('a stake through one transaction', () => {
  const entryOf = (transfers: readonly Transfer[]) => {
    const [entry] = readAccountLedger(B, { transfers, unlisted: [] }, NETTING_SCOPE).entries;
    if (entry === undefined) throw new Error('there is no transaction');
    return entry;
  };
  const batch = [move('A', 10n, ETH, 'B'), move('C', 30n, ETH, 'B')].map((one) => at(1, one));

  it('goes to all on the other side, pro rata', () => {
    const shares = throughSteps(entryOf(batch), waiting(1, 100n, { towards: B }), 'credits');
    expect(shares.map(({ leg, stake }) => [leg.place, stake])).toEqual([
      [A, 25n],
      [C, 75n],
    ]);
  });

  it('goes nowhere where nobody moved that asset, or in that direction', () => {
    const through = (parts: Partial<WaitingStake>, near: 'debits' | 'credits') =>
      throughSteps(entryOf(batch), waiting(1, 100n, parts), near);
    expect(through({ towards: B, asset: USDC }, 'credits')).toEqual([]);
    expect(through({ towards: B }, 'debits')).toEqual([]);
    expect(through({ towards: PARTIES.D }, 'credits')).toEqual([]);
  });

  it('does not go back to who is on both sides of a trade', () => {
    const swap = [move('B', 1n, ETH, 'dex'), move('dex', 2_000n, USDC, 'B')].map((one) =>
      at(1, one),
    );
    const shares = throughSteps(
      entryOf(swap),
      waiting(1, 9n, { towards: B, asset: USDC }),
      'credits',
    );
    expect(shares).toEqual([]);
  });
});
