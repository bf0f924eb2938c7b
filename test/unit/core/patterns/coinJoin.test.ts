import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type CoinJoinDetector,
  detectCoinJoin,
  endsTrail,
  findCoinJoin,
} from '../../../../src/core/patterns/coinJoin.js';
import { parseRecording } from '../../../../src/sources/recorded/format.js';
import {
  JOINMARKET_JOIN,
  type JointAmounts,
  joinOf,
  jointTx,
  partsOf,
  spread,
  times,
  WASABI_10_ROUND,
  WASABI_11_ROUND,
  WASABI_20_ROUND,
  WHIRLPOOL_ROUND,
} from '../../../support/coinJoins.js';
import { btcAccount, claim, claimsOf, exchange } from '../../../support/world.js';

const seen = (amounts: JointAmounts) => detectCoinJoin(joinOf(amounts))?.detector ?? null;
const inputs = (of: JointAmounts, changed: readonly bigint[]): JointAmounts => ({
  ...of,
  inputs: changed,
});
const outputs = (of: JointAmounts, changed: readonly bigint[]): JointAmounts => ({
  ...of,
  outputs: changed,
});

describe('each detector', () => {
  it.each<[CoinJoinDetector, number, JointAmounts]>([
    ['whirlpool', 60, WHIRLPOOL_ROUND],
    ['wasabi-1.0', 70, WASABI_10_ROUND],
    ['wasabi-1.1', 100, WASABI_11_ROUND],
    ['wasabi-2.0', 60, WASABI_20_ROUND],
    ['joinmarket', 49, JOINMARKET_JOIN],
  ])('%s sees its shape with confidence %i and ends the trail', (detector, confidence, round) => {
    const coinJoin = detectCoinJoin(joinOf(round));
    expect(coinJoin).toMatchObject({ detector, confidence });
    expect(coinJoin?.sentence).toContain(`confidence ${confidence} of 100`);
    expect(coinJoin !== null && endsTrail(coinJoin)).toBe(true);
  });

  it('two equal outputs with change are seen, but too weakly to end a trail', () => {
    const pair = { inputs: [900_000n, 800_000n], outputs: [700_000n, 700_000n, 150_000n] };
    const coinJoin = detectCoinJoin(joinOf(pair));
    expect(coinJoin).toMatchObject({ detector: 'equal-outputs', confidence: 20 });
    expect(coinJoin !== null && endsTrail(coinJoin)).toBe(false);
  });
});

describe('of amounts that are as frequent', () => {
  const pairs = (low: bigint) => ({
    inputs: [900_000n, 800_000n],
    outputs: [700_000n, low, 700_000n, low],
  });

  it('the lowest counts, and dust is no sign', () => {
    expect(detectCoinJoin(joinOf(pairs(2_731n)))?.sentence).toContain('2 equal outputs of 2731');
    expect(seen(pairs(2_730n))).toBeNull();
  });
});

