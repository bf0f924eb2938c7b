import { type Account, parseAccount } from '../../src/core/account.js';
import { type AssetId, parseAssetId } from '../../src/core/asset.js';
import type { PaidCoverage, RosterCoverage } from '../../src/core/monthCoverage.js';
import type {
  EarlierTotals,
  MonthlySummary,
  MonthPayment,
  PaymentConcern,
  SummarySum,
} from '../../src/core/monthlySummary.js';
import { PAYMENT_CONCERNS } from '../../src/core/monthlySummary.js';

/** Names as people have them: in Latin, Cyrillic, Greek, Chinese, Korean and Arabic letters. */
export const NAMES = {
  latin: 'Zoë Łukasiewicz-Ó Briain',
  cyrillic: 'Пётр Иванов',
  greek: 'Γιώργος Παπαδόπουλος',
  chinese: '李小龙',
  korean: '김철수',
  arabic: 'محمد عبد الله (خالد) 12',
} as const;

const ADDRESS = '0x098b716b8aaf21512996dc57eb0615e2383e2f';

function account(n: number): Account {
  const parsed = parseAccount(`eip155:1:${ADDRESS}${(n % 256).toString(16).padStart(2, '0')}`);
  if (parsed === null) throw new Error('no account');
  return parsed;
}

function assetOf(text: string): AssetId {
  const parsed = parseAssetId(text);
  if (parsed === null) throw new Error('no asset');
  return parsed;
}

const ASSETS = [
  {
    asset: assetOf('eip155:1/erc20:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48'),
    symbol: 'USDC',
    decimals: 6,
  },
  { asset: assetOf('eip155:1/slip44:60'), symbol: 'ETH', decimals: 18 },
  {
    asset: assetOf('eip155:8453/erc20:0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'),
    symbol: 'USDC',
    decimals: 6,
  },
] as const;
const DECISIONS = ['proceed', 'review', 'hold', null] as const;
const RAILS = ['direct', 'batch', 'custodian', 'unknown'] as const;
const SOURCES = ['both', 'accounts', 'chain'] as const;

/** The n-th made payment of October 2026, from 0; all parts vary with n. */
export function madePayment(n: number): MonthPayment {
  const held = ASSETS[n % 3] ?? ASSETS[0];
  const id = `01JPAY${n.toString().padStart(20, '0')}`;
  const minutes = (n * 7) % (30 * 24 * 60);
  const concerns: PaymentConcern[] = n % 7 === 3 ? ['unscreened-on-chain', 'not-in-accounts'] : [];
  if (n % 11 === 5) concerns.push('stale-at-payment');
  const names = Object.values(NAMES);
  return {
    id,
    at: new Date(Date.UTC(2026, 9, 1) + minutes * 60_000).toISOString().replace('.000', ''),
    source: SOURCES[n % 3] ?? 'both',
    payeeId: n % 5 === 4 ? null : `01JPAYEE${(n % 40).toString().padStart(18, '0')}`,
    payeeReference: n % 5 === 4 ? null : (names[n % names.length] ?? null),
    account: account(n),
    chain: held.asset.startsWith('eip155:1/') ? 'ethereum' : 'base',
    ...held,
    amount:
      held.decimals === 6
        ? 1_000_000_001n * BigInt(n + 1)
        : 123_456_789_012_345_678n * BigInt(n + 1),
    worth: n % 13 === 12 ? null : 1_000_000_000n + BigInt(n),
    invoice: n === 0 ? '=HYPERLINK("http://x","y")' : `INV-${n}`,
    txId: n % 3 === 1 ? null : `0x${n.toString(16).padStart(64, 'ab')}`,
    approver: n % 2 === 0 ? 'A. Approver' : null,
    rail: RAILS[n % 4] ?? 'unknown',
    checkId: n % 7 === 3 ? null : `01JCHECK${n.toString().padStart(18, '0')}`,
    screeningId: n % 7 === 3 ? null : screening(n),
    decision: n % 7 === 3 ? null : (DECISIONS[n % 4] ?? null),
    checkDecision: n % 7 === 3 ? null : n % 12 === 8 ? 'review' : (DECISIONS[n % 4] ?? null),
    letPass: n % 7 !== 3 && n % 12 === 8 ? 'released' : 'none',
    concerns: PAYMENT_CONCERNS.filter((concern) => concerns.includes(concern)),
  };
}

