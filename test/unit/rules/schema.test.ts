import { describe, expect, test } from 'vitest';
import { RuleSetError } from '../../../src/core/errors.js';
import { ruleSetDigest } from '../../../src/rules/digest.js';
import { parseRuleExample } from '../../../src/rules/example.js';
import { parseAssetList, parseRuleSet } from '../../../src/rules/schema.js';

const RULE = {
  id: 'a',
  severity: 'hold',
  when: { signal: { kind: 'busy' } },
  reason: 'A reason.',
  source: 'https://example.org/a',
};
const SET = { id: 'test', title: 'Test', description: 'For a test.', rules: [RULE] };

function readProblems(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof RuleSetError) return error.problems;
    throw error;
  }
  return [];
}

const problemsOf = (set: unknown) =>
  readProblems(() => parseRuleSet(JSON.stringify(set), 'test.json'));
const problemsOfCondition = (when: unknown) => problemsOf({ ...SET, rules: [{ ...RULE, when }] });

describe('a rule set that cannot be used', () => {
  test('is refused with every bad field at once, each with its path', () => {
    const problems = problemsOf({
      id: 'Not An Id',
      description: 'x',
      rules: [
        { ...RULE, severity: 'high', source: 'http://example.org' },
        {
          ...RULE,
          when: {
            any: [
              { exposure: { kind: ['direct', 'indirct'], figure: 'x', atLeast: 0.1 } },
              { all: [{ gap: { kind: 'budgets' } }], signal: { kind: 'busy' } },
            ],
          },
        },
      ],
    });
    expect(problems.map((problem) => problem.slice(0, problem.indexOf(':')))).toEqual([
      'id',
      'rules[0].severity',
      'rules[0].source',
      'rules[1].id',
      'rules[1].when.any[0].exposure.atLeast',
      'rules[1].when.any[0].exposure.authorities',
      'rules[1].when.any[0].exposure.kind[1]',
      'rules[1].when.any[0].exposure.unit',
      'rules[1].when.any[1].all[0].gap.kind',
      'rules[1].when.any[1]',
      'title',
    ]);
  });

  test('names the file and how many problems it has', () => {
    expect(() => parseRuleSet('{"id": "x"}', 'mine.json')).toThrow(
      'The rule set mine.json has 3 problems; correct them and try again.',
    );
    expect(() => parseRuleSet('{', 'mine.json')).toThrow(
      'The rule set mine.json has 1 problem; correct it and try again.',
    );
  });

  test('names the nearest known key for an unknown one, at any depth', () => {
    expect(problemsOf({ ...SET, titel: 'x' })).toEqual([
      expect.stringContaining('unknown key "titel"; the nearest known one is "title"'),
    ]);
    expect(
      problemsOfCondition({ not: { exposure: { authorities: 'list', catgories: ['mixer'] } } }),
    ).toEqual([
      expect.stringMatching(
        /^rules\[0\]\.when\.not\.exposure: unknown key "catgories"; the nearest known one is "categories"/,
      ),
    ]);
  });

  test('names the nearest known word for an unknown one', () => {
    expect(
      problemsOfCondition({ exposure: { authorities: 'list', categories: 'stolen-fund' } }),
    ).toEqual([
      expect.stringContaining(
        'unknown word "stolen-fund"; the nearest known one is "stolen-funds"',
      ),
    ]);
    expect(problemsOfCondition({ exposure: { authorities: 'list', actors: ['lazrus'] } })).toEqual([
      expect.stringContaining('the nearest known one is "lazarus"'),
    ]);
  });

  test.each([
    ['a share above one', { figure: 'x', unit: 'share', atLeast: '10' }, 'at most 1'],
    ['a threshold of nothing', { figure: 'x', unit: 'usd', atLeast: '0.0' }, 'above 0'],
    ['a negative threshold', { figure: 'x', unit: 'usd', atLeast: '-1' }, 'decimal number'],
    ['a threshold without a figure', { atLeast: '0.1' }, 'needs a figure'],
    ['a period without a figure', { basis: 'whole' }, 'needs a figure'],
    [
      'a figure of ownership',
      { kind: 'ownership', figure: 'x', unit: 'usd', atLeast: '1' },
      'ownership moves no money',
    ],
    ['an empty list', { authorities: [] }, 'at least one word'],
  ])('refuses %s', (_name, exposure, message) => {
    expect(problemsOfCondition({ exposure: { authorities: 'list', ...exposure } })).toEqual([
      expect.stringContaining(message),
    ]);
  });

  test.each([
    ['an exposure', { exposure: { actors: 'dprk' } }, 'exposure'],
    ['any exposure at all', { exposure: {} }, 'exposure'],
    ['the claim behind a signal', { signal: { kind: 'busy', actors: 'dprk' } }, 'signal'],
    ['how sure a claim is', { signal: { kind: 'busy', confidence: { below: 0.5 } } }, 'signal'],
  ])('refuses a rule over %s that does not say whose claims count', (_name, when, leaf) => {
    expect(problemsOfCondition({ any: [when] })).toEqual([
      `rules[0].when.any[0].${leaf}.authorities: is missing; say whose claims count here: any of list, government, researcher, vendor, own`,
    ]);
    const named = Object.fromEntries(
      Object.entries(when).map(([key, fields]) => [key, { ...fields, authorities: 'list' }]),
    );
    expect(problemsOfCondition({ any: [named] })).toEqual([]);
  });

  test('asks of nobody’s claim where a signal alone suffices', () => {
    expect(problemsOfCondition({ signal: { kind: 'busy' } })).toEqual([]);
  });

  test.each([
    [{ atLeast: 1.1 }, 'a number from 0 to 1'],
    [{ below: '0.5' }, 'a number from 0 to 1'],
    [{}, 'must hold atLeast or below'],
    [{ under: 0.5 }, 'unknown key "under"'],
  ])('refuses a confidence of %j', (confidence, message) => {
    const exposure = { authorities: 'government', confidence };
    expect(problemsOfCondition({ exposure }).join('\n')).toContain(message);
  });

  test('refuses a condition with no part, and lists of none', () => {
    expect(problemsOfCondition({})).toEqual([expect.stringContaining('exactly one of')]);
    expect(problemsOfCondition({ all: [] })).toEqual([expect.stringContaining('at least one')]);
    expect(problemsOf({ ...SET, rules: [] })).toEqual([
      expect.stringContaining('at least one rule'),
    ]);
  });

  test('refuses what is not JSON', () => {
    expect(readProblems(() => parseRuleSet('{', 'x.json'))).toEqual([
      expect.stringContaining('not JSON'),
    ]);
  });
});