describe('what just misses Whirlpool', () => {
  const pool = 1_000_000n;
  const round = WHIRLPOOL_ROUND;
  it.each<[string, JointAmounts]>([
    [
      'an amount that is no pool',
      { inputs: round.inputs.map((amount) => amount + pool), outputs: times(5, 2n * pool) },
    ],
    ['one output a satoshi less', outputs(round, [...times(4, pool), pool - 1n])],
    ['an output more than inputs', outputs(round, times(6, pool))],
    ['nobody new', inputs(round, times(5, pool))],
    ['only newcomers', inputs(round, spread(5, pool + 200n))],
    [
      'a newcomer that brings too little for the miners',
      inputs(round, [...times(4, pool), pool + 99n]),
    ],
    ['a newcomer that brings too much', inputs(round, [...times(4, pool), pool + 110_001n])],
    ['four people', { inputs: round.inputs.slice(1), outputs: times(4, pool) }],
    ['nine people', { inputs: [...round.inputs, ...times(4, pool)], outputs: times(9, pool) }],
  ])('%s', (_, amounts) => {
    expect(seen(amounts)).toBeNull();
  });

  it('an address that brings two of the inputs', () => {
    const [first, ...others] = partsOf('in', round.inputs);
    if (first === undefined) throw new Error('the round has no inputs');
    const again = others.map(([name, amount], at) => [at === 0 ? first[0] : name, amount] as const);
    const paid = partsOf('out', round.outputs);
    expect(detectCoinJoin(jointTx([first, ...others], paid))?.detector).toBe('whirlpool');
    expect(detectCoinJoin(jointTx([first, ...again], paid))).toBeNull();
  });

  it('the smallest and largest newcomers, and eight people, do not', () => {
    const eight = [pool + 100n, pool + 110_000n, ...times(6, pool)];
    expect(seen({ inputs: eight, outputs: times(8, pool) })).toBe('whirlpool');
  });

  it('tx0, which cuts one owner’s coins into pieces for a pool and writes a note', () => {
    const tx0 = jointTx(partsOf('in', spread(3, 1_200_000n)), [
      ...partsOf('premix', times(3, pool + 9_500n)),
      ['fee', 50_000n],
      ['change', 345_678n],
      [null, 0n],
    ]);
    expect(detectCoinJoin(tx0)).toBeNull();
    const withoutNote = { ...tx0, outputs: tx0.outputs.slice(0, -1) };
    expect(detectCoinJoin(withoutNote)?.detector).toBe('joinmarket');
  });
});

describe('what just misses Wasabi 1', () => {
  const round = WASABI_10_ROUND;
  it.each<[string, JointAmounts]>([
    ['nine inputs', { inputs: round.inputs.slice(1), outputs: round.outputs.slice(1, -1) }],
    [
      'an amount a satoshi too far above 0.1 BTC',
      outputs(
        round,
        round.outputs.map((amount) => (amount === 9_999_000n ? 10_500_001n : amount)),
      ),
    ],
    [
      'an amount a satoshi too far from 0.1 BTC',
      outputs(
        round,
        round.outputs.map((amount) => (amount === 9_999_000n ? 9_499_999n : amount)),
      ),
    ],
    ['two people', outputs(round, [...times(2, 9_999_000n), ...spread(2, 4_000_123n)])],
    [
      'fewer than half of the outputs equal',
      outputs(round, [...round.outputs, ...spread(4, 5_000_321n)]),
    ],
    [
      'people who cannot each have brought the amount',
      inputs(round, [150_000_000n, ...spread(9, 5_000_000n)]),
    ],
    [
      '71 addresses for ten people',
      inputs(round, [...spread(10, 15_000_000n), ...spread(61, 1_000n)]),
    ],
  ])('%s', (_, amounts) => {
    expect(['wasabi-1.0', 'wasabi-1.1']).not.toContain(seen(amounts));
  });

  it('one address that signs for over a tenth of the inputs', () => {
    const tx = (ofOne: number) =>
      jointTx(
        [
          ...partsOf('in', spread(20 - ofOne, 15_000_000n)),
          ...times(ofOne, 11_000_000n).map((amount) => ['sweeper', amount] as const),
        ],
        partsOf('out', round.outputs),
      );
    expect(detectCoinJoin(tx(2))?.detector).toBe('wasabi-1.0');
    expect(detectCoinJoin(tx(3))?.detector).not.toBe('wasabi-1.0');
  });

  it('a small round that splits the whole into even pieces', () => {
    const even = { inputs: spread(10, 10_001_000n), outputs: times(10, 10_000_000n) };
    expect(seen(even)).toBeNull();
    expect(seen(outputs(even, [...times(10, 10_000_000n), 9_000n]))).toBeNull();
    expect(seen(outputs(even, [...times(10, 10_000_000n), 11_000n]))).toBe('wasabi-1.0');
  });

  it('counts addresses and not inputs where it asks how many each person has', () => {
    const crumbs = (names: number) =>
      spread(61, 1_000n).map((amount, at) => [`c${at % names}`, amount] as const);
    const tx = (names: number) =>
      jointTx([...partsOf('in', round.inputs), ...crumbs(names)], partsOf('out', round.outputs));
    expect(detectCoinJoin(tx(60))?.detector).toBe('wasabi-1.0');
    expect(detectCoinJoin(tx(61))?.detector).not.toBe('wasabi-1.0');
  });

  it('a second level with one output only: then it is 1.0', () => {
    const { outputs: all } = WASABI_11_ROUND;
    const one = [...all.filter((amount) => amount !== 20_004_000n), 20_004_000n];
    expect(seen(outputs(WASABI_11_ROUND, one))).toBe('wasabi-1.0');
  });

  it('is believed less of, the more addresses there are for a person', () => {
    const more = inputs(WASABI_11_ROUND, [...WASABI_11_ROUND.inputs, ...spread(72, 1_000n)]);
    expect(detectCoinJoin(joinOf(more))).toMatchObject({ detector: 'wasabi-1.1', confidence: 50 });
  });
});

