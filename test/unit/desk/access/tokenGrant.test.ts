import { describe, expect, it } from 'vitest';
import { InputError } from '../../../../src/core/errors.js';
import { permissionsOf } from '../../../../src/core/role.js';
import {
  isSessionOver,
  isUseWorthWriting,
  SESSION_LIFE,
} from '../../../../src/desk/access/sessionLife.js';
import { grantScopes, heldScopes, parseTokenEnd } from '../../../../src/desk/access/tokenGrant.js';

describe('the scopes of a token', () => {
  it('are those asked for, each once', () => {
    expect(grantScopes(['screen', 'read', 'screen'], permissionsOf('admin'))).toEqual([
      'read',
      'screen',
    ]);
  });

  it('are never none', () => {
    expect(() => grantScopes([], permissionsOf('admin'))).toThrow(InputError);
  });

  it('are never more than what the issuer may do', () => {
    expect(() => grantScopes(['manage'], permissionsOf('compliance'))).toThrow(/"manage"/);
    expect(() => grantScopes(['read', 'labels'], permissionsOf('finance'))).toThrow(/"labels"/);
    expect(grantScopes(['manage'], permissionsOf('admin'))).toEqual(['manage']);
  });

  it('shrink with what the issuer may do', () => {
    expect(heldScopes(['read', 'manage'], permissionsOf('finance'))).toEqual(['read']);
    expect(heldScopes(['read', 'manage'], [])).toEqual([]);
  });
});

describe('the end of a token', () => {
  const nowSeconds = Date.UTC(2026, 10, 22) / 1000;
  const parse = (text: string, lastSeconds: number | null = null) =>
    parseTokenEnd(text, { nowSeconds, lastSeconds });

  it('is a time to come, within a year', () => {
    expect(parse('2026-11-22T00:00:01Z')).toBe('2026-11-22T00:00:01Z');
    expect(parse('2027-11-23')).toBe('2027-11-23T00:00:00Z');
  });

  it.each(['2026-11-22', '2026-11-21', '2027-11-23T00:00:01Z', '2028-01-01', 'soon', '', '9d'])(
    'is not %j',
    (text) => {
      expect(() => parse(text)).toThrow(InputError);
    },
  );

  it('is not after that of the token by which it is given out', () => {
    expect(parse('2026-11-23', nowSeconds + 86_400)).toBe('2026-11-23T00:00:00Z');
    expect(() => parse('2026-11-23T00:00:01Z', nowSeconds + 86_400)).toThrow(/longer/);
  });
});

describe('the life of a session', () => {
  const isOver = (openedAtSeconds: number, usedAtSeconds: number, now: number) =>
    isSessionOver({ openedAtSeconds, usedAtSeconds }, now, SESSION_LIFE);

  it('ends after eight hours without a request', () => {
    expect(isOver(0, 100, 100 + 8 * 3600 - 1)).toBe(false);
    expect(isOver(0, 100, 100 + 8 * 3600)).toBe(true);
  });

  it('ends after a day whatever is done', () => {
    expect(isOver(0, 24 * 3600 - 1, 24 * 3600 - 1)).toBe(false);
    expect(isOver(0, 24 * 3600, 24 * 3600)).toBe(true);
  });

  it('is written down once a minute', () => {
    expect(isUseWorthWriting(null, 0)).toBe(true);
    expect(isUseWorthWriting(0, 59)).toBe(false);
    expect(isUseWorthWriting(0, 60)).toBe(true);
  });
});