describe('the digest of a rule set', () => {
  const digest = (set: unknown) => ruleSetDigest(parseRuleSet(JSON.stringify(set, null, 1), 'x'));
  const withCondition = (when: unknown) => ({ ...SET, rules: [{ ...RULE, when }] });

  test('does not depend on blanks, the order of keys, or defaults written out', () => {
    const plain = withCondition({ exposure: { authorities: 'list', kind: 'direct' } });
    const { rules, ...rest } = withCondition({
      exposure: { dust: 'above', kind: ['direct'], authorities: ['list'] },
    });
    expect(digest({ rules, ...rest, $schema: './ruleSet.schema.json' })).toBe(digest(plain));
    expect(digest(plain)).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test.each([
    ['a threshold', { figure: 'x', unit: 'usd', atLeast: '101' }],
    ['a figure', { figure: 'lower', unit: 'usd', atLeast: '100' }],
    ['a unit', { figure: 'x', unit: 'share', atLeast: '0.1' }],
    ['a period', { figure: 'x', unit: 'usd', atLeast: '100', basis: 'whole' }],
    ['a filter', { figure: 'x', unit: 'usd', atLeast: '100', delisted: false }],
    ['a confidence', { figure: 'x', unit: 'usd', atLeast: '100', confidence: { below: 0.5 } }],
    ['a number of hops', { figure: 'x', unit: 'usd', atLeast: '100', hops: { atMost: 2 } }],
  ])('changes with %s', (_name, exposure) => {
    const asking = (fields: object) =>
      withCondition({ exposure: { authorities: 'government', ...fields } });
    const before = asking({ figure: 'x', unit: 'usd', atLeast: '100' });
    expect(digest(asking(exposure))).not.toBe(digest(before));
  });
});

describe('an asset list that cannot be used', () => {
  const ASSET = {
    chain: 'ethereum',
    contract: null,
    symbol: 'ETH',
    decimals: 18,
    peg: null,
    priceIds: ['coingecko:ethereum'],
    dustAmount: '3',
    expansionFloorAmount: '15',
    source: 'https://example.org/eth',
  };
  const problems = (assets: unknown) =>
    readProblems(() =>
      parseAssetList(JSON.stringify({ title: 'T', description: 'D', assets }), 'assets.json'),
    );

  test('is refused with every bad field', () => {
    expect(
      problems([{ ...ASSET, chain: 'etherium', contract: '0xC02A', peg: 'eur', dustAmount: '0' }]),
    ).toEqual([
      expect.stringContaining('assets[0].chain: unknown word "etherium"'),
      expect.stringContaining('assets[0].contract'),
      expect.stringContaining('assets[0].dustAmount'),
      expect.stringContaining('assets[0].peg'),
    ]);
  });

  test('is refused when an asset stands twice, or a floor lies below dust', () => {
    expect(problems([ASSET, { ...ASSET, expansionFloorAmount: '2' }])).toEqual([
      'assets[1]: eip155:1/slip44:60 stands twice',
      'assets[1].expansionFloorAmount: must not be below dustAmount',
    ]);
  });

  test('is refused when something that wraps nothing tells its wraps', () => {
    expect(problems([{ ...ASSET, tellsWraps: true }])).toEqual([
      'assets[0].tellsWraps: must be left out, for the asset wraps nothing',
    ]);
    expect(problems([{ ...ASSET, wraps: 'native', tellsWraps: false }])).toEqual([
      'assets[0].tellsWraps: must be true, or be left out',
    ]);
  });

  test('is refused when its freezes are asked for by no function of an address, or without a source', () => {
    const freezing = (freeze: object) => [
      { ...ASSET, contract: `0x${'a'.repeat(40)}`, peg: 'usd', priceIds: undefined, freeze },
    ];
    const source = 'https://example.org/code';
    expect(problems(freezing({ question: 'isFrozen(address)', source }))).toEqual([]);
    expect(problems(freezing({ question: null, source }))).toEqual([]);
    expect(problems(freezing({ question: 'isFrozen(uint256)', source }))).toEqual([
      expect.stringContaining('assets[0].freeze.question'),
    ]);
    expect(problems(freezing({ question: 'isFrozen(address)' }))).toEqual([
      expect.stringContaining('assets[0].freeze.source'),
    ]);
    expect(problems([{ ...ASSET, freeze: { question: null, source } }])).toEqual([
      'assets[0].freeze: must be left out; nobody issues a native coin',
    ]);
  });

  test('is refused when nothing says what an asset is worth, or two things do', () => {
    const { priceIds: _, ...nameless } = ASSET;
    const contractOf = (digit: string) => ({ contract: `0x${digit.repeat(40)}` });
    const good = [
      { ...ASSET, ...contractOf('a') },
      { ...nameless, ...contractOf('b') },
      { ...nameless, ...contractOf('c'), peg: 'usd' },
      { ...nameless, ...contractOf('d'), wraps: 'native' },
    ];
    expect(problems([ASSET, ...good])).toEqual([]);
    expect(
      problems([
        nameless,
        { ...ASSET, ...contractOf('c'), peg: 'usd' },
        { ...ASSET, ...contractOf('d'), wraps: 'native' },
      ]),
    ).toEqual([
      expect.stringContaining('assets[0].priceIds: is missing'),
      expect.stringContaining('assets[1].priceIds: must be left out'),
      expect.stringContaining('assets[2].priceIds: must be left out'),
    ]);
    expect(
      problems([
        { ...ASSET, priceIds: [] },
        { ...ASSET, priceIds: ['ethereum'] },
      ]),
    ).toEqual([
      expect.stringContaining('assets[0].priceIds'),
      expect.stringContaining('assets[1].priceIds[0]'),
    ]);
  });
});

test('an example of a rule with an unknown field is refused', () => {
  const example = { rule: 'a', description: 'x', fires: { signal: [] }, misses: {} };
  expect(readProblems(() => parseRuleExample(JSON.stringify(example), 'x.json'))).toEqual([
    expect.stringContaining('fires: unknown key "signal"; the nearest known one is "signals"'),
  ]);
});
