import type { Account } from '../../core/account.js';
import { sumAmounts } from '../../core/amount.js';
import type { AssetId, AssetList } from '../../core/asset.js';
import type { LedgerFact } from '../../core/ledger.js';
import { dayOf, formatDay, parseMoment, SECONDS_PER_DAY } from '../../core/moment.js';
import { formatUnits } from './formatUnits.js';
import type { ChainPayment } from './paidByTransaction.js';

/** How a payment was made. */
export type Rail = 'direct' | 'batch' | 'custodian' | 'unknown';

/** What is known of a told payment from its chain. */
export type ToldMatch =
  | { readonly kind: 'matched'; readonly rail: Rail; readonly timeSeconds: number }
  | {
      readonly kind: 'unmatched';
      /** Each part that differs, in sentences; no personal data. */
      readonly why: string;
      readonly rail: Rail;
      /** Null where no transaction was found. */
      readonly timeSeconds: number | null;
    }
  | { readonly kind: 'not-looked-up' };

/** What is compared of a told payment. */
export interface ComparedTold {
  readonly day: string;
  readonly account: Account;
  readonly asset: AssetId;
  readonly amount: bigint;
}

/** A transaction as it was looked up. */
export interface SeenTransaction {
  readonly facts: readonly LedgerFact[];
  readonly payments: readonly ChainPayment[];
  /** Whether no channel of it was left unseen. */
  readonly isWhole: boolean;
}

/**
 * How far the told day and that of the block may lie apart: books are kept in a zone of their own, and
 * not at weekends. Units: days. Source: a policy choice.
 */
export const MOST_DAYS_APART = 3;

const NOT_LOOKED_UP: ToldMatch = { kind: 'not-looked-up' };

/**
 * Compares what was told of one transaction with what it did. Order of answers: as told.
 *
 * Several told payments to one account in one asset are compared by their sum.
 * Edge: what differs where not all was seen is not looked up. Without accounts of our own on the chain
 * nobody can tell whose money it was; that rail is `unknown`.
 */
export function matchTold(
  told: readonly ComparedTold[],
  seen: SeenTransaction,
  known: { readonly assets: AssetList; readonly hasOwnAccounts: boolean },
): readonly ToldMatch[] {
  const [first] = seen.facts;
  if (first === undefined && !seen.isWhole) return told.map(() => NOT_LOOKED_UP);
  const moved = seen.facts.some((fact) => fact.kind === 'utxo' || fact.channel !== 'fee');
  if (!moved) {
    const why = 'The transaction failed, so that it paid nothing.';
    const timeSeconds = first?.timeSeconds ?? null;
    return told.map(() =>
      seen.isWhole ? { kind: 'unmatched', why, rail: 'unknown', timeSeconds } : NOT_LOOKED_UP,
    );
  }
  const timeSeconds = first?.timeSeconds ?? 0;
  return told.map((one) => {
    const sum = sumAmounts(told.filter((other) => isAlike(one, other)).map(({ amount }) => amount));
    const { rail, problems } = comparePaid({ ...one, amount: sum }, seen, known);
    const late = dayProblem(one.day, timeSeconds);
    if (late !== null) problems.push(late);
    if (problems.length === 0) return { kind: 'matched', rail, timeSeconds };
    if (!seen.isWhole) return NOT_LOOKED_UP;
    return { kind: 'unmatched', why: problems.join(' '), rail, timeSeconds };
  });
}

/** What is said of a transaction that no source of its chain knows. */
export const NOT_FOUND: ToldMatch = {
  kind: 'unmatched',
  why: 'No transaction of this id is on the chain.',
  rail: 'unknown',
  timeSeconds: null,
};

function isAlike(one: ComparedTold, other: ComparedTold): boolean {
  return one.account === other.account && one.asset === other.asset;
}

function comparePaid(
  told: ComparedTold,
  { payments }: SeenTransaction,
  known: { readonly assets: AssetList; readonly hasOwnAccounts: boolean },
): { readonly rail: Rail; readonly problems: string[] } {
  const there = payments.filter(({ account }) => account === told.account);
  if (there.length === 0) {
    return { rail: 'unknown', problems: ['Wallet: it paid nothing to the wallet that was told.'] };
  }
  const paid = there.filter(({ asset }) => asset === told.asset);
  if (paid.length === 0) {
    const symbols = there.map(({ asset }) => known.assets.get(asset)?.symbol ?? 'another asset');
    const names = [...new Set(symbols)].join(' and ');
    return { rail: 'unknown', problems: [`Asset: it paid the wallet in ${names}.`] };
  }
  const sumBy = (by: ChainPayment['by'] | null) =>
    sumAmounts(paid.filter((one) => by === null || one.by === by).map(({ amount }) => amount));
  const railOf = (by: ChainPayment['by']) => paid.find((one) => one.by === by)?.rail ?? 'unknown';
  if (sumBy('own') === told.amount) return { rail: railOf('own'), problems: [] };
  if (sumBy('custodian') === told.amount) return { rail: 'custodian', problems: [] };
  const whole = sumBy(null);
  const problems: string[] = [];
  if (whole !== told.amount) {
    const text = (amount: bigint) => formatUnits(amount, known.assets.get(told.asset));
    problems.push(`Amount: told are ${text(told.amount)}, it paid ${text(whole)}.`);
  }
  if (sumBy('own') + sumBy('custodian') < whole && known.hasOwnAccounts) {
    problems.push(
      'Payer: not all of it came from an account of ours or from a custodian that is known as one.',
    );
  }
  const by = paid.find((one) => one.by === 'own')?.by ?? 'other';
  return { rail: by === 'own' ? railOf('own') : 'unknown', problems };
}

function dayProblem(day: string, timeSeconds: number): string | null {
  const toldSeconds = parseMoment(day) ?? 0;
  const apart = Math.abs(dayOf(timeSeconds) - Math.floor(toldSeconds / SECONDS_PER_DAY));
  return apart <= MOST_DAYS_APART
    ? null
    : `Day: told is ${day}, its block is of ${formatDay(dayOf(timeSeconds))}.`;
}
