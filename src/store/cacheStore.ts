import type { DatabaseHandle } from './open.js';
import { describeSqliteError, isBusy } from './storeFailure.js';

/** What is kept of one chain. Times are those of the newest block a source had named when it was read. */
export interface KeptOfChain {
  readonly chain: string;
  /** Transfers, and transactions of unspent-output chains. */
  readonly facts: number;
  /** Of these, such as may still change. */
  readonly provisionalFacts: number;
  /** Accounts of which some history was read whole. */
  readonly accounts: number;
  /** Stretches of heights that were read whole. */
  readonly coverage: number;
  readonly busyAccounts: number;
  /** Units: Unix seconds; null where nothing was read. */
  readonly oldestReadSeconds: number | null;
  readonly newestReadSeconds: number | null;
}

/** What one database keeps. Units: sizes in bytes. */
export interface Kept {
  readonly fileBytes: number;
  /** Part of the file that holds nothing. */
  readonly freeBytes: number;
  /** Order: by CAIP-2 id. */
  readonly chains: readonly KeptOfChain[];
  readonly prices: {
    readonly coins: number;
    readonly final: number;
    readonly provisional: number;
    /** Days in UTC; null without prices. */
    readonly firstDay: string | null;
    readonly lastDay: string | null;
  };
  readonly records: { readonly screenings: number; readonly bundleBytes: number };
}

/** How many rows a pruning dropped, or would drop. */
export interface Pruned {
  readonly transfers: number;
  readonly utxoTransactions: number;
  readonly wholeTransactions: number;
  readonly coverage: number;
  readonly busyAccounts: number;
  readonly balances: number;
  readonly spends: number;
}

/** Looks after the cache of a database: what was looked at before, never what was recorded. */
export interface CacheStore {
  readKept(): Kept;
  /**
   * Drops what was last read before a time, with the coverage that it proves. A fact stays while the
   * history of anybody who took part in it does. `try` only counts.
   *
   * Units: Unix seconds, on the clock of the chains' newest blocks.
   */
  prune(beforeSeconds: number, mode: 'try' | 'drop'): Pruned;
  /** Gives free space back to the disk; false where another process was using the file. */
  compact(): boolean;
}

/** The cache of one database. @throws {StoreError} from every call, when the database fails. */
export function createCacheStore(db: DatabaseHandle): CacheStore {
  const told = <Result>(call: () => Result): Result => {
    try {
      return call();
    } catch (error) {
      throw describeSqliteError(error, db.name);
    }
  };
  return {
    readKept: () => told(() => db.transaction(() => readKept(db))()),
    prune: (beforeSeconds, mode) => told(() => prune(db, beforeSeconds, mode)),
    compact: () => {
      try {
        db.exec('VACUUM');
        db.pragma('wal_checkpoint(TRUNCATE)');
        return true;
      } catch (error) {
        if (isBusy(error)) return false;
        throw describeSqliteError(error, db.name);
      }
    },
  };
}

function readKept(db: DatabaseHandle): Kept {
  const pragma = (name: string) => Number(db.pragma(name, { simple: true }));
  const pageBytes = pragma('page_size');
  const chains = db
    .prepare<[], KeptOfChain>(`
    WITH s AS (SELECT source_id, chain_id, coalesce(final_height, -1) AS final_height FROM source),
      r AS (${READ_TABLES.map(
        (table) => `SELECT chain_id, read_at_seconds FROM ${table} JOIN s USING (source_id)`,
      ).join(' UNION ALL ')})
    SELECT chain.chain,
      (SELECT count(*) FROM transfer JOIN s USING (source_id) WHERE s.chain_id = chain.chain_id)
        + (SELECT count(*) FROM utxo_tx JOIN s USING (source_id) WHERE s.chain_id = chain.chain_id)
        AS facts,
      (SELECT count(*) FROM transfer JOIN s USING (source_id)
         WHERE s.chain_id = chain.chain_id AND (height IS NULL OR height > s.final_height))
        + (SELECT count(*) FROM utxo_tx JOIN s USING (source_id)
         WHERE s.chain_id = chain.chain_id AND (height IS NULL OR height > s.final_height))
        AS provisionalFacts,
      (SELECT count(DISTINCT account_id) FROM coverage JOIN s USING (source_id)
         WHERE s.chain_id = chain.chain_id) AS accounts,
      (SELECT count(*) FROM coverage JOIN s USING (source_id) WHERE s.chain_id = chain.chain_id)
        AS coverage,
      (SELECT count(*) FROM busy_account JOIN s USING (source_id)
         WHERE s.chain_id = chain.chain_id) AS busyAccounts,
      (SELECT min(read_at_seconds) FROM r WHERE r.chain_id = chain.chain_id) AS oldestReadSeconds,
      (SELECT max(read_at_seconds) FROM r WHERE r.chain_id = chain.chain_id) AS newestReadSeconds
    FROM chain ORDER BY chain.chain`)
    .all();
  const prices = db
    .prepare<[], Kept['prices']>(
      `SELECT count(DISTINCT coin) AS coins, count(*) FILTER (WHERE provisional = 0) AS final,
         count(*) FILTER (WHERE provisional = 1) AS provisional,
         min(day) AS firstDay, max(day) AS lastDay FROM price`,
    )
    .get();
  const records = db
    .prepare<[], Kept['records']>(
      `SELECT (SELECT count(*) FROM screening) AS screenings,
         (SELECT coalesce(sum(length(bytes)), 0) FROM fact_bundle) AS bundleBytes`,
    )
    .get();
  return {
    fileBytes: pageBytes * pragma('page_count'),
    freeBytes: pageBytes * pragma('freelist_count'),
    chains: chains.filter(
      ({ facts, coverage, busyAccounts }) => facts + coverage + busyAccounts > 0,
    ),
    prices: prices ?? { coins: 0, final: 0, provisional: 0, firstDay: null, lastDay: null },
    records: records ?? { screenings: 0, bundleBytes: 0 },
  };
}

