import { describe, expect, test } from 'vitest';
import type { Exposure, ExposureAmount } from '../../../src/core/exposure.js';
import type { Gap } from '../../../src/core/gap.js';
import type { Signal } from '../../../src/core/signal.js';
import { evaluate } from '../../../src/rules/evaluate.js';
import {
  agreeing,
  createAmount,
  createClaim,
  createEvidence,
  createExposure,
  createRuleSet,
  createTotal,
  createTotals,
  ETH,
  LISTED,
  returnedAlike,
  SUBJECT,
  USDC,
} from './evidence.js';

const DOLLAR = 1_000_000n;

/** Severities of the one rule over exposures of 1,000 dollars received. */
function severities(
  when: unknown,
  exposures: readonly Exposure[],
  totals = createTotals([createTotal(1_000n * DOLLAR)]),
): readonly string[] {
  const findings = evaluate(createRuleSet(when), createEvidence({ exposures, totals }));
  return findings.map((finding) => finding.severity);
}

const carrying = (...amounts: readonly ExposureAmount[]) =>
  createExposure({ amounts, recentAmounts: amounts });
const share = (figure: string, atLeast: string) => ({
  exposure: { figure, unit: 'share', atLeast },
});
const usd = (figure: string, atLeast: string) => ({ exposure: { figure, unit: 'usd', atLeast } });

describe('a threshold', () => {
  test('is reached exactly, and missed by one atomic unit', () => {
    const tenth = 100n * DOLLAR;
    for (const when of [share('x', '0.10'), usd('x', '100'), share('lower', '0.10')]) {
      expect(severities(when, [carrying(createAmount(tenth))])).toEqual(['hold']);
      expect(severities(when, [carrying(createAmount(tenth - 1n))])).toEqual([]);
    }
  });

  test('is exact where a decimal would round', () => {
    const third = createTotals([createTotal(3n)]);
    expect(
      severities(share('x', '0.3333333333333333'), [carrying(createAmount(1n))], third),
    ).toEqual(['hold']);
    expect(
      severities(share('x', '0.3333333333333334'), [carrying(createAmount(1n))], third),
    ).toEqual([]);
  });

  test('is about the matching exposures together, so that splitting does not help', () => {
    const half = carrying(createAmount(50n * DOLLAR));
    expect(severities(share('x', '0.10'), [half])).toEqual([]);
    expect(severities(share('x', '0.10'), [half, { ...half }])).toEqual(['hold']);
  });

  test('judges each direction by itself', () => {
    const half = carrying(createAmount(50n * DOLLAR));
    const sent: Exposure = { ...half, direction: 'outgoing' };
    expect(severities(share('x', '0.10'), [half, sent])).toEqual([]);
    expect(severities(share('x', '0.05'), [half, sent])).toEqual(['hold']);
    const when = { exposure: { direction: 'outgoing', figure: 'x', unit: 'usd', atLeast: '50' } };
    expect(severities(when, [half])).toEqual([]);
    expect(severities(when, [sent])).toEqual(['hold']);
  });

  test('x is the larger of haircut and FIFO, each summed by itself', () => {
    const a = carrying(createAmount(0n, { haircut: 60n * DOLLAR, usd: null }));
    const b = carrying(createAmount(0n, { fifo: 60n * DOLLAR, usd: null }));
    expect(severities(share('x', '0.06'), [a, b])).toEqual(['hold']);
    expect(severities(share('x', '0.061'), [a, b])).toEqual([]);
    expect(severities(share('haircut', '0.06'), [b])).toEqual([]);
    expect(severities(share('fifo', '0.06'), [b])).toEqual(['hold']);
  });

  test('counts shares of received less what came back', () => {
    const totals = createTotals([
      createTotal(1_000n * DOLLAR, { returned: returnedAlike(500n * DOLLAR) }),
    ]);
    expect(severities(share('x', '0.20'), [carrying(createAmount(100n * DOLLAR))], totals)).toEqual(
      ['hold'],
    );
    expect(
      severities(share('x', '0.20'), [carrying(createAmount(100n * DOLLAR - 1n))], totals),
    ).toEqual([]);
  });

  test('of a share is reached by the last 365 days alone, unless the rule says whole', () => {
    const recent = createTotals([createTotal(1_000n * DOLLAR)], [createTotal(10n * DOLLAR)]);
    const exposure = carrying(createAmount(10n * DOLLAR));
    const basis = (basis: string) => ({
      exposure: { figure: 'x', unit: 'share', atLeast: '0.5', basis },
    });
    expect(severities(share('x', '0.5'), [exposure], recent)).toEqual(['hold']);
    expect(severities(basis('last-365-days'), [exposure], recent)).toEqual(['hold']);
    expect(severities(basis('whole'), [exposure], recent)).toEqual([]);
  });

  test('leaves dust out unless the rule asks for it, and ownership is never dust', () => {
    const dust = { ...carrying(createAmount(100n * DOLLAR)), dust: true };
    expect(severities(usd('x', '100'), [dust])).toEqual([]);
    expect(severities({ exposure: { dust: 'any' } }, [dust])).toEqual(['hold']);
    expect(severities({ exposure: { dust: 'below' } }, [dust])).toEqual(['hold']);
    expect(
      severities({ exposure: { kind: 'ownership' } }, [{ ...dust, kind: 'ownership' }]),
    ).toEqual(['hold']);
  });
});

