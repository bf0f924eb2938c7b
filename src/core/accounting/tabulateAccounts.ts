import type { Account } from '../account.js';
import type { Transfer } from '../ledger.js';
import { chainOrder, inOrder } from '../ledger.js';
import type { NettingScope } from '../netting/belief.js';
import { endOfTransaction } from '../netting/groupByTransaction.js';
import { netTransaction } from '../netting/netTransaction.js';
import type { NoAccount, Step, StepLeg } from '../netting/step.js';
import { withoutOwnTrade } from '../netting/withoutOwnTrade.js';
import type { NumberedLeg } from './movementColumns.js';
import type { AssetMovements } from './movementTable.js';
import { numberAt } from './movementTable.js';
import type { AccountScope } from './placeBook.js';
import { PlaceBook } from './placeBook.js';
import { TableWriter } from './tableWriter.js';

/**
 * Transfers as movements between places, transaction by transaction, in the order of the chain, by
 * the assets that can mix.
 *
 * Edge: what the subject converts is no movement, for nothing was received or sent by it; movements
 * of nothing, within one place, and between two ends are left out.
 */
export function tabulateAccounts(
  facts: {
    readonly transfers: readonly Transfer[];
    /** Transfers of assets that are not listed, by transaction id. */
    readonly unlisted: ReadonlyMap<string, readonly Transfer[]>;
  },
  scope: AccountScope & NettingScope,
): readonly AssetMovements[] {
  const writer = new TableWriter();
  const places = new PlaceBook(scope, writer);
  const ends = endsOf(facts.transfers, places, writer);
  const order = chainOrder(facts.transfers);
  const ordered = inOrder(facts.transfers, order);
  const plain: PlainWriting = { ends, order, ordered, places, writer };
  for (let from = 0; from < ordered.length; ) {
    const to = endOfTransaction(ordered, from);
    const unlisted = unlistedOf(facts.unlisted, ordered[from]);
    if (unlisted.length > 0 || !writePlain(plain, from, to)) {
      const transfers = ordered.slice(from, to);
      for (const step of netTransaction({ transfers, unlisted }, scope)) {
        const rest = withoutOwnTrade(step, scope.subject);
        if (rest !== null) writeStep(rest, places, writer);
      }
    }
    from = to;
  }
  return writer.byAssets();
}

const NOTHING: readonly Transfer[] = [];

function unlistedOf(
  unlisted: ReadonlyMap<string, readonly Transfer[]>,
  first: Transfer | undefined,
): readonly Transfer[] {
  const txId = first?.txId ?? null;
  if (txId === null || unlisted.size === 0) return NOTHING;
  return unlisted.get(txId) ?? NOTHING;
}

/** A transfer between ordinary accounts, and one that pays whoever makes the block. */
const PAYMENT = 1;
const FEE = 2;

/** What transfers move between, in columns: the numbers of their places, and which kind they are. */
interface Ends {
  readonly from: Int32Array;
  readonly to: Int32Array;
  /**
   * `PAYMENT` or `FEE`; 0, and no places, for what moves nothing or by way of an account that makes
   * tokens and takes them back.
   */
  readonly kind: Uint8Array;
}

/**
 * Looks up the places of transfers as they are given: those of one account mostly stand together,
 * as its history was read, so that half of the look-ups find the account of the one before.
 */
function endsOf(transfers: readonly Transfer[], places: PlaceBook, writer: TableWriter): Ends {
  const count = transfers.length;
  const ends = {
    from: new Int32Array(count),
    to: new Int32Array(count),
    kind: new Uint8Array(count),
  };
  let name: Account | NoAccount | null = null;
  let giver = 0;
  for (let at = 0; at < count; at += 1) {
    const transfer = transfers[at];
    if (transfer === undefined || transfer.amount === 0n) continue;
    const from = transfer.from ?? 'issued';
    if (from !== name) {
      name = from;
      giver = places.spotOf(from, transfer);
    }
    const getter = places.spotOf(transfer.to ?? 'fee', transfer);
    if (giver === getter || !places.isPlain(giver) || !places.isPlain(getter)) continue;
    const place = places.numberAt(giver, transfer.asset);
    writer.expectPayment(place);
    ends.from[at] = place;
    ends.to[at] = places.numberAt(getter, transfer.asset);
    ends.kind[at] = transfer.channel === 'fee' ? FEE : PAYMENT;
  }
  return ends;
}

