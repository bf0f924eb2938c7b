import type { Account } from '../../../../src/core/account.js';
import { accountFor } from '../../../../src/core/accounting/accounting.js';
import type { Signal, SignalKind } from '../../../../src/core/signal.js';
import { tellSignals } from '../../../../src/core/signals/tellSignals.js';
import { type TracedWorld, traceWorld } from '../../../support/traceWorld.js';
import { evmAccount } from '../../../support/world.js';

/** The account that signals are told about. */
export const SUBJECT: Account = evmAccount(1);

/** All signals of one kind about a subject, after its whole trace. */
export function signalsOf(kind: SignalKind, world: Omit<TracedWorld, 'subject'>): Signal[] {
  const trace = traceWorld({ subject: SUBJECT, ...world });
  return tellSignals(trace, accountFor(trace).exposures).filter((signal) => signal.kind === kind);
}