describe('prices', () => {
  const unpriced = createAmount(900n * DOLLAR, { asset: ETH, usd: null });

  test('an amount without a price adds nothing to dollars, and hides nothing that has one', () => {
    expect(severities(usd('x', '100'), [carrying(unpriced)])).toEqual([]);
    expect(severities(usd('lower', '100'), [carrying(unpriced)])).toEqual([]);
    expect(severities(usd('upper', '100'), [carrying(unpriced)])).toEqual([]);
    expect(severities(usd('x', '100'), [carrying(unpriced, createAmount(100n * DOLLAR))])).toEqual([
      'hold',
    ]);
  });

  test('a share is of all value in dollars where everything is priced', () => {
    const totals = createTotals([
      createTotal(10n, { asset: ETH, usdMicros: 100n * DOLLAR }),
      createTotal(900n * DOLLAR),
    ]);
    const worth = { ...agreeing(100n * DOLLAR), fifo: 0n };
    const ether = createAmount(10n, { asset: ETH, usd: worth });
    expect(severities(share('x', '0.1'), [carrying(ether)], totals)).toEqual(['hold']);
    expect(severities(share('x', '0.100001'), [carrying(ether)], totals)).toEqual([]);
  });

  test('else it is the largest share of one asset', () => {
    const totals = createTotals([
      createTotal(10n, { asset: ETH, usdMicros: null }),
      createTotal(900n * DOLLAR),
    ]);
    const ether = createAmount(5n, { asset: ETH, usd: null });
    expect(severities(share('x', '0.5'), [carrying(ether, createAmount(1n))], totals)).toEqual([
      'hold',
    ]);
    expect(severities(share('x', '0.51'), [carrying(ether, createAmount(1n))], totals)).toEqual([]);
  });

  test('a bound has a worth of its own, whatever the estimates are worth', () => {
    const ether = createAmount(4n, {
      asset: ETH,
      lower: 2n,
      usd: {
        haircut: 400n * DOLLAR,
        fifo: 200n * DOLLAR,
        lower: 100n * DOLLAR,
        upper: 500n * DOLLAR,
        upperIfUnseenRisky: 600n * DOLLAR,
      },
    });
    const worths = { lower: '100', upper: '500', upperIfUnseenRisky: '600' };
    for (const [figure, worth] of Object.entries(worths)) {
      expect(severities(usd(figure, worth), [carrying(ether)])).toEqual(['hold']);
      expect(severities(usd(figure, `${worth}.000001`), [carrying(ether)])).toEqual([]);
    }
  });
});