function screening(n: number): string {
  return `01JSCREEN${(n % 500).toString().padStart(17, '0')}`;
}

function decisionOf({ decision, letPass }: MonthPayment): string {
  return letPass === 'released' ? 'review-released' : (decision ?? 'none');
}

function sums(
  payments: readonly MonthPayment[],
  keyOf: (payment: MonthPayment) => string,
): readonly SummarySum[] {
  const keys = [...new Set(payments.map(keyOf))].sort();
  return keys.map((key) => {
    const own = payments.filter((payment) => keyOf(payment) === key);
    return {
      key,
      payments: own.length,
      amounts: ASSETS.flatMap((each) => {
        const parts = own.filter(({ asset }) => asset === each.asset);
        const amount = parts.reduce((sum, part) => sum + part.amount, 0n);
        return parts.length === 0 ? [] : [{ ...each, amount }];
      }),
      worth: own.reduce<bigint | null>(
        (sum, { worth }) => (sum === null || worth === null ? null : sum + worth),
        0n,
      ),
      unpriced: own.filter(({ worth }) => worth === null).length,
      paymentIds: own.map(({ id }) => id),
    };
  });
}

function cuts(payments: readonly MonthPayment[]): MonthlySummary['paid'] {
  return {
    total: payments.length === 0 ? [] : sums(payments, () => 'total'),
    decision: sums(payments, decisionOf),
    asset: sums(payments, ({ asset }) => asset),
    chain: sums(payments, ({ chain }) => chain),
    rail: sums(payments, ({ rail }) => rail),
    entity: [],
    category: [],
  };
}

/** A month of `count` made payments in which nothing else happened; zero makes an empty month. */
export function plainMonth(count: number, changes: Partial<MonthlySummary> = {}): MonthlySummary {
  const made = Array.from({ length: count }, (_, n) => madePayment(n));
  const payments = made.sort((a, b) => (a.at + a.id < b.at + b.id ? -1 : 1));
  const ids = [...new Set(payments.flatMap(({ screeningId }) => screeningId ?? []))].sort();
  return {
    schemaVersion: 2,
    month: '2026-10',
    zone: 'Europe/Berlin',
    currency: 'USD',
    priceSource: 'the daily closing price of a made source',
    asOf: '2026-11-03T09:30:00Z',
    isRunning: false,
    payments,
    concerns: PAYMENT_CONCERNS.map((concern) => ({
      concern,
      paymentIds: payments.filter((each) => each.concerns.includes(concern)).map(({ id }) => id),
    })),
    paid: cuts(payments),
    held: cuts([]),
    screenings: {
      proceed: { count: ids.length, ids },
      review: { count: 0, ids: [] },
      hold: { count: 0, ids: [] },
      incomplete: { count: 0, ids: [] },
    },
    exposures: [],
    links: [],
    overrides: [],
    clearRates: [],
    openHolds: [],
    coverage: { paid: paidCoverage([]), roster: rosterCoverage([]) },
    ruleSets: [],
    labelSets: [],
    redFlags: { seen: 0, notSeen: 0, notApplicable: 0, payeeIds: [] },
    recheck: [],
    changes: [],
    trend: [],
    audit: { rows: 0, headHash: null },
    ...changes,
  };
}

