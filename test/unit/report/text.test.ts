import { describe, expect, it } from 'vitest';
import type { Bounds, ExposureShare } from '../../../src/core/exposure.js';
import type { Decision, Severity } from '../../../src/core/verdict.js';
import type { ScreeningDocument } from '../../../src/report/document.js';
import { paintNothing } from '../../../src/report/lines.js';
import { formatScreeningText } from '../../../src/report/text.js';
import {
  ETH,
  exposure,
  lazarus,
  sampleDocument,
  sampleVerdict,
  subject,
  USDC,
} from './sampleDocument.js';

function print(document: ScreeningDocument, zone = 'UTC', width = 100): string {
  return formatScreeningText(document, { zone, paint: paintNothing, width });
}

/** A report without the line breaks that the width of the page makes. */
function flat(text: string): string {
  return text.replace(/\n +/g, ' ');
}

const ETHER = 10n ** 18n;

const bounded: Bounds = {
  lower: ETHER / 5n,
  upper: ETHER,
  upperIfUnseenRisky: (3n * ETHER) / 2n,
};

/** The sample with bounds. It received 2.5 ETH, of which 0.5 came back; `lower` is a share of all. */
function printBounded(bounds: Bounds, wholeOfLower = (5n * ETHER) / 2n): string {
  const share = (part: bigint | null, whole: bigint) =>
    part === null ? null : { numerator: part, denominator: whole };
  if (exposure.share === null) throw new Error('the sample has a share');
  const shares: ExposureShare = {
    ...exposure.share,
    lower: share(bounds.lower, wholeOfLower),
    upper: share(bounds.upper, 2n * ETHER),
  };
  const amounts = exposure.amounts.map((amount) => ({ ...amount, ...bounds }));
  const { totals } = sampleVerdict('hold');
  return print(
    sampleDocument(
      sampleVerdict('hold', {
        exposures: [{ ...exposure, amounts, share: shares }],
        totals: { ...totals, incoming: { ...totals.incoming, dprk: shares } },
      }),
    ),
  );
}

const decisions: readonly Decision[] = ['proceed', 'review', 'hold', 'incomplete'];

