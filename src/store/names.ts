import type { Account } from '../core/account.js';
import type { AssetId } from '../core/asset.js';
import type { ChainId } from '../core/chain.js';
import type { DatabaseHandle } from './open.js';

/** A table of texts that are stored once and referred to by number. */
export interface NameTable<Name extends string> {
  /** The number of a text, or undefined when it was never stored. */
  readonly findId: (name: Name) => number | undefined;
  /** The number of a text, storing it where it is new. Only inside a writing transaction. */
  readonly internId: (name: Name) => number;
}

/** The number of each chain, account, asset and source. */
export interface Names {
  readonly chains: NameTable<ChainId>;
  readonly accounts: NameTable<Account>;
  readonly assets: NameTable<AssetId>;
  readonly findSourceId: (chain: ChainId, source: string) => number | undefined;
  readonly internSourceId: (chain: ChainId, source: string) => number;
}

/** The tables that number names, over one database. */
export function createNames(db: DatabaseHandle): Names {
  const chains = createNameTable<ChainId>(db, 'chain');
  const select = db
    .prepare<[number, string], number>(
      'SELECT source_id FROM source WHERE chain_id = ? AND name = ?',
    )
    .pluck();
  const insert = db.prepare<[number, string]>('INSERT INTO source (chain_id, name) VALUES (?, ?)');
  const findSourceId = (chain: ChainId, source: string) => {
    const chainId = chains.findId(chain);
    return chainId === undefined ? undefined : select.get(chainId, source);
  };
  return {
    chains,
    accounts: createNameTable<Account>(db, 'account'),
    assets: createNameTable<AssetId>(db, 'asset'),
    findSourceId,
    internSourceId: (chain, source) =>
      findSourceId(chain, source) ??
      Number(insert.run(chains.internId(chain), source).lastInsertRowid),
  };
}

function createNameTable<Name extends string>(
  db: DatabaseHandle,
  table: 'chain' | 'account' | 'asset',
): NameTable<Name> {
  const select = db
    .prepare<[string], number>(`SELECT ${table}_id FROM ${table} WHERE ${table} = ?`)
    .pluck();
  const insert = db.prepare<[string]>(`INSERT INTO ${table} (${table}) VALUES (?)`);
  const findId = (name: Name) => select.get(name);
  return {
    findId,
    internId: (name) => findId(name) ?? Number(insert.run(name).lastInsertRowid),
  };
}
