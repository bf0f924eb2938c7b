import { describe, expect, it } from 'vitest';
import type { Account } from '../../../../src/core/account.js';
import type { AssetList } from '../../../../src/core/asset.js';
import type { Attribution } from '../../../../src/core/attribution.js';
import type { LedgerFact, Transfer } from '../../../../src/core/ledger.js';
import { tellCustodial } from '../../../../src/core/signals/impersonal.js';
import {
  ASSETS,
  claim,
  claimsOf,
  ETH,
  ether,
  evmAccount,
  exchange,
} from '../../../support/world.js';
import { TOKEN_ASSETS, token } from '../patterns/patternWorld.js';
import { SUBJECT, signalsOf } from './signalWorld.js';

const [KRAKEN, FRIEND, BRIDGE] = [2, 3, 4].map(evmAccount);
if (KRAKEN === undefined || FRIEND === undefined || BRIDGE === undefined) {
  throw new Error('there are no accounts');
}
const DAY = 86_400;
const NOW = 1_660_000_000;
/** The same movement at a moment. */
const on = <Fact extends Transfer>(fact: Fact, timeSeconds: number): Fact => ({
  ...fact,
  timeSeconds,
  height: timeSeconds,
  txId: `0x${timeSeconds}`,
});
const daysAgo = (days: number) => NOW - days * DAY;

describe('a fresh wallet', () => {
  const isFresh = (firstSeconds: number) =>
    signalsOf('fresh-wallet', { facts: [on(ether(KRAKEN, SUBJECT, 9n, 1), firstSeconds)] }).length;

  it('had its first payment less than 30 days ago', () => {
    expect(isFresh(daysAgo(30) + 1)).toBe(1);
    expect(isFresh(daysAgo(30))).toBe(0);
  });
});

describe('a wallet that was dormant', () => {
  const wakes = (last: number, again: number, amount = 9n) =>
    signalsOf('dormant-then-active', {
      facts: [
        on(ether(KRAKEN, SUBJECT, 900n, 1), last),
        on(ether(SUBJECT, FRIEND, amount, 2), again),
      ],
    }).length;

  it('moved nothing for 365 days', () => {
    expect(wakes(daysAgo(375), daysAgo(10))).toBe(1);
    expect(wakes(daysAgo(375) + 1, daysAgo(10))).toBe(0);
  });

  it('is in use again for at most 90 days', () => {
    expect(wakes(daysAgo(600), daysAgo(90))).toBe(1);
    expect(wakes(daysAgo(600), daysAgo(90) - 1)).toBe(0);
  });

  it('is not woken by dust, nor kept awake by it', () => {
    expect(wakes(daysAgo(600), daysAgo(10), 3n)).toBe(1);
    expect(wakes(daysAgo(600), daysAgo(10), 2n)).toBe(0);
    const kept = [
      on(ether(KRAKEN, SUBJECT, 900n, 1), daysAgo(600)),
      on(ether(FRIEND, SUBJECT, 2n, 2), daysAgo(300)),
      on(ether(SUBJECT, FRIEND, 9n, 3), daysAgo(10)),
    ];
    expect(signalsOf('dormant-then-active', { facts: kept })).toHaveLength(1);
  });
});

describe('a wallet without a history', () => {
  const told = (facts: readonly LedgerFact[]) => signalsOf('no-history', { facts }).length;

  it('moved nothing at all; an empty message is no history, one unit is', () => {
    expect(told([])).toBe(1);
    expect(told([ether(FRIEND, SUBJECT, 0n, 1)])).toBe(1);
    expect(told([ether(FRIEND, SUBJECT, 1n, 1)])).toBe(0);
  });
});

describe('chain-hopping', () => {
  const bridge = { ...exchange(BRIDGE, 'Example Bridge'), category: 'bridge' as const };
  const after = (seconds: number) =>
    signalsOf('chain-hopping', {
      facts: [
        on(ether(FRIEND, SUBJECT, 90n, 1), daysAgo(9)),
        on(ether(SUBJECT, BRIDGE, 10n, 2), daysAgo(9) + seconds),
      ],
      claims: [bridge],
    }).length;

  it('is told within six hours of a payment', () => {
    expect(after(6 * 3_600)).toBe(1);
    expect(after(6 * 3_600 + 1)).toBe(0);
  });

  it('is told of decentralised exchanges too, and of no other service', () => {
    const used = (category: 'dex' | 'exchange') =>
      signalsOf('chain-hopping', {
        facts: [
          on(ether(FRIEND, SUBJECT, 90n, 1), daysAgo(9)),
          on(ether(SUBJECT, BRIDGE, 10n, 2), daysAgo(9) + 60),
        ],
        claims: [{ ...bridge, category }],
      }).length;
    expect(used('dex')).toBe(1);
    expect(used('exchange')).toBe(0);
  });
});

