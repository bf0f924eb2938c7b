import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/core/canonicalJson.js';
import { figuresOf, findDifferences } from '../../../../src/desk/summary/differences.js';

const told = (before: JsonValue, now: JsonValue) =>
  findDifferences(before, now).map(({ what, before: was, now: is }) => [what, was, is]);

describe('the differences between two summaries', () => {
  it('are the figures that are others, each with what it was and is', () => {
    expect(told({ a: 1, b: { c: '5' } }, { a: 1, b: { c: '6' } })).toEqual([['b.c', '"5"', '"6"']]);
    expect(told({ a: null }, { a: 0 })).toEqual([['a', 'null', '0']]);
    expect(told({ a: 1 }, { b: 1 })).toEqual([
      ['a', '1', null],
      ['b', null, '1'],
    ]);
    expect(told({ a: [1] }, { a: { b: 1 } })).toEqual([['a', '[1]', '{"b":1}']]);
    expect(told({ a: [1, { id: 'x' }] }, { a: [1, { id: 'x' }] })).toEqual([]);
  });

  it('of a list are told by what names its elements, so that one more changes no other', () => {
    const before = { payments: [{ id: 'p1', worth: 1 }] };
    const now = {
      payments: [
        { id: 'p0', worth: 5 },
        { id: 'p1', worth: 2 },
      ],
    };
    expect(told(before, now)).toEqual([
      ['payments[p1].worth', '1', '2'],
      ['payments[p0]', null, '{"id":"p0","worth":5}'],
    ]);
    expect(told({ sums: [{ key: 'hold', n: 1 }] }, { sums: [{ key: 'hold', n: 2 }] })).toEqual([
      ['sums[hold].n', '1', '2'],
    ]);
    const row = { entity: 'L', category: 'ransom', direction: 'incoming', listing: 'after' };
    expect(told({ e: [{ ...row, upper: null }] }, { e: [{ ...row, upper: '0.1' }] })).toEqual([
      ['e[L, ransom, incoming, after].upper', 'null', '"0.1"'],
    ]);
  });

  it('of plain values are those of a set, and two elements of one name are kept apart', () => {
    expect(told({ ids: ['a', 'b'] }, { ids: ['b', 'a'] })).toEqual([]);
    expect(told({ ids: ['a', 'b'] }, { ids: ['b'] })).toEqual([['ids["a"]', '"a"', null]]);
    const two = {
      x: [
        { id: 'a', n: 1 },
        { id: 'a', n: 2 },
      ],
    };
    expect(told(two, { x: [{ id: 'a', n: 1 }] })).toEqual([['x[a 2]', '{"id":"a","n":2}', null]]);
  });

  it('are none where only the moment of making is another', () => {
    const model = { month: '2026-10', asOf: '1', audit: { rows: 1 }, total: 3 };
    expect(told(model, { ...model, asOf: '2', audit: { rows: 2 } })).toEqual([]);
    expect(figuresOf(model)).toEqual({ month: '2026-10', total: 3 });
    expect(told({ a: { asOf: 1 } }, { a: { asOf: 2 } })).toEqual([['a.asOf', '1', '2']]);
  });

  it('in two currencies say so first, and compare no sums of one with those of the other', () => {
    const model = (currency: string, worth: string) => ({
      ...{ month: '2026-10', currency, total: 3 },
      payments: [{ id: 'p1', worth, amount: '5' }],
      paid: { total: [{ key: 'total', worth, unpriced: 0 }] },
      changes: [
        { what: 'paid', before: `1.00 ${currency}`, now: `2.00 ${currency}` },
        { what: 'paid by decision: hold', before: `0.00 ${currency}`, now: `1.00 ${currency}` },
        { what: 'payments', before: '1', now: currency },
      ],
    });
    const rates = { source: 'a bank', days: [] };
    const now = { ...model('EUR', '900'), rates, total: 4 };
    expect(told(model('USD', '1000'), now)).toEqual([
      ['currency', '"USD"', '"EUR"'],
      ['total', '3', '4'],
      ['changes[payments].now', '"USD"', '"EUR"'],
    ]);
    expect(told(model('EUR', '1000'), model('EUR', '900'))).toHaveLength(2);
    expect(told({ a: 1 }, { a: 1, currency: 'EUR' })).toEqual([['currency', 'null', '"EUR"']]);
  });
});
