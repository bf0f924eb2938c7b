import { describe, expect, it } from 'vitest';
import type { PaymentConcern } from '../../../../src/core/monthlySummary.js';
import {
  classifyPayments,
  type JudgedCheck,
  type JudgedPayment,
  type JudgedScreening,
  type PaymentGrounds,
} from '../../../../src/desk/paid/classifyPayments.js';
import { ETH, evmAccount } from '../../../support/world.js';

const WORKER = evmAccount(7);
const AT = '2026-10-05T10:00:00Z';
const BEFORE = '2026-10-05T09:59:59Z';
const AFTER = '2026-10-05T10:00:01Z';

const paid = (parts: Partial<JudgedPayment> = {}): JudgedPayment => ({
  ...{ id: 'p', source: 'both', day: '2026-10-05', at: AT, account: WORKER, asset: ETH },
  ...{ amount: 100n, invoice: 'INV-1', match: { kind: 'matched' } },
  ...parts,
});
const check = (parts: Partial<JudgedCheck> = {}): JudgedCheck => ({
  ...{ id: 'c', account: WORKER, asset: ETH, amount: 100n, invoice: 'inv-1', screeningId: 's' },
  ...{ decidedAt: BEFORE, decision: 'proceed', withdrawnAt: null, releasedAt: null },
  ...{ approvedFrom: BEFORE, approvedUntil: AT },
  ...parts,
});
const screening = (parts: Partial<JudgedScreening> = {}): JudgedScreening => ({
  ...{ id: 's', accounts: [WORKER], screenedAt: BEFORE, validUntil: AFTER },
  ...{ decision: 'proceed', complete: true },
  ...parts,
});
const judge = (payment: JudgedPayment, grounds: Partial<PaymentGrounds>) =>
  classifyPayments([payment], {
    ...{ checks: [check()], screenings: [screening()], holds: [], overrides: [] },
    ...grounds,
  })[0];

type Case = readonly [
  what: string,
  concern: PaymentConcern,
  grounds: Partial<PaymentGrounds>,
  payment?: JudgedPayment,
];

const named = (cases: readonly Case[]) =>
  cases.map(([what, concern, grounds, payment = paid()]) => ({ what, concern, grounds, payment }));

const HELD = { screenings: [screening({ decision: 'hold' })] };
const REVIEW = check({ decision: 'review', approvedFrom: null, approvedUntil: null });
const span = (from: string, until: string | null) => [{ account: WORKER, from, until }];

describe('a concern', () => {
  it('is none for a payment that was checked and screened in time', () => {
    expect(judge(paid(), {})).toEqual({
      ...{ id: 'p', checkId: 'c', screeningId: 's', decision: 'proceed', concerns: [] },
      ...{ checkDecision: 'proceed', letPass: 'none' },
    });
  });

  const fires: readonly Case[] = [
    [
      'screened a second later',
      'unscreened-on-chain',
      { screenings: [screening({ screenedAt: AFTER })] },
    ],
    [
      'valid up to that second',
      'unscreened-on-chain',
      { screenings: [screening({ validUntil: AT })] },
    ],
    [
      'another account screened',
      'unscreened-on-chain',
      { screenings: [screening({ accounts: [evmAccount(8)] })] },
    ],
    ['over in that second', 'stale-at-payment', { screenings: [screening({ validUntil: AT })] }],
    [
      'its approval over a second before',
      'stale-at-payment',
      { checks: [check({ approvedUntil: BEFORE })] },
    ],
    ['not whole', 'incomplete-at-payment', { screenings: [screening({ complete: false })] }],
    ['screened as hold', 'paid-while-held', HELD],
    ['checked as hold', 'paid-while-held', { checks: [check({ decision: 'hold' })] }],
    ['held by somebody', 'paid-while-held', { holds: span(AT, AFTER) }],
    ['override over in that second', 'paid-while-held', { ...HELD, overrides: span(BEFORE, AT) }],
    ['override a second later', 'paid-while-held', { ...HELD, overrides: span(AFTER, null) }],
    [
      'a hold that was over long ago',
      'paid-while-held',
      { screenings: [screening({ decision: 'hold', validUntil: BEFORE })] },
    ],
    ['checked as review', 'paid-unreleased', { checks: [REVIEW] }],
    [
      'released a second later',
      'paid-unreleased',
      { checks: [{ ...REVIEW, approvedFrom: AFTER, approvedUntil: AFTER }] },
    ],
    [
      'screened as review, never checked',
      'paid-unreleased',
      { checks: [], screenings: [screening({ decision: 'review' })] },
    ],
    ['decided a second later', 'paid-before-check', { checks: [check({ decidedAt: AFTER })] }],
    ['not decided', 'paid-before-check', { checks: [check({ decidedAt: null, decision: null })] }],
    ['no check', 'unchecked', { checks: [] }],
    ['check taken back', 'unchecked', { checks: [check({ withdrawnAt: BEFORE })] }],
    ['check of another amount', 'unchecked', { checks: [check({ amount: 101n })] }],
    ['check of another invoice', 'unchecked', { checks: [check({ invoice: 'INV-2' })] }],
    [
      'neither looked up nor checked',
      'unchecked',
      { checks: [] },
      paid({ source: 'accounts', match: { kind: 'not-looked-up' } }),
    ],
    [
      'neither found nor checked',
      'unchecked',
      { checks: [] },
      paid({ source: 'accounts', at: null, match: { kind: 'unmatched' } }),
    ],
    [
      'not found',
      'unmatched',
      {},
      paid({ source: 'accounts', at: null, match: { kind: 'unmatched' } }),
    ],
    ['not told', 'not-in-accounts', {}, paid({ source: 'chain', invoice: null })],
  ];
  it.each(named(fires))('fires: $what', ({ concern, grounds, payment }) => {
    expect(judge(payment, grounds)?.concerns).toContain(concern);
  });

  const misses: readonly Case[] = [
    [
      'screened in that second',
      'unscreened-on-chain',
      { screenings: [screening({ screenedAt: AT })] },
    ],
    ['valid a second longer', 'unscreened-on-chain', {}],
    [
      'not found on the chain',
      'unscreened-on-chain',
      { screenings: [] },
      paid({ source: 'accounts', match: { kind: 'unmatched' } }),
    ],
    ['valid a second longer', 'stale-at-payment', {}],
    ['never screened', 'stale-at-payment', { screenings: [] }],
    [
      'its approval holds in that second',
      'stale-at-payment',
      { checks: [check({ approvedUntil: AT })] },
    ],
    ['whole', 'incomplete-at-payment', {}],
    [
      'hold a second later',
      'paid-while-held',
      { screenings: [screening({ decision: 'hold', screenedAt: AFTER })] },
    ],
    [
      'a hold, then another screening',
      'paid-while-held',
      {
        screenings: [screening({ id: 'r', decision: 'hold' }), screening({ screenedAt: AT })],
        checks: [],
      },
    ],
    ['hold of somebody over', 'paid-while-held', { holds: span(BEFORE, AT) }],
    ['override in that second', 'paid-while-held', { ...HELD, overrides: span(AT, AFTER) }],
    [
      'released in that second',
      'paid-unreleased',
      { checks: [{ ...REVIEW, approvedFrom: AT, approvedUntil: AT }] },
    ],
    ['checked as hold', 'paid-unreleased', { checks: [{ ...REVIEW, decision: 'hold' }] }],
    ['let pass by two', 'paid-unreleased', { checks: [REVIEW], overrides: span(BEFORE, AFTER) }],
    ['decided in that second', 'paid-before-check', { checks: [check({ decidedAt: AT })] }],
    ['no check at all', 'paid-before-check', { checks: [] }],
    ['checked late', 'unchecked', { checks: [check({ decidedAt: AFTER })] }],
    [
      'not looked up',
      'unmatched',
      {},
      paid({ source: 'accounts', match: { kind: 'not-looked-up' } }),
    ],
    ['told', 'not-in-accounts', {}],
  ];
  it.each(named(misses))('just misses: $what ($concern)', ({ concern, grounds, payment }) => {
    expect(judge(payment, grounds)?.concerns).not.toContain(concern);
  });
});

