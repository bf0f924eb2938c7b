import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/core/account.js';
import { formatShare, formatShares } from '../../src/core/amount.js';
import { screenLedger } from '../support/screenLedger.js';
import { accountWorld } from '../support/traceWorld.js';
import {
  day,
  eth,
  facts,
  NAMES,
  pay,
  payToken,
  SWAP,
  USDC,
  usdc,
  who,
  workedExample,
} from '../support/workedExample.js';
import { ETH } from '../support/world.js';

describe('the wallet that four numbers are told of', () => {
  const { totals, exposures, composition } = accountWorld(workedExample);

  it('received 11,002 dollars: a conversion is no income', () => {
    expect(totals.incoming.totals.map(({ asset, amount }) => [asset, amount])).toEqual([
      [USDC, usdc(7_000)],
      [ETH, eth('2.001')],
    ]);
    const worth = totals.incoming.totals.map(({ usdMicros }) => usdMicros ?? 0n);
    expect(worth.reduce((sum, one) => sum + one, 0n)).toBe(11_002_000_000n);
  });

  it('has one exposure, two hops back, by four numbers', () => {
    expect(exposures).toHaveLength(1);
    const [exposure] = exposures;
    expect(exposure).toMatchObject({
      direction: 'incoming',
      kind: 'indirect',
      minHops: 2,
      entityDesignation: 'after',
      designation: 'before',
      amounts: [
        {
          asset: ETH,
          lower: eth('0.5'),
          fifo: eth('1'),
          haircut: eth('1.25'),
          upper: eth('2'),
          // Nobody saw where the friend's 0.001 came from.
          upperIfUnseenRisky: eth('2.001'),
        },
      ],
    });
    const share = exposure?.share;
    expect(share?.asset).toBe('usd');
    expect(share && formatShare(share.haircut)).toBe('0.227231');
    expect(share && formatShare(share.fifo)).toBe('0.181785');
    expect(share?.lower && formatShare(share.lower)).toBe('0.090893');
    expect(share?.upper && formatShare(share.upper)).toBe('0.363570');
  });

  it('shows the path from the exploiter to the wallet', () => {
    expect(exposures[0]?.paths).toMatchObject([
      {
        carried: eth('2'),
        carriedAsset: ETH,
        hops: [
          { from: who('L'), to: who('X'), amount: eth('2.5') },
          { from: who('X'), to: who('S'), amount: eth('2') },
        ],
      },
    ]);
  });

  it('tells where every dollar came from', () => {
    expect(inDollars(composition.incoming)).toEqual({
      'service Coinbase': '0.363570',
      hub: '0.272678',
      'labelled Lazarus Group': '0.227231',
      'service Kraken': '0.136339',
      'unseen dust': '0.000182',
    });
  });

  it('tells where every dollar went', () => {
    expect(inDollars(composition.outgoing)).toEqual({
      'service Binance': '0.999334',
      fee: '0.000666',
    });
  });
});

describe('the screening of that wallet', () => {
  it('holds, and nothing that should have been seen was missed', async () => {
    const verdict = await screenLedger(workedExample);
    expect(verdict).toMatchObject({ decision: 'hold', complete: true });
    expect(verdict.summary).toMatch(
      /^At least 9\.08 % and at most 36\.4 % of what this wallet received \(pro-rata estimate 22\.7 %, first-in-first-out 18\.2 %; about USD 2,500 or USD 2,000\) came, 2 hops back, from an account that a sanctions list lists under Lazarus Group\./,
    );
  });
});

describe('what the swap carried on to the exchange', () => {
  it('is told in the asset that was got, to the last unit', () => {
    const { splits, exposures } = accountWorld({ ...workedExample, subject: who('D') });
    // The path begins in ether and is measured in what arrived.
    expect(exposures[0]?.paths[0]).toMatchObject({
      carriedAsset: USDC,
      hops: [{ asset: ETH }, { asset: ETH }, { asset: USDC }],
    });
    const received = splits.find(({ asset, direction }) => {
      return asset === USDC && direction === 'incoming';
    });
    const ofLazarus = (method: 'haircut' | 'fifo') =>
      received?.splits.whole[method].buckets.find(
        ({ bucket }) => bucket.kind === 'place' && bucket.place.account === who('L'),
      )?.amount;
    // Of the 6,000 that S paid on. The haircut's part is rounded with all others of the 6,000.
    expect(ofLazarus('haircut')).toBe(1_121_811_467n);
    expect(ofLazarus('fifo')).toBe(6_666_667n);
  });

  it('takes the origins of what was given, pro rata and in order', () => {
    // The same wallet, had it paid on nothing but what the swap brought.
    const until = facts.filter(({ timeSeconds }) => timeSeconds <= day(SWAP));
    const onward = payToken(pay(who('S'), who('D'), usdc(2_990), '2022-05-04', 20), USDC);
    const withoutPay = until.filter(({ from }) => from !== who('P1') && from !== who('C'));
    const { splits } = accountWorld({
      ...workedExample,
      facts: [...withoutPay, onward],
      subject: who('D'),
    });
    const split = splits.find(({ direction }) => direction === 'incoming')?.splits.whole;
    const told = (method: 'haircut' | 'fifo') =>
      Object.fromEntries(
        (split?.[method].buckets ?? []).flatMap(({ bucket, amount }) =>
          bucket.kind === 'place' ? [[nameOf(bucket.place.account), amount]] : [],
        ),
      );
    expect(told('haircut')).toEqual({ K: 1_120_689_655n, L: 1_867_816_092n, F: 1_494_253n });
    expect(told('fifo')).toEqual({ K: 1_993_333_333n, L: 996_666_667n });
  });
});

function nameOf(account: Account | null): string {
  return NAMES.find((name) => who(name) === account) ?? 'nobody';
}

/** Shares of all value in US dollars by place, entity and reason. */
function inDollars(
  rows: readonly {
    readonly place: string;
    readonly entity: string | null;
    readonly reason: string | null;
    readonly usdMicros: bigint | null;
  }[],
): Record<string, string> {
  const sums = new Map<string, bigint>();
  for (const { place, entity, reason, usdMicros } of rows) {
    const name = [place, entity, reason].filter((part) => part !== null).join(' ');
    sums.set(name, (sums.get(name) ?? 0n) + (usdMicros ?? 0n));
  }
  const shares = formatShares([...sums.values()]);
  return Object.fromEntries([...sums.keys()].map((name, at) => [name, shares[at] ?? '']));
}
