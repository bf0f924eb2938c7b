import type { AssetId } from '../asset.js';
import type { IsCut } from './connect.js';
import { splitStrangers } from './connect.js';
import { givenAndTaken } from './givenAndTaken.js';
import type { Netting } from './netting.js';
import { getterOf, giverOf } from './parties.js';
import { tradesOf } from './trades.js';

/**
 * The subject is no router either: what it was paid it got, though it handed it on in the same
 * transaction, as it would have in two. So it is where an account with a risk claim has a part, and
 * where its own moves show that it handed on what somebody paid it.
 */
export function withSubjectCut(netting: Netting): readonly Netting[] {
  const { moves, isRisk, scope } = netting;
  const isCut: IsCut = (place) => place === scope.subject || isRisk(place);
  if (handsOn(netting) || handsOnThrough(netting)) {
    return splitStrangers(moves, isCut).map((part) => ({
      ...netting,
      moves: part,
      fact: part[0] ?? netting.fact,
      isCut,
    }));
  }
  const hasRisk = moves.some((move) => isRisk(giverOf(move)) || isRisk(getterOf(move)));
  return [hasRisk ? { ...netting, isCut } : netting];
}

/**
 * Whether of one asset some only gave to the subject and others only got from it. Who made an even
 * trade with it in that asset did not; nor did a router that gave back what was too much.
 *
 * It looks at the subject's own moves alone: they are always seen, so that no history that is or is
 * not looked up changes the answer, and no trade of others in the transaction hides who paid.
 * Blind spot: where payer and paid trade evenly with others and a move connects them besides, what
 * passed the subject is left out like a loan that went round.
 */
function handsOn(netting: Netting): boolean {
  const { subject } = netting.scope;
  if (subject === null) return false;
  const got = netting.moves.filter((move) => getterOf(move) === subject);
  const gave = netting.moves.filter((move) => giverOf(move) === subject);
  const passed = new Set(got.map(({ asset }) => asset));
  if (!gave.some(({ asset }) => passed.has(asset))) return false;
  const { rest } = tradesOf({ ...netting, moves: [...got, ...gave] });
  const others = rest.filter(([place]) => place !== subject);
  const some = (asset: AssetId, sign: bigint) =>
    others.some(([, byAsset]) => sign * (byAsset.get(asset) ?? 0n) > 0n);
  return [...passed].some((asset) => some(asset, 1n) && some(asset, -1n));
}

/**
 * Whether an account without a label gave the subject an asset and took it back, while others in the
 * transaction only gave of it and others only got: it may be no router that gave back what was too
 * much, but the way by which one paid the subject and the subject paid another.
 *
 * Edge: that takes the whole transaction; where only the subject's own rows are known, nobody is seen
 * on one of both sides.
 */
function handsOnThrough(netting: Netting): boolean {
  const { moves, isRisk, scope } = netting;
  const { subject } = scope;
  const passed = new Set(givenAndTaken(moves, scope).map(({ asset }) => asset));
  if (subject === null || passed.size === 0) return false;
  const isCut: IsCut = (place) => place === subject || isRisk(place);
  const { rest } = tradesOf({ ...netting, isCut });
  const some = (asset: AssetId, sign: bigint) =>
    rest.some(([place, byAsset]) => place !== subject && sign * (byAsset.get(asset) ?? 0n) > 0n);
  return [...passed].some((asset) => some(asset, 1n) && some(asset, -1n));
}
