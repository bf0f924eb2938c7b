import { deflateSync, inflateSync } from 'node:zlib';
import type { Account } from '../core/account.js';
import type { JsonValue } from '../core/canonicalJson.js';
import { encodeFact, readAccount, readAssetId, readFact } from '../core/factJson.js';
import type { ReadJson } from '../core/jsonFields.js';
import { fieldsOf, listOf, misshapen, oneOf, readText, readWhole } from '../core/jsonFields.js';
import { CHANNELS, type Transfer } from '../core/ledger.js';
import type { DatedPrice } from '../core/price.js';
import type { SeenAccount, SeenWallet } from '../core/rosterFacts.js';
import { createNames } from './names.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** A recorded screening about the present, by its place in the record. */
export interface ScreeningOfAccount {
  readonly sequence: number;
  readonly factsDigest: string;
  /** ISO 8601 time in UTC. */
  readonly screenedAt: string;
}

/** How far the screenings of an account were read. */
export interface ReadMark {
  /** The newest screening that was read, and the newest in which something was seen; null for none. */
  readonly readSequence: number;
  readonly seenSequence: number | null;
}

/** What was read of a screening of an account. */
export interface ReadScreening {
  readonly account: Account;
  readonly sequence: number;
  /** Null where nothing of it was seen: what was seen before stays. */
  readonly seen: {
    readonly wallet: SeenWallet;
    readonly accounts: readonly SeenAccount[];
    readonly touched: readonly Account[];
  } | null;
}

/** What screenings saw of payees' wallets, kept for finding links. It follows from the recorded facts. */
export interface RosterFactStore {
  /** The newest screening in the record, 0 for none; notes the subjects of those that are new. */
  readonly noteScreened: () => number;
  /** Screenings of an account after another one. Order: newest first. */
  readonly listScreenings: (account: Account, after: number) => readonly ScreeningOfAccount[];
  readonly readMark: (account: Account) => ReadMark | null;
  readonly write: (read: ReadScreening) => void;
  /** Every account that a wallet's money may meet others' at; empty where nothing was seen. */
  readonly readTouched: (account: Account) => readonly Account[];
  readonly readWallet: (account: Account) => SeenWallet | null;
  readonly readView: (account: Account) => SeenAccount | null;
}

