import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTORS, AUTHORITIES, RISK_CATEGORIES } from '../../../src/core/attribution.js';
import {
  type CompositionRow,
  ENDS,
  type End,
  ORIGINS,
  type Origin,
  UNSEEN_REASONS,
} from '../../../src/core/composition.js';
import type { AssetTotal, ValuedAmount } from '../../../src/core/exposure.js';
import { GAP_KINDS } from '../../../src/core/gap.js';
import { SIGNAL_KINDS } from '../../../src/core/signal.js';
import type { ScreeningDocument } from '../../../src/report/document.js';
import {
  documentContract,
  END_WORDS,
  GAP_WORDS,
  ORIGIN_WORDS,
  REASONS,
  SIGNAL_WORDS,
} from '../../support/documentContract.js';
import { screenLedgerAsDocument } from '../../support/screenLedger.js';
import { workedExample } from '../../support/workedExample.js';
import {
  ETH,
  exposure,
  lazarus,
  sampleDocument,
  sampleVerdict,
  subject,
  USDC,
} from './sampleDocument.js';

/** A document as a reader gets it. */
function read(document: ScreeningDocument): unknown {
  return JSON.parse(JSON.stringify(document));
}

const digestOf = () => 'sha256:dd';

function sumOfShares(rows: readonly { readonly share: string }[]): bigint {
  return rows.reduce((sum, row) => sum + BigInt(row.share.replace('.', '')), 0n);
}

describe('the JSON contract', () => {
  it.each(['proceed', 'review', 'hold', 'incomplete'] as const)('is kept: %s', (decision) => {
    const document = sampleDocument(sampleVerdict(decision), { digestOf });
    expect(documentContract.parse(read(document))).toEqual(read(document));
  });

  it('is kept by the worked example, with every bound and price', async () => {
    const document = await screenLedgerAsDocument(workedExample);
    expect(documentContract.parse(read(document))).toEqual(read(document));
    expect(document.exposures[0]).toMatchObject({
      amounts: [
        {
          lower: '500000000000000000',
          fifo: '1000000000000000000',
          haircut: '1250000000000000000',
          upper: '2000000000000000000',
          upperIfUnseenRisky: '2001000000000000000',
          usd: '2500.000000',
        },
      ],
      share: {
        asset: 'usd',
        lower: '0.090893',
        fifo: '0.181785',
        haircut: '0.227231',
        upper: '0.363570',
      },
      paths: [{ carried: '2000000000000000000', carriedAsset: ETH }],
    });
    expect(document.totals.incoming.dprk).toEqual({
      lower: '0.090893',
      upper: '0.363570',
      haircut: '0.227231',
      fifo: '0.181785',
    });
    expect(document.totals.outgoing.dprk).toEqual({
      lower: '0.000000',
      upper: '0.000000',
      haircut: '0.000000',
      fifo: '0.000000',
    });
  });

  it('has closed lists, and the engine has the same words', () => {
    expect([...UNSEEN_REASONS]).toEqual([...REASONS]);
    expect([...ORIGINS]).toEqual([...ORIGIN_WORDS]);
    expect([...ENDS]).toEqual([...END_WORDS]);
    expect([...SIGNAL_KINDS]).toEqual([...SIGNAL_WORDS]);
    expect([...GAP_KINDS]).toEqual([...GAP_WORDS]);
  });

  it('takes every word of every list', () => {
    const row = { subject, asset: ETH, entity: null, amount: 1n, usdMicros: null };
    const incoming: CompositionRow<Origin>[] = [
      ...ORIGINS.map((place) => ({ ...row, place, reason: null })),
      ...UNSEEN_REASONS.map((reason) => ({ ...row, place: 'unseen' as const, reason })),
    ];
    const outgoing: CompositionRow<End>[] = [
      ...ENDS.map((place) => ({ ...row, place, reason: null })),
      ...UNSEEN_REASONS.map((reason) => ({ ...row, place: 'unseen' as const, reason })),
    ];
    const signals = SIGNAL_KINDS.map((kind) => ({
      kind,
      account: subject,
      sentence: 'Something was seen.',
      attribution: lazarus,
    }));
    const claims = [
      ...ACTORS.map((actor) => ({ ...lazarus, actor })),
      ...AUTHORITIES.map((authority) => ({ ...lazarus, authority })),
      ...RISK_CATEGORIES.map((category) => ({ ...lazarus, category })),
    ];
    const exposures = claims.map((attribution) => ({ ...exposure, attribution }));
    const verdict = sampleVerdict('hold', {
      exposures,
      signals,
      composition: { incoming, outgoing },
    });
    const document = sampleDocument(verdict, { digestOf });
    expect(documentContract.safeParse(read(document)).error).toBeUndefined();
  });

  it('says null of a bound and a price that nobody computed, and never zero', () => {
    const [told] = sampleDocument(sampleVerdict('hold')).exposures;
    expect(told?.amounts[0]).toMatchObject({
      lower: null,
      upper: null,
      upperIfUnseenRisky: null,
      usd: null,
    });
    expect(told?.share).toMatchObject({ lower: null, upper: null });
  });
});

describe('the shares of a composition', () => {
  const nothing: ValuedAmount = { amount: 0n, usdMicros: 0n };
  const rowArbitrary = fc.record({
    asset: fc.constantFrom(ETH, USDC),
    entity: fc.constantFrom('Kraken', 'Binance', null),
    amount: fc.bigInt({ min: 1n, max: 10n ** 24n }),
    usdMicros: fc.bigInt({ min: 0n, max: 10n ** 12n }),
  });

  const documentOf = (
    rows: readonly Pick<CompositionRow<Origin>, 'asset' | 'entity' | 'amount' | 'usdMicros'>[],
  ) => {
    const incoming = rows.map((row) => ({
      ...row,
      subject,
      place: 'service' as const,
      reason: null,
    }));
    const totals = [ETH, USDC].map((asset): AssetTotal => {
      const own = rows.filter((row) => row.asset === asset);
      const amount = own.reduce((sum, row) => sum + row.amount, 0n);
      const usdMicros = own.reduce((sum, row) => sum + (row.usdMicros ?? 0n), 0n);
      const returned = { haircut: nothing, fifo: nothing, most: nothing };
      return { subject, asset, amount, usdMicros, returned };
    });
    const side = { totals, recentTotals: [], dprk: null };
    return sampleDocument(
      sampleVerdict('proceed', {
        composition: { incoming, outgoing: [] },
        totals: { incoming: side, outgoing: { ...side, totals: [] } },
      }),
    );
  };

  it('add up to exactly 1, for each asset and for all in US dollars', () => {
    fc.assert(
      fc.property(fc.array(rowArbitrary, { minLength: 1, maxLength: 12 }), (rows) => {
        const { incoming } = documentOf(rows).composition;
        for (const asset of new Set(incoming.map((row) => row.asset))) {
          expect(sumOfShares(incoming.filter((row) => row.asset === asset))).toBe(1_000_000n);
        }
      }),
    );
  });

  it('are not told in dollars of what is worth nothing that can be written', () => {
    const told = (usdMicros: bigint) =>
      documentOf([{ asset: ETH, entity: 'Kraken', amount: 1n, usdMicros }]).composition.incoming;
    expect(told(0n).map((row) => row.asset)).toEqual([ETH]);
    expect(told(1n).map((row) => row.asset)).toEqual([ETH, 'usd']);
  });
});
