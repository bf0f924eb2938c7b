import type { Account } from '../../../../src/core/account.js';
import type { AssetId, AssetList } from '../../../../src/core/asset.js';
import { erc20AssetId } from '../../../../src/core/asset.js';
import type { Transfer } from '../../../../src/core/ledger.js';
import { ASSETS, chainNamed, ether } from '../../../support/world.js';

const ethereum = chainNamed('ethereum');

/** A dollar token of tests, of whole dollars. */
export const DOLLAR: AssetId = erc20AssetId(ethereum.id, `0x${'dd'.repeat(20)}`);

/** Ether, bitcoin and the dollar token, with small floors. */
export const TOKEN_ASSETS: AssetList = new Map([
  ...ASSETS,
  [
    DOLLAR,
    {
      id: DOLLAR,
      chain: ethereum.id,
      symbol: 'USDX',
      decimals: 0,
      peg: 'usd' as const,
      wraps: null,
      dustAmount: 3n,
      expansionFloorAmount: 10n,
    },
  ],
]);

/** A transfer of dollars at a block. */
export function token(from: Account, to: Account, dollars: bigint, height: number): Transfer {
  return { ...ether(from, to, dollars, height), channel: 'token', asset: DOLLAR };
}
