import { expect, it } from 'vitest';
import type { Account } from '../../../src/core/account.js';
import { tabulateAccounts } from '../../../src/core/accounting/tabulateAccounts.js';
import type { AssetId } from '../../../src/core/asset.js';
import { TransferColumns } from '../../../src/core/columns/transferColumns.js';
import type { Transfer } from '../../../src/core/ledger.js';
import { createPriceBook } from '../../../src/core/price.js';
import { ASSETS, ETH, ether, evmAccount } from '../../support/world.js';

const [payer, one, other] = [evmAccount(2), evmAccount(3), evmAccount(4)];
const second = [...ASSETS.keys()].find((id) => id !== ETH);
if (second === undefined) throw new Error('no second asset');

/** The amounts of all legs, by table, of a payment to two in one transaction. */
function legsOf(assets: readonly [AssetId, AssetId]): bigint[][] {
  const transfers: Transfer[] = [
    { ...ether(payer, one, 5n, 7), asset: assets[0] },
    { ...ether(payer, other, 7n, 7), asset: assets[1] },
  ];
  const tables = tabulateAccounts(
    { transfers: TransferColumns.of(transfers), unlisted: new Map() },
    {
      subject: evmAccount(1),
      knowledge: { claimsOf: () => [], ownAccounts: new Set<Account>() },
      isReplayed: () => true,
      depositOf: () => null,
      assets: ASSETS,
      prices: createPriceBook(ASSETS, null),
    },
  );
  return tables.map(({ table }) => [...table.amountOf]);
}

it('pays several at once in one asset, and each for itself in two', () => {
  expect(legsOf([ETH, ETH])).toEqual([[12n, 5n, 7n]]);
  const inTwo = legsOf([ETH, second]);
  expect(inTwo).toHaveLength(2);
  expect(inTwo).toEqual(
    expect.arrayContaining([
      [5n, 5n],
      [7n, 7n],
    ]),
  );
});
