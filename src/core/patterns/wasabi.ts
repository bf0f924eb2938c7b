import { largerAmount, sumAmounts } from '../amount.js';
import type { CoinJoinMatch, CoinJoinShape } from './coinJoinShape.js';
import { canEachHaveBrought, mostFrequent } from './coinJoinShape.js';

/** No address signs for more than one in so many inputs of a round; a sweep of one owner's does. */
const OF_ONE_ONE_IN = 10;

/** The amount that rounds of Wasabi 1 are about, and how far from it they may be. Units: satoshi. */
const BASE = 10_000_000n;
const BASE_TOLERANCE = 500_000n;
const FIRST_FEWEST_PEOPLE = 3;
/** Addresses with which one person may take part. */
const FIRST_MOST_ADDRESSES = 7;
/** Equal outputs that a level of Wasabi 1.1 has at least. */
const LEVEL_FEWEST = 2;
/** Rounds with fewer inputs may be no even split of the whole. */
const SMALL_ROUND_INPUTS = 20;
/** A split is even when what is left over is at most one in so many. */
const EVEN_ONE_IN = 10_000n;
const FIRST_CONFIDENCE = 70;
/** Of Wasabi 1.1, when each person has seven addresses and when each has one. */
const LEVELS_LEAST_CONFIDENCE = 50;
const LEVELS_MOST_CONFIDENCE = 100;

/** One amount that people of a round got. */
interface Level {
  readonly amount: bigint;
  readonly times: number;
}

/**
 * A round of Wasabi 1: no address signs for over a tenth of the inputs (so there are ten), three or more
 * equal outputs within 5 % of 0.1 BTC (1.0), or on two or more levels of 0.1 BTC doubled again and
 * again (1.1). Such outputs are at least half, the coordinator's left aside; each person has at most
 * seven addresses and brought what it got; small rounds are no even split of the whole.
 *
 * Source: Schnoering & Vazirgiannis, https://arxiv.org/abs/2311.12491; numbers and confidence as in
 * GraphSense, https://github.com/graphsense/graphsense-lib/pull/76 and
 * https://github.com/graphsense/graphsense-lib/pull/82. That each brought what it got is ours.
 */
export function detectWasabi1(
  shape: CoinJoinShape,
): (CoinJoinMatch & { readonly version: '1.0' | '1.1' }) | null {
  if (isSweep(shape)) return null;
  const levels = levelsOf(shape);
  const people = Math.max(0, ...levels.map(({ times }) => times));
  if (people < FIRST_FEWEST_PEOPLE) return null;
  const addresses = shape.brought.size;
  if (addresses > people * FIRST_MOST_ADDRESSES) return null;
  const mixed = levels.reduce((sum, { times }) => sum + times, 0);
  if (!isMajority(mixed, shape)) return null;
  if (levels.some(({ amount, times }) => !canEachHaveBrought(shape, times, amount))) return null;
  if (shape.inputs.length < SMALL_ROUND_INPUTS && isEvenSplit(shape)) return null;
  const seen = levels.map(({ amount, times }) => `${times} outputs of ${amount} satoshi`);
  const first = levels.length === 1 && isNear(levels[0]?.amount ?? 0n, 0);
  return {
    version: first ? '1.0' : '1.1',
    seen: seen.join(', '),
    confidence: first ? FIRST_CONFIDENCE : levelsConfidence(people, addresses),
  };
}

/** The most frequent amount near each doubling of 0.1 BTC that at least two outputs have. */
function levelsOf({ equal }: CoinJoinShape): readonly Level[] {
  const repeated = [...equal].filter(([, times]) => times >= LEVEL_FEWEST);
  const largest = repeated.map(([amount]) => amount).reduce(largerAmount, 0n);
  const levels: Level[] = [];
  for (let level = 0; BASE - BASE_TOLERANCE <= largest >> BigInt(level); level += 1) {
    const best = mostFrequent(repeated.filter(([amount]) => isNear(amount, level)));
    if (best !== null) levels.push(best);
  }
  return levels;
}

function isNear(amount: bigint, level: number): boolean {
  const times = 1n << BigInt(level);
  const away = amount - BASE * times;
  return (away < 0n ? -away : away) <= BASE_TOLERANCE * times;
}

