import { ReplayMemory } from '../../src/core/accounting/onTheWay.js';
import { orderFacts } from '../../src/core/chainOrder.js';
import { DIRECTIONS } from '../../src/core/trace/frontier.js';
import type { Clock, PhaseTimes } from './measure.js';
import {
  explainGrowth,
  medianMs,
  medianPhases,
  onceMs,
  smallOnes,
  tellGrowth,
  tellPeak,
  tellTime,
} from './measure.js';
import { createPowerLawLedger } from './powerLawLedger.js';
import type { WrittenLedger } from './replayedLedger.js';
import { fifoOf, haircutOf, tablesOf, writeDown } from './replayedLedger.js';

/** What an aim holds for. Units: milliseconds, megabytes. */
const AIM = { ms: 3_000, megabytes: 700 };

type Phase = 'order, net and tabulate' | 'haircut' | 'fifo';

const small = { transfers: 100_000, origins: 200, assets: 10, openLots: 5_000 };
const large = { transfers: 1_000_000, origins: 200, assets: 10, openLots: 50_000 };

/** Accounting by both methods, from the facts, of both directions and all assets. */
export function main(): number {
  const met: boolean[] = [];
  const made = createPowerLawLedger(large);
  clearLeftovers();
  const ledger = writeDown(made);
  const ofLarge = measureLarge(ledger, met);
  for (const [phase, ms] of ofLarge) {
    const aimMs = phase === 'sum' || phase === 'first run' ? AIM.ms : null;
    met.push(tellTime({ what: `1,000,000 transfers: ${phase}`, ms, aimMs }));
  }
  tellPeak('after all runs', null);
  const replayed = (ofLarge.get('haircut') ?? 0) + (ofLarge.get('fifo') ?? 0);
  tellTime({ what: '1,000,000 transfers: both methods alone', ms: replayed, aimMs: null });
  // A search does that as it takes its answers, where `absorb` has it; nothing of it is left to do then.
  const writtenMs = medianMs(() => writeDown(ledger));
  tellTime({ what: '1,000,000 transfers: written down before', ms: writtenMs, aimMs: null });
  explainGrowth();
  met.push(
    tellGrowth({
      what: '1,000,000 transfers to 100,000',
      large: ledger,
      ten: smallOnes((variant) => writeDown(createPowerLawLedger({ ...small, variant }))),
      timeOf: (ledgers) => onceMs(accountAll(ledgers)),
    }),
  );
  return met.every((one) => one) ? 0 : 1;
}

/**
 * The large ledger comes first, so that its first run has nothing behind it. The aim of memory holds
 * for that run: what the runs before have left is no part of a screening.
 */
function measureLarge(ledger: WrittenLedger, met: boolean[]): PhaseTimes<Phase> {
  clearLeftovers();
  tellPeak('when the facts are made', null);
  const times = medianPhases(accountAll([ledger]), () => {
    met.push(tellPeak('after the first run', AIM.megabytes));
  });
  const orderMs = medianMs(() => orderFacts(ledger.transfers));
  tellTime({
    what: '1,000,000 transfers: order alone, part of the first',
    ms: orderMs,
    aimMs: null,
  });
  return times;
}

/**
 * Clears away what the making of the facts left over, which is no part of a screening either. Never
 * between runs: it throws away compiled code too.
 */
function clearLeftovers(): void {
  globalThis.gc?.();
}

function accountAll(ledgers: readonly WrittenLedger[]) {
  return (clock: Clock<Phase>) => {
    for (const ledger of ledgers) account(ledger, clock);
  };
}

function account(ledger: WrittenLedger, clock: Clock<Phase>): void {
  const memory = new ReplayMemory();
  const tables = clock('order, net and tabulate', () => tablesOf(ledger));
  for (const { table, assets } of tables) {
    for (const asset of assets) {
      for (const direction of DIRECTIONS) {
        const asked = { table, asset, direction, memory };
        clock('haircut', () => haircutOf(ledger, asked));
        clock('fifo', () => fifoOf(ledger, asked));
      }
    }
  }
}