/** A month in which everything happened that a summary tells. */
export function fullMonth(): MonthlySummary {
  const held = madePayment(900);
  const heldCheck = '01JCHECK000000000000000900';
  return plainMonth(36, {
    held: cuts([{ ...held, id: heldCheck, decision: 'hold' }]),
    exposures: [
      {
        entity: 'Lazarus Group',
        category: 'stolen-funds',
        direction: 'incoming',
        listing: 'before',
        listedBetween: { after: '2026-09-12T08:00:00Z', by: '2026-09-18T08:00:00Z' },
        ...{ haircut: '0.227231', fifo: '0.181785', lower: '0.090893', upper: '0.363570' },
        screeningIds: [screening(2), screening(6)],
        paymentIds: [madePayment(2).id, madePayment(6).id],
      },
      {
        entity: 'A mixer of an unusually long name that has to be broken over several lines',
        category: 'mixer',
        direction: 'ownership',
        listing: 'unknown',
        listedBetween: null,
        ...{ haircut: null, fifo: null, lower: null, upper: null },
        screeningIds: [screening(9)],
        paymentIds: [],
      },
    ],
    links: [
      {
        linkId: 'link-1',
        kind: 'shared-deposit',
        severity: 'review',
        payeeIds: ['01JPAYEE000000000000000001', '01JPAYEE000000000000000002'],
        firstSeenAt: '2026-10-11T00:00:00Z',
        isNew: true,
        sentence: 'Two payees of ours send to one deposit address.',
      },
    ],
    overrides: [
      {
        id: '01JOVER0000000000000000001',
        kind: 'override',
        checkId: '01JCHECK000000000000000002',
        payeeId: '01JPAYEE000000000000000002',
        at: '2026-10-12T08:00:00Z',
        by: ['person-a', 'person-b'],
        reason: `Statement of the exchange seen; спросили ${NAMES.cyrillic}`,
        expiresAt: '2026-11-12T08:00:00Z',
      },
    ],
    clearRates: [
      { ruleId: 'incoming-two-hops', fired: 4, cleared: 3, screeningIds: [screening(2)] },
    ],
    openHolds: [
      { checkId: heldCheck, screeningId: screening(3), since: '2026-09-20T10:00:00Z', days: 43 },
      { checkId: null, screeningId: screening(4), since: '2026-10-25T10:00:00Z', days: 8 },
    ],
    coverage: {
      paid: paidCoverage([madePayment(3)]),
      roster: rosterCoverage([screening(2), screening(6)]),
    },
    ruleSets: [
      { digest: `sha256:${'a1'.repeat(32)}`, firstUsedAt: '2026-10-01T00:10:00Z', screenings: 20 },
      { digest: `sha256:${'b2'.repeat(32)}`, firstUsedAt: '2026-10-20T00:10:00Z', screenings: 14 },
    ],
    labelSets: [{ set: 'ofac-sdn', imports: 4, added: 12, removed: 1, staleDays: 2 }],
    redFlags: { seen: 3, notSeen: 20, notApplicable: 5, payeeIds: ['01JPAYEE000000000000000003'] },
    recheck: [recheckedAs('review'), recheckedAs(null)],
    changes: [
      { what: 'payments without a valid screening', before: '2', now: '5', kind: 'words' },
      { what: COVERED, before: '0.905000', now: '0.950000', kind: 'share' },
    ],
    trend: [earlierMonth('2026-08', 'signed'), earlierMonth('2026-09', 'summed')],
    audit: { rows: 1234, headHash: 'c3'.repeat(32) },
  });
}

function recheckedAs(now: 'review' | null): MonthlySummary['recheck'][number] {
  const why = now === null ? 'its facts are no longer kept' : 'a label that came later';
  return { screeningId: screening(now === null ? 8 : 12), before: 'proceed', now, why };
}

const COVERED = 'roster wallets with a valid screening';

/** Forty payees who were paid, of whom some were without a screening. */
function paidCoverage(unscreened: readonly MonthPayment[]): PaidCoverage {
  if (unscreened.length === 0) {
    const none = { payees: 0, screened: 0, share: null };
    return { ...none, paymentIds: [], unknownIds: [], unscreened: [] };
  }
  return {
    ...{ payees: 40, screened: 39, share: '0.975000' },
    paymentIds: Array.from({ length: 36 }, (_, n) => madePayment(n).id),
    unknownIds: [madePayment(4).id],
    unscreened: unscreened.map(({ id, payeeId, payeeReference }) => ({
      ...{ payeeId: payeeId ?? '', reference: payeeReference, paymentIds: [id] },
    })),
  };
}

/** Forty wallets, of which two of one payee have no valid screening. */
function rosterCoverage(screeningIds: readonly string[]): RosterCoverage {
  if (screeningIds.length === 0) {
    return { wallets: 0, screened: 0, share: null, screeningIds, unscreened: [] };
  }
  const payee = { payeeId: '01JPAYEE000000000000000007', reference: NAMES.greek };
  return {
    ...{ wallets: 40, screened: 38, share: '0.950000', screeningIds },
    unscreened: [{ ...payee, walletIds: ['w-1', 'w-2'] }],
  };
}

function earlierMonth(month: string, origin: EarlierTotals['origin']): EarlierTotals {
  const rest = { worth: 35_000_000_123n, held: 1, heldWorth: null, concerns: 2 };
  return { month, origin, payments: 34, ...rest };
}
