import { createAccount } from '../../../src/core/account.js';
import {
  type Asset,
  type AssetList,
  erc20AssetId,
  nativeAssetId,
} from '../../../src/core/asset.js';
import type { Attribution } from '../../../src/core/attribution.js';
import { type Chain, findChainByName } from '../../../src/core/chain.js';
import type { Exposure, ExposureShare, ValuedAmount } from '../../../src/core/exposure.js';
import type { Gap } from '../../../src/core/gap.js';
import type { Decision, Finding, Verdict } from '../../../src/core/verdict.js';
import { separateGaps } from '../../../src/core/verdict.js';
import type { ScreeningDocument } from '../../../src/report/document.js';
import { createDocument, type DocumentMaterial } from '../../../src/report/json.js';

function chainNamed(name: string): Chain {
  const chain = findChainByName(name);
  if (chain === undefined) throw new Error(`no chain ${name}`);
  return chain;
}

const ethereum = chainNamed('ethereum');

export const ETH = nativeAssetId(ethereum);
export const USDC = erc20AssetId(ethereum.id, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');

function asset(id: Asset['id'], symbol: string, decimals: number): [Asset['id'], Asset] {
  const peg = symbol === 'USDC' ? 'usd' : null;
  return [
    id,
    {
      id,
      chain: ethereum.id,
      symbol,
      decimals,
      peg,
      wraps: null,
      dustAmount: 1n,
      expansionFloorAmount: 1n,
    },
  ];
}

const assets: AssetList = new Map([asset(ETH, 'ETH', 18), asset(USDC, 'USDC', 6)]);

export const subject = createAccount(ethereum.id, '0x1111111111111111111111111111111111111111');
const middle = createAccount(ethereum.id, '0x2222222222222222222222222222222222222222');
const listed = createAccount(ethereum.id, '0x098b716b8aaf21512996dc57eb0615e2383e2f96');

export const lazarus: Attribution = {
  account: listed,
  entity: 'Lazarus Group',
  category: 'stolen-funds',
  actor: 'lazarus',
  event: 'Ronin bridge',
  authority: 'list',
  confidence: 1,
  use: 'exposure',
  set: 'ofac-sdn',
  source: 'https://home.treasury.gov/news/press-releases/jy0768',
  sourceDate: '2022-04-14',
  entityListedOn: '2019-09-13',
  listedOn: '2022-04-14',
  delistedOn: null,
  note: null,
};

function transfer(n: number, txId: string | null) {
  return {
    kind: 'transfer' as const,
    channel: 'native' as const,
    chain: ethereum.id,
    height: n,
    blockHash: null,
    txIndex: null,
    txId,
    timeSeconds: 1_649_903_040 + n * 60,
    from: null,
    to: null,
    asset: ETH,
    amount: 0n,
    index: '#1',
  };
}

const share: ExposureShare = {
  asset: ETH,
  haircut: { numerator: 225n, denominator: 1000n },
  fifo: { numerator: 1n, denominator: 2_000_000_000_000_000_000n },
  lower: null,
  upper: null,
};

/** A share of 22.5 % of what the subject received in ETH, two hops back; no bound was computed. */
export const exposure: Exposure = {
  subject,
  direction: 'incoming',
  kind: 'indirect',
  minHops: 2,
  ownerHops: 2,
  attribution: lazarus,
  accounts: [listed],
  entityDesignation: 'after',
  designation: 'before',
  amounts: [
    {
      asset: ETH,
      haircut: 450_000_000_000_000_000n,
      fifo: 1n,
      lower: null,
      upper: null,
      upperIfUnseenRisky: null,
      usd: null,
    },
  ],
  recentAmounts: [],
  byDate: [
    {
      asset: ETH,
      entityListed: { before: 0n, after: 450_000_000_000_000_000n, unknown: 0n },
      addressListed: { before: 450_000_000_000_000_000n, after: 0n, unknown: 0n },
      delisted: { before: 450_000_000_000_000_000n, after: 0n, unknown: 0n },
    },
  ],
  share,
  dust: false,
  firstSeenSeconds: 1_649_903_100,
  lastSeenSeconds: 1_649_903_160,
  paths: [
    {
      carried: 450_000_000_000_000_000n,
      carriedAsset: ETH,
      hops: [
        {
          from: listed,
          to: middle,
          asset: ETH,
          amount: 2_500_000_000_000_000_000n,
          fact: transfer(1, `0x${'ab'.repeat(32)}`),
        },
        {
          from: middle,
          to: subject,
          asset: ETH,
          amount: 2_000_000_000_000_000_000n,
          fact: transfer(2, null),
        },
      ],
    },
  ],
};

const matteringGap: Gap = {
  kind: 'source-failed',
  account: subject,
  direction: null,
  channel: 'token',
  share: null,
  matters: true,
  cure: 'Try again in an hour.',
  sentence: 'The explorer did not answer.',
};

const harmlessGap: Gap = { ...matteringGap, matters: false, share: '0.020000' };

const finding: Finding = {
  ruleId: 'dprk-incoming',
  severity: 'hold',
  sentence: 'An estimated 22.5 % came from an account that OFAC lists under Lazarus Group.',
  exposures: [0],
  source: 'https://ofac.treasury.gov/faqs',
};

type VerdictBody = Omit<Verdict, 'decision' | 'complete' | 'gaps'>;

const halfEther: ValuedAmount = { amount: 500_000_000_000_000_000n, usdMicros: null };

const body: VerdictBody = {
  subjects: [
    {
      account: subject,
      address: '0x1111111111111111111111111111111111111111',
      chain: 'ethereum',
      ensName: null,
      accountKind: 'key',
    },
  ],
  findings: [],
  exposures: [],
  totals: {
    incoming: {
      totals: [
        {
          subject,
          asset: ETH,
          amount: 2_500_000_000_000_000_000n,
          usdMicros: null,
          returned: { haircut: halfEther, fifo: halfEther, most: halfEther },
        },
      ],
      recentTotals: [],
      dprk: null,
    },
    outgoing: { totals: [], recentTotals: [], dprk: null },
  },
  composition: {
    incoming: [
      row('labelled', 'Lazarus Group', 450_000_000_000_000_000n),
      row('service', 'Kraken', 1_549_999_999_999_999_999n),
      row('unseen', null, 1n),
      row('returned', null, 500_000_000_000_000_000n),
    ],
    outgoing: [],
  },
  signals: [],
  anchors: { 'eip155:1': { height: 14_600_000, hash: '0xfeed', time: '2022-05-01T00:00:00Z' } },
  nextStep: { who: 'finance', text: 'Pay within 24 hours.' },
  summary: 'Nothing that the policy looks for was found.',
};

function row(
  place: 'labelled' | 'service' | 'unseen' | 'returned',
  entity: string | null,
  amount: bigint,
) {
  const reason = place === 'unseen' ? ('floor' as const) : null;
  return { subject, asset: ETH, place, entity, reason, amount, usdMicros: null };
}

/** A verdict made by hand for a decision. */
export function sampleVerdict(decision: Decision, changes: Partial<VerdictBody> = {}): Verdict {
  switch (decision) {
    case 'proceed': {
      const separated = separateGaps([harmlessGap]);
      if (separated.kind !== 'harmless') throw new Error('the gap does not matter');
      return { ...body, ...changes, decision, complete: true, gaps: separated.gaps };
    }
    case 'incomplete':
      return {
        ...body,
        summary: 'Not all that the policy requires was seen.',
        nextStep: { who: 'admin', text: 'Cure the gaps and screen again.' },
        ...changes,
        decision,
        complete: false,
        gaps: [harmlessGap, matteringGap],
      };
    case 'review':
    case 'hold':
      return {
        ...body,
        findings: [{ ...finding, severity: decision }],
        exposures: [exposure],
        totals: { ...body.totals, incoming: { ...body.totals.incoming, dprk: share } },
        summary: 'Up to a part of what came in could have come from a listed account.',
        nextStep: { who: 'compliance', text: 'Decide before anything is paid.' },
        ...changes,
        decision,
        complete: true,
        gaps: [],
      };
  }
}

/** A document over a verdict; what is digested can be read in its `verdictDigest`. */
export function sampleDocument(
  verdict: Verdict,
  changes: Partial<DocumentMaterial> = {},
): ScreeningDocument {
  return createDocument({
    verdict,
    assets,
    screeningId: '01M83ENV1HC58FWK3A60WX0X3Z',
    screenedAt: '2022-05-01T22:30:00Z',
    asOf: null,
    validUntil: '2022-05-02T22:30:00Z',
    tool: { name: 'hopsight', version: '0.1.0', engineVersion: 1 },
    input: '0x1111111111111111111111111111111111111111',
    payeeReference: null,
    ruleSet: { id: 'default', digest: 'sha256:aa' },
    labelSnapshots: [
      { set: 'ofac-sdn', id: 'ofac-sdn@1', rows: 872, digest: 'sha256:bb', asOf: '2022-04-30' },
    ],
    factsDigest: 'sha256:cc',
    prices: [],
    upstream: { requests: 12, fromCache: 3, elapsedMs: 4200, byHost: { 'api.etherscan.io': 12 } },
    digestOf: (text) => text,
    ...changes,
  });
}
