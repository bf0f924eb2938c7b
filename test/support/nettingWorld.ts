import type { Account } from '../../src/core/account.js';
import { addressOfAccount } from '../../src/core/account.js';
import type { Asset, AssetId, AssetList } from '../../src/core/asset.js';
import { erc20AssetId } from '../../src/core/asset.js';
import type { Attribution } from '../../src/core/attribution.js';
import type { Transfer } from '../../src/core/ledger.js';
import type { NettingScope } from '../../src/core/netting/belief.js';
import { netTransaction } from '../../src/core/netting/netTransaction.js';
import type { NoAccount, Step, StepLeg } from '../../src/core/netting/step.js';
import type { PriceBook } from '../../src/core/price.js';
import { createPriceBook } from '../../src/core/price.js';
import { chainNamed, claim, claimsOf, ETH, evmAccount } from './world.js';

const ethereum = chainNamed('ethereum').id;
const tokenOf = (contract: Account): AssetId => erc20AssetId(ethereum, addressOfAccount(contract));

/** People and contracts of made-up transactions, by the names that told steps have. */
export const PARTIES = {
  zero: evmAccount(0),
  A: evmAccount(1),
  B: evmAccount(2),
  C: evmAccount(3),
  D: evmAccount(4),
  router: evmAccount(10),
  pool: evmAccount(11),
  pool2: evmAccount(12),
  dex: evmAccount(13),
  dex2: evmAccount(14),
  bridge: evmAccount(15),
  exchange: evmAccount(16),
  weth: evmAccount(20),
  thief: evmAccount(21),
} as const;

/** A dollar in one unit; ether is worth 2,000 of them in one unit, so that worths are easy to read. */
export const USDC = tokenOf(evmAccount(30));
/** Another dollar. */
export const DAI = tokenOf(evmAccount(31));
/** The token that wraps ether. */
export const WETH = tokenOf(PARTIES.weth);
/** A listed token without a price. */
export const NOPRICE = tokenOf(evmAccount(33));
/** A token that nobody lists. */
export const UNLISTED = tokenOf(evmAccount(34));

const SYMBOLS: ReadonlyMap<AssetId, string> = new Map([
  [ETH, 'ETH'],
  [USDC, 'USDC'],
  [DAI, 'DAI'],
  [WETH, 'WETH'],
  [NOPRICE, 'NOPRICE'],
]);

const plain = {
  chain: ethereum,
  peg: null,
  wraps: null,
  dustAmount: 3n,
  expansionFloorAmount: 10n,
};

/** The assets of made-up transactions. */
export const NETTED_ASSETS: AssetList = new Map<AssetId, Asset>(
  [
    { ...plain, id: ETH, symbol: 'ETH', decimals: 18 },
    { ...plain, id: WETH, symbol: 'WETH', decimals: 18, wraps: ETH },
    { ...plain, id: USDC, symbol: 'USDC', decimals: 0, peg: 'usd' as const },
    { ...plain, id: DAI, symbol: 'DAI', decimals: 0, peg: 'usd' as const },
    { ...plain, id: NOPRICE, symbol: 'NOPRICE', decimals: 18 },
  ].map((asset) => [asset.id, asset]),
);

/** The same where the wrapper tells by `Transfer` all tokens that it makes and takes back. */
export const TELLING_ASSETS: AssetList = new Map(
  [...NETTED_ASSETS].map(([id, asset]) => [
    id,
    asset.wraps === null ? asset : { ...asset, tellsWraps: true },
  ]),
);

const MICROS_OF_ETHER = 2_000_000_000n;
const dated: PriceBook = {
  priceOf: (asset) => (asset === ETH ? { numerator: MICROS_OF_ETHER, denominator: 1n } : null),
};

function service(account: Account, category: Attribution['category']): Attribution {
  const parts = {
    category,
    actor: null,
    authority: 'researcher' as const,
    use: 'service' as const,
  };
  return claim(account, { entity: category, entityListedOn: null, listedOn: null, ...parts });
}

/** Everything that netting may know: two labelled markets, a bridge, an exchange, and a listed thief. */
export const NETTING_SCOPE: NettingScope = {
  subject: null,
  assets: NETTED_ASSETS,
  prices: createPriceBook(NETTED_ASSETS, dated),
  knowledge: {
    ownAccounts: new Set(),
    claimsOf: claimsOf([
      service(PARTIES.dex, 'dex'),
      service(PARTIES.dex2, 'dex'),
      service(PARTIES.bridge, 'bridge'),
      service(PARTIES.exchange, 'exchange'),
      claim(PARTIES.thief),
    ]),
  },
};

/** The same without any price but those that are pegged. */
export const UNPRICED_SCOPE: NettingScope = {
  ...NETTING_SCOPE,
  prices: createPriceBook(NETTED_ASSETS, null),
};

/** A party by its name; null for none. */
export type Party = keyof typeof PARTIES | null;

/** One movement in a made-up transaction: native for ether, else a token's. */
export function move(
  from: Party,
  amount: bigint,
  asset: AssetId,
  to: Party,
  parts: Partial<Transfer> = {},
): Transfer {
  return {
    kind: 'transfer',
    chain: ethereum,
    height: 100,
    blockHash: null,
    txIndex: 0,
    txId: `0x${'1'.padStart(64, '0')}`,
    timeSeconds: 1_650_000_000,
    channel: asset === ETH ? 'internal' : 'token',
    from: from === null ? null : PARTIES[from],
    to: to === null ? null : PARTIES[to],
    asset,
    amount,
    index: `${from} ${to} ${amount}`,
    ...parts,
  };
}

const NAMES = new Map<Account, string>(
  Object.entries(PARTIES).map(([name, account]) => [account, name]),
);

function tellLegs(legs: readonly StepLeg[]): string {
  const nameOf = (place: Account | NoAccount) =>
    [...NAMES].find(([account]) => account === place)?.[1] ?? place;
  return legs
    .map(({ place, amount, asset }) => `${nameOf(place)} ${amount} ${SYMBOLS.get(asset)}`)
    .join(' + ');
}

/** A step as a text, such as `payment A 10 ETH > B 10 ETH`. */
function tellStep({ kind, debits, credits }: Step): string {
  return `${kind} ${tellLegs(debits)} > ${tellLegs(credits)}`;
}

/** The steps of a transaction as texts. Order: by text. */
export function told(
  transfers: readonly Transfer[],
  parts: { readonly unlisted?: readonly Transfer[]; readonly scope?: NettingScope } = {},
): readonly string[] {
  const { unlisted = [], scope = NETTING_SCOPE } = parts;
  return netTransaction({ transfers, unlisted }, scope).map(tellStep).sort();
}
