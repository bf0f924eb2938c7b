import type { Account } from '../account.js';
import { addressOfAccount, createAccount } from '../account.js';
import type { AssetId, AssetList } from '../asset.js';
import { erc20AssetId } from '../asset.js';
import type { Transfer } from '../ledger.js';

/** The address that tokens are minted from and burned to. */
const ZERO_ADDRESS = `0x${'0'.repeat(40)}`;

const ZERO_ENDING = `:${ZERO_ADDRESS}`;

/** Whether an account is the zero address of its chain. */
export function isZeroAddress(account: Account): boolean {
  return account.endsWith(ZERO_ENDING);
}

/** The zero address of the chain of a transfer. */
function zeroAddressOf(transfer: Transfer): Account {
  return createAccount(transfer.chain, ZERO_ADDRESS);
}

/** The token that an account is the contract of when it wraps this native coin, or null. */
function wrapperOf(account: Account, native: AssetId, transfer: Transfer, assets: AssetList) {
  const token = assets.get(erc20AssetId(transfer.chain, addressOfAccount(account)));
  return token !== undefined && token.wraps === native ? token : null;
}

/** Whether an account is the contract of a listed token that wraps a native coin. */
export function isWrapper(account: Account, transfer: Transfer, assets: AssetList): boolean {
  const token = assets.get(erc20AssetId(transfer.chain, addressOfAccount(account)));
  return token !== undefined && token.wraps !== null;
}

/** The contracts of all listed tokens that wrap a native coin. */
export function wrappersOf(assets: AssetList): ReadonlySet<Account> {
  const wrappers = new Set<Account>();
  for (const { id, chain, wraps } of assets.values()) {
    if (wraps !== null)
      wrappers.add(createAccount(chain, id.slice(erc20AssetId(chain, '').length)));
  }
  return wrappers;
}

/**
 * The transfers of a transaction with the token side of every wrap and unwrap. Order: token sides of
 * which nobody knows whose they are, then the transfers as given, then the other token sides.
 *
 * A wrapper such as WETH tells a deposit by an event of its own, not by `Transfer`, so that lists of
 * token transfers lack the tokens that it makes and takes back. Native coins to or from a listed
 * wrapper are changed one to one.
 * Edge: where the source lists the token side all the same, nothing is added. Tokens that a wrapper
 * makes from the zero address and takes back to it move by way of the wrapper, whoever gets or gives
 * them, or a wrap would look like new money. A wrapper that tells all that it makes and takes back
 * would have told the account's own: what it did not tell here is another one's (`withdrawTo`,
 * `depositTo`), whose rows are not seen, so it is taken from nobody and given to nobody.
 * Source: https://etherscan.io/token/0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2#code;
 * https://github.com/OffchainLabs/token-bridge-contracts/blob/main/contracts/tokenbridge/libraries/aeWETH.sol
 */
export function withWrappedSide(
  transfers: readonly Transfer[],
  assets: AssetList,
): readonly Transfer[] {
  const whole: (readonly [listed: Transfer | null, Transfer])[] = [];
  const others: Transfer[] = [];
  for (const transfer of transfers) {
    const { from, to, asset, amount, channel } = transfer;
    if (from === null || to === null || channel === 'token') continue;
    const sides = [
      wrapperOf(to, asset, transfer, assets),
      wrapperOf(from, asset, transfer, assets),
    ];
    sides.forEach((token, at) => {
      if (token === null) return;
      const what = at === 0 ? 'made' : 'taken';
      const side = { transfer, asset: token.id, from: to, to: from, amount };
      const taken = new Set(whole.map(([listed]) => listed));
      const free = transfers.filter((one) => !taken.has(one));
      const found = tokenSide(free, side, what);
      if (found[0] !== null || token.tellsWraps !== true) whole.push(found);
      else others.push(ofSomebody(found[1], what));
    });
  }
  if (whole.length === 0 && others.length === 0) return transfers;
  const listed = new Map(whole.flatMap(([one, full]) => (one === null ? [] : [[one, full]])));
  const added = whole.flatMap(([one, full]) => (one === null ? [full] : []));
  // Somebody else's come first: a token made or taken back is what makes a look at the whole
  // transaction worth its request.
  return [...others, ...transfers.map((one) => listed.get(one) ?? one), ...added];
}

/** A token side that is not the account's own: made for, or taken from, somebody unseen. */
function ofSomebody(side: Transfer, what: 'made' | 'taken'): Transfer {
  const nobody = zeroAddressOf(side);
  return what === 'made' ? { ...side, to: nobody } : { ...side, from: nobody };
}

/** The token side of a wrap as it was listed, if it was, and whole: by way of the wrapper. */
function tokenSide(
  transfers: readonly Transfer[],
  side: {
    readonly transfer: Transfer;
    readonly asset: AssetId;
    readonly from: Account;
    readonly to: Account;
    readonly amount: bigint;
  },
  what: 'made' | 'taken',
): readonly [listed: Transfer | null, Transfer] {
  const { transfer, asset, from, to, amount } = side;
  const zero = zeroAddressOf(transfer);
  const alike = transfers.filter((one) => one.asset === asset && one.amount === amount);
  const isOf = ({ from: giver, to: getter }: Transfer) =>
    (giver === from || (what === 'made' && giver === zero)) &&
    (getter === to || (what === 'taken' && getter === zero));
  const isMade = (one: Transfer) => (what === 'made' ? one.from : one.to) === zero;
  const listed = alike.find(isOf) ?? alike.find(isMade) ?? null;
  if (listed === null) {
    const index = `${transfer.index}w`;
    return [null, { ...transfer, channel: 'token', asset, from, to, index }];
  }
  return [listed, what === 'made' ? { ...listed, from } : { ...listed, to }];
}