describe('a value that was not computed', () => {
  const open = createAmount(50n * DOLLAR, { lower: null, upper: null, upperIfUnseenRisky: null });
  const fired = (when: unknown) => severities(when, [carrying(open)]);

  test('a lower bound is not met when haircut or FIFO are below, else unknown: review', () => {
    expect(fired(share('lower', '0.051'))).toEqual([]);
    expect(fired(share('lower', '0.05'))).toEqual(['review']);
    expect(fired(usd('lower', '50'))).toEqual(['review']);
    expect(fired(usd('lower', '50.000001'))).toEqual([]);
  });

  test('an upper bound is met when haircut or FIFO are above, else unknown: review', () => {
    for (const figure of ['upper', 'upperIfUnseenRisky']) {
      expect(fired(share(figure, '0.05'))).toEqual(['hold']);
      expect(fired(share(figure, '0.06'))).toEqual(['review']);
      expect(fired(usd(figure, '50'))).toEqual(['hold']);
      expect(fired(usd(figure, '51'))).toEqual(['review']);
    }
  });

  test('stays unknown under not, and gives way to what is known', () => {
    const unknown = share('lower', '0.05');
    const holds = share('x', '0.05');
    const fails = share('x', '0.06');
    expect(fired({ not: unknown })).toEqual(['review']);
    expect(fired({ not: holds })).toEqual([]);
    expect(fired({ not: fails })).toEqual(['hold']);
    expect(fired({ all: [unknown, holds] })).toEqual(['review']);
    expect(fired({ all: [unknown, fails] })).toEqual([]);
    expect(fired({ any: [unknown, holds] })).toEqual(['hold']);
    expect(fired({ any: [unknown, fails] })).toEqual(['review']);
  });

  test('says so in the sentence, and an info stays an info', () => {
    const evidence = createEvidence({
      exposures: [carrying(open)],
      totals: createTotals([createTotal(1_000n * DOLLAR)]),
    });
    const [finding] = evaluate(createRuleSet(share('lower', '0.05'), 'info'), evidence);
    expect(finding?.severity).toBe('info');
    expect(finding?.sentence).toContain(
      "Whether the rule's threshold is reached (the lower bound at least 5 %) was not computed",
    );
    expect(finding?.exposures).toEqual([0]);
  });

  test('an unknown listing date makes a rule about dates unknown, not false', () => {
    const when = { exposure: { designation: 'after' } };
    const designated = (designation: Exposure['designation']) =>
      severities(when, [{ ...carrying(open), designation }]);
    expect(designated('after')).toEqual(['hold']);
    expect(designated('both')).toEqual(['hold']);
    expect(designated('before')).toEqual([]);
    expect(designated('unknown')).toEqual(['review']);
  });
});

describe('filters', () => {
  const fires = (exposure: object, change: Partial<Exposure> = {}) =>
    severities({ exposure }, [{ ...carrying(createAmount(1n)), ...change }]).length > 0;
  const claimed = (change: Partial<typeof LISTED>) => ({ attribution: createClaim(change) });

  test('tell DPRK-linked actors from others', () => {
    expect(fires({ actors: 'dprk' })).toBe(true);
    expect(fires({ actors: 'other' })).toBe(false);
    expect(fires({ actors: 'other' }, claimed({ actor: null }))).toBe(true);
    expect(fires({ actors: ['dprk-it-worker'] })).toBe(false);
    expect(fires({ actors: 'lazarus' })).toBe(true);
  });

  test('count owner hops, not transfers', () => {
    expect(fires({ hops: { atMost: 2 } }, { minHops: 9, ownerHops: 2 })).toBe(true);
    expect(fires({ hops: { atMost: 2 } }, { minHops: 9, ownerHops: 3 })).toBe(false);
    expect(fires({ hops: { atLeast: 3 } }, { ownerHops: 3 })).toBe(true);
  });

  test('read authority, category, delisting and whether a role is stated', () => {
    expect(fires({ authorities: ['list'] })).toBe(true);
    expect(fires({ authorities: ['vendor'] })).toBe(false);
    expect(fires({ categories: 'mixer' })).toBe(false);
    expect(fires({ delisted: false }, claimed({ delistedOn: '2025-03-21' }))).toBe(false);
    expect(fires({ delisted: true }, claimed({ delistedOn: '2025-03-21' }))).toBe(true);
    expect(fires({ roleStated: false }, claimed({ entity: 'A theft (role not stated)' }))).toBe(
      true,
    );
    expect(fires({ roleStated: true }, claimed({ entity: 'A theft (role not stated)' }))).toBe(
      false,
    );
  });
});

