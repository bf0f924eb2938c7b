import type { Account } from '../account.js';
import type { Transfer } from '../ledger.js';
import { chainOrder } from '../ledger.js';
import type { NettingScope } from '../netting/belief.js';
import { netTransaction } from '../netting/netTransaction.js';
import type { NoAccount, Step, StepLeg } from '../netting/step.js';
import { withoutOwnTrade } from '../netting/withoutOwnTrade.js';
import type { NumberedLeg } from './movementColumns.js';
import type { AssetMovements } from './movementTable.js';
import { numberAt } from './movementTable.js';
import type { AccountScope } from './placeBook.js';
import { PlaceBook } from './placeBook.js';
import { TableWriter } from './tableWriter.js';

/** Facts of an account-model chain. */
export interface SeenFacts {
  /** Of listed assets. Order: any. */
  readonly transfers: readonly Transfer[];
  /** Transfers of assets that are not listed, by transaction id. */
  readonly unlisted: ReadonlyMap<string, readonly Transfer[]>;
}

/**
 * Transfers as movements between places, transaction by transaction, in the order of the chain, by
 * the assets that can mix.
 *
 * Edge: what the subject converts is no movement, for nothing was received or sent by it; movements
 * of nothing, within one place, and between two ends are left out.
 */
export function tabulateAccounts(
  facts: SeenFacts,
  scope: AccountScope & NettingScope,
): readonly AssetMovements[] {
  const { transfers } = facts;
  const places = new PlaceBook(scope);
  const writer = new TableWriter(places);
  const columns = columnsOf(transfers, places, writer);
  const { order, begins } = chainOrder(transfers);
  const plain: PlainWriting = { transfers, columns, order, places, writer };
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && begins[to] === 0) to += 1;
    const unlisted = unlistedOf(facts, numberAt(order, from));
    if (unlisted.length > 0 || !writePlain(plain, from, to)) {
      const seen = { transfers: inOrder(transfers, order.subarray(from, to)), unlisted };
      for (const step of netTransaction(seen, scope)) {
        const rest = withoutOwnTrade(step, scope.subject);
        if (rest !== null) writeStep(rest, places, writer);
      }
    }
    from = to;
  }
  return writer.byAssets();
}

function inOrder(transfers: readonly Transfer[], order: Int32Array): Transfer[] {
  return [...order].flatMap((at) => transfers.slice(at, at + 1));
}

const NOTHING: readonly Transfer[] = [];

function unlistedOf({ transfers, unlisted }: SeenFacts, at: number): readonly Transfer[] {
  if (unlisted.size === 0) return NOTHING;
  const txId = transfers[at]?.txId ?? null;
  return txId === null ? NOTHING : (unlisted.get(txId) ?? NOTHING);
}

/** A transfer between ordinary accounts, and one that pays whoever makes the block. */
const PAYMENT = 1;
const FEE = 2;

/** What transfers move, in columns: between which spots, which asset, and which kind they are. */
interface TransferColumns {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly asset: Int32Array;
  readonly amount: readonly bigint[];
  /**
   * `PAYMENT` or `FEE`; 0 for what moves nothing or by way of an account that makes tokens and takes
   * them back: of that the other columns tell nothing.
   */
  readonly kind: Uint8Array;
}

/**
 * Looks up the spots of transfers as they are given: those of one account mostly stand together, as
 * its history was read, so that half of the look-ups find the account of the one before.
 */
function columnsOf(
  transfers: readonly Transfer[],
  places: PlaceBook,
  writer: TableWriter,
): TransferColumns {
  const count = transfers.length;
  const [from, to, assets] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  const amounts = new Array<bigint>(count);
  const kinds = new Uint8Array(count);
  let name: Account | NoAccount | null = null;
  let giver = 0;
  for (let at = 0; at < count; at += 1) {
    const transfer = transfers[at];
    if (transfer === undefined || transfer.amount === 0n) continue;
    const giverName = transfer.from ?? 'issued';
    if (giverName !== name) {
      name = giverName;
      giver = places.spotOf(giverName);
    }
    const getter = places.spotOf(transfer.to ?? 'fee');
    if (giver === getter || !places.isPlain(giver) || !places.isPlain(getter)) continue;
    const asset = places.numberOfAsset(transfer.asset);
    writer.expectPayment(asset);
    from[at] = giver;
    to[at] = getter;
    assets[at] = asset;
    amounts[at] = transfer.amount;
    kinds[at] = transfer.channel === 'fee' ? FEE : PAYMENT;
  }
  return { from, to, asset: assets, amount: amounts, kind: kinds };
}

