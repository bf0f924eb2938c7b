import { describe, expect, it } from 'vitest';
import { readSubjectText } from '../../../src/chains/subjectText.js';
import { InputError } from '../../../src/core/errors.js';

const ADDRESS = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';

function refusalOf(text: string): InputError {
  try {
    readSubjectText(text);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('The text was taken.');
}

describe('a text that is screened or paid', () => {
  it('may be an address, as anywhere', () => {
    expect(readSubjectText(ADDRESS)).toMatchObject({ kind: 'address' });
    expect(readSubjectText(`ethereum:${ADDRESS}`)).toMatchObject({ kind: 'address' });
  });

  it.each([
    ['vitalik.eth', 'vitalik.eth'],
    ['Vitalik.ETH', 'vitalik.eth'],
    ['  “pay.company.eth”, ', 'pay.company.eth'],
    ['faß.eth', 'faß.eth'],
    ['\u{1F984}.eth', '\u{1F984}.eth'],
    ['日本.eth', '日本.eth'],
    ['_pay.eth', '_pay.eth'],
    ['-pay-.eth', '-pay-.eth'],
    ['(pay.eth).', 'pay.eth'],
  ])('may be the name %s', (text, name) => {
    expect(readSubjectText(text)).toEqual({ kind: 'name', name });
  });

  it.each([
    ['letters of two scripts', 'vit\u0430lik.eth', /several scripts \(Latin and Cyrillic\)/],
    ['letters of another script alone', '\u0430\u0440\u0435.eth', /Cyrillic and look like/],
    ['Greek letters alone', '\u03b1\u03b2\u03b3.eth', /Greek and look like/],
    ['a zero-width joiner', 'ni\u200Dck.eth', /hidden character U\+200D at position 3/],
    ['a zero-width space', 'ni\u200Bck.eth', /hidden character U\+200B/],
    ['a direction mark', 'nick\u202E.eth', /hidden character U\+202E/],
    ['a soft hyphen', 'ni\u00ADck.eth', /hidden character U\+00AD/],
    [
      'a hidden character after a letter of its own',
      'f\u00E4\u200Bc.eth',
      /hidden character U\+200B/,
    ],
    ['emojis that are joined', '\u{1F469}\u200D\u{1F680}.eth', /hidden character U\+200D/],
    ['a dotless letter', 'l\u0131nk.eth', /no name in ENS can be written like this/],
    ['an underscore within', 'a_b.eth', /no name in ENS/],
    ['a punycode label', 'xn--vitlik-6fg.eth', /no name in ENS|looks like a name/],
  ])('is refused where a name has %s', (_, text, words) => {
    const refusal = refusalOf(text);
    expect(refusal.message).toMatch(words);
    expect(refusal.message).not.toContain(text);
    expect(['name', 'hidden-character', 'foreign-character']).toContain(refusal.details.looksLike);
  });

  it.each([
    ['a name among words', 'please pay vitalik.eth today', /stand alone/],
    ['two names', 'a.eth,b.eth', /stand alone/],
    ['a name without an end', 'vitalik', /not an address/],
    ['a number', '1500.50', /not an address/],
    ['a page', 'https://app.ens.domains/vitalik.eth', /page|not an address|looks like/],
  ])('is refused where it is %s', (_, text, words) => {
    expect(refusalOf(text).message).toMatch(words);
  });

  it('is refused as a secret before it is taken for a name', () => {
    const phrase = Array.from({ length: 12 }, () => 'abandon').join('.');
    expect(refusalOf(phrase).details.looksLike).toBe('seed-phrase');
    expect(refusalOf(`${'a1'.repeat(32)}`).details.looksLike).toBe('transaction-or-key');
  });

  it('is refused where it is too long for a name', () => {
    expect(refusalOf(`${'a'.repeat(300)}.eth`)).toBeInstanceOf(InputError);
  });
});