interface PlainWriting {
  readonly ends: Ends;
  readonly order: Int32Array;
  readonly ordered: readonly Transfer[];
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
  const { order, ends } = plain;
  let moves = from;
  while (moves < to && ends.kind[numberAt(order, moves)] === FEE) moves += 1;
  const isBatch = moves < to - 1;
  if (isBatch ? !isPaidByOne(plain, moves, to) : !arePayments(plain, moves, to)) return false;
  const isJoint = isBatch && plain.places.isHolding(numberAt(ends.from, numberAt(order, moves)));
  for (let at = from; at < (isJoint ? moves : to); at += 1) writePayment(plain, at);
  if (isJoint) writeBatch(plain, moves, to);
  return true;
}

function arePayments({ ends, order }: PlainWriting, from: number, to: number): boolean {
  for (let n = from; n < to; n += 1) {
    if (ends.kind[numberAt(order, n)] !== PAYMENT) return false;
  }
  return true;
}

/**
 * Whether one place paid several others, each once: one with a risk claim anybody, a replayed
 * balance only such as it.
 */
function isPaidByOne(plain: PlainWriting, from: number, to: number): boolean {
  const { ends, order, places } = plain;
  const giver = numberAt(ends.from, numberAt(order, from));
  if (!arePayments(plain, from, to)) return false;
  if (!places.isRisk(giver) && !places.isHolding(giver)) return false;
  const getters = new Set<number>();
  for (let n = from; n < to; n += 1) {
    const at = numberAt(order, n);
    const getter = numberAt(ends.to, at);
    if (ends.from[at] !== giver) return false;
    if (!places.isRisk(giver) && !places.isHolding(getter)) return false;
    getters.add(getter);
  }
  return getters.size === to - from;
}

function writeBatch(plain: PlainWriting, first: number, to: number): void {
  const { ends, order, ordered, writer } = plain;
  const fact = ordered[first];
  if (fact === undefined) return;
  const credits: NumberedLeg[] = [];
  let amount = 0n;
  for (let n = first; n < to; n += 1) {
    const part = ordered[n]?.amount ?? 0n;
    amount += part;
    credits.push({ place: numberAt(ends.to, numberAt(order, n)), amount: part, weight: part });
  }
  const place = numberAt(ends.from, numberAt(order, first));
  writer.add({ kind: 'payment', fact, debits: [{ place, amount, weight: amount }], credits });
}

function writePayment({ ends, order, ordered, places, writer }: PlainWriting, n: number): void {
  const fact = ordered[n];
  if (fact === undefined) return;
  const at = numberAt(order, n);
  const [from, to] = [numberAt(ends.from, at), numberAt(ends.to, at)];
  if (places.isEnd(from) && places.isEnd(to)) return;
  writer.addPayment({ fact, from, to, amount: fact.amount });
}

function writeStep(step: Step, places: PlaceBook, writer: TableWriter): void {
  const numbered = ({ place, asset, amount, weight }: StepLeg): NumberedLeg => ({
    place: places.numberAt(places.spotOf(place, step.fact), asset),
    amount,
    weight,
  });
  const debits = step.debits.map(numbered);
  const credits = step.credits.map(numbered);
  const isEnd = ({ place }: NumberedLeg) => places.isEnd(place);
  if (debits.every(isEnd) && credits.every(isEnd)) return;
  writer.add({ kind: step.kind, fact: step.fact, debits, credits });
}
