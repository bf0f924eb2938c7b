import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Account, parseAccount } from '../../../src/core/account.js';
import type {
  DocumentExposure,
  DocumentHop,
  ScreeningDocument,
} from '../../../src/report/document.js';
import type { PathPicture } from '../../../src/report/layOutPicture.js';
import { createPathPicture } from '../../../src/report/pathPicture.js';
import { sampleDocument, sampleVerdict } from './sampleDocument.js';

const held = () => sampleDocument(sampleVerdict('hold'));
const golden = (name: string): ScreeningDocument =>
  JSON.parse(readFileSync(new URL(`../../golden/verdicts/${name}.json`, import.meta.url), 'utf8'));

function account(digits: string): Account {
  const parsed = parseAccount(`eip155:1:0x${digits.padEnd(40, '0')}`);
  if (parsed === null) throw new Error('no account');
  return parsed;
}

/** A wallet that got money from `count` listed accounts, each by way of three accounts of two layers. */
function crowd(count: number): ScreeningDocument {
  const document = held();
  const [first] = document.exposures;
  const [hop] = first?.paths[0]?.hops ?? [];
  const subject = document.subjects[0]?.account;
  if (first === undefined || hop === undefined || subject === undefined) throw new Error('no path');
  const exposures = Array.from({ length: count }, (_, at): DocumentExposure => {
    const way = [account(`a${at}`), account(`b${at % 3}`), account(`c${at % 5}`), subject];
    const hops = way.slice(1).map((to, n): DocumentHop => {
      const from = way[n] ?? subject;
      return { ...hop, from, to, amount: `${(at + 1) * 1000 + n}`, txId: null };
    });
    return {
      ...first,
      entity: `Group ${at} with a long name that has to be broken`,
      label: { ...first.label, account: account(`a${at}`) },
      paths: [{ carried: '1', carriedAsset: hop.asset, hops }],
    };
  });
  return { ...document, exposures };
}

function overlaps(picture: PathPicture): readonly string[] {
  const boxes = [
    ...picture.nodes.map(({ key, x, y, width, height }) => ({ key, x, y, width, height })),
  ];
  return boxes.flatMap((a, at) =>
    boxes
      .slice(at + 1)
      .filter(
        (b) =>
          a.x < b.x + b.width &&
          b.x < a.x + a.width &&
          a.y < b.y + b.height &&
          b.y < a.y + a.height,
      )
      .map((b) => `${a.key} and ${b.key}`),
  );
}

const hopsOf = ({ exposures }: ScreeningDocument) =>
  exposures.flatMap(({ paths }) => paths.flatMap(({ hops }) => hops));

const documents = [
  { name: 'a wallet two hops away', make: held },
  { name: 'a recorded wallet', make: () => golden('ronin-two-hops') },
  { name: 'one whose address is labelled', make: () => golden('wannacry-ransom') },
  { name: 'one with nothing found', make: () => sampleDocument(sampleVerdict('proceed')) },
  { name: 'one with forty paths', make: () => crowd(40) },
];

describe.each(documents)('the picture of $name', ({ make }) => {
  it('is the same each time, to the pixel', () => {
    const first = createPathPicture(make(), 'UTC');
    createPathPicture(crowd(3), 'UTC');
    expect(createPathPicture(make(), 'UTC')).toEqual(first);
  });

  it('has no box over another, and all of it inside its frame', () => {
    const picture = createPathPicture(make(), 'UTC');
    expect(overlaps(picture)).toEqual([]);
    for (const { outline } of picture.nodes) {
      for (const { x, y } of outline) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(picture.width);
        expect(y).toBeLessThanOrEqual(picture.height);
      }
    }
  });

  it('has every hop of every path, each once', () => {
    const document = make();
    const drawn = createPathPicture(document, 'UTC').edges.flatMap(({ hops }) => hops);
    const texts = drawn.map((hop) => JSON.stringify(hop));
    expect(new Set(texts)).toEqual(new Set(hopsOf(document).map((hop) => JSON.stringify(hop))));
    expect(texts).toHaveLength(new Set(texts).size);
  });
});

describe('a picture', () => {
  it('tells the wallet, a labelled account and what was not seen apart by shape and by words', () => {
    const { nodes } = createPathPicture(held(), 'UTC');
    const told = nodes.map(({ shape, texts }) => [shape, texts.map(({ text }) => text).join(' ')]);
    expect(told).toEqual([
      ['subject', 'This wallet 0x111111…111111'],
      ['labelled', 'Lazarus Group (stolen-funds) 0x098b71…3e2f96'],
      ['account', '0x222222…222222'],
      ['service', 'Kraken (service)'],
      ['other', 'left and came back'],
      ['unseen', 'not seen: too small to follow'],
    ]);
    const outlines = new Set(nodes.map(({ outline }) => outline.length));
    expect(outlines.size).toBeGreaterThan(1);
  });

  it('says in words what each arrow is, with addresses and ids whole', () => {
    const { description } = createPathPicture(held(), 'UTC');
    expect(description).toContain(
      `Lazarus Group (stolen-funds), 0x098b716b8aaf21512996dc57eb0615e2383e2f96 to 0x2222222222222222222222222222222222222222: 2.50 ETH on 2022-04-14 02:25 UTC, transaction 0x${'ab'.repeat(32)}.`,
    );
    expect(description).toContain('of what came in is from: Kraken (service).');
  });

  it('leaves out an origin that a path already shows, and only that', () => {
    const words = createPathPicture(held(), 'UTC').nodes.map(({ title }) => title);
    expect(words.filter((title) => title.includes('Lazarus'))).toHaveLength(1);
    const without = sampleDocument(sampleVerdict('proceed'));
    const shown = createPathPicture(without, 'UTC').nodes.map(({ title }) => title);
    expect(shown).toContain('Lazarus Group (labelled)');
  });

  it('joins several transfers between two accounts into one arrow with their sum', () => {
    const document = held();
    const [exposure] = document.exposures;
    const [path] = exposure?.paths ?? [];
    if (exposure === undefined || path === undefined) throw new Error('no path');
    const twice = path.hops.map((hop) => ({ ...hop, time: '2022-04-16T00:00:00Z' }));
    const exposures = [{ ...exposure, paths: [path, { ...path, hops: twice }] }];
    const { edges } = createPathPicture({ ...document, exposures }, 'UTC');
    expect(edges[0]?.texts.map(({ text }) => text)).toEqual([
      '2 transfers',
      '5.00 ETH',
      '2022-04-14 to 2022-04-16',
    ]);
  });

  it('shows characters that would steer or hide in a name as their codes', () => {
    const document = held();
    const exposures = document.exposures.map((exposure) => ({
      ...exposure,
      entity: 'Good\u202eliaB\u200b Bank',
    }));
    const picture = JSON.stringify(createPathPicture({ ...document, exposures }, 'UTC').nodes);
    expect(picture).not.toMatch(/[\u202e\u200b]/u);
    expect(picture).toContain('Good\\\\u{202e}liaB\\\\u{200b}');
  });
});