describe('the confidence of a claim', () => {
  const fires = (confidence: object, change: Parameters<typeof createClaim>[0]) =>
    severities({ exposure: { confidence } }, [
      createExposure({ kind: 'ownership', attribution: createClaim(change) }),
    ]).length > 0;

  test('is reached exactly, and missed by a hundredth', () => {
    const half = { authority: 'researcher', confidence: 0.5 } as const;
    const less = { ...half, confidence: 0.49 };
    expect([fires({ atLeast: 0.5 }, half), fires({ atLeast: 0.5 }, less)]).toEqual([true, false]);
    expect([fires({ below: 0.5 }, half), fires({ below: 0.5 }, less)]).toEqual([false, true]);
    expect(fires({ atLeast: 0.4, below: 0.5 }, less)).toBe(true);
  });

  test('of what a list says is never in doubt', () => {
    const unsure = { authority: 'list', confidence: 0.1 } as const;
    expect(fires({ atLeast: 0.5 }, unsure)).toBe(true);
    expect(fires({ below: 0.5 }, unsure)).toBe(false);
  });
});

describe('signals and gaps', () => {
  const signal: Signal = {
    kind: 'busy',
    account: SUBJECT,
    sentence: 'It is busy.',
    attribution: null,
  };
  const gap: Gap = {
    kind: 'budget',
    account: SUBJECT,
    direction: null,
    channel: null,
    share: null,
    matters: true,
    cure: 'Raise it.',
    sentence: 'The budget is spent.',
  };

  test('fire their leaf with their own sentence', () => {
    const evidence = createEvidence({ signals: [signal], gaps: [gap] });
    const sentence = (when: unknown) => evaluate(createRuleSet(when), evidence)[0]?.sentence;
    expect(sentence({ signal: { kind: 'busy' } })).toBe('It is busy.');
    expect(sentence({ gap: { kind: 'budget' } })).toBe('The budget is spent.');
    expect(sentence({ signal: { kind: 'no-history' } })).toBeUndefined();
    expect(sentence({ gap: { kind: 'capability' } })).toBeUndefined();
    expect(sentence({ not: { signal: { kind: 'no-history' } } })).toBe('A reason.');
  });

  test('a signal without a claim never matches a filter about claims', () => {
    const when = { signal: { kind: 'busy', actors: 'dprk', authorities: 'list' } };
    const fired = (attribution: Signal['attribution']) =>
      evaluate(createRuleSet(when), createEvidence({ signals: [{ ...signal, attribution }] }));
    expect(fired(null)).toEqual([]);
    expect(fired(LISTED)).toHaveLength(1);
  });
});

