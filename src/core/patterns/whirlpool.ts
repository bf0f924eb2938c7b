import type { CoinJoinMatch, CoinJoinShape } from './coinJoinShape.js';

/** What every output of a pool's rounds is worth. Units: satoshi. */
const POOLS: readonly bigint[] = [100_000n, 1_000_000n, 5_000_000n, 50_000_000n];
/** Inputs and outputs of a round: five, up to eight when it was enlarged. */
const FEWEST_PEOPLE = 5;
const MOST_PEOPLE = 8;
/** What a newcomer brings above the pool's amount, for the miners. Units: satoshi. */
const LEAST_FOR_MINERS = 100n;
const MOST_FOR_MINERS = 110_000n;
/** Newcomers of a round; the others come from an earlier one and bring exactly the pool's amount. */
const FEWEST_NEWCOMERS = 1;
const MOST_NEWCOMERS = 4;
const CONFIDENCE = 60;

/**
 * A round of Whirlpool: 5 to 8 people, all addresses different, every output worth exactly the
 * pool's amount, one to four newcomers who bring a little more for the miners, the others exactly it.
 *
 * Edge: tx0, which cuts one owner's money into pieces before a round, is no round: its outputs are
 * larger than the pool's amount and it holds a note.
 * Blind spot: pools of other sizes than 0.001, 0.01, 0.05 and 0.5 BTC.
 * Source: Schnoering & Vazirgiannis, https://arxiv.org/abs/2311.12491; numbers and confidence as in
 * GraphSense, https://github.com/graphsense/graphsense-lib/pull/76 (rounds of more than five: pull/80).
 */
export function detectWhirlpool(shape: CoinJoinShape): CoinJoinMatch | null {
  const people = shape.inputs.length;
  if (people < FEWEST_PEOPLE || people > MOST_PEOPLE || shape.outputs.length !== people)
    return null;
  if (shape.brought.size !== people) return null;
  const [pool, ...others] = shape.equal.keys();
  if (pool === undefined || others.length > 0 || !POOLS.includes(pool)) return null;
  const newcomers = shape.inputs.filter((amount) => amount !== pool);
  if (newcomers.length < FEWEST_NEWCOMERS || newcomers.length > MOST_NEWCOMERS) return null;
  const isFair = newcomers.every(
    (amount) => amount >= pool + LEAST_FOR_MINERS && amount <= pool + MOST_FOR_MINERS,
  );
  if (!isFair) return null;
  return { seen: `${people} equal outputs of ${pool} satoshi`, confidence: CONFIDENCE };
}
