import { orderFacts } from '../../src/core/ledger.js';
import { DIRECTIONS } from '../../src/core/trace/frontier.js';
import type { Clock, PhaseTimes } from './measure.js';
import { medianMs, medianPhases, tellGrowth, tellPeak, tellTime } from './measure.js';
import type { BenchLedger } from './powerLawLedger.js';
import { createPowerLawLedger } from './powerLawLedger.js';
import { fifoOf, haircutOf, tablesOf } from './replayedLedger.js';

/** What an aim holds for. Units: milliseconds, megabytes. */
const AIM = { ms: 3_000, megabytes: 700 };

type Phase = 'order, net and tabulate' | 'haircut' | 'fifo';

const small = { transfers: 100_000, origins: 200, assets: 10, openLots: 5_000 };
const large = { transfers: 1_000_000, origins: 200, assets: 10, openLots: 50_000 };

/** Accounting by both methods, from the facts, of both directions and all assets. */
export function main(): number {
  const ofLarge = measureLarge();
  const met = [...ofLarge].map(([phase, ms]) =>
    tellTime({
      what: `1,000,000 transfers: ${phase}`,
      ms,
      aimMs: phase === 'sum' || phase === 'first run' ? AIM.ms : null,
    }),
  );
  met.push(tellPeak('with the facts', AIM.megabytes));
  const replayed = (ofLarge.get('haircut') ?? 0) + (ofLarge.get('fifo') ?? 0);
  tellTime({ what: '1,000,000 transfers: both methods alone', ms: replayed, aimMs: null });
  const ofSmall = measure(createPowerLawLedger(small));
  met.push(tellGrowth('ten times', ofSmall.get('sum') ?? 0, ofLarge.get('sum') ?? 0));
  return met.every((one) => one) ? 0 : 1;
}

/** The large ledger comes first, so that the first run has nothing behind it, and is dropped then. */
function measureLarge(): PhaseTimes<Phase> {
  const ledger = createPowerLawLedger(large);
  tellPeak('when the facts are made', null);
  const times = measure(ledger);
  const orderMs = medianMs(() => orderFacts(ledger.transfers));
  tellTime({
    what: '1,000,000 transfers: order alone, part of the first',
    ms: orderMs,
    aimMs: null,
  });
  return times;
}

function measure(ledger: BenchLedger): PhaseTimes<Phase> {
  return medianPhases<Phase>((clock) => account(ledger, clock));
}

function account(ledger: BenchLedger, clock: Clock<Phase>): void {
  const tables = clock('order, net and tabulate', () => tablesOf(ledger));
  for (const { table, assets } of tables) {
    for (const asset of assets) {
      for (const direction of DIRECTIONS) {
        const asked = { table, asset, direction };
        clock('haircut', () => haircutOf(ledger, asked));
        clock('fifo', () => fifoOf(ledger, asked));
      }
    }
  }
}
