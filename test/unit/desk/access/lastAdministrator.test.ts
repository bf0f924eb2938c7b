import { describe, expect, it } from 'vitest';
import {
  type Administering,
  isLastAdministrator,
} from '../../../../src/desk/access/lastAdministrator.js';

const person = (userId: string, parts: Partial<Administering> = {}): Administering => ({
  ...{ userId, role: 'admin', isEnabled: true, canSignIn: true },
  ...parts,
});

describe('the last administrator', () => {
  it.each<[string, Administering[], boolean]>([
    ['alone', [person('a')], true],
    ['beside a second one', [person('a'), person('b')], false],
    ['beside another role', [person('a'), person('b', { role: 'compliance' })], true],
    ['beside a disabled one', [person('a'), person('b', { isEnabled: false })], true],
    ['beside one without a password', [person('a'), person('b', { canSignIn: false })], true],
    ['alone and without a password', [person('a', { canSignIn: false })], true],
    [
      'without a password beside another such one',
      [person('a', { canSignIn: false }), person('b', { canSignIn: false })],
      false,
    ],
    ['without a password beside one', [person('a', { canSignIn: false }), person('b')], false],
    ['of another role', [person('a', { role: 'finance' }), person('b')], false],
    ['of another role, alone', [person('a', { role: 'finance' })], false],
    ['disabled already', [person('a', { isEnabled: false }), person('b')], false],
  ])('is found: %s', (_, people, isLast) => {
    expect(isLastAdministrator('a', people)).toBe(isLast);
    expect(isLastAdministrator('a', [...people].reverse())).toBe(isLast);
  });
});