describe('what just misses Wasabi 2', () => {
  const round = WASABI_20_ROUND;
  const decimal = new Map([
    [1_048_576n, 2_000_000n],
    [531_441n, 500_000n],
    [118_098n, 100_000n],
  ]);
  it.each<[string, JointAmounts]>([
    ['19 inputs', inputs(round, round.inputs.slice(1))],
    ['an output below 5,000 satoshi', outputs(round, [...round.outputs, 4_999n])],
    ['no amount that stands alone', outputs(round, round.outputs.slice(0, 18))],
    [
      'more than half of the amounts alone',
      outputs(round, [...round.outputs, ...spread(16, 88_123n)]),
    ],
    [
      'two amounts of the list',
      outputs(
        round,
        round.outputs.map((amount) =>
          amount === 118_098n || amount === 1_000_000n ? 118_099n : amount,
        ),
      ),
    ],
    [
      'a payout in round amounts',
      outputs(
        round,
        round.outputs.map((amount) => decimal.get(amount) ?? amount),
      ),
    ],
    ['over ten inputs for each mixed output', inputs(round, spread(181, 1_300_000n))],
  ])('%s', (_, amounts) => {
    expect(seen(amounts)).toBeNull();
  });

  it('one address that signs for over a tenth of the inputs', () => {
    const tx = (ofOne: number) =>
      jointTx(
        [
          ...partsOf('in', spread(20 - ofOne, 1_300_000n)),
          ...times(ofOne, 1_300_000n).map((amount) => ['sweeper', amount] as const),
        ],
        partsOf('out', round.outputs),
      );
    expect(detectCoinJoin(tx(2))?.detector).toBe('wasabi-2.0');
    expect(detectCoinJoin(tx(3))).toBeNull();
  });
});