function levelsConfidence(people: number, addresses: number): number {
  const range = LEVELS_MOST_CONFIDENCE - LEVELS_LEAST_CONFIDENCE;
  const tightness = (FIRST_MOST_ADDRESSES * people - addresses) / addresses;
  return LEVELS_LEAST_CONFIDENCE + Math.floor((range * tightness) / (FIRST_MOST_ADDRESSES - 1));
}

function isEvenSplit({ outputs, equal }: CoinJoinShape): boolean {
  const piece = mostFrequent(equal)?.amount ?? 0n;
  if (piece === 0n) return false;
  const whole = sumAmounts(outputs);
  const over = whole % piece;
  return (over < piece - over ? over : piece - over) * EVEN_ONE_IN <= whole;
}

const SECOND_FEWEST_INPUTS = 20;
/** No output of a round is worth less. Units: satoshi. */
const SECOND_LEAST_OUTPUT = 5_000n;
/** Standard amounts that more than one output of a round has. */
const SECOND_FEWEST_AMOUNTS = 3;
/** Inputs with which one person may take part. */
const SECOND_MOST_INPUTS = 10;
const SECOND_CONFIDENCE = 60;

/**
 * A round of Wasabi 2 (WabiSabi): at least 20 inputs of which no address signs for over a tenth, no
 * output below 5,000 satoshi, amounts that repeat on at least half of the outputs (the coordinator's
 * left aside) but not on all, three or more of them standard amounts, and one of those not round in
 * decimals, which a payroll would not pay.
 *
 * Source: the protocol, https://eprint.iacr.org/2021/206; Schnoering & Vazirgiannis,
 * https://arxiv.org/abs/2311.12491; numbers and confidence as in GraphSense,
 * https://github.com/graphsense/graphsense-lib/pull/80 and
 * https://github.com/graphsense/graphsense-lib/pull/82. The standard amounts are those of Ziegler et
 * al., https://doi.org/10.3390/jcp5040088; that they decide, and the amount that is not round, is ours.
 */
export function detectWasabi2(shape: CoinJoinShape): CoinJoinMatch | null {
  if (shape.inputs.length < SECOND_FEWEST_INPUTS) return null;
  if (isSweep(shape)) return null;
  if (shape.outputs.some((amount) => amount < SECOND_LEAST_OUTPUT)) return null;
  const repeated = [...shape.equal].filter(([, times]) => times >= 2);
  const mixed = repeated.reduce((sum, [, times]) => sum + times, 0);
  if (!isMajority(mixed, shape) || mixed === shape.outputs.length) return null;
  if (mixed * SECOND_MOST_INPUTS < shape.inputs.length) return null;
  const standard = repeated.filter(([amount]) => isStandardAmount(amount));
  if (standard.length < SECOND_FEWEST_AMOUNTS) return null;
  if (standard.every(([amount]) => isRoundAmount(amount))) return null;
  const seen = `${mixed} of ${shape.outputs.length} outputs in ${repeated.length} repeated amounts`;
  return { seen, confidence: SECOND_CONFIDENCE };
}

/** Powers of 2 and of 3, twice the powers of 3, and 1, 2 or 5 times a power of 10. */
function isStandardAmount(amount: bigint): boolean {
  if (isRoundAmount(amount) || isPowerOf(2n, amount)) return true;
  return isPowerOf(3n, amount % 2n === 0n ? amount / 2n : amount);
}

function isRoundAmount(amount: bigint): boolean {
  return [1n, 2n, 5n].some((digit) => amount % digit === 0n && isPowerOf(10n, amount / digit));
}

function isPowerOf(base: bigint, amount: bigint): boolean {
  let left = amount;
  while (left > 1n && left % base === 0n) left /= base;
  return left === 1n;
}

function isSweep({ inputs, mostInputsOfOne }: CoinJoinShape): boolean {
  return mostInputsOfOne * OF_ONE_ONE_IN > inputs.length;
}

/** At least half of the outputs, when one is left aside for the coordinator. */
function isMajority(mixed: number, { outputs }: CoinJoinShape): boolean {
  return mixed * 2 >= outputs.length - 1;
}
