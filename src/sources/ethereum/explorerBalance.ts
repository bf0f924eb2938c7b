import { z } from 'zod';
import { type Account, addressOfAccount, chainOfAccount } from '../../core/account.js';
import { type AssetId, erc20AssetId, nativeAssetId } from '../../core/asset.js';
import { Bug } from '../../core/errors.js';
import { decodeBody } from '../decodeBody.js';
import type { ExplorerApi } from './explorerApi.js';
import { amountSchema } from './explorerFields.js';

/**
 * What an account holds of the native coin or of a token; null where the explorer does not know.
 *
 * Source: https://docs.etherscan.io/api-reference/endpoint/balance,
 * https://docs.etherscan.io/api-reference/endpoint/tokenbalance
 *
 * @throws {SourceError}
 */
export async function fetchBalance(
  api: ExplorerApi,
  held: { readonly account: Account; readonly asset: AssetId },
  signal: AbortSignal,
): Promise<bigint | null> {
  const { account, asset } = held;
  if (chainOfAccount(account) !== api.chain.id) {
    throw new Bug('An explorer was asked for a balance on another chain.', { account });
  }
  const contract = contractOf(api, asset);
  const route = contract === null ? 'balance' : 'tokenbalance';
  const result = await api.fetchResult(
    route,
    {
      module: 'account',
      action: route,
      ...(contract === null ? {} : { contractaddress: contract }),
      address: addressOfAccount(account),
      tag: 'latest',
    },
    signal,
  );
  const shape = z.object({ result: amountSchema.nullable() });
  return decodeBody(shape, { result }, { host: api.host, route }).result;
}

/** The contract of a token, or null for the native coin. */
function contractOf({ chain }: ExplorerApi, asset: AssetId): string | null {
  if (asset === nativeAssetId(chain)) return null;
  const contract = asset.slice(asset.lastIndexOf(':') + 1);
  if (asset !== erc20AssetId(chain.id, contract)) {
    throw new Bug('An explorer was asked for the balance of an asset that is no token.', { asset });
  }
  return contract;
}
