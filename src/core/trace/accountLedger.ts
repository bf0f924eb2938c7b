import type { Account } from '../account.js';
import { smallerAmount } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { Transfer } from '../ledger.js';
import { factKey, orderFacts } from '../ledger.js';
import type { NettingScope } from '../netting/belief.js';
import { groupByTransaction } from '../netting/groupByTransaction.js';
import { netTransaction } from '../netting/netTransaction.js';
import type { Step } from '../netting/step.js';
import type { TxPosition } from './txPosition.js';
import { positionOf } from './txPosition.js';

/** One transaction of an account: what it did on balance, with the account's balances. */
export interface LedgerEntry {
  /** The transaction's id, or the fact's key where the source gave none. */
  readonly tx: string;
  readonly position: TxPosition;
  readonly steps: readonly Step[];
  /** What the account had of each asset that it gives here, right before. Units: atomic. */
  readonly before: ReadonlyMap<AssetId, bigint>;
  /** What it has of each asset that it gets here, right after. */
  readonly after: ReadonlyMap<AssetId, bigint>;
}

/** An account's own history, transaction by transaction. */
export interface AccountLedger {
  readonly account: Account;
  /** Order: the chain's. */
  readonly entries: readonly LedgerEntry[];
  /** Where in `entries` a transaction stands. */
  readonly places: ReadonlyMap<string, number>;
  /** What it has of each asset at the end. Units: atomic. */
  readonly balances: ReadonlyMap<AssetId, bigint>;
  /** Whether it gave more of an asset than it was seen to have. */
  readonly isOverdrawn: boolean;
}

/** The key by which a transfer's transaction is found. */
function txKeyOf(transfer: Transfer): string {
  return transfer.txId ?? factKey(transfer);
}

/**
 * Nets the transactions of an account and runs up its balances, starting from nothing.
 *
 * Edge: an overdraft leaves the balance at nothing.
 */
export function readAccountLedger(
  account: Account,
  facts: {
    readonly transfers: readonly Transfer[];
    readonly unlisted: readonly Transfer[];
  },
  scope: NettingScope,
): AccountLedger {
  const unlisted = new Map<string, Transfer[]>();
  for (const transfer of facts.unlisted) {
    const ofTx = unlisted.get(txKeyOf(transfer)) ?? [];
    unlisted.set(txKeyOf(transfer), ofTx);
    ofTx.push(transfer);
  }
  const balances = new Map<AssetId, bigint>();
  const entries: LedgerEntry[] = [];
  const places = new Map<string, number>();
  let isOverdrawn = false;
  for (const transfers of groupByTransaction(orderFacts(facts.transfers))) {
    const [first] = transfers;
    if (first === undefined) continue;
    const tx = txKeyOf(first);
    const steps = netTransaction({ transfers, unlisted: unlisted.get(tx) ?? [] }, scope);
    const before = new Map<AssetId, bigint>();
    const after = new Map<AssetId, bigint>();
    for (const { asset, amount } of legsOf(steps, 'debits', account)) {
      const held = balances.get(asset) ?? 0n;
      if (!before.has(asset)) before.set(asset, held);
      if (amount > held) isOverdrawn = true;
      balances.set(asset, held - smallerAmount(held, amount));
    }
    for (const { asset, amount } of legsOf(steps, 'credits', account)) {
      const held = (balances.get(asset) ?? 0n) + amount;
      balances.set(asset, held);
      after.set(asset, held);
    }
    places.set(tx, entries.length);
    entries.push({ tx, position: positionOf(tx, first, transfers), steps, before, after });
  }
  return { account, entries, places, balances, isOverdrawn };
}

function legsOf(steps: readonly Step[], side: 'debits' | 'credits', account: Account) {
  return steps.flatMap((step) => step[side].filter(({ place }) => place === account));
}
