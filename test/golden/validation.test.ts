import { beforeAll, describe, expect, it } from 'vitest';
import { barsOf } from '../validation/bars.js';
import { planWorlds } from '../validation/generate/worlds.js';
import { formatMarkdown } from '../validation/report/report.js';
import { type Measurements, validate } from '../validation/validate.js';

let measured: Measurements;

beforeAll(async () => {
  measured = await validate('quick', () => undefined);
});

describe('the validation, in its quick size', () => {
  it('screened every world that was planned', () => {
    const planned = planWorlds('quick').map(({ name }) => name);
    expect(measured.worlds.map(({ name }) => name)).toEqual(planned);
  });

  it('misses no bar', () => {
    const missed = barsOf(measured).filter(({ isMet }) => !isMet);
    expect(missed.map((bar) => `${bar.promise}: ${bar.measured}`)).toEqual([]);
  });

  it('never asks for fewer requests than the facts need', () => {
    for (const { name, requests, leastRequests } of measured.worlds) {
      expect(requests, name).toBeGreaterThanOrEqual(leastRequests);
    }
  });

  it('tells a missed bar in its report', () => {
    const [first, ...others] = measured.worlds;
    if (first === undefined) throw new Error('Nothing was screened.');
    const wrong = { ...first, least: 'hold' as const, decision: 'proceed' as const };
    const spoiled = { ...measured, worlds: [wrong, ...others] };
    const bars = barsOf(spoiled);
    const [noWrongProceed] = bars;
    expect(noWrongProceed).toMatchObject({ promise: 'No wrong proceed', isMet: false });
    expect(formatMarkdown(spoiled, bars)).toContain(
      `| ${first.name} | hold to proceed | proceed |`,
    );
  });
});
