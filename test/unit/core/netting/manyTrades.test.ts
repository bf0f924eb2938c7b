import { describe, expect, it } from 'vitest';
import { accountFor } from '../../../../src/core/accounting/accounting.js';
import type { AssetId } from '../../../../src/core/asset.js';
import type { Transfer } from '../../../../src/core/ledger.js';
import type { Party } from '../../../support/nettingWorld.js';
import { move, NETTED_ASSETS, PARTIES, USDC } from '../../../support/nettingWorld.js';
import { traceWorld } from '../../../support/traceWorld.js';
import { claim, ETH, exchange } from '../../../support/world.js';

const { exchange: kraken, thief } = PARTIES;
const START = 1_000_000n;
const DOLLARS = 2_000n;
const TRADES = 20;

/** Transactions, a day each. */
function days(txs: readonly (readonly Transfer[])[]): Transfer[] {
  return txs.flatMap((moves, day) =>
    moves.map((one, at) => ({
      ...one,
      txId: `0x${day.toString(16).padStart(64, '0')}`,
      height: day,
      timeSeconds: 1_640_000_000 + day * 86_400,
      index: `${at}`,
    })),
  );
}

/**
 * Twenty trades of B, who has a listed account's ether, with another: into dollars and back, each
 * for so many per cent of what B gives.
 */
function trades(other: Party, percent: bigint): (readonly Transfer[])[] {
  let [worth, isEther] = [START, true];
  return Array.from({ length: TRADES }, () => {
    // Rounded up, so that no trade is beyond what is believed.
    const left = (worth * percent + 99n) / 100n;
    const [gives, gets] = isEther ? [ETH, USDC] : [USDC, ETH];
    const units = (asset: AssetId, amount: bigint) => (asset === ETH ? amount : amount * DOLLARS);
    const tx = [
      move('B', units(gives, worth), gives, other),
      move(other, units(gets, left), gets, 'B'),
    ];
    [worth, isEther] = [left, !isEther];
    return tx;
  });
}

/** What the subject received, in worths of an ether, by where it came from. */
function received(subject: 'A' | 'C', facts: readonly Transfer[]) {
  const trace = traceWorld({
    subject: PARTIES[subject],
    facts,
    claims: [claim(thief), exchange(kraken, 'Kraken')],
    assets: NETTED_ASSETS,
    prices: {
      priceOf: (asset) => (asset === ETH ? { numerator: 2_000_000_000n, denominator: 1n } : null),
    },
  });
  const sums = new Map<string, number>();
  for (const { place, reason, asset, amount } of accountFor(trace).composition.incoming) {
    const name = reason ?? place;
    const worth = Number(amount) / (asset === ETH ? 1 : Number(DOLLARS));
    sums.set(name, (sums.get(name) ?? 0) + worth);
  }
  return sums;
}

const funded = (other: Party) => [
  [move('thief', START, ETH, 'B', { channel: 'native' })],
  [move('exchange', START, ETH, other, { channel: 'native' })],
  [move('exchange', START * DOLLARS, USDC, other)],
];

describe('twenty trades by each of which one side keeps 5 %', () => {
  const left = Number(START) * 0.95 ** TRADES;
  const kept = Number(START) - left;

  it('hand over two thirds, which are told as unseen where they are paid on', () => {
    const facts = days([
      ...funded('C'),
      ...trades('C', 95n),
      [move('C', 1_000_000n, ETH, 'A', { channel: 'native' })],
      [move('C', 500_000_000n, USDC, 'A')],
    ]);
    const sums = received('A', facts);
    const all = [...sums.values()].reduce((sum, one) => sum + one, 0);
    expect(kept / Number(START)).toBeGreaterThan(0.64);
    // C has its own two parts and what it kept; it paid half of that on.
    const part = (sums.get('ambiguous-conversion') ?? 0) / all;
    expect(part).toBeGreaterThan(0.2);
    expect(part).toBeLessThan(0.3);
    expect(sums.get('labelled') ?? 0).toBe(0);
  });

  it('are received by a subject that keeps them, to the last part', () => {
    const sums = received('C', days([...funded('C'), ...trades('C', 95n)]));
    expect(sums.get('ambiguous-conversion') ?? 0).toBeCloseTo(kept, -2);
    expect(sums.get('service')).toBe(2 * Number(START));
  });

  it('that are even hand over nothing, and all stays known', () => {
    const sums = received('C', days([...funded('C'), ...trades('C', 100n)]));
    expect([...sums]).toEqual([['service', 2 * Number(START)]]);
  });
});
