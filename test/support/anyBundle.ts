import fc from 'fast-check';
import type { Account } from '../../src/core/account.js';
import type { Asset } from '../../src/core/asset.js';
import { erc20AssetId, nativeAssetId } from '../../src/core/asset.js';
import type { FactBundle, RecordedReply, RecordedSubject } from '../../src/core/factBundle.js';
import { GAP_KINDS } from '../../src/core/gap.js';
import type { LedgerFact, Transfer, UtxoTx } from '../../src/core/ledger.js';
import { CHANNELS } from '../../src/core/ledger.js';
import type { Unseen } from '../../src/core/lookup.js';
import { formatDay } from '../../src/core/moment.js';
import { UNPRICED } from '../../src/core/price.js';
import { btcAccount, chainNamed, evmAccount } from './world.js';

const ethereum = chainNamed('ethereum');
const bitcoin = chainNamed('bitcoin');

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const amount = fc.bigInt({ min: 0n, max: 2n ** 256n });
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const evm = fc.nat({ max: 9 }).map(evmAccount);
const account: fc.Arbitrary<Account> = fc.oneof(
  evm,
  fc.constantFrom('kraken', 'lazarus').map(btcAccount),
);
const assetId = fc.constantFrom(
  nativeAssetId(ethereum),
  nativeAssetId(bitcoin),
  ...[1, 2].map((n) => erc20AssetId(ethereum.id, `0x${`${n}`.repeat(40)}`)),
);
const day = fc.nat({ max: 30_000 }).map(formatDay);

const position = {
  height: maybe(fc.nat()),
  blockHash: maybe(text),
  txIndex: maybe(fc.nat()),
  timeSeconds: fc.nat(),
};
const transfer: fc.Arbitrary<Transfer> = fc.record({
  ...position,
  kind: fc.constant('transfer' as const),
  chain: fc.constant(ethereum.id),
  txId: maybe(text),
  channel: fc.constantFrom(...CHANNELS.filter((one): one is Transfer['channel'] => one !== 'utxo')),
  from: maybe(evm),
  to: maybe(evm),
  asset: assetId,
  amount,
  index: text,
});
const utxoTx: fc.Arbitrary<UtxoTx> = fc.record({
  ...position,
  kind: fc.constant('utxo' as const),
  chain: fc.constant(bitcoin.id),
  txId: text,
  coinbase: fc.boolean(),
  inputs: fc.array(
    fc.record({
      previous: maybe(fc.record({ txId: text, index: fc.nat() })),
      account: maybe(account),
      amount,
    }),
    { maxLength: 3 },
  ),
  outputs: fc.array(fc.record({ account: maybe(account), amount }), { maxLength: 3 }),
  fee: amount,
});
const fact: fc.Arbitrary<LedgerFact> = fc.oneof(transfer, utxoTx);

const unseen: fc.Arbitrary<Unseen> = fc.record({
  channel: maybe(fc.constantFrom(...CHANNELS)),
  kind: fc.constantFrom(...GAP_KINDS),
  sentence: text,
  cure: text,
});

const lookup: fc.Arbitrary<RecordedReply['lookup']> = fc.oneof(
  account.map((one) => ({ kind: 'account' as const, account: one })),
  text.map((txId) => ({ kind: 'transaction' as const, txId })),
  fc.record({
    kind: fc.constant('spends' as const),
    txId: text,
    outputs: fc.array(fc.nat(), { maxLength: 3 }),
  }),
);

const reply: fc.Arbitrary<RecordedReply> = fc.record({
  lookup,
  facts: fc.array(fact, { maxLength: 4 }),
  unseen: fc.array(unseen, { maxLength: 2 }),
  busy: maybe(fc.record({ reason: text })),
  unspent: fc.array(fc.nat(), { maxLength: 3 }),
  balances: maybe(fc.array(fc.tuple(assetId, amount)).map((pairs) => new Map(pairs))),
  cost: maybe(fc.nat()),
});

const who = { account, aliases: fc.array(account, { maxLength: 2 }) };
const subject: fc.Arbitrary<RecordedSubject> = fc.oneof(
  fc.record({ ...who, kind: fc.constant('blind' as const), gap: unseen }),
  fc.record({
    ...who,
    kind: fc.constant('seen' as const),
    behind: maybe(unseen),
    replies: fc.array(reply, { maxLength: 4 }),
    cut: maybe(fc.constantFrom('budget' as const, 'time' as const)),
  }),
);

const asset: fc.Arbitrary<Asset> = fc
  .record({
    id: assetId,
    symbol: text,
    decimals: fc.nat({ max: 36 }),
    peg: maybe(fc.constant('usd' as const)),
    wraps: fc.boolean(),
    tellsWraps: fc.boolean(),
    dustAmount: amount,
    expansionFloorAmount: amount,
  })
  .map(({ wraps, tellsWraps, ...parts }) => {
    const chain = parts.id.startsWith(ethereum.id) ? ethereum : bitcoin;
    const coin = nativeAssetId(chain);
    return {
      ...parts,
      chain: chain.id,
      wraps: wraps && parts.id !== coin ? coin : null,
      ...(tellsWraps ? { tellsWraps } : {}),
    };
  });

const price = fc.record({
  asset: assetId,
  day,
  usd: fc.tuple(fc.nat(), fc.nat()).map(([whole, part]) => `${whole}.${part}`),
  timeSeconds: fc.integer(),
  source: text,
  coin: text,
});

/** Facts and prices of any kind. */
export const anyFacts = fc.array(fact, { maxLength: 5 });
/** Prices of any kind. */
export const anyPrices = fc.array(price, { maxLength: 4 });

/** A bundle of anything that its types allow. */
export const anyBundle: fc.Arbitrary<FactBundle> = fc.record({
  version: fc.constant(2 as const),
  subjects: fc.array(subject, { maxLength: 3 }),
  prices: anyPrices,
  circumstances: fc.record(
    {
      ownAccounts: fc.uniqueArray(account, { maxLength: 3 }),
      narrowing: fc.option(
        fc.record({
          askedFor: fc.constant([ethereum.id]),
          leftOut: fc.subarray([bitcoin.id, ethereum.id]),
        }),
        { nil: null },
      ),
      assets: fc.array(asset, { maxLength: 3 }),
      prices: fc.constantFrom('dated' as const, 'pegged' as const),
      unpriced: fc.array(fc.record({ asset: assetId, day, why: fc.constantFrom(...UNPRICED) }), {
        maxLength: 3,
      }),
      halo: fc.uniqueArray(
        fc.record({ key: text, hops: fc.nat({ max: 2 }), isRead: fc.boolean() }),
        { minLength: 1, maxLength: 3, selector: ({ key }) => key },
      ),
    },
    { requiredKeys: ['ownAccounts', 'narrowing', 'assets', 'prices', 'unpriced'] },
  ),
});
