import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAccount } from '../../../src/core/account.js';
import type { ChainId } from '../../../src/core/chain.js';
import type { Decision } from '../../../src/core/verdict.js';
import type { ScreeningDocument } from '../../../src/report/document.js';
import { paintNothing } from '../../../src/report/lines.js';
import { summarise } from '../../../src/report/summary.js';
import { formatSummaryCsv, formatSummaryText } from '../../../src/report/summaryFormats.js';
import { exposure, laterBy, lazarus, sampleDocument, sampleVerdict } from './sampleDocument.js';

const may = { month: '2022-05', zone: 'UTC', now: '2022-05-31T00:00:00Z' };

function screening(
  n: number,
  decision: Decision,
  {
    wallet = n,
    at = laterBy(n * 60),
    valid = '2022-06-30T00:00:00Z',
    entity = 'Lazarus Group',
  } = {},
): ScreeningDocument {
  const address = `0x${wallet.toString(16).padStart(40, '0')}`;
  const verdict = sampleVerdict(decision, {
    subjects: [
      {
        account: createAccount('eip155:1' as ChainId, address),
        address,
        chain: 'ethereum',
        ensName: null,
        accountKind: 'key',
      },
    ],
    exposures:
      decision === 'hold' || decision === 'review'
        ? [{ ...exposure, attribution: { ...lazarus, entity } }]
        : [],
  });
  return sampleDocument(verdict, {
    screeningId: `S${n.toString().padStart(4, '0')}`,
    screenedAt: at,
    validUntil: valid,
  });
}

describe('a month of screenings', () => {
  it('counts screenings, and each address once by its latest decision', () => {
    const summary = summarise(
      [
        screening(1, 'incomplete', { wallet: 7 }),
        screening(2, 'proceed', { wallet: 7 }),
        screening(3, 'hold', { wallet: 8 }),
      ],
      may,
    );
    expect(summary.total).toEqual({ screenings: 3, addresses: 2 });
    expect(summary.decisions).toEqual({
      hold: { screenings: 1, addresses: 1 },
      incomplete: { screenings: 1, addresses: 0 },
      review: { screenings: 0, addresses: 0 },
      proceed: { screenings: 1, addresses: 1 },
    });
  });

  it('counts an address by its latest screening of the present, not by a later look back', () => {
    const past = { ...screening(2, 'proceed', { wallet: 7 }), asOf: '2020-01-01T23:59:59Z' };
    const { decisions } = summarise([screening(1, 'hold', { wallet: 7 }), past], may);
    expect(decisions.hold).toEqual({ screenings: 1, addresses: 1 });
    expect(decisions.proceed).toEqual({ screenings: 1, addresses: 0 });
  });

  it('names entities by direction with their largest share and its method', () => {
    const { exposures } = summarise(
      [screening(1, 'hold'), screening(2, 'review'), screening(3, 'hold', { entity: 'Andariel' })],
      may,
    );
    expect(
      exposures.map(({ entity, direction, screenings, largestShare }) => ({
        entity,
        direction,
        screenings,
        share: largestShare?.share,
        method: largestShare?.method,
      })),
    ).toEqual([
      {
        entity: 'Andariel',
        direction: 'incoming',
        screenings: 1,
        share: '0.225000',
        method: 'haircut',
      },
      {
        entity: 'Lazarus Group',
        direction: 'incoming',
        screenings: 2,
        share: '0.225000',
        method: 'haircut',
      },
    ]);
  });

  it('lists the incomplete and the stale, unless the address was screened again', () => {
    const summary = summarise(
      [
        screening(1, 'incomplete', { wallet: 1 }),
        screening(2, 'incomplete', { wallet: 2 }),
        screening(3, 'proceed', { wallet: 2 }),
        screening(4, 'proceed', { wallet: 4, valid: '2022-05-30T00:00:00Z' }),
      ],
      may,
    );
    expect(summary.incomplete.map((entry) => entry.screeningId)).toEqual(['S0001']);
    expect(summary.stale.map((entry) => entry.screeningId)).toEqual(['S0004']);
  });

  it('begins and ends in its time zone', () => {
    const late = screening(1, 'proceed', { at: '2022-05-31T22:30:00Z' });
    expect(summarise([late], may).total.screenings).toBe(1);
    const berlin = { ...may, zone: 'Europe/Berlin' };
    expect(summarise([late], berlin).total.screenings).toBe(0);
    expect(summarise([late], { ...berlin, month: '2022-06' }).total.screenings).toBe(1);
  });

  it('has totals that a count by hand gives too', () => {
    const decisions = fc.constantFrom<Decision>('proceed', 'review', 'hold', 'incomplete');
    const runs = fc.array(fc.tuple(decisions, fc.integer({ min: 1, max: 4 })), { maxLength: 12 });
    fc.assert(
      fc.property(runs, (made) => {
        const documents = made.map(([decision, wallet], n) => screening(n, decision, { wallet }));
        const summary = summarise([...documents].reverse(), may);
        const latest = new Map<number, Decision>();
        for (const [decision, wallet] of made) latest.set(wallet, decision);
        expect(summary.total).toEqual({ screenings: made.length, addresses: latest.size });
        for (const decision of ['proceed', 'review', 'hold', 'incomplete'] as const) {
          let screenings = 0;
          for (const [each] of made) if (each === decision) screenings += 1;
          let addresses = 0;
          for (const each of latest.values()) if (each === decision) addresses += 1;
          expect(summary.decisions[decision]).toEqual({ screenings, addresses });
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('the summary on paper', () => {
  const summary = summarise(
    [
      screening(1, 'hold', { entity: '=HYPERLINK("https://evil.example")' }),
      screening(2, 'incomplete', { entity: 'x' }),
    ],
    may,
  );

  it('says the count in one sentence first', () => {
    const text = formatSummaryText(summary, { zone: 'UTC', paint: paintNothing, width: 100 });
    expect(text.split('\n')[0]).toBe('2022-05 (UTC): 2 screenings of 2 addresses.');
    expect(text).toContain('22.5 % (haircut)');
    expect(text).toContain('S0002');
  });

  it('gives a CSV table that no spreadsheet runs as a formula', () => {
    const csv = formatSummaryCsv(summary);
    const rows: readonly Readonly<Record<string, string>>[] = parse(csv, { columns: true });
    expect(rows.filter((row) => row.row === 'decision').map((row) => row.screenings)).toEqual([
      '1',
      '1',
      '0',
      '0',
    ]);
    expect(rows.find((row) => row.row === 'exposure')?.entity).toBe(
      '\'=HYPERLINK("https://evil.example")',
    );
    for (const row of rows) {
      for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }
  });
});
