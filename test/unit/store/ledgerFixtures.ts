import { createAccount } from '../../../src/core/account.js';
import { nativeAssetId } from '../../../src/core/asset.js';
import { type Chain, findChainByName } from '../../../src/core/chain.js';
import type { Channel, LedgerFact, Transfer, UtxoTx } from '../../../src/core/ledger.js';
import type { LedgerCache, Tip } from '../../../src/screening/ports.js';

function chainNamed(name: string): Chain {
  const chain = findChainByName(name);
  if (chain === undefined) throw new Error(`No chain is named ${name}.`);
  return chain;
}

const ethereum = chainNamed('ethereum');

export const CHAIN = ethereum.id;
export const BITCOIN = chainNamed('bitcoin').id;
const ETH = nativeAssetId(ethereum);
export const SOURCE = 'explorer at explorer.example';
export const SUBJECT = createAccount(CHAIN, `0x${'11'.repeat(20)}`);
export const FRIEND = createAccount(CHAIN, `0x${'22'.repeat(20)}`);
export const ALICE = createAccount(BITCOIN, 'bc1qalice');
export const BOB = createAccount(BITCOIN, 'bc1qbob');

/** A 32-byte id in hex that follows from a number. */
export function hashOf(seed: number): string {
  return seed.toString(16).padStart(64, '0');
}

/** A newest block; another `branch` is another block of the same height. */
export function tipAt(height: number, branch = 0): Tip {
  return { height, hash: `0x${hashOf(height * 10 + branch)}`, timeSeconds: 12 * height };
}

/** FRIEND → SUBJECT at a height. */
export function transferAt(height: number, changed: Partial<Transfer> = {}): Transfer {
  return {
    kind: 'transfer',
    channel: 'native',
    chain: CHAIN,
    height,
    blockHash: `0x${hashOf(height)}`,
    txIndex: 3,
    txId: `0x${hashOf(1_000_000 + height)}`,
    timeSeconds: 12 * height,
    from: FRIEND,
    to: SUBJECT,
    asset: ETH,
    amount: 5n,
    index: '#0',
    ...changed,
  };
}

/** ALICE → BOB at a height, with change. */
export function utxoTxAt(height: number, changed: Partial<UtxoTx> = {}): UtxoTx {
  return {
    kind: 'utxo',
    chain: BITCOIN,
    height,
    blockHash: hashOf(height),
    txIndex: null,
    txId: hashOf(2_000_000 + height),
    timeSeconds: 600 * height,
    coinbase: false,
    inputs: [{ previous: { txId: hashOf(7), index: 1 }, account: ALICE, amount: 100n }],
    outputs: [
      { account: BOB, amount: 60n },
      { account: ALICE, amount: 30n },
      { account: null, amount: 0n },
    ],
    fee: 10n,
    ...changed,
  };
}

/** Writes a page of SUBJECT's that covers an interval whole. */
export function writeCovered(
  cache: LedgerCache,
  {
    facts,
    from,
    to,
    channel = 'native',
  }: {
    readonly facts: readonly LedgerFact[];
    readonly from: number;
    readonly to: number;
    readonly channel?: Channel;
  },
): void {
  const covers = { account: SUBJECT, channel, source: SOURCE };
  cache.writePage({ ...covers, facts, coverage: { ...covers, interval: { from, to } } });
}

/** Everything the cache holds of SUBJECT in a channel. */
export function readAll(cache: LedgerCache, channel: Channel = 'native'): readonly LedgerFact[] {
  const interval = { from: 0, to: Number.MAX_SAFE_INTEGER };
  return cache.readFacts({ account: SUBJECT, channel, source: SOURCE, interval });
}
