import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../../../src/core/errors.js';
import { parseTagPack } from '../../../../src/sources/labels/importers/tagPack.js';

const MIXER = `title: A mixer
creator: Somebody
category: mixing_service
confidence: authority_data
currency: BTC
label: Example Mixer
lastmod: 2022-05-16
source: https://example.org/action
tags:
  - address: 3NDzzVxiLBUs1WPvVGRfCYDTAD2Ua2PvW4
  - address: "0x098B716B8Aaf21512996dC57EB0615e2383E2f96"
    currency: ETH
    label: Lazarus Group
    category: user
    abuse: sanction
    lastmod: 2022-04-15
`;

function tagWith(fields: string): string {
  return `title: T\ncreator: C\ntags:\n  - ${fields.split('\n').join('\n    ')}\n`;
}

const WHOLE = [
  'address: "0x098B716B8Aaf21512996dC57EB0615e2383E2f96"',
  'label: Somebody',
  'category: exchange',
  'currency: ETH',
  'source: https://example.org/a',
];

function leftOutOf(...fields: readonly string[]): string {
  const { rows, leftOut } = parseTagPack(tagWith(fields.join('\n')), 'mine');
  expect(rows).toEqual([]);
  return leftOut.map(({ where, problem }) => `${where}: ${problem}`).join('\n');
}

describe('a TagPack', () => {
  it('gives a claim for each tag, with what the header says for all', () => {
    const { rows, asOf, leftOut } = parseTagPack(MIXER, 'mine');
    expect(asOf).toBe('2022-05-16');
    expect(leftOut).toEqual([]);
    expect(rows).toMatchObject([
      {
        account: 'bip122:000000000019d6689c085ae165831e93:3NDzzVxiLBUs1WPvVGRfCYDTAD2Ua2PvW4',
        entity: 'Example Mixer',
        category: 'mixer',
        use: 'exposure',
        sourceDate: '2022-05-16',
        set: 'mine',
      },
      {
        account: 'eip155:1:0x098b716b8aaf21512996dc57eb0615e2383e2f96',
        entity: 'Lazarus Group',
        category: 'sanctioned',
        actor: 'lazarus',
        sourceDate: '2022-04-15',
      },
    ]);
  });

  it('is never a listing, whatever its grade: it copies what another found', () => {
    expect(parseTagPack(MIXER, 'mine').rows.map(({ authority }) => authority)).toEqual([
      'researcher',
      'researcher',
    ]);
  });

  it.each([
    ['ownership', 'researcher', 1],
    ['service_data', 'researcher', 0.5],
    ['untrusted_transaction', 'vendor', 0.4],
    ['heuristic', 'vendor', 0.1],
    ['a grade of its own', 'vendor', 0.05],
  ])('believes the grade %s as far as its table says', (grade, authority, confidence) => {
    const [row] = parseTagPack(tagWith([...WHOLE, `confidence: ${grade}`].join('\n')), 'm').rows;
    expect(row).toMatchObject({ authority, confidence });
  });

  it('reads an abuse before a category: a hacked exchange wallet is the thief’s', () => {
    const tag = tagWith([...WHOLE, 'abuse: hack'].join('\n'));
    expect(parseTagPack(tag, 'm').rows[0]).toMatchObject({ category: 'stolen-funds' });
  });

  it('takes concepts where a newer pack has them', () => {
    const fields = WHOLE.filter((field) => !field.startsWith('category'));
    const tag = tagWith([...fields, 'concepts: [gambling, defi_dex]'].join('\n'));
    expect(parseTagPack(tag, 'm').rows[0]).toMatchObject({ category: 'dex' });
  });

  it('reads an address without quotes as the text that it is, and an empty cell as nothing', () => {
    const fields = WHOLE.map((field) => field.replaceAll('"', ''));
    const { rows } = parseTagPack(
      tagWith([...fields, 'actor:', 'lastmod: 2022-05-16'].join('\n')),
      'm',
    );
    expect(rows).toMatchObject([
      {
        account: 'eip155:1:0x098b716b8aaf21512996dc57eb0615e2383e2f96',
        actor: null,
        sourceDate: '2022-05-16',
      },
    ]);
  });

  it('loses no claim about a DPRK-linked group for want of a word that is known here', () => {
    const fields = WHOLE.map((field) => field.replace('exchange', 'user'));
    const tag = tagWith([...fields, 'actor: lazarusgroup'].join('\n'));
    expect(parseTagPack(tag, 'm').rows).toMatchObject([
      { category: 'laundering', actor: 'lazarus', use: 'exposure' },
    ]);
  });

  it('keeps a claim beside a hostile name, without what would hide or break a line', () => {
    const fields = WHOLE.map((field) =>
      field.startsWith('label') ? 'label: "Ex\\u202Echange\\nSet"' : field,
    );
    expect(parseTagPack(tagWith(fields.join('\n')), 'm').rows[0]?.entity).toBe('Exchange Set');
  });

  it('leaves out a tag that says nothing here, and says why', () => {
    expect(leftOutOf(...WHOLE.filter((field) => !field.startsWith('address')))).toBe(
      'tag 1: It has no address.',
    );
    expect(leftOutOf(...WHOLE.filter((field) => !field.startsWith('label')))).toMatch('no label');
    expect(leftOutOf(...WHOLE.filter((field) => !field.startsWith('source')))).toMatch(
      'https link',
    );
    expect(leftOutOf(...WHOLE.map((field) => field.replace('exchange', 'donation')))).toMatch(
      'no risk and no service',
    );
    expect(leftOutOf(...WHOLE.map((field) => field.replace('0x098B', '0x098b')))).toMatch(
      'checksum',
    );
  });

  it.each([
    ['no YAML', 'tags: [\n'],
    ['no list of tags', 'title: T\ncreator: C\n'],
    ['a list of other things', 'title: T\ntags: [1, 2]\n'],
    ['nothing', ''],
    [
      'aliases that multiply',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\ntags: [*c,*c,*c,*c,*c,*c,*c]\n`,
    ],
  ])('is refused where it is %s', (_, text) => {
    expect(() => parseTagPack(text, 'm')).toThrow(DecodeError);
  });
});
