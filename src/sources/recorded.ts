import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Account } from '../core/account.js';
import { ConfigError } from '../core/errors.js';
import { accountsOfFact, type LedgerFact, type Transfer, type UtxoTx } from '../core/ledger.js';
import type { RecordedSource, Spend } from '../screening/ports.js';
import { parseHeader, parseRecording, type RecordedHeader } from './recorded/format.js';

/**
 * Opens a file of recorded facts.
 *
 * @throws {ConfigError} when the file cannot be read.
 * @throws {DecodeError} naming the field that is not as documented.
 */
export function openRecorded(path: string): RecordedSource {
  const { header, facts } = parseRecording(readText(path), basename(path));
  const coverage = new Map(header.coverage.map(({ account, channels }) => [account, channels]));
  const readIndex = createIndex(facts);
  return {
    name: `recorded ${header.name}`,
    chain: header.chain.id,
    anchor: header.anchor,
    hasTransactionIds: header.hasTransactionIds,
    coveredChannels: (account) => coverage.get(account) ?? [],
    readFacts: (account) => readIndex().byAccount.get(account) ?? [],
    readTransaction: (txId) => readIndex().byTxId.get(txId) ?? null,
    readTransfers: (txId) => readIndex().transfersOf.get(txId) ?? null,
    readSpends: (txId) => readIndex().spendsOf.get(txId) ?? [],
  };
}

/**
 * Gives a way to open files of recorded facts by which one is read again only once it has changed: each
 * screening opens its sources, and of thousands that a service makes every one would read all of them.
 *
 * @throws {ConfigError} @throws {DecodeError} from every opening, as `openRecorded` does.
 */
export function createRecordings(): (path: string) => RecordedSource {
  const opened = new Map<string, { readonly mark: string; readonly source: RecordedSource }>();
  return (path) => {
    // Taken before it is read, so that a change meanwhile has it read once more.
    const mark = markOf(path);
    const known = opened.get(path);
    if (known?.mark === mark) return known.source;
    const source = openRecorded(path);
    opened.set(path, { mark, source });
    return source;
  };
}

/** A recorded file and what its first line says. */
export interface ListedRecording {
  readonly path: string;
  readonly header: RecordedHeader;
}

/**
 * The recorded files (`*.jsonl`) of a folder. Order: by file name.
 *
 * @throws {ConfigError} when the folder or a file cannot be read.
 * @throws {DecodeError} when a first line is not as documented.
 */
export function listRecorded(folder: string): readonly ListedRecording[] {
  return readFolder(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .map((file) => {
      const path = join(folder, file);
      const [firstLine = ''] = readText(path).split('\n', 1);
      return { path, header: parseHeader(firstLine, file) };
    });
}

interface RecordedIndex {
  readonly byAccount: ReadonlyMap<Account, readonly LedgerFact[]>;
  readonly byTxId: ReadonlyMap<string, UtxoTx>;
  readonly transfersOf: ReadonlyMap<string, readonly Transfer[]>;
  readonly spendsOf: ReadonlyMap<string, readonly Spend[]>;
}

/** Builds the index at the first question, since a file may be opened for its header alone. */
function createIndex(facts: readonly LedgerFact[]): () => RecordedIndex {
  let built: RecordedIndex | undefined;
  return () => {
    built ??= buildIndex(facts);
    return built;
  };
}

function buildIndex(facts: readonly LedgerFact[]): RecordedIndex {
  const byAccount = new Map<Account, LedgerFact[]>();
  const byTxId = new Map<string, UtxoTx>();
  const transfersOf = new Map<string, Transfer[]>();
  const spendsOf = new Map<string, Spend[]>();
  for (const fact of facts) {
    for (const account of accountsOfFact(fact)) append(byAccount, account, fact);
    if (fact.kind === 'transfer') {
      if (fact.txId !== null) append(transfersOf, fact.txId, fact);
      continue;
    }
    byTxId.set(fact.txId, fact);
    for (const { previous } of fact.inputs) {
      if (previous === null) continue;
      const spentBy = { txId: fact.txId, height: fact.height };
      append(spendsOf, previous.txId, { output: previous.index, spentBy });
    }
  }
  for (const spends of spendsOf.values()) spends.sort((a, b) => a.output - b.output);
  return { byAccount, byTxId, transfersOf, spendsOf };
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** Another text whenever a file was written or another put in its place. */
function markOf(path: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): ConfigError {
  return new ConfigError(
    `The recorded file ${basename(path)} cannot be read; check the path in the configuration.`,
    { file: basename(path) },
    { cause },
  );
}

function readFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new ConfigError(
      `The folder of recorded files ${basename(folder)} cannot be read; restore db/recorded.`,
      { folder: basename(folder) },
      { cause },
    );
  }
}
