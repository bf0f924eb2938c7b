import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AmountColumn } from '../../../../src/core/columns/amountColumn.js';
import {
  ASSET,
  FROM,
  ROW,
  TO,
  TransferColumns,
} from '../../../../src/core/columns/transferColumns.js';
import type { Transfer } from '../../../../src/core/ledger.js';
import { BTC, ETH, ether, evmAccount } from '../../../support/world.js';

const party = fc.option(fc.integer({ min: 1, max: 5 }).map(evmAccount));
const transfer = fc
  .record({
    from: party,
    to: party,
    asset: fc.constantFrom(ETH, BTC),
    amount: fc.oneof(
      fc.bigInt({ min: 0n, max: 9n }),
      fc.bigInt({ min: 0n, max: 1n << 200n }),
      // Where another word begins, and where no word is left.
      fc
        .tuple(fc.constantFrom(32n, 50n, 64n, 82n, 96n, 102n), fc.bigInt({ min: -2n, max: 2n }))
        .map(([bits, more]) => (1n << bits) + more),
    ),
    channel: fc.constantFrom('native' as const, 'fee' as const, 'token' as const),
  })
  .map((parts): Transfer => ({ ...ether(parts.from, parts.to, 1n, 1), ...parts }));

it('columns tell of each transfer what it tells itself, in the order in which they came', () => {
  fc.assert(
    fc.property(fc.array(transfer, { maxLength: 60 }), (transfers) => {
      const columns = TransferColumns.of(transfers);
      expect(columns.transfers).toEqual(transfers);
      const amounts = new AmountColumn(transfers.length);
      transfers.forEach((_, at) => {
        columns.readAmount(at, amounts, at);
      });
      const told = transfers.map((_, at) => ({
        from: columns.parties.nameAt(columns.rows.at(ROW * at + FROM)),
        to: columns.parties.nameAt(columns.rows.at(ROW * at + TO)),
        asset: columns.assets[columns.rows.at(ROW * at + ASSET) >> 1],
        amount: amounts.at(at),
        isFee: columns.rows.at(ROW * at + ASSET) % 2 === 1,
      }));
      expect(told).toEqual(
        transfers.map(({ from, to, asset, amount, channel }) => ({
          from: from ?? 'issued',
          to: to ?? 'fee',
          asset,
          amount,
          isFee: channel === 'fee',
        })),
      );
      const names = [...columns.parties];
      expect(new Set(names).size).toBe(names.length);
      expect(names.map((name) => columns.parties.find(name))).toEqual([...names.keys()]);
    }),
  );
});

it.each([
  ['few', [2, 3, 7, 1]],
  ['as many as a ledger', [5_000, 20_000, 10_000, 1]],
])('a column of %s amounts that is used again holds nothing of what it held', (_, lengths) => {
  const column = AmountColumn.of([1n, 1n << 200n, 3n]);
  for (const length of lengths) {
    column.clear(length);
    expect(column.list()).toEqual(Array(length).fill(0n));
    for (let at = 0; at < length; at += 1) column.set(at, BigInt(at + 1) << 60n);
  }
  expect(column.list()).toEqual([1n << 60n]);
});

it('a column that grows with a ledger keeps its amounts, and its copy is apart', () => {
  const column = new AmountColumn(3);
  column.set(2, 7n);
  for (const length of [5_000, 20_000, 6_000]) column.resize(length);
  column.set(5_999, 9n);
  const copy = column.copy();
  column.set(2, 8n);
  expect([copy.length, copy.at(2), copy.at(5_999), column.at(2)]).toEqual([6_000, 7n, 9n, 8n]);
});
