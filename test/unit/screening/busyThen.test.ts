import { expect, it } from 'vitest';
import type { Lookup } from '../../../src/core/lookup.js';
import { createLedgerStore } from '../../../src/store/ledgerStore.js';
import { startLoopbackExplorer } from '../../support/loopbackExplorer.js';
import { evmAccount, transfer } from '../../support/sourceBench.js';
import { openForTest } from '../store/temporaryDatabase.js';
import { type Reached, reachForTest } from './reachForTest.js';

const [ME, YOU] = [evmAccount(1), evmAccount(2)];
const LOOKUP: Lookup = { kind: 'account', account: ME, balance: 'not-wanted' };
const START_SECONDS = 1_600_000_000;
const PAGE_ROWS = 1_000;

/** Ten thousand payments, one a minute: an account that is busy by now. */
const facts = Array.from({ length: 10_000 }, (_, at) =>
  transfer({ timeSeconds: START_SECONDS + at * 60, from: YOU, to: ME, amount: 9n }),
);
/** The moment at which so many had been made. */
const after = (payments: number) => START_SECONDS + (payments - 1) * 60 + 1;
const ask = ({ lookUp }: Reached) => lookUp(LOOKUP, new AbortController().signal);

it('an account that became busy later was not busy at a moment before', async () => {
  const server = await startLoopbackExplorer({ facts });
  const then = { moment: 'past', untilSeconds: after(500) } as const;
  const fresh = await ask(await reachForTest([server], then));
  expect(fresh.busy).toBeNull();
  expect(fresh.unseen).toEqual([]);
  expect(fresh.facts).toHaveLength(500);

  const present = await reachForTest([server]);
  expect((await ask(present)).busy).not.toBeNull();
  const later = await ask(await reachForTest([server], { ...then, db: present.db }));
  expect(later).toMatchObject({ busy: null, unseen: [] });
  expect(later.facts).toEqual(fresh.facts);
  const again = await ask(await reachForTest([server], { db: present.db }));
  expect(again.busy).not.toBeNull();
});

it('it was from the last page on that is kept, where nobody can say that it was not', async () => {
  const server = await startLoopbackExplorer({ facts });
  const at = async (payments: number) => {
    const then = { moment: 'past', untilSeconds: after(payments) } as const;
    return (await ask(await reachForTest([server], then))).busy;
  };
  // The newest block of a page may hold more rows than the page shows.
  expect(await at(PAGE_ROWS - 2)).toBeNull();
  expect(await at(PAGE_ROWS - 1)).not.toBeNull();
});

it('an account of which nothing is kept but that it was busy is not taken as seen', async () => {
  const server = await startLoopbackExplorer({ facts: [] });
  const db = openForTest();
  createLedgerStore(db).writeBusy(ME, `source ${server.host}`, 'it was busy', 5);
  const then = { moment: 'past', untilSeconds: START_SECONDS, db } as const;
  expect((await ask(await reachForTest([server], then))).busy).toEqual({ reason: 'it was busy' });
});
