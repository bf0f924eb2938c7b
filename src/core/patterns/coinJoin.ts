import type { Knowledge } from '../boundary.js';
import { boundaryOf } from '../boundary.js';
import type { UtxoTx } from '../ledger.js';
import type { CoinJoinMatch } from './coinJoinShape.js';
import { shapeOf } from './coinJoinShape.js';
import { detectEqualOutputs } from './equalOutputs.js';
import { detectJoinMarket } from './joinMarket.js';
import { detectWasabi1, detectWasabi2 } from './wasabi.js';
import { detectWhirlpool } from './whirlpool.js';

/** Which shape a CoinJoin was known by. A closed list. */
export type CoinJoinDetector =
  | 'whirlpool'
  | 'wasabi-1.0'
  | 'wasabi-1.1'
  | 'wasabi-2.0'
  | 'joinmarket'
  | 'equal-outputs';

/** A payment that several people made together, so that nobody sees who paid whom. A guess by shape. */
export interface CoinJoin {
  readonly detector: CoinJoinDetector;
  /** Belief in it, 0 to 100, as the detector's publication states it. */
  readonly confidence: number;
  /** What was seen, with detector and confidence. */
  readonly sentence: string;
}

const TITLES: Readonly<Record<CoinJoinDetector, string>> = {
  whirlpool: 'a Whirlpool round',
  'wasabi-1.0': 'a Wasabi 1.0 round',
  'wasabi-1.1': 'a Wasabi 1.1 round',
  'wasabi-2.0': 'a Wasabi 2.0 round',
  joinmarket: 'a JoinMarket CoinJoin',
  'equal-outputs': 'a small CoinJoin (equal outputs)',
};

/**
 * The CoinJoin that a transaction is by its shape, or null.
 *
 * Detectors are asked from the particular to the general; the first that sees its shape speaks.
 * Order: inputs and outputs may stand in any order; the answer is the same.
 * Blind spot: a shape is no proof. Whoever holds many funded addresses can make it alone, and a
 * CoinJoin without equal amounts (PayJoin) looks like a payment.
 * Source: https://en.bitcoin.it/wiki/CoinJoin; each detector names its own.
 */
export function detectCoinJoin(tx: UtxoTx): CoinJoin | null {
  const shape = shapeOf(tx);
  if (shape === null) return null;
  const whirlpool = detectWhirlpool(shape);
  if (whirlpool !== null) return tell('whirlpool', whirlpool);
  const wasabi2 = detectWasabi2(shape);
  if (wasabi2 !== null) return tell('wasabi-2.0', wasabi2);
  const wasabi1 = detectWasabi1(shape);
  if (wasabi1 !== null) return tell(`wasabi-${wasabi1.version}`, wasabi1);
  const joinMarket = detectJoinMarket(shape);
  if (joinMarket !== null) return tell('joinmarket', joinMarket);
  const equalOutputs = detectEqualOutputs(shape);
  return equalOutputs === null ? null : tell('equal-outputs', equalOutputs);
}

/**
 * The CoinJoin that a transaction is, or null where an account of a known service pays in it: a
 * service pays many at once and takes part in no CoinJoin.
 *
 * Source: GraphSense drops a shape when an input belongs to an exchange,
 * https://github.com/graphsense/graphsense-lib/pull/76
 */
export function findCoinJoin(tx: UtxoTx, knowledge: Knowledge): CoinJoin | null {
  const coinJoin = detectCoinJoin(tx);
  if (coinJoin === null) return null;
  const isService = tx.inputs.some(
    ({ account }) => account !== null && boundaryOf(account, knowledge)?.kind === 'service',
  );
  return isService ? null : coinJoin;
}

/**
 * Belief from which on nothing is followed through a CoinJoin. A policy choice: it parts the
 * published detectors of three people and more (49 and up) from the shape of two equal outputs
 * (20), which many plain payments have. Below it a trail goes on, and no owner is inferred.
 */
const TRAIL_ENDS_CONFIDENCE = 40;

/** Whether a CoinJoin is believed enough that no trail goes through it, back or forward. */
export function endsTrail(coinJoin: CoinJoin): boolean {
  return coinJoin.confidence >= TRAIL_ENDS_CONFIDENCE;
}

function tell(detector: CoinJoinDetector, { seen, confidence }: CoinJoinMatch): CoinJoin {
  const sentence = `It has the shape of ${TITLES[detector]}: ${seen} (confidence ${confidence} of 100).`;
  return { detector, confidence, sentence };
}