describe('the sentence of a finding', () => {
  const say = (exposures: readonly Exposure[], when: unknown = { exposure: {} }) =>
    evaluate(
      createRuleSet(when),
      createEvidence({ exposures, totals: createTotals([createTotal(1_000n * DOLLAR)]) }),
    )[0]?.sentence;
  const figures = { fifo: 80n * DOLLAR, lower: 50n * DOLLAR, upper: 200n * DOLLAR };
  const bounded = createAmount(100n * DOLLAR, figures);
  const unbounded = createAmount(100n * DOLLAR, { ...figures, lower: 0n });

  test('gives the bounds, the estimates, the distance and the claim, and accuses nobody', () => {
    expect(say([carrying(bounded)], share('x', '0.10'))).toBe(
      'At least 5 % and at most 20 % of what this wallet received (pro-rata estimate 10 %, first-in-first-out 8 %; about USD 100 or USD 80) came, 2 hops back, from an account that OFAC lists under Lazarus Group. Threshold reached: the larger of the pro-rata and first-in-first-out estimates at least 10 %. This says nothing about who holds the wallet.',
    );
  });

  test('rounds bounds to where they hold, and leaves out that it is at most all', () => {
    const all = 1_000n * DOLLAR;
    const nearlyAll = { fifo: all, lower: all - 1n, upper: all };
    expect(say([carrying(createAmount(all - 1n, nearlyAll))])).toMatch(
      /^At least 99\.9 % of what this wallet received \(pro-rata estimate more than 99\.9 %, first-in-first-out 100 %; .*\) came, 2 hops back/,
    );
    const narrow = { lower: 100n * DOLLAR - 1n, upper: 100n * DOLLAR + 1n };
    expect(say([carrying(createAmount(100n * DOLLAR, narrow))])).toMatch(
      /^At least 9\.99 % and at most 10\.1 % of what this wallet received \(estimate 10 %; /,
    );
    const sliver = { lower: 1n, upper: 2n };
    expect(say([carrying(createAmount(1n, sliver))])).toMatch(
      /^More than 0 % and at most 0\.01 % of what this wallet received .* came, 2 hops back/,
    );
  });

  test('says could where the lower bound is nothing', () => {
    expect(say([carrying(unbounded)])).toMatch(
      /^Up to 20 % of what this wallet received .* could have come, 2 hops back, from/,
    );
    expect(say([{ ...carrying(unbounded), direction: 'outgoing', minHops: 3 }])).toMatch(
      /^Up to 20 % of what this wallet sent .* could have gone, 3 hops on, to/,
    );
  });

  test('names the period when only the last 365 days reach the threshold', () => {
    const totals = createTotals([createTotal(1_000n * DOLLAR)], [createTotal(200n * DOLLAR)]);
    const evidence = createEvidence({ exposures: [carrying(bounded)], totals });
    const [finding] = evaluate(createRuleSet(share('haircut', '0.5')), evidence);
    expect(finding?.sentence).toContain('of what this wallet received in the last 365 days');
  });

  test.each([
    [{}, 'an account that OFAC lists under Lazarus Group'],
    [{ set: 'eu', source: 'https://example.org' }, 'an account that a sanctions list lists under'],
    [
      { delistedOn: '2025-03-21' },
      'an account that OFAC listed under Lazarus Group from 2022-04-14 until 2025-03-21',
    ],
    [{ authority: 'government' }, 'an account named by a government as one of Lazarus Group'],
    [{ authority: 'researcher' }, 'an account attributed to Lazarus Group by researchers'],
    [{ authority: 'vendor' }, 'an account labelled Lazarus Group by a vendor'],
    [{ authority: 'own' }, 'an account attributed to Lazarus Group by a label of your own'],
  ] as const)('words the claim by its authority: %j', (change, words) => {
    expect(say([{ ...carrying(bounded), attribution: createClaim(change) }])).toContain(words);
  });

  test.each([
    [{}, 'OFAC lists this very address under Lazarus Group.'],
    [
      { delistedOn: '2025-03-21' },
      'OFAC listed this very address under Lazarus Group from 2022-04-14 until 2025-03-21. It is no longer listed: contact is not prohibited by that listing since 2025-03-21.',
    ],
    [
      { authority: 'researcher' },
      'This very address is attributed to Lazarus Group by researchers.',
    ],
    [{ authority: 'vendor' }, 'This very address is labelled Lazarus Group by a vendor.'],
  ] as const)('words ownership as a claim: %j', (change, words) => {
    const owned = createExposure({ kind: 'ownership', attribution: createClaim(change) });
    expect(say([owned])).toContain(words);
    expect(say([owned])).toContain('This says nothing about who holds the wallet.');
  });

  test('points at the exposures by their place in the list', () => {
    const evidence = createEvidence({
      exposures: [
        createExposure({ attribution: createClaim({ category: 'mixer' }) }),
        carrying(createAmount(1n, { asset: USDC })),
      ],
    });
    const when = { exposure: { categories: ['stolen-funds'] } };
    expect(evaluate(createRuleSet(when), evidence)[0]?.exposures).toEqual([1]);
  });
});
