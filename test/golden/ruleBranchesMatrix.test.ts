import { describe, expect, it } from 'vitest';
import { RISK_CATEGORIES } from '../../src/core/attribution.js';
import {
  type LabelRow,
  marked,
  markedOther,
  type RuleWallet,
  screenLabelled,
  TODAY,
} from '../support/ruleWallets.js';
import { directIn, directOut, owned } from '../support/ruleWalletsDirect.js';
import { throughIn, throughOut } from '../support/ruleWalletsIndirect.js';

const HALF = { part: '1000', whole: '2000' };

/** Who stands behind a claim, in the order of the letters below; last a listing withdrawn today. */
const CLAIMS: readonly Partial<LabelRow>[] = [
  { confidence: 'list' },
  { confidence: 'government' },
  { confidence: 'researcher' },
  { confidence: 'vendor' },
  { confidence: 'own' },
  { confidence: 'list', delisted_on: TODAY },
];

interface Row {
  readonly relation: string;
  readonly walletOf: (label: LabelRow) => RuleWallet;
  /** First letters of the decisions (proceed, review, hold), by category, one for each of `CLAIMS`. */
  readonly dprk: Readonly<Record<string, string>>;
  readonly other: Readonly<Record<string, string>>;
}

/** One word for every risk category but the mixer. */
function alike(all: string, mixer: string): Readonly<Record<string, string>> {
  return {
    'stolen-funds': all,
    ransom: all,
    laundering: all,
    'it-worker': all,
    sanctioned: all,
    mixer,
  };
}

const ROWS: readonly Row[] = [
  {
    relation: 'the address itself is marked',
    walletOf: owned,
    dprk: alike('hhhrrr', 'hrrrrr'),
    other: alike('hrrrrr', 'hrrrrr'),
  },
  {
    relation: 'half of the income came straight from the marked account',
    walletOf: (label) => directIn('1000', label),
    dprk: alike('hhhrrr', 'hrrrrr'),
    other: alike('hppppp', 'hrrrrr'),
  },
  {
    relation: 'half of the spending went straight to the marked account',
    walletOf: (label) => directOut('1000', label),
    // Who pays a theft or ransom account is usually its victim, so that a person looks first.
    dprk: { ...alike('hhhrrr', 'hrrrrr'), 'stolen-funds': 'rrrrrr', ransom: 'rrrrrr' },
    other: { ...alike('hppppp', 'hrrrrr'), 'stolen-funds': 'hrrrrr', ransom: 'hrrrrr' },
  },
  {
    relation: 'half of the income came from the marked account through one middleman',
    walletOf: (label) => throughIn({ ...HALF, label }),
    dprk: alike('hhhrrr', 'rrrrrr'),
    other: alike('rppppp', 'rrrrrr'),
  },
  {
    relation: 'half of the income came from the marked account through three middlemen',
    walletOf: (label) => throughIn({ ...HALF, between: 3, label }),
    dprk: alike('hhhrrr', 'rrrrrr'),
    other: alike('pppppp', 'rrrrrr'),
  },
  {
    relation: 'half of the spending went to the marked account through one middleman',
    walletOf: (label) => throughOut({ ...HALF, label }),
    dprk: alike('hhhrrr', 'rrrrrr'),
    other: alike('rppppp', 'rrrrrr'),
  },
  {
    relation: 'half of the spending went to the marked account through three middlemen',
    walletOf: (label) => throughOut({ ...HALF, between: 3, label }),
    dprk: alike('rrrrrr', 'rrrrrr'),
    other: alike('pppppp', 'rrrrrr'),
  },
];

describe.each(ROWS)('when $relation', ({ walletOf, dprk, other }) => {
  it.each([
    { whom: 'the DPRK', label: marked, decisions: dprk },
    { whom: 'anybody else', label: markedOther, decisions: other },
  ])('decides by role and by who says so, for claims about $whom', async ({ label, decisions }) => {
    const tables = RISK_CATEGORIES.map((category) =>
      CLAIMS.map((claim) => walletOf(label({ ...claim, category }))),
    );
    const documents = await screenLabelled(
      walletOf(label()),
      tables.flat().map(({ labels }) => labels),
    );
    expect(documents.every(({ complete }) => complete)).toBe(true);
    const letters = documents.map(({ decision }) => decision.charAt(0));
    const found = RISK_CATEGORIES.map((category, at) => [
      category,
      letters.slice(at * CLAIMS.length, (at + 1) * CLAIMS.length).join(''),
    ]);
    expect(Object.fromEntries(found)).toEqual(decisions);
  });
});
