import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/core/account.js';
import { sumAmounts } from '../../src/core/amount.js';
import type { AssetId } from '../../src/core/asset.js';
import type { Transfer } from '../../src/core/ledger.js';
import { netTransaction } from '../../src/core/netting/netTransaction.js';
import { getterOf, giverOf } from '../../src/core/netting/parties.js';
import type { NoAccount, Step } from '../../src/core/netting/step.js';
import { isAccount } from '../../src/core/netting/step.js';
import { withWrappedSide } from '../../src/core/netting/wrapped.js';
import {
  DAI,
  move,
  NETTED_ASSETS,
  NETTING_SCOPE,
  NOPRICE,
  PARTIES,
  type Party,
  UNLISTED,
  USDC,
  WETH,
} from '../support/nettingWorld.js';
import { ETH } from '../support/world.js';

const PEOPLE: readonly Party[] = ['A', 'B', 'C', 'D'];
const CONTRACTS: readonly Party[] = ['router', 'pool', 'dex', 'weth', 'zero', 'thief'];
const party = fc.constantFrom(...PEOPLE, ...CONTRACTS);
// Amounts from a short list meet each other, so that trades are even and rows cancel now and then.
const amount = fc.oneof(fc.constantFrom(0n, 1n, 2n, 2_000n, 4_000n), fc.bigInt(1n, 5_000n));

/** A movement whose parties are any two, and now and then a fee or newly made ether. */
const listedMove = fc
  .tuple(party, amount, fc.constantFrom(ETH, WETH, USDC, DAI, NOPRICE), party, fc.nat(11))
  .map(([from, sum, asset, to, luck]) => {
    if (luck === 0) return move(from, sum, ETH, null, { channel: 'fee' });
    if (luck === 1) return move(null, sum, ETH, to, { channel: 'reward' });
    return move(from, sum, asset, to);
  });
const listed = fc
  .array(listedMove, { minLength: 1, maxLength: 8 })
  .map((moves) => moves.map((one, at): Transfer => ({ ...one, index: `${at}` })));
const unlisted = fc.array(
  fc.tuple(party, amount, party).map(([from, sum, to]) => move(from, sum, UNLISTED, to)),
  { maxLength: 2 },
);

type Nets = ReadonlyMap<string, bigint>;
const keyOf = (place: Account | NoAccount, asset: AssetId) => `${place} ${asset}`;

/** What each place gained or lost by the transfers themselves. */
function rawNets(transfers: readonly Transfer[]): Nets {
  const fees = transfers.filter(({ channel }) => channel === 'fee');
  const moves = transfers.filter(({ channel }) => channel !== 'fee');
  const real = moves.filter((one) => one.amount > 0n && one.from !== one.to);
  const nets = new Map<string, bigint>();
  const add = (key: string, by: bigint) => nets.set(key, (nets.get(key) ?? 0n) + by);
  for (const one of [...fees, ...withWrappedSide(real, NETTED_ASSETS)]) {
    add(keyOf(giverOf(one), one.asset), -one.amount);
    add(keyOf(getterOf(one), one.asset), one.amount);
  }
  return nets;
}

/** What each place gained or lost by the steps. */
function steppedNets(steps: readonly Step[]): Nets {
  const nets = new Map<string, bigint>();
  const add = (key: string, by: bigint) => nets.set(key, (nets.get(key) ?? 0n) + by);
  for (const { debits, credits } of steps) {
    for (const leg of debits) add(keyOf(leg.place, leg.asset), -leg.amount);
    for (const leg of credits) add(keyOf(leg.place, leg.asset), leg.amount);
  }
  return nets;
}

const isFee = ({ credits }: Step) => credits.some(({ place }) => place === 'fee');

/** A labelled market is nobody’s money: what it makes is left out where its trade has no price. */
const isMarket = (key: string) => key.startsWith(PARTIES.dex) || key.startsWith(PARTIES.weth);

const sumOf = (legs: Step['debits']) => sumAmounts(legs.map((leg) => leg.amount));

