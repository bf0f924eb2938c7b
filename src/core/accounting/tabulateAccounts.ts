import { chainOrder } from '../chainOrder.js';
import type { TransferColumns } from '../columns/transferColumns.js';
import { ASSET, ROW } from '../columns/transferColumns.js';
import type { Transfer } from '../ledger.js';
import type { NettingScope } from '../netting/belief.js';
import { netTransaction } from '../netting/netTransaction.js';
import type { Step, StepLeg } from '../netting/step.js';
import { withoutOwnTrade } from '../netting/withoutOwnTrade.js';
import type { NumberedLeg, NumberedPayment } from './movementColumns.js';
import { NumberedFacts } from './movementFacts.js';
import type { AssetMovements } from './movementTable.js';
import { numberAt } from './movementTable.js';
import type { AccountScope } from './placeBook.js';
import { PlaceBook } from './placeBook.js';
import { TableWriter } from './tableWriter.js';
import { FEE, PAYMENT, TransferStretch } from './transferStretch.js';

/** Facts of an account-model chain. */
export interface SeenFacts {
  /** Of listed assets. Order: any. */
  readonly transfers: TransferColumns;
  /** Transfers of assets that are not listed, by transaction id. */
  readonly unlisted: ReadonlyMap<string, readonly Transfer[]>;
}

/** So many transfers are fetched at once, at least: as many as stay near while they are used. */
const STRETCH = 2_048;

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
  const { transfers: columns } = facts;
  const places = new PlaceBook(scope, columns);
  const numbers = new NumberedFacts(columns.transfers);
  const writer = new TableWriter(places, numbers);
  for (let row = 0; row < columns.rows.length; row += ROW) {
    writer.expectPayment(columns.rows.at(row + ASSET) >> 1);
  }
  const { order, begins } = chainOrder(columns.transfers, columns);
  const stretch = new TransferStretch(columns, places);
  const payment = { fact: 0, from: 0, to: 0, amounts: stretch.amount, index: 0 };
  const plain: PlainWriting = { stretch, places, writer, payment };
  for (let from = 0; from < order.length; ) {
    const end = endOfTransaction(begins, Math.min(from + STRETCH, order.length));
    stretch.read(order.subarray(from, end));
    for (let first = from; first < end; ) {
      const next = endOfTransaction(begins, first + 1);
      const unlisted = unlistedOf(facts, numberAt(order, first));
      if (unlisted.length > 0 || !writePlain(plain, first - from, next - from)) {
        const seen = { transfers: transfersOf(columns, order.subarray(first, next)), unlisted };
        for (const step of netTransaction(seen, scope)) {
          const rest = withoutOwnTrade(step, scope.subject);
          if (rest !== null) writeStep(rest, { fact: numbers.add(rest.fact), places, writer });
        }
      }
      first = next;
    }
    from = end;
  }
  return writer.byAssets();
}

/** Where the transaction ends that goes on at a place of the order, or ended there. */
function endOfTransaction(begins: Uint8Array, at: number): number {
  let end = at;
  while (end < begins.length && begins[end] === 0) end += 1;
  return end;
}

const NOTHING: readonly Transfer[] = [];

function unlistedOf({ transfers, unlisted }: SeenFacts, at: number): readonly Transfer[] {
  if (unlisted.size === 0) return NOTHING;
  const txId = transfers.transfers[at]?.txId ?? null;
  return txId === null ? NOTHING : (unlisted.get(txId) ?? NOTHING);
}

function transfersOf({ transfers }: TransferColumns, numbers: Int32Array): Transfer[] {
  return [...numbers].flatMap((at) => transfers[at] ?? []);
}

interface Writing {
  readonly places: PlaceBook;
  readonly writer: TableWriter;
}

/** Numbers of transfers are those of the stretch. */
interface PlainWriting extends Writing {
  readonly stretch: TransferStretch;
  /** The one that is being written. */
  readonly payment: NumberedPayment;
}

/**
 * Writes a transaction in which there is nothing to net, as most are; says whether it was one.
 *
 * After its fees at most one transfer moved something between ordinary accounts, or one account paid
 * several others: nothing passed through, and no token was made or taken back. What somebody with a
 * risk claim paid to several are payments of their own, as in `netTransaction`.
 */
function writePlain(plain: PlainWriting, from: number, to: number): boolean {
  const { stretch, places } = plain;
  let moves = from;
  while (moves < to && stretch.kind[moves] === FEE) moves += 1;
  const isBatch = moves < to - 1;
  if (isBatch ? !isPaidByOne(plain, moves, to) : !arePayments(plain, moves, to)) return false;
  const isJoint = isBatch && places.isHolding(numberAt(stretch.from, moves));
  for (let n = from; n < (isJoint ? moves : to); n += 1) writePayment(plain, n);
  if (isJoint) writeBatch(plain, moves, to);
  return true;
}

function arePayments({ stretch }: PlainWriting, from: number, to: number): boolean {
  for (let n = from; n < to; n += 1) if (stretch.kind[n] !== PAYMENT) return false;
  return true;
}

/**
 * Whether one account paid one asset to several others, each once: one with a risk claim anybody, a
 * replayed balance only such as it.
 */
function isPaidByOne(plain: PlainWriting, from: number, to: number): boolean {
  const { stretch, places } = plain;
  const [giver, asset] = [numberAt(stretch.from, from), numberAt(stretch.asset, from)];
  if (!arePayments(plain, from, to)) return false;
  if (!places.isRisk(giver) && !places.isHolding(giver)) return false;
  const getters = new Set<number>();
  for (let n = from; n < to; n += 1) {
    const getter = numberAt(stretch.to, n);
    if (stretch.from[n] !== giver || stretch.asset[n] !== asset) return false;
    if (!places.isRisk(giver) && !places.isHolding(getter)) return false;
    getters.add(getter);
  }
  return getters.size === to - from;
}

function writeBatch(plain: PlainWriting, from: number, to: number): void {
  const { stretch, places, writer } = plain;
  const fact = numberAt(stretch.fact, from);
  const asset = numberAt(stretch.asset, from);
  const place = places.numberAt(numberAt(stretch.from, from), asset);
  const credits: NumberedLeg[] = [];
  let amount = 0n;
  for (let n = from; n < to; n += 1) {
    const part = stretch.amount.at(n);
    amount += part;
    const getter = places.numberAt(numberAt(stretch.to, n), asset);
    credits.push({ place: getter, amount: part, weight: part });
  }
  writer.add({ kind: 'payment', fact, debits: [{ place, amount, weight: amount }], credits });
}

function writePayment(plain: PlainWriting, n: number): void {
  const { stretch, places, writer, payment } = plain;
  const giver = numberAt(stretch.from, n);
  const getter = numberAt(stretch.to, n);
  if (places.isEnd(giver) && places.isEnd(getter)) return;
  const asset = numberAt(stretch.asset, n);
  const knownFrom = numberAt(stretch.fromPlace, n);
  const knownTo = numberAt(stretch.toPlace, n);
  payment.fact = numberAt(stretch.fact, n);
  payment.from = knownFrom < 0 ? places.numberAt(giver, asset) : knownFrom;
  payment.to = knownTo < 0 ? places.numberAt(getter, asset) : knownTo;
  payment.index = n;
  writer.addPayment(asset, payment);
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
