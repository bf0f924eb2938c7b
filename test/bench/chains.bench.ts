import { ReplayMemory } from '../../src/core/accounting/onTheWay.js';
import { DIRECTIONS } from '../../src/core/trace/frontier.js';
import { createConversionLedger, createPeelChain } from './chainLedgers.js';
import type { Clock, PhaseTimes } from './measure.js';
import {
  explainGrowth,
  medianPhases,
  onceMs,
  smallOnes,
  tellGrowth,
  tellPeak,
  tellTime,
} from './measure.js';
import type { WrittenLedger } from './replayedLedger.js';
import { bounderOf, boundsOf, fifoOf, haircutOf, tablesOf, writeDown } from './replayedLedger.js';

/** What each phase of both ledgers, and all together, may take. Units: milliseconds. */
const AIM_MS = 3_000;

type Phase = 'order, net and tabulate' | 'haircut' | 'fifo' | 'bounds';

/** A long peel chain, and a ledger with many conversions on the way to the subject. */
export function main(): number {
  const met: boolean[] = [];
  const large = writeDown(createPeelChain(100_000));
  met.push(...tellPhases('peel chain of 100,000 hops', medianPhases(accountAll([large]))));
  explainGrowth();
  met.push(
    tellGrowth({
      what: '100,000 hops to 10,000',
      large,
      ten: smallOnes((variant) => writeDown(createPeelChain(10_000, variant))),
      timeOf: (ledgers) => onceMs(accountAll(ledgers)),
    }),
  );
  const all = medianPhases(accountAll([writeDown(createConversionLedger(1_000))]));
  met.push(...tellPhases('1,000 conversions, all looked through', all));
  tellPeak('after all', null);
  return met.every((one) => one) ? 0 : 1;
}

function tellPhases(what: string, phases: PhaseTimes<Phase>): boolean[] {
  return [...phases].map(([phase, ms]) =>
    tellTime({ what: `${what}: ${phase}`, ms, aimMs: phase === 'first run' ? null : AIM_MS }),
  );
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
        const conversions = clock('haircut', () => haircutOf(ledger, asked));
        clock('fifo', () => fifoOf(ledger, asked));
        clock('bounds', () =>
          boundsOf(bounderOf(ledger, asked), asset, {
            risky: new Set(ledger.origins.slice(0, 1)),
            conversions,
          }),
        );
      }
    }
  }
}
