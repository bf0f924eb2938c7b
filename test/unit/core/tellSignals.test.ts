import { describe, expect, it } from 'vitest';
import type { Attribution } from '../../../src/core/attribution.js';
import { tellSignals } from '../../../src/core/signals/tellSignals.js';
import { traceWorld } from '../../support/traceWorld.js';
import { claim, ether, evmAccount, exchange } from '../../support/world.js';

const SUBJECT = evmAccount(1);
const PAYER = evmAccount(2);

function firstFundedBy(...claims: readonly Attribution[]) {
  const trace = traceWorld({ subject: SUBJECT, facts: [ether(PAYER, SUBJECT, 5n, 1)], claims });
  return tellSignals(trace, []).find(({ kind }) => kind === 'first-gas-funder')?.sentence;
}

describe('who paid the first fees', () => {
  it('is told as what a source claims of the account, never as a fact about its holder', () => {
    expect(firstFundedBy(claim(PAYER))).toMatch(/came from an account attributed to /);
    expect(firstFundedBy(exchange(PAYER, 'Kraken'))).toMatch(
      /from an account labelled as Kraken\.$/,
    );
    expect(firstFundedBy()).toMatch(/came from an account without a label\.$/);
  });
});
