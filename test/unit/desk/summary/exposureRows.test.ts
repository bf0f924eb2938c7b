import { describe, expect, it } from 'vitest';
import { type MetExposure, tellExposures } from '../../../../src/desk/summary/exposureRows.js';

const share = (haircut: string, parts: Partial<NonNullable<MetExposure['share']>> = {}) => ({
  ...{ haircut, fifo: haircut, lower: haircut, upper: haircut },
  ...parts,
});
const met = (parts: Partial<MetExposure> = {}): MetExposure => ({
  ...{ entity: 'Lazarus', category: 'stolen-funds', direction: 'incoming', kind: 'indirect' },
  ...{ designation: 'before', listedBetween: null, share: share('0.100000') },
  ...parts,
});
const told = (exposures: readonly MetExposure[]) =>
  tellExposures([{ screeningId: 's', exposures }], []);

describe('what entities came to in a month', () => {
  it('is of each figure the largest among screenings, with those and their payments', () => {
    const rows = tellExposures(
      [
        { screeningId: 's2', exposures: [met({ share: share('0.200000', { fifo: '0.000000' }) })] },
        {
          screeningId: 's1',
          exposures: [met({ share: share('0.090000', { upper: '0.900000' }) })],
        },
        { screeningId: 's3', exposures: [] },
      ],
      [
        { id: 'p2', screeningId: 's1' },
        { id: 'p1', screeningId: 's2' },
        { id: 'p3', screeningId: 's3' },
        { id: 'p4', screeningId: null },
      ],
    );
    expect(rows).toEqual([
      {
        ...{
          entity: 'Lazarus',
          category: 'stolen-funds',
          direction: 'incoming',
          listing: 'before',
          listedBetween: null,
        },
        ...{ haircut: '0.200000', fifo: '0.090000', lower: '0.200000', upper: '0.900000' },
        ...{ screeningIds: ['s1', 's2'], paymentIds: ['p1', 'p2'] },
      },
    ]);
  });

  it('compares figures as numbers, not as texts', () => {
    expect(
      told([met({ share: share('1.000000') }), met({ share: share('0.999999') })]),
    ).toMatchObject([{ haircut: '1.000000' }]);
  });

  it('has a bound only where it is one of all of them', () => {
    const open = met({ share: share('0.050000', { lower: null, upper: null }) });
    expect(told([met(), open])).toMatchObject([{ lower: '0.100000', upper: null }]);
    expect(told([met({ share: null })])).toMatchObject([
      { haircut: null, fifo: null, lower: null, upper: null },
    ]);
    // What moved nothing has no share, and takes none from what did.
    expect(told([met({ share: null }), met()])).toMatchObject([{ upper: '0.100000' }]);
  });

  it('keeps apart directions, what a wallet is itself, categories and listing', () => {
    const rows = told([
      met({ share: share('0.300000') }),
      met({ direction: 'outgoing' }),
      met({ designation: 'after' }),
      met({ category: 'mixer' }),
      met({ kind: 'ownership', share: null }),
    ]);
    expect(rows.map(({ direction, listing, category }) => [direction, listing, category])).toEqual([
      ['ownership', 'before', 'stolen-funds'],
      ['incoming', 'before', 'stolen-funds'],
      ['incoming', 'after', 'stolen-funds'],
      ['incoming', 'before', 'mixer'],
      ['outgoing', 'before', 'stolen-funds'],
    ]);
  });

  it('tells a payment once, however often its screening met the entity', () => {
    const rows = tellExposures(
      [{ screeningId: 's', exposures: [met(), met()] }],
      [{ id: 'p', screeningId: 's' }],
    );
    expect(rows).toMatchObject([{ screeningIds: ['s'], paymentIds: ['p'] }]);
  });
});
