import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importBuiltIn } from '../../src/app/labelImports.js';
import { tracedTwin } from '../../src/chains/labelAddress.js';
import { type Account, createAccount } from '../../src/core/account.js';
import { findChainByName } from '../../src/core/chain.js';
import { migrationsFolder } from '../../src/packageFiles.js';
import type { LabelBook } from '../../src/screening/ports.js';
import { createLabelStore, type LabelStore } from '../../src/store/labelStore.js';
import { openDatabase } from '../../src/store/open.js';
import { medianMs, tellPeak, tellTime } from './measure.js';

const LOOK_UPS = 1_000_000;

/** Each hundredth account that a ledger names is one that a set knows. */
const HIT_EVERY = 100;

/** Questions of the built-in sets about the accounts of a ledger, most of which nobody knows. */
export function main(): number {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-bench-labels-'));
  const now = () => Date.UTC(2026, 10, 22);
  const db = openDatabase({ file: join(folder, 'bench.sqlite'), migrationsFolder, now });
  try {
    const store = createLabelStore(db, { tracedTwin });
    importBuiltIn(store, now);
    const known = knownAccounts(store);
    const [first = EVM] = known;
    const mixed = strangers(LOOK_UPS, (at) =>
      at % HIT_EVERY === 0 ? known[at % known.length] : undefined,
    );
    const hits = strangers(LOOK_UPS, (at) => known[at % known.length]);
    const misses = strangers(LOOK_UPS, () => undefined);
    const met = [
      tellTime({
        what: 'first question to a book of the built-in sets',
        ms: medianMs(() => openBook(store).readClaims(first)),
        aimMs: 50,
      }),
      ...[
        { what: 'label look-ups, 1,000,000, one of 100 known', accounts: mixed },
        { what: 'label look-ups, 1,000,000, none known', accounts: misses },
        { what: 'label look-ups, 1,000,000, all known', accounts: hits },
      ].map(({ what, accounts }) =>
        tellTime({ what, ms: medianMs(() => askAll(openBook(store), accounts)), aimMs: 1_000 }),
      ),
    ];
    tellPeak('after all', null);
    return met.every((one) => one) ? 0 : 1;
  } finally {
    db.close();
    rmSync(folder, { recursive: true });
  }
}

const ETHEREUM = findChainByName('ethereum');
const EVM = accountAt(0);

function accountAt(place: number): Account {
  if (ETHEREUM === undefined) throw new Error('Ethereum is not in the list of chains.');
  return createAccount(ETHEREUM.id, `0x${(place + 2 ** 40).toString(16).padStart(40, '0')}`);
}

function openBook(store: LabelStore): LabelBook {
  return store.openBook({ day: '2026-11-22', withBuiltIn: true });
}

function knownAccounts(store: LabelStore): readonly Account[] {
  const rows = store.listImports().flatMap(({ id }) => store.readSnapshot(id) ?? []);
  return [...new Set(rows.map(({ account }) => account))];
}

/** Accounts that nobody knows, but for those that are named for their places. */
function strangers(count: number, named: (at: number) => Account | undefined): readonly Account[] {
  return Array.from({ length: count }, (_, at) => named(at) ?? accountAt(at));
}

function askAll(book: LabelBook, accounts: readonly Account[]): number {
  let claims = 0;
  for (const account of accounts) claims += book.readClaims(account).length;
  return claims;
}
