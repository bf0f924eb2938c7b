import { describe, expect, it } from 'vitest';
import { Bug } from '../../../src/core/errors.js';
import type { AssetTotal, Exposure, ExposureShare } from '../../../src/core/exposure.js';
import { differingParts, verdictDigestOf } from '../../../src/report/json.js';
import { ETH, exposure, sampleDocument, sampleVerdict, subject, USDC } from './sampleDocument.js';

describe('the document of a screening', () => {
  const document = sampleDocument(sampleVerdict('hold'));

  it('writes amounts as decimal texts and shares with six places', () => {
    const [told] = document.exposures;
    expect(told?.amounts).toEqual([
      {
        asset: ETH,
        symbol: 'ETH',
        decimals: 18,
        haircut: '450000000000000000',
        fifo: '1',
        lower: null,
        upper: null,
        upperIfUnseenRisky: null,
        usd: null,
      },
    ]);
    expect(told?.share).toEqual({
      asset: ETH,
      haircut: '0.225000',
      fifo: '0.000000',
      lower: null,
      upper: null,
    });
  });

  it('shows every hop with its time, and null for a transaction id that nobody recorded', () => {
    const [path] = document.exposures[0]?.paths ?? [];
    expect(path).toMatchObject({ carried: '450000000000000000', carriedAsset: ETH });
    expect(path?.hops.map(({ txId, time, amount }) => ({ txId, time, amount }))).toEqual([
      { txId: `0x${'ab'.repeat(32)}`, time: '2022-04-14T02:25:00Z', amount: '2500000000000000000' },
      { txId: null, time: '2022-04-14T02:26:00Z', amount: '2000000000000000000' },
    ]);
  });

  it('gives ownership neither amounts nor a share', () => {
    const ownership: Exposure = {
      ...exposure,
      kind: 'ownership',
      minHops: 0,
      amounts: [],
      share: null,
      firstSeenSeconds: null,
      lastSeenSeconds: null,
      paths: [],
    };
    const [told] = sampleDocument(sampleVerdict('hold', { exposures: [ownership] })).exposures;
    expect(told).toMatchObject({ amounts: [], share: null, firstSeen: null, lastSeen: null });
  });

  it('names every asset that it holds, so that a reader can place the decimal point', () => {
    expect(document.assets).toEqual([{ asset: ETH, symbol: 'ETH', decimals: 18 }]);
  });

  it('refuses an asset that no list describes', () => {
    expect(() => sampleDocument(sampleVerdict('hold'), { assets: new Map() })).toThrow(Bug);
  });
});

describe('totals', () => {
  it('tell what was received from what only came back', () => {
    const { incoming, outgoing } = sampleDocument(sampleVerdict('proceed')).totals;
    expect(incoming.received).toEqual([
      { account: subject, asset: ETH, amount: '2000000000000000000', usd: null },
    ]);
    expect(incoming.returned).toEqual([
      { account: subject, asset: ETH, amount: '500000000000000000', usd: null },
    ]);
    expect(outgoing.sent).toEqual([]);
  });

  it('give no share of nothing, zero where no claim was met, and unknown bounds otherwise', () => {
    const { incoming, outgoing } = sampleDocument(sampleVerdict('proceed')).totals;
    const zero = '0.000000';
    expect(outgoing.dprk).toEqual({ lower: null, upper: null, haircut: null, fifo: null });
    expect(incoming.dprk).toEqual({ lower: zero, upper: zero, haircut: zero, fifo: zero });
    expect(sampleDocument(sampleVerdict('hold')).totals.incoming.dprk).toEqual({
      lower: null,
      upper: null,
      haircut: '0.225000',
      fifo: '0.000000',
    });
  });

  it('tell what all DPRK claims make jointly, with its bounds', () => {
    const { totals } = sampleVerdict('hold');
    const dprk: ExposureShare = {
      asset: ETH,
      haircut: { numerator: 9n, denominator: 20n },
      fifo: { numerator: 2n, denominator: 5n },
      lower: { numerator: 1n, denominator: 3n },
      upper: { numerator: 1n, denominator: 2n },
    };
    const verdict = sampleVerdict('hold', {
      totals: { ...totals, incoming: { ...totals.incoming, dprk } },
    });
    expect(sampleDocument(verdict).totals.incoming.dprk).toEqual({
      lower: '0.333333',
      upper: '0.500000',
      haircut: '0.450000',
      fifo: '0.400000',
    });
  });

  it('leave out what the pro-rata method tells to have come back', () => {
    const back = (amount: bigint) => ({ amount, usdMicros: amount });
    const total: AssetTotal = {
      subject,
      asset: USDC,
      amount: 10_000_000n,
      usdMicros: 10_000_000n,
      returned: { haircut: back(1_000_000n), fifo: back(2_000_000n), most: back(3_000_000n) },
    };
    const side = { totals: [total], recentTotals: [], dprk: null };
    const totals = { incoming: side, outgoing: side };
    const document = sampleDocument(sampleVerdict('proceed', { totals }));
    const row = { account: subject, asset: USDC };
    expect(document.totals.incoming).toMatchObject({
      received: [{ ...row, amount: '9000000', usd: '9.000000' }],
      returned: [{ ...row, amount: '1000000', usd: '1.000000' }],
    });
    expect(document.totals.outgoing).toMatchObject({
      sent: [{ ...row, amount: '9000000', usd: '9.000000' }],
      returned: [{ ...row, amount: '1000000', usd: '1.000000' }],
    });
  });

  it('measure in US dollars where everything has a price', () => {
    const nothing = { amount: 0n, usdMicros: 0n };
    const total = (asset: typeof ETH, amount: bigint, usdMicros: bigint): AssetTotal => ({
      subject,
      asset,
      amount,
      usdMicros,
      returned: { haircut: nothing, fifo: nothing, most: nothing },
    });
    const unbounded = { lower: null, upper: null, upperIfUnseenRisky: null };
    const [ethAmount] = exposure.amounts;
    if (ethAmount === undefined) throw new Error('the sample has an amount');
    const priced: Exposure = {
      ...exposure,
      amounts: [{ ...ethAmount, usd: { ...unbounded, haircut: 900_000_000n, fifo: 0n } }],
    };
    const dprk: ExposureShare = {
      asset: 'usd',
      haircut: { numerator: 900n, denominator: 9_000n },
      fifo: { numerator: 0n, denominator: 9_000n },
      lower: null,
      upper: null,
    };
    const row = { subject, reason: null };
    const kraken = { place: 'service', entity: 'Kraken' } as const;
    const hub = { place: 'hub', entity: null } as const;
    const document = sampleDocument(
      sampleVerdict('hold', {
        exposures: [priced],
        totals: {
          incoming: {
            totals: [
              total(ETH, 2_000_000_000_000_000_000n, 4_000_000_000n),
              total(USDC, 5_000_000_000n, 5_000_000_000n),
            ],
            recentTotals: [],
            dprk,
          },
          outgoing: { totals: [], recentTotals: [], dprk: null },
        },
        composition: {
          incoming: [
            { ...row, ...kraken, asset: ETH, amount: 2n, usdMicros: 2_666_666_667n },
            { ...row, ...hub, asset: ETH, amount: 1n, usdMicros: 1_333_333_333n },
            { ...row, ...kraken, asset: USDC, amount: 7n, usdMicros: 5_000_000_000n },
          ],
          outgoing: [],
        },
      }),
    );
    expect(document.exposures[0]?.amounts[0]?.usd).toBe('900.000000');
    expect(document.totals.incoming.dprk).toMatchObject({ haircut: '0.100000', fifo: '0.000000' });
    expect(document.composition.incoming.filter((row) => row.asset === 'usd')).toEqual([
      {
        account: subject,
        asset: 'usd',
        origin: 'service',
        entity: 'Kraken',
        reason: null,
        amount: '7666.666667',
        share: '0.851852',
      },
      {
        account: subject,
        asset: 'usd',
        origin: 'hub',
        entity: null,
        reason: null,
        amount: '1333.333333',
        share: '0.148148',
      },
    ]);
  });
});

