import { createAccount } from '../../src/core/account.js';
import { accountFor } from '../../src/core/accounting/accounting.js';
import type { Asset, AssetId, AssetList } from '../../src/core/asset.js';
import { erc20AssetId } from '../../src/core/asset.js';
import type { Attribution } from '../../src/core/attribution.js';
import type { Transfer } from '../../src/core/ledger.js';
import type { Verdict } from '../../src/core/verdict.js';
import { screenLedger } from './screenLedger.js';
import type { TracedWorld } from './traceWorld.js';
import { traceWorld } from './traceWorld.js';
import { ASSETS, chainNamed, claim, ETH, ether, evmAccount, exchange } from './world.js';

const ethereum = chainNamed('ethereum');

/** Who takes part in scenes told in dollars: the screened wallet S, a listed L, exchanges K and B, a market D, people, a batch payer and Multicall. */
export const PEOPLE = {
  S: evmAccount(1),
  L: evmAccount(2),
  K: evmAccount(3),
  B: evmAccount(4),
  D: evmAccount(5),
  X: evmAccount(6),
  M: evmAccount(7),
  Y: evmAccount(8),
  P: evmAccount(9),
  A: evmAccount(10),
  C: evmAccount(11),
  DISPERSE: createAccount(ethereum.id, '0xd152f549545093347a162dce210e7293f1452150'),
  MULTICALL: createAccount(ethereum.id, '0xca11bde05977b3631167028862be2a173976ca11'),
} as const;

/** One who takes part. */
export type Person = keyof typeof PEOPLE;

/** A dollar in one unit. */
export const USDC: AssetId = erc20AssetId(ethereum.id, `0x${'c'.repeat(40)}`);
/** Another dollar. */
export const USDT: AssetId = erc20AssetId(ethereum.id, `0x${'d'.repeat(40)}`);

const dollar = { chain: ethereum.id, decimals: 0, peg: 'usd', wraps: null } as const;
const floors = { dustAmount: 10n, expansionFloorAmount: 50n };

const assets: AssetList = new Map<AssetId, Asset>([
  ...[...ASSETS].map(([id, asset]) => [id, { ...asset, ...floors }] as const),
  [USDC, { id: USDC, symbol: 'USDC', ...dollar, ...floors }],
  [USDT, { id: USDT, symbol: 'USDT', ...dollar, ...floors }],
]);

/** A unit of ether is a dollar too. */
const prices = {
  priceOf: (asset: AssetId) => (asset === ETH ? { numerator: 1_000_000n, denominator: 1n } : null),
};

/** What is known of them. */
export const CLAIMS: readonly Attribution[] = [
  claim(PEOPLE.L),
  exchange(PEOPLE.K, 'Kraken'),
  exchange(PEOPLE.B, 'Binance'),
  { ...exchange(PEOPLE.D, 'Uniswap'), category: 'dex' },
];

const DAY_BLOCKS = 7_200;

/** Who pays whom how much of what. */
export type Move = readonly [Person, Person, bigint, AssetId];

/** What moves on a day, in one transaction; who moves ether first signed it. */
export function on(day: number, ...moves: readonly Move[]): readonly Transfer[] {
  return moves.map(([from, to, amount, asset], at) => {
    const transfer = ether(PEOPLE[from], PEOPLE[to], amount, Math.round(day * DAY_BLOCKS));
    return asset === ETH
      ? { ...transfer, channel: at === 0 ? 'native' : 'internal', index: `0_${at}` }
      : { ...transfer, channel: 'token', asset, index: `#${at}` };
  });
}

/** The fee of the transaction of a day, which tells who signed it. */
export function signedBy(person: Person, day: number): Transfer {
  return { ...ether(PEOPLE[person], null, 1n, Math.round(day * DAY_BLOCKS)), index: 'fee' };
}

/** Everybody's transfers. Order: any. */
type Scene = readonly (Transfer | readonly Transfer[])[];

/** Screens S on a chain that is seen whole, by the default rules. */
export function screenS(...scene: Scene): Promise<Verdict> {
  return screenLedger({
    subject: PEOPLE.S,
    facts: scene.flat(),
    claims: CLAIMS,
    assets,
    prices,
    hubs: [],
    nowSeconds: NOW_SECONDS,
  });
}

/** The trace of the same, and what it accounts for. */
export function accountS(scene: Scene, parts: Partial<TracedWorld> = {}) {
  const trace = traceWorld({
    subject: PEOPLE.S,
    facts: scene.flat(),
    claims: CLAIMS,
    assets,
    prices,
    nowSeconds: NOW_SECONDS,
    ...parts,
  });
  return { trace, ...accountFor(trace) };
}

const NOW_SECONDS = 1_650_000_000 + 900 * 86_400;
