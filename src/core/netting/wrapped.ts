import type { Account } from '../account.js';
import { addressOfAccount, createAccount } from '../account.js';
import type { AssetId, AssetList } from '../asset.js';
import { erc20AssetId } from '../asset.js';
import type { Transfer } from '../ledger.js';

/** The address that tokens are minted from and burned to. */
const ZERO_ADDRESS = `0x${'0'.repeat(40)}`;

/** Whether an account is the zero address of its chain. */
export function isZeroAddress(account: Account): boolean {
  return addressOfAccount(account) === ZERO_ADDRESS;
}

/** The zero address of the chain of a transfer. */
function zeroAddressOf(transfer: Transfer): Account {
  return createAccount(transfer.chain, ZERO_ADDRESS);
}

/** The token that an account is the contract of when it wraps this native coin, or null. */
function wrapperOf(account: Account, native: AssetId, transfer: Transfer, assets: AssetList) {
  const token = assets.get(erc20AssetId(transfer.chain, addressOfAccount(account)));
  return token !== undefined && token.wraps === native ? token.id : null;
}

/** Whether an account is the contract of a listed token that wraps a native coin. */
export function isWrapper(account: Account, transfer: Transfer, assets: AssetList): boolean {
  const token = assets.get(erc20AssetId(transfer.chain, addressOfAccount(account)));
  return token !== undefined && token.wraps !== null;
}

/**
 * The transfers of a transaction with the token side of every wrap and unwrap.
 *
 * A wrapper such as WETH tells a deposit by an event of its own, not by `Transfer`, so that lists of
 * token transfers lack the tokens that it makes and takes back. Native coins to or from a listed
 * wrapper are changed one to one.
 * Edge: where the source lists the token side all the same, nothing is added.
 * Source: https://etherscan.io/token/0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2#code
 */
export function withWrappedSide(
  transfers: readonly Transfer[],
  assets: AssetList,
): readonly Transfer[] {
  const added: Transfer[] = [];
  for (const transfer of transfers) {
    const { from, to, asset, amount, channel } = transfer;
    if (from === null || to === null || channel === 'token') continue;
    const made = wrapperOf(to, asset, transfer, assets);
    if (made !== null)
      added.push(...tokenSide(transfers, { transfer, asset: made, from: to, to: from, amount }));
    const taken = wrapperOf(from, asset, transfer, assets);
    if (taken !== null)
      added.push(...tokenSide(transfers, { transfer, asset: taken, from: to, to: from, amount }));
  }
  return added.length === 0 ? transfers : [...transfers, ...added];
}

function tokenSide(
  transfers: readonly Transfer[],
  side: {
    readonly transfer: Transfer;
    readonly asset: AssetId;
    readonly from: Account;
    readonly to: Account;
    readonly amount: bigint;
  },
): Transfer[] {
  const { transfer, asset, from, to, amount } = side;
  const zero = zeroAddressOf(transfer);
  const isListed = transfers.some(
    (one) =>
      one.asset === asset &&
      one.amount === amount &&
      (one.from === from || one.from === zero) &&
      (one.to === to || one.to === zero),
  );
  if (isListed) return [];
  return [{ ...transfer, channel: 'token', asset, from, to, index: `${transfer.index}w` }];
}
