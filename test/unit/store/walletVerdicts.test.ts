import { describe, expect, it } from 'vitest';
import { type Account, createAccount } from '../../../src/core/account.js';
import type { Decision } from '../../../src/core/verdict.js';
import { createScreeningStore } from '../../../src/store/screeningStore.js';
import { createWalletVerdicts } from '../../../src/store/walletVerdicts.js';
import { chainNamed } from '../../support/world.js';
import { screeningOf } from './screeningFixtures.js';
import { openForTest } from './temporaryDatabase.js';

const ADDRESS = '0x52908400098527886e0f7030069857d2e4169ee7';
const OTHER = '0x8617e340b3d01fa5f11f306f4090fd50e238070d';
const on = (chain: string, address = ADDRESS): Account =>
  createAccount(chainNamed(chain).id, address);

const RULES = 'sha256:rules-of-now';

/** A screening of the address on Ethereum, of the present and complete, with parts replaced. */
interface Screened {
  readonly decision: Decision;
  readonly complete?: boolean;
  readonly subjects?: readonly Account[];
  readonly asOf?: string;
  /** By which rules it was judged; by those of now where it is not given. */
  readonly rules?: string;
  readonly signals?: readonly { readonly kind: string }[];
}

/** Which screening holds an address once these were recorded one after the other; they are `1`, `2`, … */
function holding(screened: readonly Screened[], address = ADDRESS): string | null {
  return verdictsOf(screened).findHold(address)?.screeningId ?? null;
}

/** The verdicts once these were recorded one after the other; they are `1`, `2`, … */
function verdictsOf(screened: readonly Screened[]) {
  const db = openForTest();
  const store = createScreeningStore(db, { randomBytes: (count) => new Uint8Array(count) });
  const factsDigest = store.writeFactBundle('[]');
  for (const [at, one] of screened.entries()) {
    const { asOf = null, signals = [], complete = true, subjects = [on('ethereum')] } = one;
    const { rules: ruleSetDigest = RULES } = one;
    const verdictJson = JSON.stringify({ asOf, signals });
    store.appendScreening({
      ...screeningOf(`${at + 1}`),
      ...{ decision: one.decision, complete, subjects, verdictJson, factsDigest, ruleSetDigest },
    });
  }
  return createWalletVerdicts(db, { ruleSetDigest: RULES });
}

const HOLD: Screened = { decision: 'hold' };

describe('a hold about an address', () => {
  it('stands on whatever chains it was screened, and for no other address', () => {
    expect(holding([{ ...HOLD, subjects: [on('ethereum'), on('polygon')] }])).toBe('1');
    expect(holding([{ ...HOLD, subjects: [on('polygon')] }])).toBe('1');
    expect(holding([HOLD], OTHER)).toBeNull();
    expect(holding([{ ...HOLD, subjects: [on('ethereum', OTHER)] }, HOLD, HOLD])).toBe('3');
  });

  it.each(['proceed', 'review'] as const)('ends with a newer one that came out %s', (decision) => {
    expect(holding([HOLD, { decision }])).toBeNull();
    expect(holding([{ decision }, HOLD])).toBe('2');
    expect(holding([HOLD, { decision, subjects: [on('ethereum', OTHER)] }])).toBe('1');
  });

  it.each<[string, Screened]>([
    ['had gaps', { decision: 'review', complete: false }],
    ['is incomplete', { decision: 'incomplete', complete: false }],
    ['was of the past', { decision: 'proceed', asOf: '2022-01-01T00:00:00Z' }],
    ["was judged by rules of somebody's own", { decision: 'proceed', rules: 'sha256:own' }],
    ['left chains out', { decision: 'proceed', signals: [{ kind: 'narrowed' }] }],
  ])('does not end with a newer one that %s', (_, newer) => {
    expect(holding([HOLD, newer])).toBe('1');
  });

  it('ends by the rules of now, or those by which it came', () => {
    const old = 'sha256:rules-of-then';
    expect(holding([{ ...HOLD, rules: old }, { decision: 'proceed' }])).toBeNull();
    expect(
      holding([
        { ...HOLD, rules: old },
        { decision: 'proceed', rules: old },
      ]),
    ).toBeNull();
  });

  it('of the past is none of now', () => {
    expect(holding([{ ...HOLD, asOf: '2022-01-01T00:00:00Z' }])).toBeNull();
  });
});

describe('later looks at an address', () => {
  const PROCEED: Screened = { decision: 'proceed' };
  const later = (screened: readonly Screened[], than = '1', address = ADDRESS) =>
    verdictsOf(screened).listLater(address, than);

  it.each<[string, Screened]>([
    ['proceed', PROCEED],
    ['review', { decision: 'review' }],
    ['hold', HOLD],
    ['incomplete', { decision: 'incomplete', complete: false }],
    ['by rules of somebody', { ...HOLD, rules: 'sha256:own' }],
    ['on another chain', { ...HOLD, subjects: [on('polygon')] }],
    ['on several chains', { ...HOLD, subjects: [on('ethereum'), on('polygon')] }],
    ['on some of its chains', { ...HOLD, signals: [{ kind: 'narrowed' }] }],
  ])('are those that came out or were made so: %s', (_, newer) => {
    expect(later([PROCEED, newer])).toEqual(['2']);
  });

  it('are told newest first, without the one that they are compared with and what came before', () => {
    expect(later([HOLD, PROCEED, PROCEED, HOLD], '2')).toEqual(['4', '3']);
    expect(later([HOLD, PROCEED], '2')).toEqual([]);
  });

  it('are none of another address, and none of the past', () => {
    expect(later([PROCEED, { ...HOLD, subjects: [on('ethereum', OTHER)] }])).toEqual([]);
    expect(later([PROCEED, { ...HOLD, asOf: '2022-01-01T00:00:00Z' }])).toEqual([]);
    expect(later([PROCEED, HOLD], '1', OTHER)).toEqual([]);
    // Compared with one of another address, those of this one that came later.
    expect(later([{ ...PROCEED, subjects: [on('ethereum', OTHER)] }, HOLD])).toEqual(['2']);
  });

  it('are none than one that nobody recorded', () => {
    expect(later([PROCEED, HOLD], 'unknown')).toEqual([]);
  });
});
