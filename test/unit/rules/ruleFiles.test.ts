import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../src/rules/evaluate.js';
import { parseRuleExample } from '../../../src/rules/example.js';
import { explainRule } from '../../../src/rules/explain.js';
import { parseAssetList, parseRuleSet, ruleSetJsonSchema } from '../../../src/rules/schema.js';

const FOLDER = new URL('../../../rules/', import.meta.url);
const readText = (path: string) => readFileSync(new URL(path, FOLDER), 'utf8');
const readSet = (id: string) => parseRuleSet(readText(`${id}.json`), `${id}.json`);
const readExamples = (id: string) =>
  readdirSync(new URL(`examples/${id}/`, FOLDER)).map((file) => ({
    file,
    example: parseRuleExample(readText(`examples/${id}/${file}`), file),
  }));

describe.each(['default', 'strict'])('the %s rule set', (id) => {
  const ruleSet = readSet(id);
  const examples = readExamples(id);

  test('is named as its file', () => {
    expect(ruleSet.id).toBe(id);
  });

  test('has one example for each rule and none for a rule that does not exist', () => {
    expect(examples.map(({ example }) => example.rule).sort()).toEqual(
      ruleSet.rules.map((rule) => rule.id).sort(),
    );
    for (const { file, example } of examples) expect(file).toBe(`${example.rule}.json`);
  });

  test.each(examples)(
    '$example.rule fires on its example and just misses the other',
    ({ example }) => {
      const rule = ruleSet.rules.find((candidate) => candidate.id === example.rule);
      const fired = evaluate(ruleSet, example.fires).find((f) => f.ruleId === example.rule);
      expect(fired?.severity).toBe(rule?.severity);
      expect(evaluate(ruleSet, example.misses).map((f) => f.ruleId)).not.toContain(example.rule);
    },
  );

  test('never holds for a claim that was withdrawn', () => {
    for (const { example } of examples) {
      const withdrawn = {
        ...example.fires,
        exposures: example.fires.exposures.map((exposure) => ({
          ...exposure,
          attribution: { ...exposure.attribution, delistedOn: '2025-03-21' },
        })),
        signals: example.fires.signals.map((signal) => ({
          ...signal,
          attribution:
            signal.attribution === null
              ? null
              : { ...signal.attribution, delistedOn: '2025-03-21' },
        })),
      };
      const severities = evaluate(ruleSet, withdrawn).map((finding) => finding.severity);
      expect(severities, example.rule).not.toContain('hold');
    }
  });

  test('explains every rule with its reason and source', () => {
    for (const rule of ruleSet.rules) {
      const text = explainRule(rule);
      expect(text).toContain(rule.reason);
      expect(text).toContain(rule.source);
      expect(text).not.toMatch(/undefined|null|\[object/);
    }
  });
});

test('strict has the rules of default, in the same order', () => {
  expect(readSet('strict').rules.map((rule) => rule.id)).toEqual(
    readSet('default').rules.map((rule) => rule.id),
  );
});

test('the JSON schema beside the rule sets is the one that the reader uses', () => {
  expect(JSON.parse(readText('ruleSet.schema.json'))).toEqual(ruleSetJsonSchema());
});

describe('the asset list', () => {
  const assets = parseAssetList(readText('assets.json'), 'assets.json');
  const find = (id: string) => [...assets.values()].find((asset) => asset.id === id);

  test.each([
    ['eip155:1/slip44:60', 'ETH', 18, null],
    ['eip155:1/erc20:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2', 'WETH', 18, null],
    ['eip155:1/erc20:0x2260fac5e5542a773aa44fbcfedf7c193bc2c599', 'WBTC', 8, null],
    ['eip155:1/erc20:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48', 'USDC', 6, 'usd'],
    ['eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec7', 'USDT', 6, 'usd'],
    ['eip155:1/erc20:0x6b175474e89094c44da98b954eedeac495271d0f', 'DAI', 18, 'usd'],
    ['bip122:000000000019d6689c085ae165831e93/slip44:0', 'BTC', 8, null],
  ])('has %s', (id, symbol, decimals, peg) => {
    expect(find(id)).toMatchObject({ id, symbol, decimals, peg });
  });

  test('sets dust at about USD 10 and the expansion floor at five times that', () => {
    expect(find('eip155:1/slip44:60')?.dustAmount).toBe(3_000_000_000_000_000n);
    expect(find('bip122:000000000019d6689c085ae165831e93/slip44:0')?.dustAmount).toBe(10_000n);
    for (const asset of assets.values()) {
      expect(asset.expansionFloorAmount, asset.id).toBe(asset.dustAmount * 5n);
      if (asset.peg === 'usd') {
        expect(asset.dustAmount, asset.id).toBe(10n * 10n ** BigInt(asset.decimals));
      }
    }
  });

  test('knows one wrapper that tells all that it makes and takes back', () => {
    const tells = [...assets.values()].filter(({ tellsWraps }) => tellsWraps === true);
    expect(tells.map(({ id }) => id)).toEqual([
      'eip155:42161/erc20:0x82af49447d8a07e3bd95bd0d56f35241523fbab1',
    ]);
  });

  test('lists a native coin for every traced chain that it names', () => {
    const chains = new Set([...assets.values()].map((asset) => asset.chain));
    expect(chains.size).toBe(9);
    for (const chain of chains) {
      const native = [...assets.keys()].filter((id) => id.startsWith(`${chain}/slip44:`));
      expect(native, chain).toHaveLength(1);
    }
  });
});
