import type { Account } from '../account.js';
import type { AssetList } from '../asset.js';
import type { Attribution } from '../attribution.js';
import type { Knowledge } from '../boundary.js';
import { boundaryOf } from '../boundary.js';
import { orderFacts } from '../chainOrder.js';
import type { Transfer } from '../ledger.js';
import { SECONDS_PER_DAY } from '../moment.js';
import { isSmallChange, lotsOf, passedOnWithin } from './lots.js';

/** The claim that an account belongs to an exchange; null for every other account. */
export type ExchangeOf = (account: Account) => Attribution | null;

/**
 * Tells exchanges by their labels.
 *
 * Edge: an exchange with a risk claim (a sanctioned one) is none here: it is judged as what it is.
 */
export function exchangesOf(knowledge: Knowledge): ExchangeOf {
  return (account) => {
    const boundary = boundaryOf(account, knowledge);
    if (boundary?.kind !== 'service') return null;
    return boundary.attribution.category === 'exchange' ? boundary.attribution : null;
  };
}

/** An account that an exchange keeps for one customer to pay into. */
export interface Deposit {
  /** The claim about an account of the exchange that it forwards to. */
  readonly exchange: Attribution;
  /** Transactions by which it forwarded. */
  readonly sweeps: number;
  /** What beside the forwarding speaks for it; the first that holds. */
  readonly rule: 'gas-from-exchange' | 'swept-repeatedly';
}

/** Share of what came that is forwarded, per asset. Units: per cent. */
const FORWARDED_PERCENT = 95n;
/** Time within which it is forwarded. Units: seconds. */
const FORWARDED_SECONDS = SECONDS_PER_DAY;
/** Sweeps that suffice where the first gas did not come from the exchange. */
const REPEATED_SWEEPS = 2;

/**
 * The exchange whose deposit address an account is, or null.
 *
 * It forwards at least 95 % of what it got of every asset (first in, first out) within 24 hours to
 * one labelled exchange, pays nobody else at all, and its first coins for fees came from that
 * exchange or it was swept at least twice. Services other than exchanges do not count. `transfers`
 * are those of the account, in any order; spent fees count as forwarded.
 * Who pays anybody else, however little, is followed like any account: an exchange pays its
 * customers from other accounts, and what somebody puts aside on the way to one is not the exchange's.
 * Edge: gas that the exchange sent, small change that was never sent on, and what came in the last
 * 24 hours and still waits count neither way.
 * Blind spot: a person who always passes everything on at once to a labelled account of an exchange
 * looks the same; so does, the other way round, an exchange whose collecting account has no label.
 * Source: Victor, "Address Clustering Heuristics for Ethereum" (FC 2020),
 * https://doi.org/10.1007/978-3-030-51280-4_33 for the pattern; the numbers are policy choices.
 */
export function detectDeposit(
  account: Account,
  seen: {
    readonly transfers: readonly Transfer[];
    readonly exchangeOf: ExchangeOf;
    readonly assets: AssetList;
    /** The moment of the screening. Units: Unix seconds. */
    readonly nowSeconds: number;
  },
): Deposit | null {
  const { transfers, exchangeOf, assets, nowSeconds } = seen;
  const exchange = soleReceiver(account, transfers, exchangeOf);
  if (exchange === null) return null;
  const isExchange = (other: Account | null) =>
    other !== null && exchangeOf(other)?.entity === exchange.entity;
  let forwards = false;
  for (const lots of lotsOf(account, withoutGas(account, { transfers, assets, isExchange }))) {
    if (isSmallChange(lots, assets)) continue;
    const window = { withinSeconds: FORWARDED_SECONDS, nowSeconds };
    const { due, passed } = passedOnWithin(lots, window);
    if (passed * 100n < due * FORWARDED_PERCENT) return null;
    if (lots.sent > 0n && due > 0n) forwards = true;
  }
  if (!forwards) return null;
  const sweeps = countSweeps(account, transfers, isExchange);
  const gas = firstGas(account, transfers);
  if (gas !== null && isExchange(gas.from)) return { exchange, sweeps, rule: 'gas-from-exchange' };
  return sweeps >= REPEATED_SWEEPS ? { exchange, sweeps, rule: 'swept-repeatedly' } : null;
}

/** The one exchange that all value was sent to; null where any went to somebody else, or none to any. */
function soleReceiver(
  account: Account,
  transfers: readonly Transfer[],
  exchangeOf: ExchangeOf,
): Attribution | null {
  let sole: Attribution | null = null;
  for (const { from, to, amount } of transfers) {
    if (from !== account || to === null || to === account || amount === 0n) continue;
    const exchange = exchangeOf(to);
    if (exchange === null || (sole !== null && sole.entity !== exchange.entity)) return null;
    sole ??= exchange;
  }
  return sole;
}

/**
 * The transfers without the native coins that the exchange sent for fees. They count as such as long
 * as no more than the expansion floor of them is left after all fees; more is a withdrawal.
 */
function withoutGas(
  account: Account,
  seen: {
    readonly transfers: readonly Transfer[];
    readonly assets: AssetList;
    readonly isExchange: (other: Account | null) => boolean;
  },
): readonly Transfer[] {
  const { transfers, assets, isExchange } = seen;
  const isGas = (transfer: Transfer) =>
    transfer.to === account && isNative(transfer) && isExchange(transfer.from);
  let left = 0n;
  let floor = 0n;
  for (const transfer of transfers) {
    if (isGas(transfer)) {
      left += transfer.amount;
      floor = assets.get(transfer.asset)?.expansionFloorAmount ?? 0n;
    } else if (transfer.channel === 'fee' && transfer.from === account) left -= transfer.amount;
  }
  return left <= floor ? transfers.filter((transfer) => !isGas(transfer)) : transfers;
}

function isNative({ channel }: Transfer): boolean {
  return channel === 'native' || channel === 'internal';
}

function countSweeps(
  account: Account,
  transfers: readonly Transfer[],
  isExchange: (other: Account | null) => boolean,
): number {
  const sweeps = new Set<string>();
  for (const { from, to, amount, txId, timeSeconds } of transfers) {
    if (from === account && amount > 0n && isExchange(to)) sweeps.add(txId ?? `@${timeSeconds}`);
  }
  return sweeps.size;
}

function firstGas(account: Account, transfers: readonly Transfer[]): Transfer | null {
  const receipts = transfers.filter(
    (transfer) =>
      transfer.to === account &&
      transfer.from !== account &&
      transfer.amount > 0n &&
      isNative(transfer),
  );
  return orderFacts(receipts)[0] ?? null;
}
