import type { CoinJoinMatch, CoinJoinShape } from './coinJoinShape.js';
import { canEachHaveBrought, mostFrequent } from './coinJoinShape.js';
import { DUST_OUTPUT } from './joinMarket.js';

const CONFIDENCE = 20;

/**
 * The general shape of a CoinJoin: each person gets an equal output and change, one perhaps none.
 * So half of the outputs, rounded up, are people; the most frequent amount (the lowest where several
 * are as frequent) stands on exactly so many, is no dust, and as many addresses pay, which can each
 * have brought it.
 *
 * Blind spot: two equal payments with change, from two addresses of one owner, look the same. The
 * confidence is low for that, so that the shape says nothing about who owns what and ends no trail.
 * Source: BlockSci (Kalodner et al., USENIX Security 2020, https://arxiv.org/abs/1709.02489), whose
 * `isCoinjoin` leaves out dust of 546 and 2,730 satoshi; the confidence is that of two equal outputs
 * in https://github.com/graphsense/graphsense-lib/pull/76, before that shape was given up there.
 */
export function detectEqualOutputs(shape: CoinJoinShape): CoinJoinMatch | null {
  const people = Math.floor((shape.outputs.length + 1) / 2);
  const best = mostFrequent(shape.equal);
  if (best === null || best.times !== people || best.amount <= DUST_OUTPUT) return null;
  if (!canEachHaveBrought(shape, people, best.amount)) return null;
  return { seen: `${people} equal outputs of ${best.amount} satoshi`, confidence: CONFIDENCE };
}
