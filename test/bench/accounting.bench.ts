import type { Account } from '../../src/core/account.js';
import { replayLots } from '../../src/core/accounting/fifo.js';
import { sweepHaircut } from '../../src/core/accounting/haircut.js';
import { ownTotalOf } from '../../src/core/accounting/replay.js';
import { tabulateAccounts } from '../../src/core/accounting/tabulateAccounts.js';
import type { AssetId } from '../../src/core/asset.js';
import { orderFacts } from '../../src/core/ledger.js';
import { recentSince } from '../../src/core/moment.js';
import { DIRECTIONS } from '../../src/core/trace/frontier.js';
import type { Clock } from './measure.js';
import { medianMs, medianPhases, peakMegabytes, tellGrowth, tellTime } from './measure.js';
import type { BenchLedger } from './powerLawLedger.js';
import { createPowerLawLedger } from './powerLawLedger.js';

type Phase = 'order, net and tabulate' | 'haircut' | 'fifo';

/** Accounts for a ledger by both methods, from its facts, for both directions and all assets. */
function account(ledger: BenchLedger, clock: Clock<Phase>): void {
  const { subject, claims, assets, prices, nowSeconds } = ledger;
  const scope = {
    subject,
    knowledge: {
      claimsOf: (one: Account) => claims.get(one) ?? [],
      ownAccounts: new Set<Account>(),
    },
    isReplayed: () => true,
    depositOf: () => null,
    assets,
    prices,
  };
  const { transfers } = ledger;
  const tables = clock('order, net and tabulate', () =>
    tabulateAccounts({ transfers, unlisted: new Map() }, scope),
  );
  for (const { table, assets: own } of tables) {
    for (const direction of DIRECTIONS) {
      for (const asset of own) {
        const question = {
          table,
          asset,
          direction,
          recentSeconds: recentSince(nowSeconds),
          priceAt: (timeSeconds: number) => prices.priceOf(asset, timeSeconds),
        };
        const total = ownTotalOf(question, 'whole');
        const haircut = clock('haircut', () => sweepHaircut(question).tally.split('whole', total));
        const fifo = clock('fifo', () => replayLots(question).split('whole', total));
        check(asset, haircut.total === total.amount && fifo.total === total.amount);
      }
    }
  }
}

function check(asset: AssetId, isExact: boolean): void {
  if (!isExact) throw new Error(`The amounts of ${asset} do not add up.`);
}

/** Accounting by both methods. */
export function main(): number {
  const small = createPowerLawLedger({
    transfers: 100_000,
    origins: 200,
    assets: 10,
    openLots: 5_000,
  });
  const large = createPowerLawLedger({
    transfers: 1_000_000,
    origins: 200,
    assets: 10,
    openLots: 50_000,
  });
  process.stdout.write(`  ledgers made: ${peakMegabytes().toFixed(0)} MB\n`);
  const ofSmall = medianPhases<Phase>((clock) => account(small, clock));
  const ofLarge = medianPhases<Phase>((clock) => account(large, clock));
  tellTime({
    what: 'order alone (part of the first phase)',
    ms: medianMs(() => orderFacts(large.transfers)),
    aimMs: null,
  });
  for (const [phase, ms] of ofLarge) {
    tellTime({ what: phase, ms, aimMs: phase === 'sum' ? 3_000 : null });
  }
  tellGrowth('ten times', ofSmall.get('sum') ?? 0, ofLarge.get('sum') ?? 0);
  process.stdout.write(`  peak ${peakMegabytes().toFixed(0)} MB\n`);
  return 0;
}