describe('a check', () => {
  it('counts for one payment, the earlier one', () => {
    const twice = [paid({ id: 'late', at: AFTER }), paid({ id: 'early' })];
    const grounds = { screenings: [], holds: [], overrides: [], checks: [check()] };
    const judged = classifyPayments(twice, grounds);
    expect(judged.map(({ checkId }) => checkId)).toEqual([null, 'c']);
  });

  it('of the newest valid screening gives the decision', () => {
    const newer = screening({ id: 'newer', screenedAt: AT, decision: 'review' });
    expect(judge(paid(), { screenings: [newer, screening()] })).toMatchObject({
      ...{ screeningId: 'newer', decision: 'review' },
    });
  });

  it('on the day counts where the moment is not known', () => {
    const onDay = paid({ at: null, match: { kind: 'not-looked-up' }, source: 'accounts' });
    const late = check({ decidedAt: '2026-10-05T23:59:59Z', approvedUntil: null });
    expect(judge(onDay, { checks: [late] })?.checkId).toBe('c');
    const next = check({ decidedAt: '2026-10-06T00:00:00Z' });
    expect(judge(onDay, { checks: [next] })?.checkId).toBeNull();
  });
});

describe('what people let pass', () => {
  const released = check({ decision: 'review', releasedAt: BEFORE });
  const over = { overrides: span(BEFORE, AFTER) };
  const held = check({ decision: 'hold' });
  it.each<[string, string, Partial<PaymentGrounds>]>([
    ['a review of the payment alone, released', 'released', { checks: [released] }],
    ['released in that second', 'released', { checks: [{ ...released, releasedAt: AT }] }],
    ['released when it was gone', 'none', { checks: [{ ...released, releasedAt: AFTER }] }],
    ['released by nobody', 'none', { checks: [{ ...released, releasedAt: null }] }],
    ['released, and held by a newer screening', 'none', { ...HELD, checks: [released] }],
    ['a hold of the payment alone, overridden', 'overridden', { ...over, checks: [held] }],
    ['a hold of the wallet, overridden', 'overridden', { ...HELD, ...over }],
    ['an override that was over', 'none', { ...HELD, overrides: span(BEFORE, AT) }],
    ['nothing that had to be', 'none', over],
    ['of what nobody screened', 'none', { ...over, screenings: [], checks: [] }],
  ])('tells %s: %s', (_, letPass, grounds) => {
    expect(judge(paid(), grounds)?.letPass).toBe(letPass);
  });

  it('stands beside what the check came to, unless that came too late', () => {
    const told = judge(paid(), { checks: [released] });
    expect(told).toMatchObject({ decision: 'proceed', checkDecision: 'review' });
    const late = check({ decision: 'review', decidedAt: AFTER, releasedAt: AFTER });
    expect(judge(paid(), { checks: [late] })).toMatchObject({
      checkDecision: null,
      letPass: 'none',
    });
  });
});
