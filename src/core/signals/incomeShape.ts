import type { Account } from '../account.js';
import { boundaryOf } from '../boundary.js';
import { recentSince, SECONDS_PER_DAY } from '../moment.js';
import { usdMicrosAt } from '../price.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';
import type { SubjectHistory } from './subjectHistory.js';

/** A monthly wage. Units: millionths of a US dollar. */
const WAGE_USD_MICROS = { from: 3_000_000_000n, to: 8_000_000_000n } as const;
/** Days between two payments of one payer that are a month apart, give or take a few. */
const MONTH_DAYS = { from: 25, to: 36 } as const;
/** Wages of one payer in a row that make a regular income. */
const WAGES_IN_A_ROW = 3;
/** Payers without a seen relation that make a shape worth telling. */
const PAYERS = 3;

/**
 * Regular monthly income of the size of a wage from several payers that were not seen to deal with
 * each other, in the last 365 days.
 *
 * Many honest freelancers are paid exactly so. Services are no payers: whose money they pay out the
 * chain does not say.
 * Blind spot: only assets with a price count, here those pegged to the dollar.
 * Source: USD 3,000 to 8,000 a month and role as reported of DPRK workers in 2025,
 * https://buycrypto.news/crypto-firms-paid-2-7m-monthly-to-north-korean-workers; the other numbers
 * are policy choices.
 */
export function tellIncomeShape(trace: Trace, history: SubjectHistory): Signal[] {
  const payers = wagePayers(trace, history);
  const unrelated = countUnrelated(trace, payers);
  if (unrelated < PAYERS) return [];
  return [
    {
      kind: 'income-shape',
      account: history.subject,
      sentence: `${unrelated} payers that were not seen to deal with each other pay this wallet about once a month, each as much as a wage. Freelancers with several clients are paid so; it says nothing for or against anybody.`,
      attribution: null,
    },
  ];
}

/** Who paid wages month by month. Order: as first paid. */
function wagePayers({ start }: Trace, { dealings }: SubjectHistory): readonly Account[] {
  const { prices, knowledge, nowSeconds } = start;
  const since = recentSince(nowSeconds);
  const rows = new Map<Account, { count: number; lastSeconds: number }>();
  const payers = new Set<Account>();
  for (const { direction, other, asset, amount, fact } of dealings) {
    if (direction !== 'incoming' || fact.timeSeconds < since) continue;
    const price = prices.priceOf(asset, fact.timeSeconds);
    const usd = price === null ? null : usdMicrosAt(price, amount);
    if (usd === null || usd < WAGE_USD_MICROS.from || usd > WAGE_USD_MICROS.to) continue;
    const row = rows.get(other);
    const days = row === undefined ? 0 : (fact.timeSeconds - row.lastSeconds) / SECONDS_PER_DAY;
    // A bonus between two wages does not break the row.
    if (row !== undefined && days < MONTH_DAYS.from) continue;
    const count = row !== undefined && days <= MONTH_DAYS.to ? row.count + 1 : 1;
    rows.set(other, { count, lastSeconds: fact.timeSeconds });
    if (count >= WAGES_IN_A_ROW) payers.add(other);
  }
  return [...payers].filter((payer) => {
    const kind = boundaryOf(payer, knowledge)?.kind;
    return kind !== 'service' && kind !== 'burn' && kind !== 'mixer';
  });
}

/** How many groups payers fall into, those that dealt with each other taken as one. */
function countUnrelated({ facts }: Trace, payers: readonly Account[]): number {
  const groups = new Map<Account, Account>(payers.map((payer) => [payer, payer]));
  const headOf = (payer: Account): Account => {
    let head = payer;
    for (
      let next = groups.get(head);
      next !== undefined && next !== head;
      next = groups.get(head)
    ) {
      head = next;
    }
    return head;
  };
  for (const fact of facts.values()) {
    if (fact.kind !== 'transfer' || fact.from === null || fact.to === null) continue;
    if (fact.amount === 0n || !groups.has(fact.from) || !groups.has(fact.to)) continue;
    groups.set(headOf(fact.from), headOf(fact.to));
  }
  return payers.filter((payer) => groups.get(payer) === payer).length;
}
