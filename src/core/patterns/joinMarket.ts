import type { CoinJoinMatch, CoinJoinShape } from './coinJoinShape.js';
import { canEachHaveBrought, mostFrequent } from './coinJoinShape.js';

/** Equal outputs of no more than this are dust and no sign of a CoinJoin. Units: satoshi. */
export const DUST_OUTPUT = 2_730n;
const FEWEST_PEOPLE = 3;
/** Inputs with which one person may take part. */
const MOST_INPUTS = 20;
/** Outputs for ten people: each gets one and nearly each gets change. */
const FEWEST_OUTPUTS_OF_TEN = 17;
const CONFIDENCE = 49;

/**
 * A CoinJoin as JoinMarket makes it: the most frequent amount above dust stands on at least half of
 * the outputs, each with a person of at least one address and at most 20 inputs behind it, three
 * people or more; nearly each gets change, all but one of a few, so that it is no batch payout; and
 * each can have brought the amount.
 *
 * Blind spot: whoever holds many funded addresses can make the same shape alone.
 * Source: Schnoering & Vazirgiannis, https://arxiv.org/abs/2311.12491; numbers and confidence as in
 * GraphSense, https://github.com/graphsense/graphsense-lib/pull/82, which asks for the change and
 * the 20 inputs in large rounds only: we ask always, since a payout that is taken for a CoinJoin
 * would end a trail. That each brought the amount is ours.
 */
export function detectJoinMarket(shape: CoinJoinShape): CoinJoinMatch | null {
  const best = mostFrequent([...shape.equal].filter(([amount]) => amount > DUST_OUTPUT));
  if (best === null) return null;
  const { amount, times: people } = best;
  const outputs = shape.outputs.length;
  if (people < FEWEST_PEOPLE || people * 2 < outputs) return null;
  if (shape.inputs.length > people * MOST_INPUTS) return null;
  if (outputs < people * 2 - 1 && outputs * 10 < people * FEWEST_OUTPUTS_OF_TEN) return null;
  if (!canEachHaveBrought(shape, people, amount)) return null;
  return { seen: `${people} equal outputs of ${amount} satoshi`, confidence: CONFIDENCE };
}
