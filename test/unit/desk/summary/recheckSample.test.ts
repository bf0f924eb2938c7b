import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { recheckSample } from '../../../../src/desk/summary/recheckSample.js';

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
const ids = (count: number) => Array.from({ length: count }, (_, at) => `id ${at}`);
const sample = (of: readonly string[], month = '2026-10') => recheckSample(of, month, digestOf);

describe('the sample that is judged again', () => {
  it.each([
    [0, 0],
    [1, 1],
    [20, 1],
    [21, 2],
    [1000, 50],
  ])('of %i are %i', (count, size) => {
    expect(new Set(sample(ids(count))).size).toBe(size);
  });

  it('is the same for everybody, whatever the order, and another one in another month', () => {
    const chosen = sample(ids(200));
    expect(sample([...ids(200)].reverse())).toEqual(chosen);
    expect(sample(ids(200), '2026-11')).not.toEqual(chosen);
  });

  it('holds those with the lowest digests of month and id', () => {
    const chosen = new Set(sample(ids(200)));
    const digests = (isChosen: boolean) =>
      ids(200)
        .filter((id) => chosen.has(id) === isChosen)
        .map((id) => digestOf(`2026-10 ${id}`))
        .sort();
    const [highest, lowest] = [digests(true).at(-1) ?? '', digests(false)[0] ?? ''];
    expect(highest < lowest).toBe(true);
  });
});
