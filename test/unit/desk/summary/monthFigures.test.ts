import { describe, expect, it } from 'vitest';
import type { KnownLink } from '../../../../src/core/knownLink.js';
import {
  type FigureCheck,
  type FigureFindings,
  type FigureRows,
  type FigureScreening,
  monthFigures,
} from '../../../../src/desk/summary/monthFigures.js';
import { madePayment } from '../../../support/monthModel.js';
import { ASSETS, ETH, evmAccount } from '../../../support/world.js';

const OCTOBER = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };
const NONE: FigureRows = {
  ...{ checks: [], agreed: [], signals: [], screenings: [], wallets: [], links: [], vouches: [] },
  ...{ paidChecks: new Set(), findings: new Map(), references: new Map() },
};
const figures = (rows: Partial<FigureRows>, payments: Parameters<typeof monthFigures>[0] = []) =>
  monthFigures(
    payments,
    { ...NONE, ...rows },
    {
      ...{ span: OCTOBER, at: '2026-10-31T23:59:59Z', currency: 'USD', assets: ASSETS },
      worthAt: (amount) => amount * 2n,
    },
  );
const screening = (screeningId: string, parts: Partial<FigureScreening> = {}): FigureScreening => ({
  ...{ screeningId, screenedAt: '2026-10-05T00:00:00Z', validUntil: '2026-12-06T00:00:00Z' },
  ...{ decision: 'hold', ruleSetDigest: 'a', subjects: [evmAccount(1)], isPresent: true },
  isOfPayee: true,
  ...parts,
});
const PAST = { isPresent: false };
const BEFORE = { screenedAt: '2026-09-05T00:00:00Z' };
const found = (screeningId: string): readonly [string, FigureFindings] => [
  screeningId,
  {
    ...{ screeningId, findings: [{ ruleId: 'r', severity: 'hold', exposures: [0] }] },
    exposures: [
      {
        ...{ entity: screeningId, category: 'mixer', direction: 'incoming', kind: 'direct' },
        ...{ designation: 'after', account: evmAccount(9), share: null, listedBetween: null },
      },
    ],
  },
];
const check = (checkId: string, parts: Partial<FigureCheck> = {}): FigureCheck => ({
  ...{ checkId, sequence: 1, payeeId: 'p', walletId: 'w', account: evmAccount(1), asset: ETH },
  ...{ chain: 'ethereum', amount: 5n, screeningId: 's', invoiceKey: checkId, withdrawnAt: null },
  ...{ decidedAt: '2026-10-05T10:00:00Z', decision: 'hold', releasedAt: null, release: null },
  ...parts,
});
const link = (id: string, parts: Partial<KnownLink> = {}): KnownLink => ({
  link: {
    ...{ id, kind: 'shared-deposit', account: evmAccount(3), severity: 'hold' },
    ...{ sentence: 'Two meet.', hasClaimNear: false, claims: [] },
    members: ['p1', 'p2', 'p1'].map((payeeId) => ({ payeeId, walletId: 'w', hops: [] })),
  },
  ...{ weighs: 'review', firstSeenAt: '2026-10-05T00:00:00Z', changedAt: '2026-10-05T00:00:00Z' },
  ...{ isNew: false, goneSince: null, needsSecond: false, answer: null },
  ...parts,
});

describe('the figures of a month', () => {
  it('count all its screenings, and go by those of the present alone', () => {
    const screenings = [
      screening('s3', BEFORE),
      screening('s1'),
      screening('s2', PAST),
      screening('s4', { screenedAt: OCTOBER.to }),
    ];
    const findings = new Map(screenings.map(({ screeningId }) => found(screeningId)));
    const told = figures({ screenings, findings });
    expect(told.screenings.hold).toEqual({ count: 2, ids: ['s1', 's2'] });
    expect(told.exposures.map(({ entity }) => entity)).toEqual(['s1']);
    expect(told.clearRates).toMatchObject([{ ruleId: 'r', fired: 1, screeningIds: ['s1'] }]);
    expect(told.openHolds.map(({ screeningId }) => screeningId)).toEqual(['s1']);
  });

  it('are of exposures also what its payments rest on', () => {
    const payment = { ...madePayment(0), screeningId: 's3' };
    const findings = new Map([found('s3'), found('s5')]);
    const rows = { screenings: [screening('s3', BEFORE), screening('s5', BEFORE)], findings };
    const told = figures(rows, [payment]);
    expect(told.exposures).toMatchObject([{ entity: 's3', paymentIds: [payment.id] }]);
    expect(told.paid.entity.map(({ key }) => key)).toEqual(['s3']);
  });

  it('are covered by no screening about the past', () => {
    const wallet = {
      ...{ walletId: 'w', payeeId: 'p', accounts: [evmAccount(1)] },
      ...{ registeredAt: '2026-01-01T00:00:00Z' },
      ...{ validUntil: null, endedAt: null, deactivatedAt: null },
    };
    const share = (one: FigureScreening) =>
      figures({ wallets: [wallet], screenings: [one] }).coverage.roster.share;
    expect(share(screening('s1'))).toBe('1.000000');
    expect(share(screening('s1', PAST))).toBe('0.000000');
  });

  it('are the links that were there, what they weigh, and which of them are new', () => {
    const links = [
      link('new'),
      link('old', { firstSeenAt: '2026-09-05T00:00:00Z' }),
      link('later', { firstSeenAt: OCTOBER.to }),
      link('gone before', {
        goneSince: '2026-09-30T00:00:00Z',
        firstSeenAt: '2026-09-05T00:00:00Z',
      }),
      link('gone since', {
        goneSince: '2026-10-02T00:00:00Z',
        firstSeenAt: '2026-09-05T00:00:00Z',
      }),
    ];
    const told = figures({ links }).links;
    expect(told.map(({ linkId, isNew }) => [linkId, isNew])).toEqual([
      ['new', true],
      ['old', false],
      ['gone since', false],
    ]);
    expect(told[0]).toMatchObject({ severity: 'review', payeeIds: ['p1', 'p2'] });
  });

  it('are the worth of what was held when it was decided, and signals of the month', () => {
    const later = { decidedAt: OCTOBER.to };
    const signals = [
      { checkId: 'c1', kind: 'lookalike' },
      { checkId: 'c2', kind: 'lookalike' },
      { checkId: 'unknown', kind: 'lookalike' },
    ];
    const told = figures({ checks: [check('c1'), check('c2', later)], signals });
    expect(told.held.total).toMatchObject([{ worth: 10n, paymentIds: ['c1'] }]);
    expect(told.held.rail).toMatchObject([{ key: 'unknown' }]);
    expect(told.clearRates).toMatchObject([{ ruleId: 'payment: lookalike', fired: 1 }]);
  });

  it('are its rule sets, as first used in it', () => {
    const screenings = [
      screening('s0', { ...BEFORE, ruleSetDigest: 'old' }),
      screening('s1', { ruleSetDigest: 'b' }),
      screening('s2'),
      screening('s3', { ruleSetDigest: 'b' }),
    ];
    const firstUsedAt = '2026-10-05T00:00:00Z';
    expect(figures({ screenings }).ruleSets).toEqual([
      { digest: 'b', firstUsedAt, screenings: 2 },
      { digest: 'a', firstUsedAt, screenings: 1 },
    ]);
  });
});
