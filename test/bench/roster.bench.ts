import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importBuiltIn } from '../../src/app/labelImports.js';
import type { Payees } from '../../src/app/payees/payees.js';
import { createRoster } from '../../src/app/roster/createRoster.js';
import { tracedTwin } from '../../src/chains/labelAddress.js';
import type { Account } from '../../src/core/account.js';
import { addressOfAccount } from '../../src/core/account.js';
import type { FactBundle, RecordedReply } from '../../src/core/factBundle.js';
import type { LedgerFact, Transfer } from '../../src/core/ledger.js';
import type { Payee } from '../../src/core/payee.js';
import { migrationsFolder, readAssets } from '../../src/packageFiles.js';
import { createLabelStore } from '../../src/store/labelStore.js';
import { type DatabaseHandle, openDatabase } from '../../src/store/open.js';
import { ether, evmAccount } from '../support/world.js';

const PAYEES = 400;
/** What a screening of a payee sees: its own payments, and the histories of whom it dealt with. */
const OWN = 300;
const DEALT_WITH = 60;
const EACH = 120;
/** Clients, shops and pools without a label that many payees deal with. */
const COMMON = 200;
const NOW_MS = Date.UTC(2026, 10, 22, 10);
const COIN = 10n ** 18n;

/**
 * How long links between 400 payees take: to take a screening in, to find all links in a process that
 * was just started, to find them after one more screening, and to tell them when nothing changed.
 */
export async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-bench-'));
  const file = join(folder, 'bench.sqlite');
  const now = () => NOW_MS;
  const db = openDatabase({ file, migrationsFolder, now });
  try {
    importBuiltIn(createLabelStore(db, { tracedTwin }), now);
    const roster = openRoster(db);
    let taken = 0;
    for (let at = 0; at < PAYEES; at += 1) {
      const bundle = bundleOf(at);
      taken += timed(() => noteOne(roster, bundle, at + 1));
    }
    tell(`taking in ${PAYEES} screenings, each`, taken / PAYEES);
    const fresh = openRoster(db);
    tell(
      'finding all links in a new process',
      timed(() => fresh.list()),
    );
    tell(
      'telling them when nothing changed',
      timed(() => fresh.list()),
    );
    noteOne(fresh, bundleOf(0), PAYEES + 1);
    tell(
      'finding them all anew',
      timed(() => fresh.refresh()),
    );
    process.stdout.write(`${fresh.list().length} links\n`);
    return 0;
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function openRoster(db: DatabaseHandle) {
  const labels = createLabelStore(db, { tracedTwin });
  return createRoster(db, {
    payees: { search: searchPayees },
    audit: { append: () => undefined },
    readBundle: () => null,
    openBook: () => labels.openBook({ day: '2026-11-22', withBuiltIn: true }),
    ownAccounts: new Set(),
    assets: readAssets(),
    nowMs: () => NOW_MS,
  });
}

function noteOne(roster: ReturnType<typeof openRoster>, bundle: FactBundle, sequence: number) {
  roster.note({ bundle, sequence, nowSeconds: NOW_MS / 1000 });
}

const walletAt = (at: number) => evmAccount(10_000 + at);

const searchPayees: Payees['search'] = ({ cursor, limit }) => {
  const from = cursor === null ? 0 : Number.parseInt(cursor, 10);
  const to = Math.min(PAYEES, from + limit);
  const payees = Array.from({ length: to - from }, (_, n) => payeeAt(from + n));
  return { payees, nextCursor: to < PAYEES ? `${to}` : null };
};

function payeeAt(at: number): Payee {
  const id = `payee-${at}`;
  return {
    ...{ id, reference: id, name: id, told: '', createdAt: '2026-01-01T00:00:00Z' },
    ...{ deactivatedAt: null, mergedInto: null },
    wallets: [
      {
        ...{ id: `wallet-${at}`, payeeId: id, input: '', address: addressOfAccount(walletAt(at)) },
        ...{ ensName: null, family: 'evm', chains: ['ethereum'], custody: 'own' },
        ...{ validFrom: null, validUntil: null, registeredAt: '2026-01-01T00:00:00Z' },
        ...{ registeredBy: 'local', confirmedAt: null, confirmedBy: null, endedAt: null },
        proofs: [],
      },
    ],
  };
}

/** Each dealt with some of its own and some that are common; of every ten two pay one collecting account. */
function bundleOf(at: number): FactBundle {
  const wallet = walletAt(at);
  const others = Array.from({ length: DEALT_WITH }, (_, n) =>
    n % 3 === 0 ? evmAccount(1_000 + ((at * 7 + n) % COMMON)) : evmAccount(100_000 + at * 100 + n),
  );
  const collecting = evmAccount(at % 10 < 2 ? 900 + Math.floor(at / 10) : 200_000 + at);
  const own = Array.from({ length: OWN }, (_, n): Transfer => {
    const other = others[n % DEALT_WITH] ?? wallet;
    const block = at * 1_000 + n;
    return n % 2 === 0
      ? pay(other, wallet, 2n, block)
      : pay(wallet, n % 29 === 0 ? collecting : other, 1n, block);
  });
  return {
    version: 2,
    subjects: [
      {
        ...{ account: wallet, aliases: [], kind: 'seen', behind: null, cut: null },
        replies: [
          reply(wallet, own),
          ...others.map((other) => reply(other, historyOf(other, own))),
        ],
      },
    ],
    prices: [],
    circumstances: { ownAccounts: [], assets: [], prices: 'pegged', unpriced: [], narrowing: null },
  };
}

function historyOf(account: Account, own: readonly Transfer[]): readonly LedgerFact[] {
  const mine = own.filter(({ from, to }) => from === account || to === account);
  const rest = Array.from({ length: EACH - mine.length }, (_, n) =>
    pay(account, evmAccount(500_000 + (n % 30)), 1n, 600_000 + n),
  );
  return [...mine, ...rest];
}

function pay(from: Account, to: Account, coins: bigint, block: number): Transfer {
  return ether(from, to, coins * COIN, block);
}

function reply(account: Account, facts: readonly LedgerFact[]): RecordedReply {
  return {
    ...{ lookup: { kind: 'account', account }, facts, unseen: [], busy: null },
    ...{ unspent: [], balances: null, cost: 1 },
  };
}

function timed(work: () => unknown): number {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}

function tell(what: string, ms: number): void {
  process.stdout.write(`${what}: ${ms.toFixed(1)} ms\n`);
}
