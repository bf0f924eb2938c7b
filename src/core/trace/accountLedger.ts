import type { Account } from '../account.js';
import { smallerAmount } from '../amount.js';
import type { AssetId } from '../asset.js';
import { orderFacts } from '../chainOrder.js';
import type { Transfer } from '../ledger.js';
import { factKey } from '../ledger.js';
import type { NettingScope } from '../netting/belief.js';
import { givenAndTaken } from '../netting/givenAndTaken.js';
import { groupByTransaction } from '../netting/groupByTransaction.js';
import { netTransaction } from '../netting/netTransaction.js';
import type { Step, StepLeg } from '../netting/step.js';
import type { ReadonlyAmounts } from './assetAmounts.js';
import { AssetAmounts } from './assetAmounts.js';
import { EntryPlaces } from './entryPlaces.js';
import { LedgerEntry } from './ledgerEntry.js';
import { positionOf } from './txPosition.js';

/** An account's own history, transaction by transaction. */
export interface AccountLedger {
  readonly account: Account;
  /** Order: the chain's. */
  readonly entries: readonly LedgerEntry[];
  /** Where in `entries` a transaction stands. */
  readonly places: EntryPlaces;
  /** What it has of each asset at the end. Units: atomic. */
  readonly balances: ReadonlyAmounts;
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
  const balances = new AssetAmounts();
  const entries: LedgerEntry[] = [];
  const isSubject = account === scope.subject;
  let isOverdrawn = false;
  for (const transfers of groupByTransaction(orderFacts(facts.transfers))) {
    const [first] = transfers;
    if (first === undefined) continue;
    const tx = txKeyOf(first);
    const steps = netTransaction({ transfers, unlisted: unlisted.get(tx) ?? [] }, scope);
    const debits = legsOf(steps, 'debits', account);
    const credits = legsOf(steps, 'credits', account);
    const isBoth = debits.length > 0 && credits.length > 0;
    const handedOn = isBoth ? handedOnBy(account, steps) : NOTHING_HANDED_ON;
    const before = isSubject ? NO_BALANCES : balancesOf(debits, balances);
    for (const { asset, amount } of debits) {
      const held = balances.get(asset) ?? 0n;
      const own = amount - takeOff(handedOn.given, asset, amount);
      if (own > held) isOverdrawn = true;
      balances.set(asset, held - smallerAmount(held, own));
    }
    for (const { asset, amount } of credits) {
      const kept = amount - takeOff(handedOn.got, asset, amount);
      balances.add(asset, kept);
    }
    const after = isSubject ? NO_BALANCES : balancesOf(credits, balances);
    const both = isSubject ? givenAndTaken(transfers, scope) : NONE;
    const at = positionOf(tx, first, transfers);
    entries.push(new LedgerEntry(at, { steps, givenAndTaken: both, before, after }));
  }
  return { account, entries, places: new EntryPlaces(entries), balances, isOverdrawn };
}

const NONE: LedgerEntry['givenAndTaken'] = [];

/** What an account both got and gave of an asset in one transaction: it needed none of its own for it. */
interface HandedOn {
  readonly given: Map<AssetId, bigint>;
  readonly got: Map<AssetId, bigint>;
}

const NOTHING_HANDED_ON: HandedOn = { given: new Map(), got: new Map() };

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

/** What there is of each asset of some legs. */
function balancesOf(legs: readonly StepLeg[], balances: AssetAmounts): ReadonlyAmounts {
  if (legs.length === 0) return NO_BALANCES;
  const told = new AssetAmounts();
  for (const { asset } of legs) told.set(asset, balances.get(asset) ?? 0n);
  return told;
}

const NO_BALANCES: ReadonlyAmounts = new AssetAmounts();

function legsOf(
  steps: readonly Step[],
  side: 'debits' | 'credits',
  account: Account,
): readonly StepLeg[] {
  const [first, second] = steps;
  const legs = first === undefined || second !== undefined ? null : first[side];
  // Mostly there is one step, from one account to one other.
  if (legs?.length === 1) return legs[0]?.place === account ? legs : NO_LEGS;
  return steps.flatMap((step) => step[side].filter(({ place }) => place === account));
}

const NO_LEGS: readonly StepLeg[] = [];
