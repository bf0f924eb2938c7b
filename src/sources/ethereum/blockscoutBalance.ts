import { z } from 'zod';
import { type Account, addressOfAccount, chainOfAccount } from '../../core/account.js';
import { type AssetId, erc20AssetId, nativeAssetId } from '../../core/asset.js';
import { Bug } from '../../core/errors.js';
import { decodeBody } from '../decodeBody.js';
import type { BlockscoutApi } from './blockscoutApi.js';
import { explorerLie } from './explorerApi.js';
import { addressSchema, amountSchema } from './explorerFields.js';

const addressPageSchema = z.object({ hash: addressSchema, coin_balance: amountSchema.nullish() });

const holdingsSchema = z.array(
  z.object({
    value: amountSchema.nullish(),
    token_id: z.unknown().optional(),
    token: z
      .object({ address_hash: addressSchema.optional(), address: addressSchema.optional() })
      .nullish(),
  }),
);

/**
 * What an account holds of the native coin or of a token; null where the instance does not say.
 *
 * Edge: a token that is not listed was never held, or is not counted yet: the two look alike.
 * Source: https://docs.blockscout.com/api-reference/get-address-info
 *
 * @throws {SourceError}
 */
export async function fetchBalance(
  api: BlockscoutApi,
  held: { readonly account: Account; readonly asset: AssetId },
  signal: AbortSignal,
): Promise<bigint | null> {
  const { account, asset } = held;
  if (chainOfAccount(account) !== api.chain.id) {
    throw new Bug('A Blockscout was asked for a balance on another chain.', { account });
  }
  const address = addressOfAccount(account);
  if (asset === nativeAssetId(api.chain)) return await fetchCoins(api, address, signal);
  const request = { route: 'token-balances', path: ['addresses', address, 'token-balances'] };
  const body = await api.fetchIfKnown(request, signal);
  if (body === null) return null;
  const holdings = decodeBody(holdingsSchema, body, { host: api.host, route: request.route });
  const own = holdings.find(({ token, token_id }) => {
    const contract = token?.address_hash ?? token?.address;
    const isNumbered = token_id !== undefined && token_id !== null;
    return contract !== undefined && !isNumbered && erc20AssetId(api.chain.id, contract) === asset;
  });
  return own?.value ?? null;
}

async function fetchCoins(
  api: BlockscoutApi,
  address: string,
  signal: AbortSignal,
): Promise<bigint | null> {
  const request = { route: 'addresses', path: ['addresses', address] };
  const body = await api.fetchIfKnown(request, signal);
  if (body === null) return null;
  const asked = { host: api.host, route: request.route };
  const told = decodeBody(addressPageSchema, body, asked);
  if (told.hash !== address) throw explorerLie('answers about another address', asked);
  return told.coin_balance ?? null;
}