/**
 * What was seen of wallets, over a database.
 *
 * Of an account that several screenings looked up the newest look counts, unless it lacks a channel
 * that an older one had: what was seen once is not lost because a source failed since.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createRosterFactStore(db: DatabaseHandle): RosterFactStore {
  const { accounts: names } = createNames(db);
  const selectNoted = db
    .prepare<[], number>('SELECT coalesce(max(sequence), 0) FROM screened_account')
    .pluck();
  const selectNewest = db
    .prepare<[], number>('SELECT coalesce(max(sequence), 0) FROM screening')
    .pluck();
  const selectNew = db.prepare<
    [number],
    { readonly sequence: number; readonly subjectsJson: string }
  >(`
    SELECT sequence, subjects_json AS subjectsJson FROM screening
    WHERE sequence > ?
      AND CASE WHEN json_valid(verdict_json) THEN json_extract(verdict_json, '$.asOf') IS NULL ELSE 0 END
    ORDER BY sequence`);
  const insertNoted = db.prepare<[number, number]>(
    'INSERT INTO screened_account (account_id, sequence) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const selectScreenings = db.prepare<[number, number], ScreeningOfAccount>(`
    SELECT sequence, facts_digest AS factsDigest, screened_at AS screenedAt
    FROM screened_account JOIN screening USING (sequence)
    WHERE account_id = ? AND sequence > ? ORDER BY sequence DESC`);
  const selectMark = db.prepare<[number], ReadMark>(`
    SELECT read_sequence AS readSequence, seen_sequence AS seenSequence
    FROM roster_wallet WHERE account_id = ?`);
  const upsertUnseen = db.prepare<[number, number]>(`
    INSERT INTO roster_wallet (account_id, read_sequence) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET read_sequence = max(read_sequence, excluded.read_sequence)`);
  const upsertSeen = db.prepare<[number, number, number, Buffer, Buffer]>(`
    INSERT INTO roster_wallet (account_id, read_sequence, seen_sequence, touched, seen)
    VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET read_sequence = max(read_sequence, excluded.read_sequence),
      seen_sequence = excluded.seen_sequence, touched = excluded.touched, seen = excluded.seen
    WHERE coalesce(seen_sequence, 0) < excluded.seen_sequence`);
  const selectTouched = db
    .prepare<[number], Buffer | null>('SELECT touched FROM roster_wallet WHERE account_id = ?')
    .pluck();
  const selectWallet = db
    .prepare<[number], Buffer | null>('SELECT seen FROM roster_wallet WHERE account_id = ?')
    .pluck();
  const selectHistory = db.prepare<
    [number],
    { readonly sequence: number; readonly lacksJson: string; readonly seen: Buffer }
  >('SELECT sequence, lacks_json AS lacksJson, seen FROM roster_history WHERE account_id = ?');
  const upsertHistory = db.prepare<[number, number, string, Buffer]>(`
    INSERT OR REPLACE INTO roster_history (account_id, sequence, lacks_json, seen)
    VALUES (?, ?, ?, ?)`);

  const noteNew = db.transaction((after: number) => {
    for (const { sequence, subjectsJson } of selectNew.all(after)) {
      for (const account of readSubjects(JSON.parse(subjectsJson), 'subjects')) {
        insertNoted.run(names.internId(account), sequence);
      }
    }
  });

  const writeHistory = (view: SeenAccount, sequence: number) => {
    const accountId = names.internId(view.account);
    const known = selectHistory.get(accountId);
    if (known !== undefined) {
      const before = readChannels(JSON.parse(known.lacksJson), 'lacks');
      const isLess = view.lacks.some((channel) => !before.includes(channel));
      if (known.sequence >= sequence || isLess) return;
    }
    upsertHistory.run(accountId, sequence, JSON.stringify(view.lacks), pack(encodeView(view)));
  };

  const write = db.transaction(({ account, sequence, seen }: ReadScreening) => {
    const accountId = names.internId(account);
    if (seen === null) {
      upsertUnseen.run(accountId, sequence);
      return;
    }
    const touched = pack([...seen.touched]);
    upsertSeen.run(accountId, sequence, sequence, touched, pack(encodeWallet(seen.wallet)));
    upsertUnseen.run(accountId, sequence);
    for (const view of seen.accounts) writeHistory(view, sequence);
  });

  /** What is kept of an account that was ever met. */
  const find = <Row>(account: Account, select: { readonly get: (id: number) => Row }) => {
    const accountId = names.findId(account);
    return accountId === undefined ? undefined : select.get(accountId);
  };

  return {
    noteScreened: guarded(db.name, () => {
      const newest = selectNewest.get() ?? 0;
      const noted = selectNoted.get() ?? 0;
      if (newest > noted) noteNew.immediate(noted);
      return newest;
    }),
    listScreenings: guarded(db.name, (account, after) => {
      const accountId = names.findId(account);
      return accountId === undefined ? [] : selectScreenings.all(accountId, after);
    }),
    readMark: guarded(db.name, (account) => find(account, selectMark) ?? null),
    write: guarded(db.name, (read) => write.immediate(read)),
    readTouched: guarded(db.name, (account) => {
      const bytes = find(account, selectTouched) ?? null;
      return bytes === null ? [] : readSubjects(unpack(bytes), 'touched');
    }),
    readWallet: guarded(db.name, (account) => {
      const bytes = find(account, selectWallet) ?? null;
      return bytes === null ? null : readSeenWallet(unpack(bytes), '');
    }),
    readView: guarded(db.name, (account) => {
      const row = find(account, selectHistory);
      return row === undefined ? null : readSeenAccount(unpack(row.seen), '');
    }),
  };
}

/** Written with every screening, so that it has to be quick more than small. */
function pack(value: JsonValue): Buffer {
  return deflateSync(JSON.stringify(value), { level: 1 });
}

function unpack(bytes: Buffer): unknown {
  return JSON.parse(inflateSync(bytes).toString('utf8'));
}

function encodeWallet({ account, facts, prices, nowSeconds }: SeenWallet): JsonValue {
  return {
    account,
    facts: facts.map(encodeFact),
    prices: prices.map((price) => ({ ...price })),
    nowSeconds,
  };
}

function encodeView({ transfers, lacks, counterparties, ...view }: SeenAccount): JsonValue {
  return {
    ...view,
    lacks: [...lacks],
    counterparties: [...counterparties],
    transfers: transfers.map(encodeFact),
  };
}

const readSubjects = listOf(readAccount);
const readChannels = listOf(oneOf(CHANNELS));

const readPrice = fieldsOf<DatedPrice>({
  asset: readAssetId,
  day: readText,
  usd: readText,
  timeSeconds: readWhole,
  source: readText,
  coin: readText,
});

const readTransfer: ReadJson<Transfer> = (value, at) => {
  const fact = readFact(value, at);
  if (fact.kind === 'transfer') return fact;
  throw misshapen(at, 'must be a transfer');
};

const readSeenWallet = fieldsOf<SeenWallet>({
  account: readAccount,
  facts: listOf(readFact),
  prices: listOf(readPrice),
  nowSeconds: readWhole,
});

const readSeenAccount = fieldsOf<SeenAccount>({
  account: readAccount,
  view: oneOf(['history', 'busy'] as const),
  lacks: readChannels,
  transfers: listOf(readTransfer),
  counterparties: listOf(readAccount),
  nowSeconds: readWhole,
});
