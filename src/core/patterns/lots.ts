import type { Account } from '../account.js';
import { smallerAmount } from '../amount.js';
import type { AssetId, AssetList } from '../asset.js';
import { orderFacts } from '../chainOrder.js';
import type { Transfer } from '../ledger.js';

/** A part of a receipt that a later transfer spent. */
export interface LotSpend {
  readonly receipt: Transfer;
  readonly spend: Transfer;
  /** Units: atomic. */
  readonly amount: bigint;
}

/** What an account did with one asset. Units: atomic. Order: the chain's. */
export interface AssetLots {
  readonly asset: AssetId;
  readonly receipts: readonly Transfer[];
  readonly spends: readonly LotSpend[];
  readonly received: bigint;
  /** Sent to other accounts. */
  readonly sent: bigint;
  readonly fees: bigint;
}

/**
 * What an account sent matched with what it had got before, first in, first out, per asset.
 *
 * Order: assets as first received or sent. Time-respecting: what came later funded nothing.
 * Edge: transfers of nothing and to itself are left out; what it sent beyond what it was seen to
 * get is matched with nothing.
 */
export function lotsOf(account: Account, transfers: Iterable<Transfer>): readonly AssetLots[] {
  const books = new Map<AssetId, Book>();
  for (const transfer of orderFacts(transfers)) {
    const { from, to, amount, asset } = transfer;
    if (amount === 0n || from === to || (from !== account && to !== account)) continue;
    const book = books.get(asset) ?? createBook(asset);
    books.set(asset, book);
    if (to === account) receive(book, transfer);
    else spendFrom(book, transfer);
  }
  return [...books.values()];
}

interface Book extends AssetLots {
  readonly receipts: Transfer[];
  readonly spends: LotSpend[];
  received: bigint;
  sent: bigint;
  fees: bigint;
  /** The oldest receipt that is not spent whole, and what is left of it. */
  first: number;
  leftOfFirst: bigint;
}

function createBook(asset: AssetId): Book {
  return {
    asset,
    receipts: [],
    spends: [],
    received: 0n,
    sent: 0n,
    fees: 0n,
    first: 0,
    leftOfFirst: 0n,
  };
}

function receive(book: Book, receipt: Transfer): void {
  book.receipts.push(receipt);
  book.received += receipt.amount;
  if (book.first === book.receipts.length - 1) book.leftOfFirst = receipt.amount;
}

function spendFrom(book: Book, spend: Transfer): void {
  if (spend.to === null) book.fees += spend.amount;
  else book.sent += spend.amount;
  let left = spend.amount;
  while (left > 0n) {
    const receipt = book.receipts[book.first];
    if (receipt === undefined) return;
    const amount = smallerAmount(book.leftOfFirst, left);
    book.spends.push({ receipt, spend, amount });
    left -= amount;
    book.leftOfFirst -= amount;
    if (book.leftOfFirst > 0n) return;
    book.first += 1;
    book.leftOfFirst = book.receipts[book.first]?.amount ?? 0n;
  }
}

/**
 * Whether an asset stands for fees or for small change that nobody asked for: none of it was sent
 * to anybody, and no more than the expansion floor (about USD 50) is left.
 *
 * Without this, gas that lies unused or a dollar from a stranger would hide any pattern of passing
 * on. The floor is a policy choice.
 */
export function isSmallChange(lots: AssetLots, assets: AssetList): boolean {
  const floor = assets.get(lots.asset)?.expansionFloorAmount ?? 0n;
  return lots.sent === 0n && lots.received - lots.fees <= floor;
}

/** A time within which money is to be passed on, seen from a moment. Units: seconds. */
interface Window {
  readonly withinSeconds: number;
  readonly nowSeconds: number;
}

/** What of an asset was due to be passed on, and what of it was. Units: atomic. */
interface PassedOn {
  readonly due: bigint;
  readonly passed: bigint;
}

/**
 * How much of what came was passed on in time.
 *
 * Edge: of a receipt whose time is not over yet only the part that was spent already counts.
 */
export function passedOnWithin(lots: AssetLots, window: Window): PassedOn {
  const { withinSeconds, nowSeconds } = window;
  const isOver = (receipt: Transfer) => nowSeconds - receipt.timeSeconds > withinSeconds;
  let due = 0n;
  let passed = 0n;
  for (const receipt of lots.receipts) if (isOver(receipt)) due += receipt.amount;
  for (const { receipt, spend, amount } of lots.spends) {
    if (!isOver(receipt)) due += amount;
    const inTime = spend.timeSeconds - receipt.timeSeconds <= withinSeconds;
    if (inTime) passed += amount;
  }
  return { due, passed };
}
