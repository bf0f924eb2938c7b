import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLabelCsv } from '../../../src/sources/labels/csv.js';

const HEADER = 'chain,address,entity,category,actor,event,source,source_date,confidence';
const ADDRESS = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';
const LINK = 'https://example.org/list';

function row(cells: Partial<Record<string, string>> = {}): string {
  const whole: Record<string, string | undefined> = {
    chain: 'ethereum',
    address: ADDRESS,
    entity: 'Example',
    category: 'stolen-funds',
    actor: 'lazarus',
    event: 'Theft 2022',
    source: LINK,
    source_date: '2022-04-14',
    confidence: 'researcher',
    ...cells,
  };
  return HEADER.split(',')
    .map((column) => `"${(whole[column] ?? '').replaceAll('"', '""')}"`)
    .join(',');
}

function parse(...lines: readonly string[]) {
  return parseLabelCsv([HEADER, ...lines].join('\n'), 'mine');
}

function problemOf(cells: Partial<Record<string, string>>): string {
  const { rows, problems } = parse(row(cells));
  expect(rows).toEqual([]);
  return problems.map(({ line, problem }) => `${line}: ${problem}`).join('\n');
}

describe('a label table that a person wrote', () => {
  it('becomes claims of the named set', () => {
    expect(parse(row())).toEqual({
      problems: [],
      rows: [
        {
          account: 'eip155:1:0x098b716b8aaf21512996dc57eb0615e2383e2f96',
          entity: 'Example',
          category: 'stolen-funds',
          actor: 'lazarus',
          event: 'Theft 2022',
          authority: 'researcher',
          confidence: 0.6,
          use: 'exposure',
          set: 'mine',
          source: LINK,
          sourceDate: '2022-04-14',
          entityListedOn: null,
          listedOn: null,
          delistedOn: null,
          note: null,
        },
      ],
    });
  });

  it('may have its columns in any order, and listing dates and a note besides', () => {
    const text = [
      'note,listed_on,entity_listed_on,delisted_on,confidence,source_date,source,event,actor,category,entity,address,chain',
      `seen,2022-04-14,2019-09-13,2025-03-21,list,,${LINK},,,sanctioned,Example,${ADDRESS},ethereum`,
    ].join('\n');
    expect(parseLabelCsv(text, 'mine').rows).toMatchObject([
      {
        authority: 'list',
        entityListedOn: '2019-09-13',
        listedOn: '2022-04-14',
        delistedOn: '2025-03-21',
        sourceDate: null,
        note: 'seen',
      },
    ]);
  });

  it('may come from a spreadsheet: a byte order mark, semicolons, Windows line ends', () => {
    const text = `\uFEFF${[HEADER, row()].join('\r\n').replaceAll(',', ';')}\r\n`;
    expect(parseLabelCsv(text, 'mine')).toMatchObject({
      rows: [{ entity: 'Example' }],
      problems: [],
    });
  });

  it.each([
    ['official', 'https://sanctionssearch.ofac.treas.gov/Details.aspx?id=27307', 'list'],
    ['official', `OFAC SDN uid 27307; ${LINK}`, 'list'],
    ['official', 'https://www.ic3.gov/PSA/2025/PSA250226', 'government'],
    ['government', LINK, 'government'],
    ['vendor-label', LINK, 'vendor'],
    ['own', LINK, 'own'],
  ])('reads the confidence %s of %s as the authority %s', (confidence, source, authority) => {
    expect(parse(row({ confidence, source })).rows).toMatchObject([{ authority }]);
  });

  it('puts the page first when the source says more', () => {
    const source = 'OFAC SDN uid 27307 (program DPRK3); sdn_advanced.xml';
    const [claim] = parse(row({ source })).rows;
    expect(claim?.source).toMatch(
      /^https:\/\/sanctionssearch\.ofac\.treas\.gov\/Details\.aspx\?id=27307 \(/,
    );
    expect(claim?.source).toContain(source);
  });

  it.each([
    ['Lazarus Group (per Chainalysis)', 'lazarus'],
    ['TraderTraitor/Lazarus', 'lazarus'],
    ['DPRK IT worker (researcher-attributed)', 'dprk-it-worker'],
    ['Lazarus facilitator', 'dprk-facilitator'],
    ['suspected DPRK', 'dprk-other'],
    ['', null],
  ])('knows the actor "%s" of published lists', (actor, expected) => {
    expect(parse(row({ actor })).rows).toMatchObject([{ actor: expected }]);
  });

  it('makes a service of a service category and a note of a probabilistic claim', () => {
    const { rows } = parse(
      row({ category: 'exchange', actor: '' }),
      row({ entity: 'Withdrawer (PROBABILISTIC)' }),
      row({ entity: 'Box (exchange-owned)' }),
    );
    expect(rows.map(({ use, category, actor }) => [use, category, actor])).toEqual([
      ['service', 'exchange', null],
      ['note', 'stolen-funds', 'lazarus'],
      ['service', 'exchange', null],
    ]);
  });

  it('says what is wrong, by line, and keeps the good lines', () => {
    const { rows, problems } = parse(row(), row({ category: 'robbery' }), row({ actor: 'Fred' }));
    expect(rows).toHaveLength(1);
    expect(problems).toEqual([
      { line: 3, problem: expect.stringContaining('one of stolen-funds, ransom, laundering') },
      { line: 4, problem: expect.stringContaining('one of lazarus, dprk-it-worker') },
    ]);
  });

  it.each([
    [{ chain: 'etherium' }, 'etherium'],
    [{ address: `${ADDRESS.slice(0, -1)}7` }, '2: '],
    [{ entity: '' }, 'entity is empty'],
    [{ confidence: 'certain' }, 'official, list, government'],
    [{ source: 'http://example.org' }, 'https link'],
    [{ source: 'somebody told me' }, 'https link'],
    [{ source_date: '2022-02-30' }, 'source_date "2022-02-30"'],
    [{ source_date: '14.04.2022' }, 'write it as 2022-04-14'],
    [{ entity: 'x'.repeat(201) }, 'at most 200'],
    [{ entity: 'Laza\u202Erus' }, 'U+202E'],
    [{ entity: 'Laza\u200Brus' }, 'U+200B'],
    [{ entity: 'Laza\nrus' }, 'U+000A'],
    [{ event: 'bell\u0007' }, 'U+0007'],
  ])('refuses %j', (cells, complaint) => {
    expect(problemOf(cells)).toContain(complaint);
  });

  it('names the nearest column for one it does not know', () => {
    const { problems } = parseLabelCsv(`${HEADER},sourcedate\n`, 'mine');
    expect(problems).toEqual([
      { line: 1, problem: expect.stringContaining('did you mean "source_date"') },
    ]);
  });

  it('names the columns that are missing or stand twice', () => {
    expect(parseLabelCsv('chain,address\n', 'mine').problems[0]?.problem).toContain(
      'entity, category, actor, event, source, source_date, confidence',
    );
    expect(parseLabelCsv(`${HEADER},chain\n`, 'mine').problems[0]?.problem).toContain(
      '"chain" stands twice',
    );
    expect(parseLabelCsv('', 'mine').problems).toEqual([
      { line: 1, problem: 'The file is empty.' },
    ]);
  });

  it('does not guess where a row has too many or too few cells', () => {
    expect(parse(`${row()},more`).problems).toEqual([
      { line: 2, problem: expect.stringContaining('10 cells where the header has 9') },
    ]);
  });

  it('reports a table that stops making sense instead of failing', () => {
    const { rows, problems } = parse(row(), 'ethereum,"open');
    expect(rows).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.problem).toContain('mind the quotes');
  });

  it('answers any text with rows and problems, never with a failure', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('"', ';', ADDRESS, LINK),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell)), fc.boolean(), (lines, withHeader) => {
        const text = lines.map((cells) => cells.join(',')).join('\n');
        const { rows, problems } = parseLabelCsv(withHeader ? `${HEADER}\n${text}` : text, 'mine');
        expect(rows.every((claim) => claim.source.startsWith('https://'))).toBe(true);
        expect(problems.every(({ line }) => line >= 1)).toBe(true);
      }),
    );
  });
});
