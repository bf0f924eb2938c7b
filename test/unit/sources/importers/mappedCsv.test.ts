import { describe, expect, it } from 'vitest';
import { parseLabelCsv } from '../../../../src/sources/labels/csv.js';

const TABLE = `Wallet;Owner;When;Colour
12t9YDPgwueZ9NyMgw519p7AA8isjr6SMw;Somebody;2024-01-02;red
0x098B716B8Aaf21512996dC57EB0615e2383E2f96;Another;;blue`;

const MAPPING = {
  columns: { address: 'Wallet', entity: 'owner', source_date: 'When' },
  values: { category: 'it-worker', source: 'https://example.org/t', confidence: 'researcher' },
} as const;

describe('somebody else’s table of labels', () => {
  it('is read by the names it has for our columns, and what all its rows share', () => {
    expect(parseLabelCsv(TABLE, 'theirs', MAPPING)).toMatchObject({
      problems: [],
      rows: [
        {
          account: 'bip122:000000000019d6689c085ae165831e93:12t9YDPgwueZ9NyMgw519p7AA8isjr6SMw',
          entity: 'Somebody',
          category: 'it-worker',
          authority: 'researcher',
          sourceDate: '2024-01-02',
          set: 'theirs',
        },
        { account: 'eip155:1:0x098b716b8aaf21512996dc57eb0615e2383e2f96', sourceDate: null },
      ],
    });
  });

  it('keeps a chain that it names, and refuses an address that is none of it', () => {
    const values = { ...MAPPING.values, chain: 'polygon' };
    const { rows, problems } = parseLabelCsv(TABLE, 'theirs', { ...MAPPING, values });
    expect(rows.map(({ account }) => account.split(':')[1])).toEqual(['137']);
    expect(problems).toMatchObject([{ line: 2, problem: 'The address is not one of Polygon.' }]);
  });

  it('may name a currency for the chain: the form of the address decides', () => {
    const accountOf = (chain: string) => {
      const values = { ...MAPPING.values, chain };
      return parseLabelCsv(TABLE, 'theirs', { ...MAPPING, values }).rows.map(
        ({ account }) => account.split(':')[1],
      );
    };
    expect(accountOf('ETH')).toEqual(['000000000019d6689c085ae165831e93', '1']);
    expect(accountOf('ARB')).toEqual(['000000000019d6689c085ae165831e93', '42161']);
    expect(accountOf('a word of theirs')).toEqual([]);
  });

  it('may be separated by tabs, with empty cells', () => {
    const table = TABLE.replaceAll(';', '\t');
    expect(parseLabelCsv(table, 'theirs', MAPPING)).toEqual(
      parseLabelCsv(TABLE, 'theirs', MAPPING),
    );
  });

  it('says which of its columns is missing, and lists those it has', () => {
    const columns = { ...MAPPING.columns, entity: 'Holder' };
    const { problems } = parseLabelCsv(TABLE, 'theirs', { ...MAPPING, columns });
    expect(problems[0]?.problem).toBe(
      'The table has no column "holder" for entity; it has wallet, owner, when, colour.',
    );
  });

  it('says what nobody told, with the words that tell it', () => {
    const { problems } = parseLabelCsv(TABLE, 'theirs', { ...MAPPING, values: {} });
    expect(problems[0]?.problem).toBe(
      'Nothing says what category, source, confidence are; name a column of the table (--column category=NAME) or what all rows share (--value category=TEXT).',
    );
  });

  it('is not read loosely without a mapping: a column that is not ours is refused', () => {
    expect(parseLabelCsv(TABLE, 'theirs').problems[0]?.problem).toMatch(/"wallet" is not known/);
  });
});