const READ_TABLES = ['coverage', 'busy_account', 'whole_tx', 'utxo_tx'] as const;

/** Whether a party of a row still has a history that rests on it. */
const isNeeded = (parties: string, channel: string) => `(
  EXISTS (SELECT 1 FROM coverage AS c WHERE c.account_id IN (${parties})
    AND c.source_id = fact.source_id AND c.channel = ${channel})
  OR EXISTS (SELECT 1 FROM busy_account AS b WHERE b.account_id IN (${parties})
    AND b.source_id = fact.source_id))`;

function prune(db: DatabaseHandle, before: number, mode: 'try' | 'drop'): Pruned {
  const drop = (sql: string, ...given: readonly number[]) => db.prepare(sql).run(...given).changes;
  const old = 'coalesce(read_at_seconds, 0) < ?';
  db.exec('BEGIN IMMEDIATE');
  try {
    db.exec(
      'CREATE TEMP TABLE gone (account_id INTEGER, source_id INTEGER); CREATE INDEX temp.gone_by_account ON gone (account_id, source_id)',
    );
    for (const table of ['coverage', 'busy_account'] as const) {
      drop(`INSERT INTO gone SELECT account_id, source_id FROM ${table} WHERE ${old}`, before);
    }
    const coverage = drop(`DELETE FROM coverage WHERE ${old}`, before);
    const busyAccounts = drop(`DELETE FROM busy_account WHERE ${old}`, before);
    const parties = 'fact.from_account_id, fact.to_account_id';
    const listed = drop(`
      DELETE FROM transfer AS fact WHERE found_in <> 'transaction'
        AND EXISTS (SELECT 1 FROM gone WHERE gone.source_id = fact.source_id
          AND gone.account_id IN (${parties}))
        AND NOT ${isNeeded(parties, 'fact.found_in')}`);
    const whole = drop(
      `DELETE FROM transfer WHERE found_in = 'transaction' AND (source_id, tx_id) IN
         (SELECT source_id, tx_id FROM whole_tx WHERE ${old})`,
      before,
    );
    const wholeTransactions = drop(`DELETE FROM whole_tx WHERE ${old}`, before);
    const touched =
      'SELECT account_id FROM utxo_tx_account AS t WHERE t.utxo_tx_id = fact.utxo_tx_id';
    const dropped = `FROM utxo_tx AS fact WHERE ${old} AND NOT ${isNeeded(touched, "'utxo'")}`;
    db.exec('CREATE TEMP TABLE gone_tx (utxo_tx_id INTEGER, chain_id INTEGER, tx_id BLOB)');
    drop(
      `INSERT INTO gone_tx SELECT utxo_tx_id, chain_id, tx_id FROM
         (SELECT fact.* ${dropped}) JOIN source USING (source_id)`,
      before,
    );
    const utxoTransactions = drop(
      'DELETE FROM utxo_tx WHERE utxo_tx_id IN (SELECT utxo_tx_id FROM gone_tx)',
    );
    const spends = drop(
      'DELETE FROM spend WHERE (chain_id, tx_id) IN (SELECT chain_id, tx_id FROM gone_tx)',
    );
    const balances = drop(`
      DELETE FROM balance WHERE (account_id, source_id) IN (SELECT account_id, source_id FROM gone)
        AND NOT EXISTS (SELECT 1 FROM coverage AS c WHERE c.account_id = balance.account_id
          AND c.source_id = balance.source_id)`);
    db.exec('DROP TABLE gone; DROP TABLE gone_tx');
    db.exec(mode === 'drop' ? 'COMMIT' : 'ROLLBACK');
    const transfers = listed + whole;
    return {
      ...{ transfers, utxoTransactions, wholeTransactions, coverage, busyAccounts },
      ...{ balances, spends },
    };
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
