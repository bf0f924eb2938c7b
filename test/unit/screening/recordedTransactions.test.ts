import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/core/account.js';
import type { Channel, LedgerFact, Transfer } from '../../../src/core/ledger.js';
import { accountsOfFact } from '../../../src/core/ledger.js';
import { createRecordedLookUp } from '../../../src/screening/lookUpRecorded.js';
import type { RecordedSource } from '../../../src/screening/ports.js';
import { evmAccount, transfer } from '../../support/sourceBench.js';

const TX = `0x${'ab'.repeat(32)}`;
const [SENDER, ROUTER, PAYEE] = [evmAccount(1), evmAccount(2), evmAccount(3)];
const native = transfer({ txId: TX, from: SENDER, to: ROUTER });
const internal = transfer({ txId: TX, channel: 'internal', from: ROUTER, to: PAYEE });

/** A file of facts that covers some histories. */
function fileOf(
  facts: readonly Transfer[],
  covered: ReadonlyMap<Account, readonly Channel[]> = new Map(),
): RecordedSource {
  const ofTx = (txId: string) => facts.filter((fact) => fact.txId === txId);
  return {
    name: 'recorded test',
    chain: native.chain,
    anchor: { height: null, hash: null, timeSeconds: 1_700_000_000 },
    hasTransactionIds: true,
    coveredChannels: (account) => covered.get(account) ?? [],
    readFacts: (account) =>
      facts.filter((fact: LedgerFact) => accountsOfFact(fact).includes(account)),
    readTransaction: () => null,
    readTransfers: (txId) => (ofTx(txId).length === 0 ? null : ofTx(txId)),
    readSpends: () => [],
  };
}

async function askOf(sources: readonly RecordedSource[], untilSeconds = 1_700_000_000) {
  const channels = ['native', 'internal', 'token'] as const;
  const lookUp = createRecordedLookUp({ sources, channels, untilSeconds });
  const lookup = { kind: 'transaction', chain: native.chain, txId: TX } as const;
  return await lookUp(lookup, new AbortController().signal);
}

describe('a transaction out of recorded files', () => {
  const all: readonly Channel[] = ['native', 'internal', 'token'];

  it('is what they hold of it, and costs nothing', async () => {
    const covered = new Map([[SENDER, all]]);
    const reply = await askOf([fileOf([native]), fileOf([internal], covered)]);
    expect(reply).toMatchObject({ unseen: [], cost: 0, asked: 0, balances: null });
    expect(reply.facts).toEqual([native, internal]);
  });

  it('is unseen where no file holds it', async () => {
    const reply = await askOf([fileOf([transfer({ txId: `0x${'cd'.repeat(32)}` })])]);
    expect(reply.facts).toEqual([]);
    expect(reply.unseen).toMatchObject([{ channel: null, kind: 'capability' }]);
    expect(reply.unseen[0]?.sentence).toContain('this transaction');
  });

  it('is unseen in the channels in which no history of its parties is whole', async () => {
    const covered = new Map<Account, readonly Channel[]>([
      [PAYEE, ['native', 'internal']],
      [evmAccount(9), all],
    ]);
    const reply = await askOf([fileOf([native, internal], covered)]);
    expect(reply.facts).toEqual([native, internal]);
    expect(reply.unseen.map(({ channel }) => channel)).toEqual(['token']);
  });

  it('of a later moment is left out', async () => {
    const reply = await askOf([fileOf([native, internal])], native.timeSeconds - 1);
    expect(reply.facts).toEqual([]);
  });
});