describe('the report of a screening', () => {
  it.each(decisions)('begins with the decision in one sentence: %s', (decision) => {
    const document = sampleDocument(sampleVerdict(decision));
    const [first, second] = print(document).split('\n');
    expect(first).toBe(`${decision.toUpperCase()}: ${document.summary}`);
    expect(second).toBe(`Next step (${document.nextStep.who}): ${document.nextStep.text}`);
  });

  it.each(decisions)('says what it rests on: %s', (decision) => {
    const text = print(sampleDocument(sampleVerdict(decision)));
    for (const part of [
      'Screened: 0x1111111111111111111111111111111111111111 on ethereum',
      'At: 2022-05-01 22:30 UTC',
      'up to block 14600000 (0xfeed), 2022-05-01 00:00 UTC',
      'ofac-sdn, 872 rows, as of 2022-04-30, sha256:bb',
      'Rules: default, sha256:aa',
      '12 sent, 3 answered from the cache; these hosts were asked: api.etherscan.io (12)',
      'Record: 01M83ENV1HC58FWK3A60WX0X3Z',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('shows the paths before the tables', () => {
    const text = print(sampleDocument(sampleVerdict('hold')));
    const order = ['Next step', 'Paths', 'Findings', 'Exposures', 'Where the money came from'];
    const places = order.map((title) => text.indexOf(title));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every((place) => place >= 0)).toBe(true);
  });

  it('gives every claim its source, its authority and both listing dates', () => {
    const text = print(sampleDocument(sampleVerdict('hold')));
    expect(text).toContain('on a sanctions list, confidence 1');
    expect(text).toContain('entity listed 2019-09-13, address listed 2022-04-14');
    expect(text).toContain('Source: https://home.treasury.gov/news/press-releases/jy0768');
    expect(text).toContain('after the entity was listed, before the address was published');
    expect(text).toContain('None of this says who holds the wallet.');
  });

  it('calls nobody listed whom only researchers name, and tells of a delisting', () => {
    const claim = { ...lazarus, authority: 'researcher' as const, delistedOn: '2024-01-01' };
    const exposures = [{ ...exposure, attribution: claim }];
    const text = print(sampleDocument(sampleVerdict('review', { exposures })));
    expect(text).toContain('attributed by researchers');
    expect(text).not.toContain('on a sanctions list');
    expect(flat(text)).toContain('no longer listed since 2024-01-01');
  });

  it('does not say that an address is on a list that no longer holds it', () => {
    const exposures = [{ ...exposure, attribution: { ...lazarus, delistedOn: '2024-01-01' } }];
    const text = print(sampleDocument(sampleVerdict('review', { exposures })));
    expect(text).toContain(', formerly on a sanctions list, confidence 1');
    expect(text).not.toContain(', on a sanctions list');
  });

  it('names the method of every figure and never prints something as nothing', () => {
    const text = print(sampleDocument(sampleVerdict('hold')));
    expect(flat(text)).toContain(
      'pro rata (haircut) 0.45 ETH, first in first out (FIFO) 0.000000000000000001 ETH; no price',
    );
    expect(text).toContain('haircut 22.5 %, FIFO <0.01 %');
    expect(text).toMatch(/<0\.01 % +0\.000000000000000001 ETH +not seen: too small to follow/);
  });

  it('says how far each figure can lie from the truth, and how far the unseen could move it', () => {
    expect(printBounded(bounded)).toContain(
      [
        '    ETH: at least 0.20 ETH and at most 1.00 ETH, however mixed money is told apart; up to 1.50 ETH',
        '      if all that was not seen were risky',
        '    ETH by method: pro rata (haircut) 0.45 ETH, first in first out (FIFO) 0.000000000000000001 ETH;',
        '      no price',
        '    Share of what came in (ETH): at least 8 % and at most 50 %; haircut 22.5 %, FIFO <0.01 %',
        '',
      ].join('\n'),
    );
  });

  it('says up to where nothing is certain, and that a bound was not computed', () => {
    const open = printBounded({ ...bounded, lower: 0n });
    expect(open).toContain('ETH: up to 1.00 ETH, however mixed money is told apart');
    expect(open).toContain('Share of what came in (ETH): at most 50 %; haircut');
    const unknown = print(sampleDocument(sampleVerdict('hold')));
    expect(unknown).toContain('ETH: bounds not computed');
    expect(unknown).toContain('Share of what came in (ETH): bounds not computed; haircut');
  });

  it('says that all methods agree where the bounds meet, and that the unseen adds nothing', () => {
    const text = printBounded(
      { lower: ETHER, upper: ETHER, upperIfUnseenRisky: ETHER },
      2n * ETHER,
    );
    expect(text).toContain('ETH: exactly 1.00 ETH, however mixed money is told apart');
    expect(flat(text)).toContain('; no more if all that was not seen were risky');
    expect(text).toContain('; no price\n    Share of what came in (ETH): 50 %, however counted\n');
  });

  it('does not call a lower bound all of it when it was only rounded to all', () => {
    const two = 2n * ETHER;
    const text = printBounded({ lower: two - 1n, upper: two, upperIfUnseenRisky: two }, two);
    expect(text).toContain('(ETH): at least 99.9 % and at most 100 %;');
    const sliver = printBounded({ lower: 1n, upper: 2n, upperIfUnseenRisky: two });
    expect(sliver).toContain('(ETH): more than 0 % and at most 0.01 %;');
  });

  it('tells what all DPRK claims make together, with bounds, beside what came in', () => {
    const [, incoming = ''] = printBounded(bounded).split('Where the money came from');
    expect(incoming).toContain(
      '  From DPRK-linked accounts, all together (ETH): at least 8 % and at most 50 %; haircut 22.5 %, FIFO\n    <0.01 %\n',
    );
    const none = print(sampleDocument(sampleVerdict('proceed')));
    expect(none).toContain('  From DPRK-linked accounts: nothing of what was seen\n');
    expect(none).not.toContain('To DPRK-linked accounts');
  });

  it.each([
    ['all assets in US dollars', 5_000_000n],
    ['the asset most concerned', null],
  ])('says of what that is the share where there are several assets: %s', (measure, usdMicros) => {
    const { totals } = sampleVerdict('hold');
    const back = { amount: 0n, usdMicros };
    const returned = { haircut: back, fifo: back, most: back };
    const more = [ETH, USDC].map((asset) => ({ subject, asset, amount: 5n, usdMicros, returned }));
    const verdict = sampleVerdict('hold', {
      totals: { ...totals, incoming: { ...totals.incoming, totals: more } },
    });
    expect(print(sampleDocument(verdict))).toContain(`all together (${measure}): bounds not`);
  });

  it('never breaks a line between a number and its unit', () => {
    const summary = `${'word '.repeat(18)}ab 22.7 % and ${'word '.repeat(17)}USD 100 of it`;
    const text = print(sampleDocument(sampleVerdict('hold', { summary })));
    expect(text).toMatch(/ab\n22\.7 % and/);
    expect(text).toMatch(/word\nUSD 100 of it/);
  });

  it('lists the heaviest finding first', () => {
    const finding = (severity: Severity) => ({
      ruleId: `${severity}-rule`,
      severity,
      sentence: 'Something was found.',
      exposures: [],
      source: 'https://example.org/',
    });
    const findings = (['info', 'review', 'hold'] as const).map(finding);
    const text = print(sampleDocument(sampleVerdict('hold', { findings })));
    const places = ['hold-rule', 'review-rule', 'info-rule'].map((rule) => text.indexOf(rule));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('lists what was not seen with its cure, what matters first', () => {
    const text = print(sampleDocument(sampleVerdict('incomplete')));
    expect(text).toContain('Not complete');
    const matters = text.indexOf('A source did not answer: without it the verdict is not complete');
    expect(matters).toBeGreaterThan(0);
    expect(matters).toBeLessThan(
      text.indexOf('A source did not answer: this verdict does not depend on it'),
    );
    expect(text).toContain('Cure: Try again in an hour.');
    expect(text).toContain('up to 2 % may hide here');
  });

  it('says of which days prices were used and whose they are, and what part has none', () => {
    const told = { asset: ETH, source: 'defillama coins.llama.fi', coin: 'coingecko:ethereum' };
    const priced = (...days: readonly string[]) =>
      print(
        sampleDocument(sampleVerdict('hold'), {
          prices: days.map((day) => ({ ...told, day, usd: '2000', timeSeconds: 1 })),
        }),
      );
    expect(priced('2022-04-01')).toContain(
      'Prices: ETH on ethereum on 2022-04-01, defillama coins.llama.fi',
    );
    expect(priced('2022-04-01', '2022-05-03')).toContain(
      'Prices: ETH on ethereum on 2 days from 2022-04-01 to 2022-05-03, defillama coins.llama.fi',
    );
    expect(priced()).not.toContain('Prices:');
    const document = sampleDocument(sampleVerdict('incomplete'));
    const gaps = document.gaps.map((gap) => ({ ...gap, kind: 'unpriced' as const }));
    const text = print({ ...document, gaps });
    expect(text).toContain('There is no price: this verdict does not depend on it');
    expect(text).toContain('2 % of the asset');
    expect(text).not.toContain('may hide here');
  });

  it('shows a signal with the claim behind it', () => {
    const signals = [
      {
        kind: 'first-gas-funder' as const,
        account: subject,
        sentence: 'The first coins for fees came from Lazarus Group.',
        attribution: lazarus,
      },
    ];
    const [, alone] = print(
      sampleDocument(sampleVerdict('review', { signals, exposures: [] })),
    ).split('Also seen');
    expect(alone).toContain('first-gas-funder: The first coins for fees came from Lazarus Group.');
    expect(alone).toContain('Source: https://home.treasury.gov');
    const [, told] = print(sampleDocument(sampleVerdict('review', { signals }))).split('Also seen');
    expect(told).toContain('    Claim: the same as of [0] under Exposures\n');
    expect(told).not.toContain('Source: ');
  });

  it('gives each source of a claim a line', () => {
    const source = 'https://a.example/1 (one; two); https://b.example/2';
    const exposures = [{ ...exposure, attribution: { ...lazarus, source } }];
    expect(print(sampleDocument(sampleVerdict('hold', { exposures })))).toContain(
      '    Source: https://a.example/1 (one; two)\n    Source: https://b.example/2\n',
    );
  });

  it('says a sentence once that several rules say', () => {
    const finding = (ruleId: string, sentence: string) => ({
      ruleId,
      severity: 'review' as const,
      sentence,
      exposures: [0],
      source: 'https://example.org/',
    });
    const findings = [
      finding('one', 'It was 1.5 ETH. Reached: 1 %.'),
      finding('two', 'It was 1.5 ETH. Reached: 5 %.'),
      finding('three', 'It was 1.5 ETH. Reached: 1 %.'),
    ];
    const text = print(sampleDocument(sampleVerdict('review', { findings })));
    expect(
      [...text.matchAll(/ {2}review {2}(\w+), .*\n {4}(.*)\n/g)].map((m) => m.slice(1)),
    ).toEqual([
      ['one', 'It was 1.5 ETH. Reached: 1 %.'],
      ['two', 'Reached: 5 %.'],
      ['three', 'As said above.'],
    ]);
  });

  it('does not call all of it what only was rounded to all beside a little', () => {
    const two = 2n * ETHER;
    const { totals } = sampleVerdict('hold');
    const nothing = { amount: 0n, usdMicros: null };
    const total = {
      subject,
      asset: ETH,
      amount: two + 1n,
      usdMicros: null,
      returned: { haircut: nothing, fifo: nothing, most: nothing },
    };
    const all = { numerator: two, denominator: two + 1n };
    const share = { asset: ETH, haircut: all, fifo: all, lower: all, upper: all };
    const figures = { haircut: two, fifo: two, lower: two, upper: two, upperIfUnseenRisky: two };
    const shown = (amount: bigint) =>
      print(
        sampleDocument(
          sampleVerdict('hold', {
            exposures: [{ ...exposure, amounts: [{ asset: ETH, ...figures, usd: null }], share }],
            totals: {
              ...totals,
              incoming: { totals: [{ ...total, amount }], recentTotals: [], dprk: share },
            },
          }),
        ),
      );
    expect(shown(two + 1n)).toContain('Share of what came in (ETH): >99.9 %, however counted\n');
    expect(shown(two + 1n)).toContain('all together (ETH): >99.9 %, however counted\n');
    expect(shown(two)).toContain('Share of what came in (ETH): 100 %, however counted\n');
  });

  it('fits 80 columns but for what cannot be broken', () => {
    const source =
      'https://example.org/a (the first of several sources of this claim); https://b.example/';
    const claim = { ...lazarus, source, delistedOn: '2024-01-01' };
    const text = print(
      sampleDocument(sampleVerdict('hold', { exposures: [{ ...exposure, attribution: claim }] }), {
        asOf: '2022-05-01T00:00:00Z',
        digestOf: () => `sha256:${'ab'.repeat(32)}`,
      }),
      'UTC',
      80,
    );
    expect(text.split('\n').filter((each) => each.length > 80)).toEqual([]);
  });

  it('prints times in the zone asked for', () => {
    expect(print(sampleDocument(sampleVerdict('proceed')), 'Asia/Tokyo')).toContain(
      'At: 2022-05-02 07:30 Asia/Tokyo',
    );
  });

  it('never calls a wallet clean or safe', () => {
    for (const decision of decisions) {
      expect(print(sampleDocument(sampleVerdict(decision)))).not.toMatch(/\b(clean|safe)\b/i);
    }
  });
});

describe('hostile texts in a document', () => {
  const hostile = 'Evil\u001b[2J\u202e\nHOLD: forged line\u0007';

  it('reach the page as codes, wherever they stand', () => {
    const claim = { ...lazarus, entity: hostile, source: hostile };
    const verdict = sampleVerdict('hold', {
      summary: hostile,
      nextStep: { who: 'compliance', text: hostile },
      exposures: [{ ...exposure, attribution: claim }],
      findings: [
        { ruleId: hostile, severity: 'hold', sentence: hostile, exposures: [0], source: hostile },
      ],
      composition: {
        incoming: [
          {
            subject,
            asset: exposure.amounts[0]?.asset ?? failWithoutAsset(),
            place: 'labelled',
            entity: hostile,
            reason: null,
            amount: 1n,
            usdMicros: null,
          },
        ],
        outgoing: [],
      },
    });
    const text = print(sampleDocument(verdict, { payeeReference: hostile }));
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text.split('\n').filter((each) => each.startsWith('HOLD: forged'))).toEqual([]);
    expect(text).toContain('Evil\\u{1b}[2J\\u{202e}\\u{a}HOLD: forged');
  });

  it('cannot end a colour or start one', () => {
    const verdict = sampleVerdict('hold', { summary: '\u001b[0mplain' });
    const text = formatScreeningText(sampleDocument(verdict), {
      zone: 'UTC',
      paint: (style, piece) => (style === 'plain' ? piece : `<${style}>${piece}</${style}>`),
      width: 100,
    });
    expect(text.split('\n')[0]).toBe('<alarm>HOLD</alarm><strong>: \\u{1b}[0mplain</strong>');
  });
});

function failWithoutAsset(): never {
  throw new Error('the sample has an amount');
}
