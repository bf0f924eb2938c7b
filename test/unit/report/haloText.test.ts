import { describe, expect, it } from 'vitest';
import type { ChainHalo } from '../../../src/report/haloDocument.js';
import { describeHalo } from '../../../src/report/haloText.js';
import { paintNothing, renderLines } from '../../../src/report/lines.js';

const SEEDS = { labelled: 4, open: 0, done: 4, failed: 0, old: 0, withdrawn: 0 };
const halo = (parts: Partial<ChainHalo> = {}): ChainHalo => ({
  chain: 'ethereum',
  seeds: SEEDS,
  members: 12,
  requests: 34,
  oldestAsOf: '2026-11-01T00:00:00Z',
  missing: [],
  ...parts,
});

const text = (...chains: readonly ChainHalo[]) =>
  renderLines(describeHalo({ chains, requests: 0, unreached: [] }, 200), paintNothing);

describe('how far the halo has come, in words', () => {
  it('says what is followed and how old it is, and that it claims nothing', () => {
    expect(text(halo()).split('\n')).toEqual([
      'ethereum: 4 labelled accounts, 4 followed, 0 open, 0 with something missing',
      '  Their money reached 12 places within two hops; 34 requests in all.',
      '  Of those followed: the oldest as of 2026-11-01T00:00:00Z.',
      'All is followed. It says where screenings look, and claims nothing about anybody.',
      '',
    ]);
  });

  it.each([{ open: 1 }, { failed: 1 }, { old: 1 }])('says to go on where there is %o', (part) => {
    const printed = text(halo({ seeds: { ...SEEDS, ...part } }));
    expect(printed).toContain('Run "hopsight labels expand" to go on');
    expect(printed).not.toContain('All is followed');
  });

  it('tells what has no label any more, what is old and what was not seen', () => {
    const missing = Array.from({ length: 7 }, (_, at) => ({
      address: `0x${at}`,
      sentence: 'It was down.',
    }));
    const printed = text(halo({ seeds: { ...SEEDS, old: 2, withdrawn: 3 }, missing }));
    expect(printed).toContain('2 older than a week, 3 no longer labelled.');
    expect(printed).toContain('  0x4: It was down.\n  and 2 more; --json names them all\n');
    expect(printed).not.toContain('0x5');
  });

  it('names a chain that was not asked, and what a run sent', () => {
    const unreached = [{ chain: 'bitcoin', sentence: 'No source answers.' }];
    const lines = describeHalo({ chains: [halo()], requests: 7, unreached }, 200);
    const printed = renderLines(lines, paintNothing);
    expect(printed).toContain('bitcoin was not asked: No source answers.');
    expect(printed).toContain('This run sent 7 requests.');
    expect(text()).toContain('No chain is configured');
  });
});
