import type { PaymentConcern } from '../../src/core/monthlySummary.js';
import type { Decision } from '../../src/core/verdict.js';
import { inventedAddress } from './liveSources.js';
import { coinAddress } from './yearChains.js';

/** The months of the year. Order: in time. */
export const MONTHS = Array.from({ length: 12 }, (_, at) => `2026-${`${at + 1}`.padStart(2, '0')}`);

/** From which the company pays: on Ethereum-type chains, and in bitcoin. */
export const TREASURY = inventedAddress('the treasury of a year');
export const COIN_TREASURY = coinAddress('the treasury of a year, in bitcoin');
/** An exchange that a label names. */
export const EXCHANGE = inventedAddress('an exchange of a year');
export const COIN_EXCHANGE = coinAddress('an exchange of a year, in bitcoin');
/** Whom the list names from the beginning, and who is nobody's counterparty. */
export const LISTED = inventedAddress('an account that is listed all the year');
/** A client of one of the forty, whom the list names from September on. */
export const LATE_LISTED = inventedAddress('an account that is listed in September');
/** A deposit address that two of the forty begin to share in June. */
export const SHARED_BOX = inventedAddress('a deposit address of two, in a year');
/** Somebody outside whom the treasury paid. */
export const STRANGER = inventedAddress('somebody whom nobody told of');

/** Who of the forty something happens to, by their marks. */
export const WHO = {
  paidBeforeCheck: 'direct 3',
  paidLate: 'direct 4',
  toldInVain: 'direct 5',
  gotBonus: 'direct 6',
  paidInOutage: ['direct 1', 'direct 2'],
  share: ['box 1', 'box 2'],
  batch: ['depositor 1', 'depositor 2', 'depositor 3'],
  imitated: 'imitated',
  byCustodian: 'statement',
  lateListed: 'paid by the listed',
} as const;

/**
 * A payment of the year as it was planted, by hand and never by what the application says.
 * Units: atomic units.
 */
export interface Planted {
  /** Of the books of Berlin. */
  readonly month: string;
  /** Null for who is none of the forty. */
  readonly mark: string | null;
  readonly chain: 'ethereum' | 'polygon' | 'bitcoin';
  readonly symbol: 'USDC' | 'BTC';
  readonly amount: bigint;
  readonly rail: 'direct' | 'batch' | 'custodian' | 'unknown';
  readonly source: 'accounts' | 'chain' | 'both';
  /** What was decided, and what two people or one let pass all the same. */
  readonly decision: Decision | 'none' | 'review-released' | 'hold-overridden';
  readonly concerns: readonly PaymentConcern[];
}

/** A payment that was checked and not made. */
export interface PlantedHeld extends Pick<Planted, 'month' | 'chain' | 'symbol' | 'amount'> {
  readonly decision: 'hold' | 'review';
}

/** What a payment of a month is otherwise than most: they proceed, and nobody has to look at them. */
export function fateOf(month: string, mark: string): Pick<Planted, 'decision' | 'concerns'> {
  if (month === '2026-02' && mark === WHO.paidBeforeCheck) {
    return {
      decision: 'none',
      concerns: ['unscreened-on-chain', 'paid-before-check', 'stale-at-payment'],
    };
  }
  if (month === '2026-05' && WHO.paidInOutage.some((one) => one === mark)) {
    return { decision: 'incomplete', concerns: ['incomplete-at-payment'] };
  }
  if (month === '2026-09' && mark === WHO.lateListed) {
    return { decision: 'hold-overridden', concerns: [] };
  }
  return { decision: 'proceed', concerns: [] };
}
