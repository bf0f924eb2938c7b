import type { Account } from '../account.js';
import { smallerAmount } from '../amount.js';
import type { AssetId } from '../asset.js';
import { orderFacts } from '../chainOrder.js';
import type { Transfer } from '../ledger.js';
import { factKey } from '../ledger.js';
import type { NettingScope } from '../netting/belief.js';
import type { GivenAndTaken } from '../netting/givenAndTaken.js';
import { givenAndTaken } from '../netting/givenAndTaken.js';
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
  /** Of the subject: what others gave it here and took from it as well. */
  readonly givenAndTaken: readonly GivenAndTaken[];
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
    const handedOn = handedOnBy(account, steps);
    for (const { asset, amount } of legsOf(steps, 'debits', account)) {
      const held = balances.get(asset) ?? 0n;
      if (!before.has(asset)) before.set(asset, held);
      const own = amount - takeOff(handedOn.given, asset, amount);
      if (own > held) isOverdrawn = true;
      balances.set(asset, held - smallerAmount(held, own));
    }
    for (const { asset, amount } of legsOf(steps, 'credits', account)) {
      const kept = amount - takeOff(handedOn.got, asset, amount);
      const held = (balances.get(asset) ?? 0n) + kept;
      balances.set(asset, held);
      after.set(asset, held);
    }
    places.set(tx, entries.length);
    const position = positionOf(tx, first, transfers);
    const both = account === scope.subject ? givenAndTaken(transfers, scope) : NONE;
    entries.push({ tx, position, steps, givenAndTaken: both, before, after });
  }
  return { account, entries, places, balances, isOverdrawn };
}

const NONE: readonly GivenAndTaken[] = [];

/** What an account both got and gave of an asset in one transaction: it needed none of its own for it. */
interface HandedOn {
  readonly given: Map<AssetId, bigint>;
  readonly got: Map<AssetId, bigint>;
}

/** Edge: a fee is paid before anything comes, so that nothing which came covers it. */
function handedOnBy(account: Account, steps: readonly Step[]): HandedOn {
  const moved = steps.filter(({ fact }) => fact.channel !== 'fee');
  const sums = (side: 'debits' | 'credits') => {
    const sum = new Map<AssetId, bigint>();
    for (const { asset, amount } of legsOf(moved, side, account)) {
      sum.set(asset, (sum.get(asset) ?? 0n) + amount);
    }
    return sum;
  };
  const [gave, got] = [sums('debits'), sums('credits')];
  const both = [...gave].map(
    ([asset, amount]) => [asset, smallerAmount(amount, got.get(asset) ?? 0n)] as const,
  );
  return { given: new Map(both), got: new Map(both) };
}

/** Takes as much as there is of an amount; says how much that was. */
function takeOff(left: Map<AssetId, bigint>, asset: AssetId, amount: bigint): bigint {
  const part = smallerAmount(left.get(asset) ?? 0n, amount);
  if (part > 0n) left.set(asset, (left.get(asset) ?? 0n) - part);
  return part;
}

function legsOf(steps: readonly Step[], side: 'debits' | 'credits', account: Account) {
  return steps.flatMap((step) => step[side].filter(({ place }) => place === account));
}
