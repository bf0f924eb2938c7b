import { describe, expect, it } from 'vitest';
import { nameKeyOf, parsePersonName } from '../../../../src/desk/access/personName.js';

describe('the name of a person', () => {
  it('is kept without blanks around it', () => {
    expect(parsePersonName('  Ada \t Example ')).toBe('Ada Example');
    expect(parsePersonName('Ольга')).toBe('Ольга');
  });

  it('is the same whatever the case and width of its letters', () => {
    expect(nameKeyOf(' ADA  example')).toBe(nameKeyOf('Ada Example'));
    expect(nameKeyOf('Ａｄａ')).toBe(nameKeyOf('ada'));
    expect(nameKeyOf('Ada')).not.toBe(nameKeyOf('Adam'));
  });

  it('has a hundred characters at most', () => {
    expect(parsePersonName('x'.repeat(100))).toHaveLength(100);
    expect(() => parsePersonName('x'.repeat(101))).toThrow(/100/);
  });

  it.each(['', '  ', 'Ada\u0000', 'Ada\u202eExample', 'A\u200bda'])('is not %j', (text) => {
    expect(() => parsePersonName(text)).toThrow(/name/);
  });
});
