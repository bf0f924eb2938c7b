import type { Account } from '../../src/core/account.js';
import type { Direction } from '../../src/core/exposure.js';
import { DIRECTIONS } from '../../src/core/trace/frontier.js';
import { ETH } from '../support/world.js';
import { medianMs, tellGrowth, tellPeak, tellTime } from './measure.js';
import type { BenchLedger } from './powerLawLedger.js';
import { createPowerLawLedger } from './powerLawLedger.js';
import { bounderOf, boundsOf, tablesOf } from './replayedLedger.js';

/** Accounts of one exposure. */
const GROUP = 20;

/** Bounds of one exposure and of ten; all transfers are of one asset, which is the most work. */
export function main(): number {
  const small = laidOut(10_000);
  const large = laidOut(100_000);
  const met: boolean[] = [];
  for (const direction of DIRECTIONS) {
    const ask = (laid: typeof small, exposures: number) =>
      medianMs(() => boundExposures(laid, direction, exposures));
    const one = ask(large, 1);
    const ten = ask(large, 10);
    const told = `100,000 transfers, ${direction}`;
    met.push(tellTime({ what: `${told}: one exposure`, ms: one, aimMs: 1_000 }));
    met.push(tellTime({ what: `${told}: ten exposures`, ms: ten, aimMs: 5_000 }));
    met.push(tellGrowth(`ten times, ${direction}: one exposure`, ask(small, 1), one));
    met.push(tellGrowth(`ten times, ${direction}: ten exposures`, ask(small, 10), ten));
  }
  tellPeak('after all', null);
  return met.every((one) => one) ? 0 : 1;
}

function laidOut(transfers: number) {
  const openLots = transfers / 20;
  const ledger = createPowerLawLedger({ transfers, origins: 200, assets: 1, openLots });
  return { ledger, tables: tablesOf(ledger) };
}

function boundExposures(
  { ledger, tables }: ReturnType<typeof laidOut>,
  direction: Direction,
  exposures: number,
): void {
  for (const { table } of tables) {
    const bounder = bounderOf(ledger, { table, asset: ETH, direction });
    for (let at = 0; at < exposures; at += 1) {
      boundsOf(bounder, ETH, { risky: groupOf(ledger, at), conversions: [] });
    }
  }
}

function groupOf({ origins }: BenchLedger, group: number): ReadonlySet<Account> {
  return new Set(origins.slice(group * GROUP, (group + 1) * GROUP));
}
