import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCanonicalJson } from '../../src/core/canonicalJson.js';
import { decodeFactBundle } from '../../src/core/decodeBundle.js';
import { DecodeError } from '../../src/core/errors.js';
import type { FactBundle } from '../../src/core/factBundle.js';
import { formatFactBundle } from '../../src/core/factBundle.js';
import { encodeFact } from '../../src/core/factJson.js';
import { anyBundle, anyFacts, anyPrices } from '../support/anyBundle.js';

/** Lists that have no order of their own, in one. */
function sorted<Item>(items: readonly Item[]): readonly Item[] {
  const textOf = (item: Item) =>
    JSON.stringify(item, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
  const once = new Map(items.map((item) => [textOf(item), item]));
  return [...once.keys()].sort().flatMap((text) => once.get(text) ?? []);
}

function inOrder(bundle: FactBundle): FactBundle {
  const { ownAccounts, assets, unpriced, halo } = bundle.circumstances;
  return {
    ...bundle,
    prices: sorted(bundle.prices),
    circumstances: {
      ...bundle.circumstances,
      ownAccounts: sorted(ownAccounts),
      assets: sorted(assets),
      unpriced: sorted(unpriced),
      ...(halo === undefined ? {} : { halo: sorted(halo) }),
    },
  };
}

/** Any place in a JSON value, given something else. */
const damage = fc.record({
  at: fc.array(fc.nat(), { maxLength: 6 }),
  by: fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 1.5, '', '-1', null, {}, [])),
});

function damaged(value: unknown, at: readonly number[], by: unknown): unknown {
  const [first, ...rest] = at;
  if (first === undefined || typeof value !== 'object' || value === null) return by;
  const keys = Object.keys(value);
  const key = keys[first % Math.max(1, keys.length)];
  if (key === undefined) return by;
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [
    name,
    name === key ? damaged(inner, rest, by) : inner,
  ]);
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** Decodes a text; what it refuses is a DecodeError that names a field, and nothing else. */
function decodeOrNull(text: string): ReturnType<typeof decodeFactBundle> | null {
  try {
    return decodeFactBundle(text);
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
    return null;
  }
}

describe('the facts of a record', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(anyBundle, (bundle) => {
        const text = formatFactBundle(bundle);
        const again = decodeFactBundle(text);
        if (again.version !== 2) throw new Error('another version came back');
        expect(inOrder(again)).toEqual(inOrder(bundle));
        expect(formatFactBundle(again)).toBe(text);
      }),
    );
  });

  it('are canonical JSON, whatever the order of what has none', () => {
    fc.assert(
      fc.property(anyBundle, (bundle) => {
        const text = formatFactBundle(bundle);
        expect(formatCanonicalJson(JSON.parse(text))).toBe(text);
        const { circumstances } = bundle;
        const turned = {
          ...bundle,
          prices: [...bundle.prices, ...bundle.prices].reverse(),
          circumstances: { ...circumstances, assets: [...circumstances.assets].reverse() },
        };
        expect(formatFactBundle(turned)).toBe(text);
      }),
    );
  });

  it('of a record from before are read as what they were: a list, or a list and prices', () => {
    fc.assert(
      fc.property(anyFacts, anyPrices, (facts, prices) => {
        const list = facts.map(encodeFact);
        expect(decodeFactBundle(formatCanonicalJson(list))).toEqual({
          version: 1,
          facts,
          prices: [],
        });
        const text = formatCanonicalJson({
          facts: list,
          prices: prices.map((one) => ({ ...one })),
        });
        expect(decodeFactBundle(text)).toEqual({ version: 1, facts, prices });
      }),
    );
  });

  it('are refused with a DecodeError, and nothing else, where they are anything else', () => {
    fc.assert(fc.property(fc.json(), (text) => void decodeOrNull(text)));
    fc.assert(fc.property(fc.string(), (text) => void decodeOrNull(text)));
    fc.assert(
      fc.property(anyBundle, damage, (bundle, { at, by }) => {
        const text = JSON.stringify(damaged(JSON.parse(formatFactBundle(bundle)), at, by));
        const read = decodeOrNull(text);
        // What is still read is what it says: nothing was left out or made up.
        if (read?.version === 2) decodeFactBundle(formatFactBundle(read));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['[{"kind":"transfer"}]', 'facts[0].chain'],
    ['{"facts":[]}', 'prices'],
    ['{"facts":[],"prices":[{"usd":"1"}]}', 'prices[0].asset'],
    ['{"facts":[],"prices":[],"more":1}', ''],
    ['{"version":3}', 'version'],
    ['{"version":2,"facts":[],"subjects":[{"kind":"seen"}],"prices":[]}', 'circumstances'],
    ['nothing', ''],
  ])('are refused by the path of the first bad field: %s', (text, field) => {
    expect(() => decodeFactBundle(text)).toThrow(expect.objectContaining({ details: { field } }));
  });
});