describe('the composition', () => {
  it('has shares that add up to exactly 1 for each asset', () => {
    const { incoming } = sampleDocument(sampleVerdict('proceed')).composition;
    const millionths = incoming.map((row) => BigInt(row.share.replace('.', '')));
    expect(millionths.reduce((sum, part) => sum + part, 0n)).toBe(1_000_000n);
    expect(incoming.map((row) => row.origin)).toEqual([
      'labelled',
      'service',
      'unseen',
      'returned',
    ]);
  });

  it('has no row in US dollars while an asset has no price', () => {
    const { incoming } = sampleDocument(sampleVerdict('proceed')).composition;
    expect(incoming.some((row) => row.asset === 'usd')).toBe(false);
  });
});

describe('the verdict digest', () => {
  const verdict = sampleVerdict('hold');

  it('is the same for the same verdict, whenever, however often and for whomever it is made', () => {
    const again = sampleDocument(verdict, {
      screeningId: '01OTHER',
      screenedAt: '2023-01-01T00:00:00Z',
      validUntil: '2023-01-02T00:00:00Z',
      input: 'ethereum:0x1111111111111111111111111111111111111111',
      payeeReference: 'P-17',
      upstream: { requests: 0, fromCache: 12, elapsedMs: 3, byHost: {} },
    });
    expect(again.verdictDigest).toBe(sampleDocument(verdict).verdictDigest);
  });

  it.each([
    ['facts', { factsDigest: 'sha256:other' }],
    ['rules', { ruleSet: { id: 'default', digest: 'sha256:other' } }],
    ['labels', { labelSnapshots: [] }],
    ['the day it is about', { asOf: '2022-05-01T00:00:00Z' }],
  ])('changes with the %s', (_what, change) => {
    expect(sampleDocument(verdict, change).verdictDigest).not.toBe(
      sampleDocument(verdict).verdictDigest,
    );
  });

  it('of a document is its own, and which parts differ is told by name', () => {
    const digestOf = (text: string) => text;
    const document = sampleDocument(verdict);
    const again = sampleDocument(verdict, { screeningId: '01OTHER' });
    expect(verdictDigestOf(document, digestOf)).toBe(verdictDigestOf(again, digestOf));
    expect(differingParts(document, again)).toEqual([]);
    const other = { ...sampleDocument(verdict, { factsDigest: 'x', labelSnapshots: [] }), more: 1 };
    expect(verdictDigestOf(document, digestOf)).not.toBe(verdictDigestOf(other, digestOf));
    expect(differingParts(document, other)).toEqual(['factsDigest', 'labelSnapshots', 'more']);
  });

  it('holds nothing that a person typed', () => {
    const secret = sampleDocument(verdict, { input: 'typed-by-hand', payeeReference: 'P-17' });
    expect(secret.verdictDigest).not.toMatch(/typed-by-hand|P-17/);
  });
});
