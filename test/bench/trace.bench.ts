import type { Account } from '../../src/core/account.js';
import { accountFor } from '../../src/core/accounting/accounting.js';
import type { Transfer } from '../../src/core/ledger.js';
import type { Lookup } from '../../src/core/lookup.js';
import { lookupKey } from '../../src/core/lookup.js';
import { DEFAULT_POLICY } from '../../src/core/policy.js';
import { absorb, createTrace, isFinished, nextLookups } from '../../src/core/trace/trace.js';
import type { Trace } from '../../src/core/trace/traceState.js';
import { answerFrom } from '../support/world.js';
import { createConversionLedger } from './chainLedgers.js';
import { medianPhases, tellPeak, tellTime } from './measure.js';
import type { BenchLedger } from './powerLawLedger.js';
import { createPowerLawLedger } from './powerLawLedger.js';

/** A whole trace and all that is told of it: exposures with bounds and paths, composition. */
export function main(): number {
  const ledgers = {
    '100,000 transfers, 200 origins': createPowerLawLedger({
      transfers: 100_000,
      origins: 200,
      assets: 10,
      openLots: 5_000,
    }),
    '1,000 conversions': createConversionLedger(1_000),
  };
  for (const [what, ledger] of Object.entries(ledgers)) {
    const replyTo = repliesOf(ledger);
    const phases = medianPhases<'trace' | 'account'>((clock) => {
      const trace = clock('trace', () => traced(ledger, replyTo));
      clock('account', () => accountFor(trace));
    });
    for (const [phase, ms] of phases) tellTime({ what: `${what}: ${phase}`, ms, aimMs: null });
  }
  tellPeak('after all', null);
  return 0;
}

function traced(ledger: BenchLedger, replyTo: (lookup: Lookup) => readonly Transfer[]): Trace {
  const { subject, assets, prices, nowSeconds, claims } = ledger;
  const claimsOf = (account: Account) => claims.get(account) ?? [];
  const policy = { ...DEFAULT_POLICY, depth: 6 };
  const knowledge = { claimsOf, ownAccounts: new Set<Account>() };
  const trace = createTrace({ subject, policy, assets, prices, knowledge, nowSeconds });
  while (!isFinished(trace)) {
    for (const lookup of nextLookups(trace)) {
      absorb(trace, lookupKey(lookup), { ...answerFrom([], lookup), facts: replyTo(lookup) });
    }
  }
  return trace;
}

/** What a chain seen whole answers: found by account and by transaction, not by looking through it. */
function repliesOf({ transfers }: BenchLedger): (lookup: Lookup) => readonly Transfer[] {
  const byAccount = new Map<Account, Transfer[]>();
  const byTransaction = new Map<string, Transfer[]>();
  const add = <Key>(map: Map<Key, Transfer[]>, key: Key | null, transfer: Transfer) => {
    if (key === null) return;
    const known = map.get(key);
    if (known === undefined) map.set(key, [transfer]);
    else known.push(transfer);
  };
  for (const transfer of transfers) {
    add(byAccount, transfer.from, transfer);
    add(byAccount, transfer.to, transfer);
    add(byTransaction, transfer.txId, transfer);
  }
  return (lookup) =>
    lookup.kind === 'account'
      ? (byAccount.get(lookup.account) ?? [])
      : (byTransaction.get(lookup.txId) ?? []);
}
