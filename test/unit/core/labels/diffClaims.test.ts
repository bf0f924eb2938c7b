import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffClaims } from '../../../../src/core/labels/diffClaims.js';
import { claim } from './claims.js';

describe('the difference of two snapshots', () => {
  it('is nothing where both say the same, in whichever order', () => {
    const rows = [claim(), claim({ address: '0xbb' })];
    expect(diffClaims(rows, [...rows].reverse())).toEqual({
      added: [],
      removed: [],
      changed: [],
      unchanged: 2,
    });
  });

  it('tells claims that came and went, each in the order of its file', () => {
    const [a, b, c] = [claim(), claim({ address: '0xbb' }), claim({ address: '0xcc' })];
    expect(diffClaims([a, b], [c])).toMatchObject({ added: [c], removed: [a, b], unchanged: 0 });
  });

  it('tells which parts of a claim read otherwise', () => {
    const before = claim({ confidence: 0.6, listedOn: null });
    const after = claim({ confidence: 0.9, listedOn: '2022-04-14' });
    expect(diffClaims([before], [after]).changed).toEqual([
      {
        before,
        after,
        fields: [
          { field: 'confidence', from: 0.6, to: 0.9 },
          { field: 'listedOn', from: null, to: '2022-04-14' },
        ],
      },
    ]);
  });

  it('knows a party by its page when a list gives it another name', () => {
    const after = claim({ entity: 'Lazarus Group (APT38)' });
    const { added, removed, changed } = diffClaims([claim()], [after]);
    expect([added, removed]).toEqual([[], []]);
    expect(changed.map(({ fields }) => fields.map(({ field }) => field))).toEqual([['entity']]);
  });

  it('knows a claim by account and name when its page moved', () => {
    const after = claim({ source: 'https://list.example/new/1 (Entry 1)' });
    expect(diffClaims([claim()], [after]).changed).toHaveLength(1);
  });

  it('takes another name on another page for another claim', () => {
    const after = claim({ entity: 'Somebody', source: 'https://other.example/2' });
    expect(diffClaims([claim()], [after])).toMatchObject({ added: [after], changed: [] });
    const elsewhere = claim({ address: '0xbb' });
    expect(diffClaims([claim()], [elsewhere])).toMatchObject({ added: [elsewhere], changed: [] });
  });

  it('finds the same party among several of one account before it calls one renamed', () => {
    const kept = claim({ entity: 'Kept', note: 'new' });
    const renamed = claim({ entity: 'After', source: 'https://list.example/party?id=2' });
    const before = [
      claim({ entity: 'Before', source: 'https://list.example/party?id=2' }),
      claim({ entity: 'Kept' }),
    ];
    const { changed, added, removed } = diffClaims(before, [kept, renamed]);
    expect([added, removed]).toEqual([[], []]);
    expect(changed.map((one) => [one.before.entity, one.after.entity])).toEqual([
      ['Kept', 'Kept'],
      ['Before', 'After'],
    ]);
  });

  it('does not compare the names of the sets, which may be two', () => {
    expect(diffClaims([claim()], [claim({ set: 'another' })]).unchanged).toBe(1);
  });

  it('accounts for every claim of both, whatever they hold', () => {
    const rows = fc.array(
      fc
        .record({
          address: fc.constantFrom('0xaa', '0xbb', '0xcc'),
          entity: fc.constantFrom('X', 'Y'),
          source: fc.constantFrom('https://a.example/1', 'https://a.example/2'),
          note: fc.constantFrom(null, 'n'),
        })
        .map(claim),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        const { added, removed, changed, unchanged } = diffClaims(before, after);
        expect(removed.length + changed.length + unchanged).toBe(before.length);
        expect(added.length + changed.length + unchanged).toBe(after.length);
        expect(diffClaims(after, before).unchanged).toBe(unchanged);
        expect(added.every((one) => after.includes(one))).toBe(true);
        expect(removed.every((one) => before.includes(one))).toBe(true);
      }),
    );
  });
});