describe('what just misses JoinMarket', () => {
  const join = JOINMARKET_JOIN;
  it.each<[string, JointAmounts]>([
    ['one equal output a satoshi off', outputs(join, [5_000_001n, ...join.outputs.slice(1)])],
    ['a payment more, so that under half are equal', outputs(join, [...join.outputs, 1_234n])],
    ['two payers for three equal outputs', inputs(join, [16_400_000n, 5_500_000n])],
    [
      'one payer who cannot have brought the amount',
      inputs(join, [12_000_000n, 9_100_000n, 4_999_999n]),
    ],
    [
      'equal outputs of dust',
      outputs(join, [...times(3, 2_730n), 2_301_000n, 4_100_500n, 495_000n]),
    ],
    [
      'equal outputs of 546 satoshi',
      outputs(join, [...times(3, 546n), 2_301_000n, 4_100_500n, 495_000n]),
    ],
    [
      'a batch payout, with change for one',
      {
        inputs: spread(6, 9_000_000n),
        outputs: [...times(6, 5_000_000n), 1_234_567n, 98_765n, 3_210n],
      },
    ],
    ['a consolidation', { inputs: spread(30, 5_000_000n), outputs: [149_000_000n] }],
    [
      'a consolidation into equal pieces',
      { inputs: spread(30, 5_000_000n), outputs: times(3, 49_000_000n) },
    ],
    ['a PayJoin', { inputs: [7_000_000n, 3_000_000n], outputs: [8_000_000n, 1_990_000n] }],
  ])('%s', (_, amounts) => {
    expect(seen(amounts)).toBeNull();
  });

  it('dust of one satoshi more is no dust', () => {
    expect(seen(outputs(join, [...times(3, 2_731n), 2_301_000n, 4_100_500n, 495_000n]))).toBe(
      'joinmarket',
    );
  });

  it('one of a few may have no change; of ten three may have none', () => {
    expect(seen(outputs(join, join.outputs.slice(0, 5)))).toBe('joinmarket');
    const ten = (change: number): JointAmounts => ({
      inputs: spread(10, 9_000_000n),
      outputs: [...times(10, 5_000_000n), ...spread(change, 3_000_123n)],
    });
    expect(seen(ten(7))).toBe('joinmarket');
    expect(seen(ten(6))).toBeNull();
  });

  it('at most twenty inputs for each person', () => {
    const many = (count: number) =>
      seen(inputs(join, [...join.inputs, ...spread(count - 3, 600n)]));
    expect(many(60)).toBe('joinmarket');
    expect(many(61)).not.toBe('joinmarket');
  });
});

describe('what no protocol makes', () => {
  const join = joinOf(JOINMARKET_JOIN);
  const withOutput = (index: number, name: string | null) => ({
    ...join,
    outputs: join.outputs.map((output, at) =>
      at === index ? { ...output, account: name === null ? null : btcAccount(name) } : output,
    ),
  });

  it('newly mined money', () => {
    expect(detectCoinJoin({ ...join, coinbase: true })).toBeNull();
  });

  it('an address that is paid twice', () => {
    expect(detectCoinJoin(withOutput(1, 'out0'))).toBeNull();
  });

  it('a script without an address', () => {
    expect(detectCoinJoin(withOutput(5, null))).toBeNull();
    const bare = { previous: null, account: null, amount: 600n };
    expect(detectCoinJoin({ ...join, inputs: [...join.inputs, bare] })).toBeNull();
    const named = { ...bare, account: btcAccount('in3') };
    expect(detectCoinJoin({ ...join, inputs: [...join.inputs, named] })).not.toBeNull();
  });

  it('over a third of the receiving addresses among those that pay', () => {
    const again = (count: number) => ({
      ...join,
      outputs: join.outputs.map((output, at) =>
        at < count ? { ...output, account: btcAccount(`in${at}`) } : output,
      ),
    });
    expect(detectCoinJoin(again(2))?.detector).toBe('joinmarket');
    expect(detectCoinJoin(again(3))).toBeNull();
  });
});

describe('a payout that has the shape by chance', () => {
  const join = joinOf(JOINMARKET_JOIN);
  const knownAs = (label: ReturnType<typeof claim>) =>
    findCoinJoin(join, { claimsOf: claimsOf([label]), ownAccounts: new Set() })?.detector ?? null;

  it('is no CoinJoin where a service pays in it', () => {
    expect(knownAs(exchange(btcAccount('in1'), 'Kraken'))).toBeNull();
  });

  it('is one where a service is paid, or a listed account pays', () => {
    expect(knownAs(exchange(btcAccount('out1'), 'Kraken'))).toBe('joinmarket');
    expect(knownAs(claim(btcAccount('in1')))).toBe('joinmarket');
  });
});

it('none of the recorded payments of the WannaCry ransom is taken for a CoinJoin', () => {
  const path = new URL('../../../../db/recorded/wannacry-2017.jsonl', import.meta.url);
  const { facts } = parseRecording(readFileSync(path, 'utf8'), 'wannacry-2017.jsonl');
  const txs = facts.filter((fact) => fact.kind === 'utxo');
  expect(txs.length).toBeGreaterThan(100);
  expect(txs.filter((tx) => detectCoinJoin(tx) !== null)).toEqual([]);
});
