import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/core/account.js';
import { accountFor } from '../../../src/core/accounting/accounting.js';
import { tellGaps } from '../../../src/core/accounting/tellGaps.js';
import { accountWorld, traceWorld } from '../../support/traceWorld.js';
import { claim, ETH, ether, evmAccount, exchange } from '../../support/world.js';

const SUBJECT = evmAccount(1);
const KRAKEN = evmAccount(2);
const SHOP = evmAccount(3);
const LISTED = evmAccount(4);

describe('a message of nothing that a wallet sent itself', () => {
  const told = (from: Account) =>
    accountWorld({
      subject: SUBJECT,
      claims: [claim(SUBJECT), claim(LISTED), exchange(KRAKEN, 'Kraken')],
      facts: [ether(KRAKEN, SUBJECT, 100n, 1), ether(from, SUBJECT, 0n, 2)],
    }).exposures.map(({ kind, direction }) => ({ kind, direction }));

  it('is no dealing with somebody listed, though the wallet itself is listed', () => {
    expect(told(SUBJECT).filter(({ kind }) => kind !== 'ownership')).toEqual([]);
  });

  it('is one when somebody else who is listed sent it', () => {
    expect(told(LISTED)).toContainEqual({ kind: 'direct', direction: 'incoming' });
  });
});

/** What was not seen of a wallet that holds 500, where some accounts are too busy to be read whole. */
function gapsOf(hubs: readonly Account[]) {
  const trace = traceWorld({
    subject: SUBJECT,
    claims: [exchange(KRAKEN, 'Kraken'), exchange(SHOP, 'Shop')],
    facts: [ether(KRAKEN, SUBJECT, 100n, 1), ether(SUBJECT, SHOP, 40n, 2)],
    balances: new Map([[ETH, 500n]]),
    hubs,
  });
  return tellGaps(trace, accountFor(trace).splits);
}

describe('a wallet that holds more than was seen to stay', () => {
  const mismatches = (hubs: readonly Account[]) =>
    gapsOf(hubs).filter(({ kind, account }) => kind === 'ledger-mismatch' && account === SUBJECT);

  it('has a gap that matters', () => {
    expect(mismatches([])).toMatchObject([{ matters: true }]);
  });

  it('has none where only its newest page was read: what came before is not missing', () => {
    expect(mismatches([SUBJECT])).toEqual([]);
  });
});
