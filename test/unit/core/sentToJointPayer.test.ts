import { expect, it } from 'vitest';
import { accountFor } from '../../../src/core/accounting/accounting.js';
import { LAZARUS, pay, SUBJECT, trace } from '../../support/outputLedgers.js';

const PAID = [
  pay('wage', 1, [], [[SUBJECT, 7_400n]]),
  pay('fund', 2, [], [['lazarus', 1_000n]]),
  pay('sent', 3, [[SUBJECT, 'wage', 0, 7_400n]], [['other', 7_300n]]),
];

it('what is spent together with a listed account went to that account', () => {
  const joint = pay(
    'joint',
    6,
    [
      ['other', 'sent', 0, 7_300n],
      ['lazarus', 'fund', 0, 1_000n],
    ],
    [['shop', 8_200n]],
  );
  const { exposures, composition } = accountFor(trace([...PAID, joint]));
  expect(exposures).toMatchObject([
    {
      direction: 'outgoing',
      kind: 'indirect',
      minHops: 2,
      accounts: [LAZARUS],
      amounts: [{ lower: 7_300n, haircut: 7_300n, fifo: 7_300n, upper: 7_300n }],
    },
  ]);
  expect(composition.outgoing).toMatchObject([
    { place: 'labelled', amount: 7_300n },
    { place: 'fee', amount: 100n },
  ]);
});

it('what is spent alone did not', () => {
  const alone = pay('alone', 6, [['other', 'sent', 0, 7_300n]], [['shop', 7_200n]]);
  const own = pay('own', 7, [['lazarus', 'fund', 0, 1_000n]], [['shop', 900n]]);
  expect(accountFor(trace([...PAID, alone, own])).exposures).toEqual([]);
});