describe('a netted transaction', () => {
  it('has payments of one asset in which as much is given as is got', () => {
    fc.assert(
      fc.property(listed, unlisted, (transfers, others) => {
        for (const { kind, debits, credits } of netTransaction(
          { transfers, unlisted: others },
          NETTING_SCOPE,
        )) {
          expect(debits.length * credits.length).toBeGreaterThan(0);
          for (const leg of [...debits, ...credits]) expect(leg.amount > 0n).toBe(true);
          if (kind === 'conversion') continue;
          expect(new Set([...debits, ...credits].map(({ asset }) => asset)).size).toBe(1);
          expect(sumOf(debits)).toBe(sumOf(credits));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves everybody but markets with what they gained and lost of every asset', () => {
    fc.assert(
      fc.property(listed, (transfers) => {
        const stepped = steppedNets(netTransaction({ transfers, unlisted: [] }, NETTING_SCOPE));
        const isExempt = (key: string) => key.startsWith('ambiguous-conversion') || isMarket(key);
        const raw = rawNets(transfers);
        for (const key of new Set([...raw.keys(), ...stepped.keys()])) {
          if (isExempt(key)) continue;
          expect(stepped.get(key) ?? 0n, key).toBe(raw.get(key) ?? 0n);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves everybody but markets with it where unlisted tokens moved too', () => {
    fc.assert(
      fc.property(listed, unlisted, (transfers, others) => {
        const steps = netTransaction({ transfers, unlisted: others }, NETTING_SCOPE);
        const stepped = steppedNets(steps);
        for (const [key, net] of rawNets(transfers)) {
          if (!isMarket(key)) expect(stepped.get(key) ?? 0n, key).toBe(net);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('has conversions in which nobody gives what it gets', () => {
    fc.assert(
      fc.property(listed, (transfers) => {
        for (const { kind, debits, credits } of netTransaction(
          { transfers, unlisted: [] },
          NETTING_SCOPE,
        )) {
          if (kind === 'payment') continue;
          const given = new Set(debits.map(({ asset }) => asset));
          expect(credits.some(({ asset }) => given.has(asset))).toBe(false);
          expect(new Set(debits.map((leg) => keyOf(leg.place, leg.asset))).size).toBe(
            debits.length,
          );
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps all that a listed account gave and got, whoever else moved what', () => {
    fc.assert(
      fc.property(listed, unlisted, (transfers, others) => {
        const steps = netTransaction({ transfers, unlisted: others }, NETTING_SCOPE);
        const real = transfers.filter((one) => one.from !== one.to && one.channel !== 'fee');
        const ofThief = (legs: Step['debits'], asset: AssetId) =>
          sumOf(legs.filter((leg) => leg.place === PARTIES.thief && leg.asset === asset));
        const whole = withWrappedSide(real, NETTED_ASSETS);
        for (const asset of NETTED_ASSETS.keys()) {
          const moved = (end: 'from' | 'to') =>
            sumAmounts(
              whole
                .filter((one) => one[end] === PARTIES.thief && one.asset === asset)
                .map((one) => one.amount),
            );
          const fees = sumAmounts(steps.filter(isFee).map(({ debits }) => ofThief(debits, asset)));
          expect(sumAmounts(steps.map(({ debits }) => ofThief(debits, asset))) - fees).toBe(
            moved('from'),
          );
          expect(sumAmounts(steps.map(({ credits }) => ofThief(credits, asset)))).toBe(moved('to'));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps all that the subject got from a listed account itself, whatever it handed on', () => {
    const scope = { ...NETTING_SCOPE, subject: PARTIES.A };
    fc.assert(
      fc.property(listed, (transfers) => {
        const steps = netTransaction({ transfers, unlisted: [] }, scope);
        for (const asset of NETTED_ASSETS.keys()) {
          const straight = transfers.filter(
            (one) => one.from === PARTIES.thief && one.to === PARTIES.A && one.asset === asset,
          );
          const told = steps.filter(
            ({ kind, debits, credits }) =>
              kind === 'payment' &&
              debits.some(({ place }) => place === PARTIES.thief) &&
              credits.some((leg) => leg.place === PARTIES.A && leg.asset === asset),
          );
          const got = sumOf(
            told.flatMap(({ credits }) => credits.filter(({ place }) => place === PARTIES.A)),
          );
          expect(got >= sumAmounts(straight.map((one) => one.amount))).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('never has an account pay itself, but for a circle by way of a listed one', () => {
    fc.assert(
      fc.property(listed, unlisted, (transfers, others) => {
        for (const step of netTransaction({ transfers, unlisted: others }, NETTING_SCOPE)) {
          if (step.kind === 'conversion') continue;
          const givers = new Set(step.debits.map(({ place }) => place).filter(isAccount));
          givers.delete(PARTIES.thief);
          expect(step.credits.some(({ place }) => isAccount(place) && givers.has(place))).toBe(
            false,
          );
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
