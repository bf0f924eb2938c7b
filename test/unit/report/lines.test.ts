import { describe, expect, it } from 'vitest';
import { paintNothing, renderLines, table, wrap } from '../../../src/report/lines.js';

const wrapped = (text: string, width: number, hang = 0) =>
  renderLines(wrap(text, { indent: 2, width, hang }), paintNothing)
    .split('\n')
    .slice(0, -1);

describe('a text that is broken into lines', () => {
  it('fills the width, and stands further in after the first line', () => {
    expect(wrapped('aa bb cc dd', 8)).toEqual(['  aa bb', '  cc dd']);
    expect(wrapped('aa bb cc dd', 7)).toEqual(['  aa bb', '  cc dd']);
    expect(wrapped('aa bb cc dd', 6)).toEqual(['  aa', '  bb', '  cc', '  dd']);
    expect(wrapped('aa bb cc dd', 8, 2)).toEqual(['  aa bb', '    cc', '    dd']);
  });

  it.each(['22.7 %', 'USD 100', '2.50 ETH', '2022-04-14 02:24 UTC'])(
    'keeps %s together',
    (whole) => {
      expect(wrapped(`word ${whole} word`, whole.length + 4)).toEqual([
        '  word',
        `  ${whole}`,
        '  word',
      ]);
    },
  );

  it('leaves a word whole that is longer', () => {
    expect(wrapped('a 0x1111111111 b', 6)).toEqual(['  a', '  0x1111111111', '  b']);
  });
});

describe('a table', () => {
  const rows = [
    ['1 %', 'a place with a long name that does not fit'],
    ['100 %', 'a short one'],
  ];
  const shown = (width: number, right: readonly number[]) =>
    renderLines(table(rows, { indent: 2, width, right }), paintNothing)
      .split('\n')
      .slice(0, -1);

  it('breaks the last cell where the page ends, under itself', () => {
    expect(shown(36, [0])).toEqual([
      '    1 %  a place with a long name',
      '         that does not fit',
      '  100 %  a short one',
    ]);
    expect(shown(60, [0])[0]).toBe('    1 %  a place with a long name that does not fit');
  });

  it('leaves the last cell room on the narrowest page', () => {
    expect(shown(10, [0])[0]).toBe('    1 %  a place with a long name');
  });

  it('lets the last column end flush', () => {
    const counts = [
      ['screenings', '12'],
      ['addresses', '3'],
    ];
    const lines = table(counts, { indent: 0, width: 40, right: [1] });
    expect(renderLines(lines, paintNothing)).toBe('screenings  12\naddresses    3\n');
  });
});
