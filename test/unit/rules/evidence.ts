import { createAccount } from '../../../src/core/account.js';
import { type AssetId, erc20AssetId, nativeAssetId } from '../../../src/core/asset.js';
import { type Attribution, AUTHORITIES } from '../../../src/core/attribution.js';
import { type Chain, findChainByName } from '../../../src/core/chain.js';
import type {
  AssetTotal,
  Exposure,
  ExposureAmount,
  ExposureTotals,
  Figures,
} from '../../../src/core/exposure.js';
import type { Evidence } from '../../../src/rules/evaluate.js';
import type { RuleSet } from '../../../src/rules/ruleSet.js';
import { parseRuleSet } from '../../../src/rules/schema.js';

function findEthereum(): Chain {
  const chain = findChainByName('ethereum');
  if (chain === undefined) throw new Error('Ethereum is known.');
  return chain;
}

const ethereum = findEthereum();
export const ETH: AssetId = nativeAssetId(ethereum);
export const USDC: AssetId = erc20AssetId(ethereum.id, `0x${'a0'.repeat(20)}`);
export const SUBJECT = createAccount(ethereum.id, `0x${'11'.repeat(20)}`);
const CLAIMED = createAccount(ethereum.id, `0x${'22'.repeat(20)}`);

export const LISTED: Attribution = {
  account: CLAIMED,
  entity: 'Lazarus Group',
  category: 'stolen-funds',
  actor: 'lazarus',
  event: null,
  authority: 'list',
  confidence: 1,
  use: 'exposure',
  set: 'ofac-sdn',
  source: 'https://sanctionssearch.ofac.treas.gov/Details.aspx?id=27307',
  sourceDate: '2022-04-14',
  entityListedOn: '2019-09-13',
  listedOn: '2022-04-14',
  delistedOn: null,
  note: null,
};

export function createClaim(change: Partial<Attribution>): Attribution {
  return { ...LISTED, ...change };
}

/** An amount in USDC whose methods agree and that is worth what it says, unless told otherwise. */
export function createAmount(value: bigint, change: Partial<ExposureAmount> = {}): ExposureAmount {
  const { asset, usd, ...told } = change;
  const figures: Figures = { ...agreeing(value), ...told };
  return { asset: asset ?? USDC, ...figures, usd: usd === undefined ? figures : usd };
}

/** Figures of methods and bounds that all say the same. */
export function agreeing(value: bigint): Figures {
  return { haircut: value, fifo: value, lower: value, upper: value, upperIfUnseenRisky: value };
}

/** An incoming exposure two hops back, unless told otherwise. */
export function createExposure(change: Partial<Exposure> = {}): Exposure {
  return {
    subject: SUBJECT,
    direction: 'incoming',
    kind: 'indirect',
    minHops: 2,
    ownerHops: 2,
    attribution: LISTED,
    accounts: [CLAIMED],
    entityDesignation: 'after',
    designation: 'before',
    amounts: [],
    recentAmounts: [],
    byDate: [],
    share: null,
    dust: false,
    firstSeenSeconds: null,
    lastSeenSeconds: null,
    paths: [],
    ...change,
  };
}

/** A total in USDC, where one atomic unit is a millionth of a dollar. */
export function createTotal(amount: bigint, change: Partial<AssetTotal> = {}): AssetTotal {
  return {
    subject: SUBJECT,
    asset: USDC,
    amount,
    usdMicros: amount,
    returned: returnedAlike(0n),
    ...change,
  };
}

/** USDC that came back, of which every method says the same. */
export function returnedAlike(amount: bigint): AssetTotal['returned'] {
  const back = { amount, usdMicros: amount };
  return { haircut: back, fifo: back, most: back };
}

export function createTotals(
  incoming: readonly AssetTotal[],
  recent: readonly AssetTotal[] = incoming,
): ExposureTotals {
  return {
    incoming: { totals: incoming, recentTotals: recent },
    outgoing: { totals: incoming, recentTotals: recent },
  };
}

export function createEvidence(change: Partial<Evidence>): Evidence {
  return {
    exposures: [],
    totals: createTotals([]),
    signals: [],
    gaps: [],
    boundJointly: null,
    ...change,
  };
}

/**
 * A set with one rule `only` of severity `hold` over a condition. Where the condition does not say whose
 * claims count, all do.
 */
export function createRuleSet(when: unknown, severity = 'hold'): RuleSet {
  const rule = { id: 'only', severity, when, reason: 'A reason.', source: 'https://example.org' };
  const set = { id: 'test', title: 'Test', description: 'For a test.', rules: [rule] };
  const text = JSON.stringify(set, (key, value: unknown) =>
    key === 'exposure' && typeof value === 'object' && value !== null
      ? { authorities: AUTHORITIES, ...value }
      : value,
  );
  return parseRuleSet(text, 'test.json');
}
