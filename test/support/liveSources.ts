import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { type Account, createAccount } from '../../src/core/account.js';
import type { LedgerFact, Transfer, UtxoTx } from '../../src/core/ledger.js';
import { packageRoot } from '../../src/packageInfo.js';
import type { ScreeningDocument } from '../../src/report/document.js';
import { parseRecording } from '../../src/sources/recorded/format.js';
import type { LoopbackServer } from './faultServer.js';
import { openTestApp, type TestApp } from './openTestApp.js';
import { chainNamed } from './sourceBench.js';

/** The key that test applications find in their environment under TEST_KEY. */
export const TEST_KEY = 'test-key-4f1c';

/** A source of a configuration: an explorer on this machine, asked with the key of the environment. */
export function explorerAt(server: { readonly url: string }, parts: object = {}): object {
  return { kind: 'explorer', url: server.url, apiKeyEnv: 'TEST_KEY', ...parts };
}

/** A source of a configuration: an Esplora server on this machine. */
export function esploraAt(server: { readonly url: string }, parts: object = {}): object {
  return { kind: 'esplora', url: server.url, ...parts };
}

/** The `chains` of a configuration, from each chain's sources. */
export function chainsOf(sources: Readonly<Record<string, readonly object[]>>): object {
  return Object.fromEntries(
    Object.entries(sources).map(([name, list]) => [name, { sources: list }]),
  );
}

/** What a test file opens, closed together when its tests are over. */
export interface OpenedThings {
  readonly server: <Server extends LoopbackServer>(starting: Promise<Server>) => Promise<Server>;
  readonly app: (...given: Parameters<typeof openTestApp>) => TestApp;
}

/** Remembers what the tests of a file open and closes it at their end. */
export function closeAfterwards(): OpenedThings {
  const servers: LoopbackServer[] = [];
  const apps: TestApp[] = [];
  afterAll(async () => {
    for (const app of apps) app.close();
    for (const server of servers) await server.close();
  });
  return {
    server: async (starting) => {
      const server = await starting;
      servers.push(server);
      return server;
    },
    app: (...given) => {
      const app = openTestApp(...given);
      apps.push(app);
      return app;
    },
  };
}

/** The transfers of a recorded case. */
export function recordedTransfers(name: string): readonly Transfer[] {
  return readRecorded(name).filter((fact): fact is Transfer => fact.kind === 'transfer');
}

/** The transactions of a recorded case. */
export function recordedTxs(name: string): readonly UtxoTx[] {
  return readRecorded(name).filter((fact): fact is UtxoTx => fact.kind === 'utxo');
}

function readRecorded(name: string): readonly LedgerFact[] {
  const path = join(packageRoot(), 'db', 'recorded', `${name}.jsonl`);
  return parseRecording(readFileSync(path, 'utf8'), name).facts;
}

/** An address that nobody has, made from a word. */
export function inventedAddress(word: string): string {
  return `0x${createHash('sha256').update(word).digest('hex').slice(0, 40)}`;
}

/** The account of an address on a chain. */
export function accountAt(address: string, chain = 'ethereum'): Account {
  return createAccount(chainNamed(chain).id, address);
}

/** Delays of a few milliseconds in an order that looks random and is the same at every run. */
export function seededDelays(seed: number, mostMs: number): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    const digest = createHash('sha256').update(`${seed} ${drawn}`).digest();
    return digest.readUInt16BE(0) % (mostMs + 1);
  };
}

/** Where money came from and went, as a document tells it, without how it came to be known. */
export function flowsOf(document: ScreeningDocument) {
  return {
    decision: document.decision,
    totals: document.totals,
    exposures: document.exposures.map((exposure) => ({
      entity: exposure.entity,
      kind: exposure.kind,
      direction: exposure.direction,
      minHops: exposure.minHops,
      amounts: exposure.amounts,
      share: exposure.share,
      paths: exposure.paths.map(({ carried, hops }) => ({
        carried,
        hops: hops.map(({ from, to, amount }) => ({ from, to, amount })),
      })),
    })),
  };
}

interface Row {
  readonly account: string;
  readonly asset: string;
  readonly amount: string;
}

/** Asserts that origins add up to what was received and ends to what was sent, per asset exactly. */
export function expectToAddUp({ composition, totals }: ScreeningDocument): void {
  const { incoming, outgoing } = totals;
  expectSideToAddUp(composition.incoming, [...incoming.received, ...incoming.returned]);
  expectSideToAddUp(composition.outgoing, [...outgoing.sent, ...outgoing.returned]);
}

function expectSideToAddUp(
  portions: readonly (Row & { readonly share: string })[],
  wholes: readonly Row[],
): void {
  const keyOf = ({ account, asset }: Row) => `${account} ${asset}`;
  for (const key of new Set([...portions, ...wholes].map(keyOf))) {
    const parts = portions.filter((row) => keyOf(row) === key);
    const shares = parts.reduce((sum, { share }) => sum + BigInt(share.replace('.', '')), 0n);
    expect(shares, key).toBe(1_000_000n);
    if (key.endsWith(' usd')) continue;
    expect(sumOf(parts), key).toBe(sumOf(wholes.filter((row) => keyOf(row) === key)));
  }
}

function sumOf(rows: readonly Row[]): bigint {
  return rows.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
}

/** One claim of a label table that a test imports. */
export interface TestLabel {
  readonly chain: 'ethereum' | 'bitcoin' | 'polygon';
  readonly address: string;
  readonly entity: string;
  readonly category: string;
  readonly actor: 'lazarus' | '';
}

/** Takes a label table into an application, as a person would write it. */
export async function importLabels(opened: TestApp, labels: readonly TestLabel[]): Promise<void> {
  const header = 'chain,address,entity,category,actor,event,source,source_date,confidence';
  const lines = labels.map(({ chain, address, entity, category, actor }) =>
    [
      ...[chain, address, entity, category, actor, ''],
      ...['https://example.org/labels', '2022-04-14', 'official'],
    ].join(),
  );
  const file = opened.write('labels.csv', [header, ...lines, ''].join('\n'));
  await opened.app.importLabels({ file, set: 'test-labels' });
}
