import { describe, expect, it } from 'vitest';
import {
  LEAST_PASSWORD_LENGTH,
  normalizePassword,
  passwordProblem,
} from '../../../../src/desk/access/passwordRule.js';

const problem = (password: string, name = 'Ada Example') => passwordProblem({ password, name });

describe('the rule for passwords', () => {
  it.each([
    ['four words', 'correct horse battery staple'],
    ['just enough characters', 'gw7#kq!e9zt4mxv'],
    ['letters alone', 'gwokqseyzitumxv'],
    ['words of another script', 'четыре случайных слова подряд'],
    ['a common word among others', 'the password of my goat'],
    ['256 characters', 'gw7#kq!e9zt4mxvp'.repeat(16)],
  ])('lets pass %s', (_, password) => {
    expect(problem(password)).toBeNull();
  });

  it.each([
    ['one character too few', 'gw7#kq!e9zt4mx', 'has 14 characters'],
    ['few characters of many bytes', '🐐'.repeat(14), 'has 14 characters'],
    ['257 characters', `${'gw7#kq!e9zt4mxvp'.repeat(16)}x`, 'more than 256'],
    ['one character again and again', 'a'.repeat(20), 'easy to guess'],
    ['a run', 'abcdefghijklmnopqrst', 'easy to guess'],
    ['digits in a row', '12345678901234567890', 'easy to guess'],
    ['a row of the keyboard', 'qwertyuiopasdfghjkl', 'easy to guess'],
    ['a word that repeats', 'hunter2hunter2hunter2', 'easy to guess'],
    ['a known password and a year', 'Password-Password-2026', 'easy to guess'],
    ['the name of the service', 'Hopsight Hopsight 1!', 'easy to guess'],
    ['the name of the person', 'ada-example-EXAMPLE-1', 'easy to guess'],
  ])('refuses %s', (_, password, why) => {
    expect(problem(password)).toContain(why);
  });

  it('judges by the name: what is easy for one person may be fine for another', () => {
    expect(problem('bartholomew-1987', 'Bartholomew')).toContain('easy to guess');
    expect(problem('bartholomew-1987', 'Ada')).toBeNull();
  });

  it('never repeats the password', () => {
    for (const password of ['short-secret', 'hunter2hunter2hunter2', 'secret'.repeat(60)]) {
      expect(problem(password)).not.toContain(password.slice(0, 7));
    }
  });

  it('asks for what stands alone in the cited guideline', () => {
    expect(LEAST_PASSWORD_LENGTH).toBe(15);
  });

  it('has one form for what two keyboards write differently', () => {
    expect(normalizePassword('cafe\u0301 ﬁne')).toBe(normalizePassword('caf\u00e9 fine'));
  });
});
