import type { Account } from '../../src/core/account.js';
import type { Direction } from '../../src/core/exposure.js';
import { DIRECTIONS } from '../../src/core/trace/frontier.js';
import { ETH } from '../support/world.js';
import {
  explainGrowth,
  medianMs,
  onceMs,
  smallOnes,
  tellGrowth,
  tellPeak,
  tellTime,
} from './measure.js';
import type { BenchLedger } from './powerLawLedger.js';
import { createPowerLawLedger } from './powerLawLedger.js';
import { bounderOf, boundsOf, tablesOf, writeDown } from './replayedLedger.js';

/** Accounts of one exposure. */
const GROUP = 20;

const ASKED = [
  { exposures: 1, told: 'one exposure', aimMs: 1_000 },
  { exposures: 10, told: 'ten exposures', aimMs: 5_000 },
];

type LaidOut = ReturnType<typeof laidOut>;

/** Bounds of one exposure and of ten; all transfers are of one asset, which is the most work. */
export function main(): number {
  const small = smallOnes((variant) => laidOut(10_000, variant));
  const large = laidOut(100_000, 0);
  const met: boolean[] = [];
  explainGrowth();
  for (const direction of DIRECTIONS) {
    for (const { exposures, told, aimMs } of ASKED) {
      const timeOf = (each: readonly LaidOut[]) =>
        onceMs((clock) => {
          for (const laid of each)
            clock('bounds', () => boundExposures(laid, direction, exposures));
        });
      const what = `${direction}: ${told}`;
      const ms = medianMs(() => boundExposures(large, direction, exposures));
      met.push(tellTime({ what: `100,000 transfers, ${what}`, ms, aimMs }));
      met.push(tellGrowth({ what, large, ten: small, timeOf }));
    }
  }
  tellPeak('after all', null);
  return met.every((one) => one) ? 0 : 1;
}

function laidOut(transfers: number, variant: number) {
  const openLots = transfers / 20;
  const size = { transfers, origins: 200, assets: 1, openLots, variant };
  const ledger = writeDown(createPowerLawLedger(size));
  return { ledger, tables: tablesOf(ledger) };
}

function boundExposures(
  { ledger, tables }: LaidOut,
  direction: Direction,
  exposures: number,
): void {
  for (const { table } of tables) {
    const bounder = bounderOf(ledger, { table, direction });
    for (let at = 0; at < exposures; at += 1) {
      boundsOf(bounder, ETH, { risky: groupOf(ledger, at), conversions: [] });
    }
  }
}

function groupOf({ origins }: BenchLedger, group: number): ReadonlySet<Account> {
  return new Set(origins.slice(group * GROUP, (group + 1) * GROUP));
}
