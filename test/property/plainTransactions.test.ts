import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Account } from '../../src/core/account.js';
import { createAccount } from '../../src/core/account.js';
import { tabulateAccounts } from '../../src/core/accounting/tabulateAccounts.js';
import { erc20AssetId } from '../../src/core/asset.js';
import { TransferColumns } from '../../src/core/columns/transferColumns.js';
import type { Transfer } from '../../src/core/ledger.js';
import { createPriceBook } from '../../src/core/price.js';
import { ASSETS, chainNamed, claim, ETH, ether, evmAccount, exchange } from '../support/world.js';

const { id: chain } = chainNamed('ethereum');
const WRAPPER = `0x${'c'.repeat(40)}`;
const WRAPPED = erc20AssetId(chain, WRAPPER);
const ether18 = ASSETS.get(ETH);
if (ether18 === undefined) throw new Error('no ether');
const assets = new Map([...ASSETS, [WRAPPED, { ...ether18, id: WRAPPED, wraps: ETH }]]);

/** The subject, an exchange, a thief, a market, four that are replayed, nobody, the mint, a wrapper. */
const parties: readonly (Account | null)[] = [
  ...[1, 4, 5, 6, 2, 3, 7, 8].map(evmAccount),
  null,
  createAccount(chain, `0x${'0'.repeat(40)}`),
  createAccount(chain, WRAPPER),
];
const subject = evmAccount(1);
const [kraken, thief, market] = [4, 5, 6].map(evmAccount);
if (!kraken || !thief || !market) throw new Error('accounts are missing');
const claims = [
  exchange(kraken, 'Kraken'),
  claim(thief),
  { ...exchange(market, 'Market'), category: 'dex' as const },
];

const party = fc.constantFrom(...parties);
const height = fc.integer({ min: 1, max: 8 });
const asset = fc.constantFrom(ETH, WRAPPED);
const channel = fc.constantFrom('native' as const, 'token' as const, 'fee' as const);

const lone = fc
  .record({
    height,
    from: party,
    to: party,
    amount: fc.bigInt({ min: 0n, max: 5n }),
    asset,
    channel,
  })
  .map(({ height, from, to, amount, ...parts }): Transfer[] => [
    { ...ether(from, parts.channel === 'fee' ? null : to, amount, height), ...parts },
  ]);

/** One pays several, some of them twice. */
const batch = fc
  .record({ height, from: party, to: fc.array(party, { minLength: 2, maxLength: 4 }), asset })
  .map(({ height, from, to, asset }): Transfer[] =>
    to.map((getter, at) => ({ ...ether(from, getter, BigInt(1 + at), height), asset })),
  );

const ledgers = fc.array(fc.oneof(lone, batch), { maxLength: 12 }).map((parts) => parts.flat());

/** A message of nothing between strangers, which every transaction of a height sees. */
function noiseOf(transfer: Transfer): readonly Transfer[] {
  const unlisted = erc20AssetId(chain, `0x${'d'.repeat(40)}`);
  return [{ ...transfer, from: evmAccount(91), to: evmAccount(92), asset: unlisted, amount: 0n }];
}

it('writes what needs no netting as netting would', () => {
  fc.assert(
    fc.property(ledgers, (transfers) => {
      const scope = {
        subject,
        knowledge: {
          claimsOf: (account: Account) => claims.filter((one) => one.account === account),
          ownAccounts: new Set<Account>(),
        },
        isReplayed: (account: Account) => parties.slice(4, 8).includes(account),
        depositOf: () => null,
        assets,
        prices: createPriceBook(assets, null),
      };
      // Where unlisted tokens moved too, every transaction is netted.
      const unlisted = new Map(transfers.map((one) => [one.txId ?? '', noiseOf(one)]));
      const columns = TransferColumns.of(transfers);
      const plain = tabulateAccounts({ transfers: columns, unlisted: new Map() }, scope);
      expect(plain).toEqual(tabulateAccounts({ transfers: columns, unlisted }, scope));
    }),
    { numRuns: 500 },
  );
});