describe('the shape of income', () => {
  const dollars = [...TOKEN_ASSETS.values()].find(({ peg }) => peg === 'usd');
  if (dollars === undefined) throw new Error('no dollars are listed');
  const assets: AssetList = new Map([...ASSETS, [dollars.id, dollars]]);
  const employers = Array.from({ length: 3 }, (_, at) => evmAccount(300 + at));
  const wages = (
    parts: {
      readonly payers?: readonly Account[];
      readonly months?: number;
      readonly days?: number;
      readonly amount?: bigint;
      readonly newest?: number;
    } = {},
  ): Transfer[] => {
    const { payers = employers, months = 3, days = 30, amount = 5_000n, newest = 10 } = parts;
    return payers.flatMap((payer, which) =>
      Array.from({ length: months }, (_, month) =>
        on(token(payer, SUBJECT, amount, 1), daysAgo(newest + month * days) - which * 60),
      ),
    );
  };
  const told = (facts: readonly Transfer[]) => signalsOf('income-shape', { facts, assets }).length;

  it('is three payers, each with three wages in a row', () => {
    expect(told(wages())).toBe(1);
    expect(told(wages({ payers: employers.slice(1) }))).toBe(0);
    expect(told(wages({ months: 2 }))).toBe(0);
  });

  it('is of wages from 3,000 to 8,000 dollars', () => {
    expect([3_000n, 8_000n].map((amount) => told(wages({ amount })))).toEqual([1, 1]);
    expect([2_999n, 8_001n].map((amount) => told(wages({ amount })))).toEqual([0, 0]);
  });

  it('is of payments 25 to 36 days apart', () => {
    expect([25, 36].map((days) => told(wages({ days })))).toEqual([1, 1]);
    expect(told(wages({ days: 37 }))).toBe(0);
    // Every second of payments that are 24 days apart is 48 days after the first.
    expect(told(wages({ days: 24, months: 3 }))).toBe(0);
  });

  it('is of the last 365 days', () => {
    const upTo = (newest: number) => told(wages({ newest, days: 30 }));
    expect(upTo(304)).toBe(1);
    expect(upTo(306)).toBe(0);
  });

  it('counts a wage that was paid 365 days ago to the second, and none before', () => {
    const oldest = (seconds: number) => {
      const facts = wages({ payers: employers.slice(0, 2), newest: 10 });
      const last = employers
        .slice(2)
        .flatMap((payer) => [
          on(token(payer, SUBJECT, 5_000n, 1), daysAgo(365) + seconds),
          on(token(payer, SUBJECT, 5_000n, 1), daysAgo(335)),
          on(token(payer, SUBJECT, 5_000n, 1), daysAgo(305)),
        ]);
      return told([...facts, ...last]);
    };
    expect(oldest(0)).toBe(1);
    expect(oldest(-1)).toBe(0);
  });

  it('takes payers that dealt with each other as one', () => {
    const [one, other] = employers;
    if (one === undefined || other === undefined) throw new Error('there are no employers');
    const among = (amount: bigint) => on(ether(one, other, amount, 1), daysAgo(200));
    expect(told([...wages(), among(5n)])).toBe(0);
    expect(told([...wages(), among(0n)])).toBe(1);
  });

  it('takes no service for a payer', () => {
    const [first] = employers;
    if (first === undefined) throw new Error('there are no employers');
    const claims = [exchange(first, 'Kraken')];
    expect(signalsOf('income-shape', { facts: wages(), assets, claims })).toEqual([]);
  });

  it('counts what has a price alone', () => {
    const inEther = wages().map((fact) => ({ ...fact, asset: ETH, channel: 'native' as const }));
    expect(told(inEther)).toBe(0);
  });
});

describe('a custodial account', () => {
  const kindOf = (claims: readonly Attribution[]) =>
    tellCustodial(KRAKEN, { claimsOf: claimsOf(claims), ownAccounts: new Set() })?.kind ?? null;

  it('belongs to a service, or to nobody; a listed account is somebody’s', () => {
    const kraken = exchange(KRAKEN, 'Kraken');
    expect(kindOf([kraken])).toBe('custodial');
    expect(kindOf([{ ...kraken, category: 'burn' }])).toBe('custodial');
    expect(kindOf([claim(KRAKEN)])).toBeNull();
    expect(kindOf([claim(KRAKEN, { category: 'mixer' })])).toBeNull();
    expect(kindOf([])).toBeNull();
  });
});
