import { orderFacts } from '../../src/core/ledger.js';
import { DIRECTIONS } from '../../src/core/trace/frontier.js';
import type { Clock } from './measure.js';
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
  const ofSmall = measure(createPowerLawLedger(small));
  const ledger = createPowerLawLedger(large);
  tellPeak('with the facts alone', null);
  const ofLarge = measure(ledger);
  const met = [...ofLarge].map(([phase, ms]) =>
    tellTime({
      what: `1,000,000 transfers: ${phase}`,
      ms,
      aimMs: phase === 'sum' ? AIM.ms : null,
    }),
  );
  const replayed = (ofLarge.get('haircut') ?? 0) + (ofLarge.get('fifo') ?? 0);
  tellTime({ what: '1,000,000 transfers: both methods alone', ms: replayed, aimMs: null });
  const orderMs = medianMs(() => orderFacts(ledger.transfers));
  tellTime({
    what: '1,000,000 transfers: order alone, part of the first',
    ms: orderMs,
    aimMs: null,
  });
  met.push(tellGrowth('ten times', ofSmall.get('sum') ?? 0, ofLarge.get('sum') ?? 0));
  met.push(tellPeak('after all', AIM.megabytes));
  return met.every((one) => one) ? 0 : 1;
}

function measure(ledger: BenchLedger): ReadonlyMap<Phase | 'sum', number> {
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
