import type { Account } from '../account.js';
import { chainOrder } from '../chainOrder.js';
import type { Transfer } from '../ledger.js';
import type { NettingScope } from '../netting/belief.js';
import { netTransaction } from '../netting/netTransaction.js';
import type { NoAccount, Step, StepLeg } from '../netting/step.js';
import { withoutOwnTrade } from '../netting/withoutOwnTrade.js';
import { AmountColumn } from './amountColumn.js';
import type { NumberedLeg } from './movementColumns.js';
import { NumberedFacts } from './movementFacts.js';
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
  const places = new PlaceBook(scope);
  const numbers = new NumberedFacts(facts.transfers);
  const writer = new TableWriter(places, numbers);
  const { order, begins } = chainOrder(facts.transfers);
  const columns = columnsOf(facts.transfers, order, { places, writer });
  const plain: PlainWriting = { transfers: facts.transfers, order, columns, places, writer };
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && begins[to] === 0) to += 1;
    const unlisted = unlistedOf(facts, numberAt(order, from));
    if (unlisted.length > 0 || !writePlain(plain, from, to)) {
      const seen = { transfers: factsBetween(plain, from, to), unlisted };
      for (const step of netTransaction(seen, scope)) {
        const rest = withoutOwnTrade(step, scope.subject);
        if (rest !== null) writeStep(rest, { fact: numbers.add(rest.fact), places, writer });
      }
    }
    from = to;
  }
  return writer.byAssets();
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

/** Transfers in columns: between which spots they move which asset. Order: the chain's. */
interface TransferColumns {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly asset: Int32Array;
  readonly amount: AmountColumn;
  /**
   * `PAYMENT` or `FEE`; 0 for what moves nothing or by way of an account that makes tokens and takes
   * them back: of that the other columns tell nothing.
   */
  readonly kind: Uint8Array;
}

interface Writing {
  readonly places: PlaceBook;
  readonly writer: TableWriter;
}

/**
 * Looks up the spots of transfers as they are given: those of one account mostly stand together, as
 * its history was read, so that half of the look-ups find the account of the one before. What is
 * found is laid down where it stands in the order, so that everything behind is read in a row.
 */
function columnsOf(
  transfers: readonly Transfer[],
  order: Int32Array,
  { places, writer }: Writing,
): TransferColumns {
  const count = transfers.length;
  const [from, to, assets] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  const amounts = new AmountColumn(count);
  const kinds = new Uint8Array(count);
  const placeOf = new Int32Array(count);
  for (let n = 0; n < count; n += 1) placeOf[numberAt(order, n)] = n;
  let name: Account | NoAccount | null = null;
  let giver = 0;
  for (let at = 0; at < count; at += 1) {
    const transfer = transfers[at];
    if (transfer === undefined) continue;
    const n = numberAt(placeOf, at);
    if (transfer.amount === 0n) continue;
    const giverName = transfer.from ?? 'issued';
    if (giverName !== name) {
      name = giverName;
      giver = places.spotOf(giverName);
    }
    const getter = places.spotOf(transfer.to ?? 'fee');
    if (giver === getter || !places.isPlain(giver) || !places.isPlain(getter)) continue;
    const asset = places.numberOfAsset(transfer.asset);
    writer.expectPayment(asset);
    from[n] = giver;
    to[n] = getter;
    assets[n] = asset;
    amounts.set(n, transfer.amount);
    kinds[n] = transfer.channel === 'fee' ? FEE : PAYMENT;
  }
  return { from, to, asset: assets, amount: amounts, kind: kinds };
}

interface PlainWriting extends Writing {
  readonly transfers: readonly Transfer[];
  /** By the place in the chain's order, which of the transfers stands there. */
  readonly order: Int32Array;
  readonly columns: TransferColumns;
}

function factsBetween({ transfers, order }: PlainWriting, from: number, to: number): Transfer[] {
  return [...order.subarray(from, to)].flatMap((at) => transfers[at] ?? []);
}

/**
 * Writes a transaction in which there is nothing to net, as most are; says whether it was one.
 *
 * After its fees at most one transfer moved something between ordinary accounts, or one account paid
 * several others: nothing passed through, and no token was made or taken back. What somebody with a
 * risk claim paid to several are payments of their own, as in `netTransaction`.
 */
function writePlain(plain: PlainWriting, from: number, to: number): boolean {
  const { columns, places } = plain;
  let moves = from;
  while (moves < to && columns.kind[moves] === FEE) moves += 1;
  const isBatch = moves < to - 1;
  if (isBatch ? !isPaidByOne(plain, moves, to) : !arePayments(plain, moves, to)) return false;
  const isJoint = isBatch && places.isHolding(numberAt(columns.from, moves));
  for (let n = from; n < (isJoint ? moves : to); n += 1) writePayment(plain, n);
  if (isJoint) writeBatch(plain, moves, to);
  return true;
}

function arePayments({ columns }: PlainWriting, from: number, to: number): boolean {
  for (let n = from; n < to; n += 1) if (columns.kind[n] !== PAYMENT) return false;
  return true;
}

/**
 * Whether one account paid one asset to several others, each once: one with a risk claim anybody, a
 * replayed balance only such as it.
 */
function isPaidByOne(plain: PlainWriting, from: number, to: number): boolean {
  const { columns, places } = plain;
  const [giver, asset] = [numberAt(columns.from, from), numberAt(columns.asset, from)];
  if (!arePayments(plain, from, to)) return false;
  if (!places.isRisk(giver) && !places.isHolding(giver)) return false;
  const getters = new Set<number>();
  for (let n = from; n < to; n += 1) {
    const getter = numberAt(columns.to, n);
    if (columns.from[n] !== giver || columns.asset[n] !== asset) return false;
    if (!places.isRisk(giver) && !places.isHolding(getter)) return false;
    getters.add(getter);
  }
  return getters.size === to - from;
}

function writeBatch(plain: PlainWriting, from: number, to: number): void {
  const { order, columns, places, writer } = plain;
  const fact = numberAt(order, from);
  const asset = numberAt(columns.asset, from);
  const place = places.numberAt(numberAt(columns.from, from), asset);
  const credits: NumberedLeg[] = [];
  let amount = 0n;
  for (let n = from; n < to; n += 1) {
    const part = columns.amount.at(n);
    amount += part;
    const getter = places.numberAt(numberAt(columns.to, n), asset);
    credits.push({ place: getter, amount: part, weight: part });
  }
  writer.add({ kind: 'payment', fact, debits: [{ place, amount, weight: amount }], credits });
}

function writePayment(plain: PlainWriting, n: number): void {
  const { order, columns, places, writer } = plain;
  const [giver, getter] = [numberAt(columns.from, n), numberAt(columns.to, n)];
  if (places.isEnd(giver) && places.isEnd(getter)) return;
  const asset = numberAt(columns.asset, n);
  const fact = numberAt(order, n);
  const from = places.numberAt(giver, asset);
  const to = places.numberAt(getter, asset);
  writer.addPayment(asset, { fact, from, to, amount: { amounts: columns.amount, index: n } });
}

function writeStep(
  step: Step,
  { fact, places, writer }: Writing & { readonly fact: number },
): void {
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
  writer.add({ kind: step.kind, fact, debits, credits });
}