interface PlainWriting {
  readonly transfers: readonly Transfer[];
  readonly columns: TransferColumns;
  readonly order: Int32Array;
  readonly places: PlaceBook;
  readonly writer: TableWriter;
}

/**
 * Writes a transaction in which there is nothing to net, as most are; says whether it was one.
 *
 * After its fees at most one transfer moved something between ordinary accounts, or one account paid
 * several others: nothing passed through, and no token was made or taken back. What somebody with a
 * risk claim paid to several are payments of their own, as in `netTransaction`.
 */
function writePlain(plain: PlainWriting, from: number, to: number): boolean {
  const { columns, order, places } = plain;
  let moves = from;
  while (moves < to && columns.kind[numberAt(order, moves)] === FEE) moves += 1;
  const isBatch = moves < to - 1;
  if (isBatch ? !isPaidByOne(plain, moves, to) : !arePayments(plain, moves, to)) return false;
  const isJoint = isBatch && places.isHolding(numberAt(columns.from, numberAt(order, moves)));
  for (let n = from; n < (isJoint ? moves : to); n += 1) writePayment(plain, numberAt(order, n));
  if (isJoint) writeBatch(plain, order.subarray(moves, to));
  return true;
}

function arePayments({ columns, order }: PlainWriting, from: number, to: number): boolean {
  for (let n = from; n < to; n += 1) {
    if (columns.kind[numberAt(order, n)] !== PAYMENT) return false;
  }
  return true;
}

/**
 * Whether one account paid one asset to several others, each once: one with a risk claim anybody, a
 * replayed balance only such as it.
 */
function isPaidByOne(plain: PlainWriting, from: number, to: number): boolean {
  const { columns, order, places } = plain;
  const first = numberAt(order, from);
  const [giver, asset] = [numberAt(columns.from, first), numberAt(columns.asset, first)];
  if (!arePayments(plain, from, to)) return false;
  if (!places.isRisk(giver) && !places.isHolding(giver)) return false;
  const getters = new Set<number>();
  for (let n = from; n < to; n += 1) {
    const at = numberAt(order, n);
    const getter = numberAt(columns.to, at);
    if (columns.from[at] !== giver || columns.asset[at] !== asset) return false;
    if (!places.isRisk(giver) && !places.isHolding(getter)) return false;
    getters.add(getter);
  }
  return getters.size === to - from;
}

function writeBatch({ transfers, columns, places, writer }: PlainWriting, moves: Int32Array): void {
  const first = numberAt(moves, 0);
  const fact = transfers[first];
  if (fact === undefined) return;
  const asset = numberAt(columns.asset, first);
  const place = places.numberAt(numberAt(columns.from, first), asset);
  const credits: NumberedLeg[] = [];
  let amount = 0n;
  for (const at of moves) {
    const part = columns.amount[at] ?? 0n;
    amount += part;
    const getter = places.numberAt(numberAt(columns.to, at), asset);
    credits.push({ place: getter, amount: part, weight: part });
  }
  writer.add({ kind: 'payment', fact, debits: [{ place, amount, weight: amount }], credits });
}

function writePayment(plain: PlainWriting, at: number): void {
  const { transfers, columns, places, writer } = plain;
  const [giver, getter] = [numberAt(columns.from, at), numberAt(columns.to, at)];
  const [fact, amount] = [transfers[at], columns.amount[at]];
  if (fact === undefined || amount === undefined) return;
  if (places.isEnd(giver) && places.isEnd(getter)) return;
  const asset = numberAt(columns.asset, at);
  const from = places.numberAt(giver, asset);
  const to = places.numberAt(getter, asset);
  writer.addPayment(asset, { fact, from, to, amount });
}

function writeStep(step: Step, places: PlaceBook, writer: TableWriter): void {
  const spotOf = ({ place }: StepLeg) => places.spotOf(place);
  const isEnd = (leg: StepLeg) => places.isEnd(spotOf(leg));
  if (step.debits.every(isEnd) && step.credits.every(isEnd)) return;
  const numbered = (leg: StepLeg): NumberedLeg => ({
    place: places.numberAt(spotOf(leg), places.numberOfAsset(leg.asset)),
    amount: leg.amount,
    weight: leg.weight,
  });
  const debits = step.debits.map(numbered);
  const credits = step.credits.map(numbered);
  writer.add({ kind: step.kind, fact: step.fact, debits, credits });
}
