import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RuleSetError } from '../../../src/core/errors.js';
import { parseRedFlagList } from '../../../src/rules/redFlagSchema.js';

const SHIPPED = readFileSync(new URL('../../../rules/redFlags.json', import.meta.url), 'utf8');

const flag = {
  id: 'one',
  group: 'Group',
  sentence: 'Something was seen.',
  standing: 'published',
  source: 'guide',
};
const list = (flags: readonly object[], parts: object = {}) =>
  JSON.stringify({
    title: 'Signs',
    description: 'For a test.',
    caution: ['None is a finding.'],
    sources: { guide: { title: 'Guide', url: 'https://example.org/guide', date: '2022-05-16' } },
    flags,
    ...parts,
  });

const problemsOf = (text: string): readonly string[] => {
  try {
    parseRedFlagList(text, 'flags.json');
  } catch (error) {
    if (error instanceof RuleSetError) return error.problems;
    throw error;
  }
  return [];
};

describe('the list of red flags', () => {
  it('that ships can be read, and each sign has its source', () => {
    const { flags } = parseRedFlagList(SHIPPED, 'rules/redFlags.json');
    expect(new Set(flags.map(({ id }) => id)).size).toBe(flags.length);
    expect(flags.find(({ id }) => id === 'asks-for-virtual-currency')?.source).toEqual({
      title: 'US State, Treasury and FBI: Guidance on DPRK Information Technology Workers',
      url: 'https://ofac.treasury.gov/media/923126/download?inline',
      date: '2022-05-16',
    });
  });

  it('gives each sign the source that it names', () => {
    const [read] = parseRedFlagList(list([flag]), 'flags.json').flags;
    expect(read).toEqual({
      ...flag,
      source: { title: 'Guide', url: 'https://example.org/guide', date: '2022-05-16' },
    });
  });

  it('is refused with every bad field', () => {
    const problems = problemsOf(
      list([{ ...flag, id: 'One two', standing: 'proven', score: 3 }], {
        caution: [],
        sources: { guide: { title: ' ', url: 'http://example.org', date: 'May 2022' } },
      }),
    );
    expect(problems).toHaveLength(7);
    expect(problems.join('\n')).toMatch(/flags\[0\]: unknown key "score"/);
    expect(problems.join('\n')).toMatch(/sources\.guide\.url: must be an https link/);
    expect(problems.join('\n')).toMatch(/sources\.guide\.date: must be a day/);
    expect(problems.join('\n')).toMatch(/caution: must hold at least one sentence/);
  });

  it('is refused where a sign stands twice, without its source, or apart from its group', () => {
    expect(
      problemsOf(
        list([
          flag,
          { ...flag, id: 'two', group: 'Other', source: 'rumour' },
          { ...flag, sentence: 'Something else.' },
        ]),
      ),
    ).toEqual([
      'flags[1].source: there is no source "rumour"',
      'flags[2].id: "one" stands twice',
      'flags[2].group: stands apart from the others of its group',
    ]);
  });

  it('is refused where the words do not say what the standing says', () => {
    expect(problemsOf(list([{ ...flag, standing: 'reported' }]))).toEqual([
      'flags[0].sentence: must begin with "Reported: "',
    ]);
    expect(problemsOf(list([{ ...flag, sentence: 'Reported: seen.' }]))).toEqual([
      'flags[0].sentence: must not begin with "Reported: "',
    ]);
  });
});
