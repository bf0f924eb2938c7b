import { describe, expect, it } from 'vitest';
import { chainOrder } from '../../../src/core/chainOrder.js';
import { TransferColumns } from '../../../src/core/columns/transferColumns.js';
import type { Transfer } from '../../../src/core/ledger.js';
import { IN_ORDER, neighboursOf, TURNED, UNKNOWN } from '../../../src/core/orderNotes.js';
import { ether, evmAccount } from '../../support/world.js';

const [payer, payee] = [evmAccount(1), evmAccount(2)];
const paid: Transfer = { ...ether(payer, payee, 5n, 7), txId: '0x1', txIndex: 3, index: '#0' };
const fee: Transfer = { ...paid, to: null, channel: 'fee', amount: 1n };
const token: Transfer = { ...paid, channel: 'token' };

describe('neighboursOf', () => {
  it.each([
    ['a fee before what it was paid for', fee, paid, IN_ORDER],
    ['a fee behind it', paid, fee, TURNED],
    ['ether before a token', paid, token, IN_ORDER],
    ['one account that pays two others', paid, { ...paid, to: evmAccount(3) }, IN_ORDER],
    ['money that went on', paid, { ...paid, from: payee, to: evmAccount(3) }, UNKNOWN],
    ['numbered events', { ...paid, index: '2' }, { ...paid, index: '10' }, IN_ORDER],
    ['events that stand the other way', { ...paid, index: '10' }, { ...paid, index: '2' }, UNKNOWN],
    ['another transaction', fee, { ...paid, txId: '0x2' }, UNKNOWN],
    ['another time', fee, { ...paid, timeSeconds: paid.timeSeconds + 1 }, UNKNOWN],
    ['another block', fee, { ...paid, height: 8 }, UNKNOWN],
    ['another place in the block', fee, { ...paid, txIndex: 4 }, UNKNOWN],
    ['transactions that nobody told', { ...fee, txId: null }, { ...paid, txId: null }, UNKNOWN],
    ['nothing before', undefined, paid, UNKNOWN],
  ])('tells %s', (_, a, b, expected) => {
    expect(neighboursOf(a, b)).toBe(expected);
  });
});

it('a ledger is ordered without a look at facts of which all was noted', () => {
  const later = { ...paid, txId: '0x2', timeSeconds: paid.timeSeconds + 1 };
  const columns = TransferColumns.of([later, paid, fee]);
  const unread = columns.transfers.map(
    (one) =>
      new Proxy(one, {
        get: () => {
          throw new Error('A fact was read again.');
        },
      }),
  );
  const { order, begins } = chainOrder(unread, columns);
  expect([...order]).toEqual([2, 1, 0]);
  expect([...begins]).toEqual([1, 0, 1]);
});
