import type { Account } from '../account.js';
import type { Transfer } from '../ledger.js';
import type { NettingScope } from './belief.js';
import { isBridge } from './belief.js';
import { isZeroAddress } from './wrapped.js';

/**
 * Tokens made or destroyed by a bridge move by way of it, not of the zero address.
 *
 * Edge: a row that moved nothing tells of the bridge only where it is a signed call, for a token lets
 * anyone write a transfer of nothing between any two accounts.
 * Source: transfers of nothing must be told as any other, https://eips.ethereum.org/EIPS/eip-20
 */
export function withBridges(
  moves: readonly Transfer[],
  transfers: readonly Transfer[],
  scope: NettingScope,
): readonly Transfer[] {
  const touchesZero = ({ from, to }: Transfer) =>
    (from !== null && isZeroAddress(from)) || (to !== null && isZeroAddress(to));
  if (!moves.some(touchesZero)) return moves;
  const isProof = ({ channel, amount, from, to }: Transfer) =>
    channel === 'native' || (amount > 0n && from !== to);
  const parties = transfers
    .filter(isProof)
    .flatMap(({ from, to }) => [from, to].flatMap((one) => one ?? []));
  const bridge = parties.find((party) => isBridge(party, scope));
  if (bridge === undefined) return moves;
  const swap = (party: Account | null) => (party !== null && isZeroAddress(party) ? bridge : party);
  return moves
    .map((move) => ({ ...move, from: swap(move.from), to: swap(move.to) }))
    .filter(({ from, to }) => from !== to);
}
