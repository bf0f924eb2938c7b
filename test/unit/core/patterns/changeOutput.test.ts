import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../../../src/core/account.js';
import type { UtxoTx } from '../../../../src/core/ledger.js';
import { findChange, findClusterChange } from '../../../../src/core/patterns/changeOutput.js';
import { ownersOf } from '../../../../src/core/patterns/coSpend.js';
import { parseRecording } from '../../../../src/sources/recorded/format.js';
import {
  JOINMARKET_JOIN,
  joinOf,
  jointTx,
  type Part,
  partsOf,
  spread,
} from '../../../support/coinJoins.js';
import { btcAccount } from '../../../support/world.js';

/** Texts in the form of addresses of each kind; only their beginning and length are looked at. */
const legacy = (at: number) => `1legacy${at}`;
const script = (at: number) => `3script${at}`;
const witness = (at: number) => `bc1q${`${at}`.padStart(38, 'q')}`;
const witnessScript = (at: number) => `bc1q${`${at}`.padStart(58, 'q')}`;
const taproot = (at: number) => `bc1p${`${at}`.padStart(58, 'q')}`;

const never = (_account: Account) => false;
const changeOf = (tx: UtxoTx, seenBefore = never) => findChange(tx, seenBefore);

const INPUTS: readonly Part[] = [
  [witness(1), 900_000n],
  [witness(2), 700_000n],
];
/** Pays a script address; what is left over goes to a fresh address of the payer's kind. */
const payment = (outputs: readonly Part[], inputs: readonly Part[] = INPUTS) =>
  jointTx(inputs, outputs);
const SHOP: Part = [script(9), 1_000_000n];
const LEFT: Part = [witness(3), 598_765n];

describe('a change output is known', () => {
  it('by an address that pays', () => {
    const tx = payment([SHOP, [witness(2), 598_765n]]);
    expect(changeOf(tx)).toEqual({
      rule: 'direct',
      confidence: 100,
      outputs: [1],
      joiningTx: null,
    });
  });

  it.each([legacy, script, witness, witnessScript, taproot])(
    'as the one odd amount to a fresh address of the payers’ kind (%s)',
    (kind) => {
      const inputs: readonly Part[] = [[kind(1), 2_000_000n]];
      const other = kind === legacy ? taproot(9) : legacy(9);
      const tx = payment(
        [
          [kind(3), 598_765n],
          [other, 1_400_001n],
        ],
        inputs,
      );
      expect(changeOf(tx)).toEqual({
        rule: 'one-time',
        confidence: 50,
        outputs: [0],
        joiningTx: null,
      });
    },
  );

  it('by other payments that say that payer and receiver are one', () => {
    const before = jointTx(
      [
        [witness(1), 5_000n],
        [taproot(7), 6_000n],
      ],
      [[script(8), 10_000n]],
      'before',
    );
    const tx = payment([SHOP, [taproot(7), 598_000n]]);
    expect(changeOf(tx)).toBeNull();
    expect(findClusterChange(tx, ownersOf([before]))).toEqual({
      rule: 'multi-input',
      confidence: 50,
      outputs: [1],
      joiningTx: 'before',
    });
    expect(findClusterChange(tx, ownersOf([]))).toBeNull();
    expect(findClusterChange({ ...tx, coinbase: true }, ownersOf([before]))).toBeNull();
  });

  it('on a recorded payment to the WannaCry ransom, and not where both amounts are odd', () => {
    const path = new URL('../../../../db/recorded/wannacry-2017.jsonl', import.meta.url);
    const { facts } = parseRecording(readFileSync(path, 'utf8'), 'wannacry-2017.jsonl');
    const [first, second] = facts.filter((fact) => fact.kind === 'utxo');
    if (first === undefined || second === undefined) throw new Error('nothing is recorded');
    expect(first.outputs.map(({ amount }) => amount)).toEqual([15_000_000n, 8_953_944_567n]);
    expect(changeOf(first)).toMatchObject({ rule: 'one-time', outputs: [1] });
    expect(second.outputs.map(({ amount }) => amount)).toEqual([16_719_976n, 5_803_208n]);
    expect(changeOf(second)).toBeNull();
  });
});

describe('no change is known', () => {
  it.each<[string, UtxoTx]>([
    ['where the amount is a multiple of 1,000 satoshi', payment([SHOP, [witness(3), 598_000n]])],
    [
      'where it is as large as the smallest input',
      payment(
        [SHOP, [witness(3), 700_001n]],
        [
          [witness(1), 1_100_000n],
          [witness(2), 700_001n],
        ],
      ),
    ],
    ['where the receiver has another kind of address', payment([SHOP, [legacy(3), 598_765n]])],
    [
      'where the receiver’s kind differs by length alone',
      payment([SHOP, [witnessScript(3), 598_765n]]),
    ],
    [
      'where the payers have several kinds',
      payment(
        [SHOP, LEFT],
        [
          [witness(1), 900_000n],
          [legacy(2), 700_000n],
        ],
      ),
    ],
    [
      'where a payer has no address',
      payment(
        [SHOP, LEFT],
        [
          [witness(1), 900_000n],
          [null, 700_000n],
        ],
      ),
    ],
    ['where two outputs fit', payment([SHOP, LEFT, [witness(4), 301n]])],
    ['where the address is paid twice', payment([LEFT, [witness(3), 301_000n], SHOP])],
    ['of a single output', payment([[witness(3), 598_765n]])],
    [
      'of eleven outputs',
      payment([LEFT, ...Array.from({ length: 10 }, (_, at): Part => [script(10 + at), 10_000n])]),
    ],
    ['of newly mined money', { ...payment([SHOP, LEFT]), coinbase: true }],
    [
      'of addresses of no known kind',
      payment(
        [
          ['s', 1_000n],
          ['c', 1_001n],
        ],
        [['p', 9_000n]],
      ),
    ],
  ])('%s', (_, tx) => {
    expect(changeOf(tx)).toBeNull();
  });

  it('where the address was seen before', () => {
    const tx = payment([SHOP, LEFT]);
    expect(changeOf(tx)?.outputs).toEqual([1]);
    expect(changeOf(tx, (account) => account === btcAccount(witness(3)))).toBeNull();
    expect(changeOf(tx, (account) => account === btcAccount(script(9)))?.outputs).toEqual([1]);
  });

  it('of ten outputs it still is', () => {
    const others = Array.from({ length: 9 }, (_, at): Part => [script(10 + at), 10_000n]);
    expect(changeOf(payment([LEFT, ...others]))?.outputs).toEqual([0]);
  });

  it('of a CoinJoin, even to an address that pays in it', () => {
    const join = joinOf(JOINMARKET_JOIN);
    const again = {
      ...join,
      outputs: join.outputs.map((output, at) =>
        at === 5 ? { ...output, account: btcAccount('in0') } : output,
      ),
    };
    expect(changeOf(again)).toBeNull();
    // What the owners of its addresses showed by other payments counts as little.
    const partner = { ...join, outputs: [...join.outputs] };
    partner.outputs[5] = { account: btcAccount('partner'), amount: 495_000n };
    const together = jointTx(partsOf('in', spread(1, 9_000n)), [['shop', 8_000n]], 'x');
    const other = { previous: null, account: btcAccount('partner'), amount: 7_000n };
    const owners = ownersOf([{ ...together, inputs: [...together.inputs, other] }]);
    expect(findClusterChange(partner, owners)).toBeNull();
    const alone = { ...partner, inputs: partner.inputs.slice(0, 1) };
    expect(findClusterChange(alone, owners)?.outputs).toEqual([5]);
  });
});
