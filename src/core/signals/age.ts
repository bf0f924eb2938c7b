import type { LedgerFact } from '../ledger.js';
import { formatMoment, SECONDS_PER_DAY } from '../moment.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';
import type { SubjectHistory } from './subjectHistory.js';
import { isAboveDust } from './subjectHistory.js';

/** Days since its first payment below which a wallet is fresh. */
const FRESH_DAYS = 30;
/** Days without a payment after which a wallet was dormant. */
const DORMANT_DAYS = 365;
/** Days before the screening within which a dormant wallet has to have become active again. */
const ACTIVE_AGAIN_DAYS = 90;

/**
 * How long the subject has been in use: not at all, since a short while, or again after a long pause.
 *
 * Edge: where not all of its history was seen, nothing is said about its age.
 * Source: payment screens tell of new wallets,
 * https://docs.range.org/risk-api/guides/payment-scam-prevention; all three numbers are policy choices.
 */
export function tellAge(trace: Trace, history: SubjectHistory): Signal[] {
  return [...noHistory(trace), ...freshWallet(trace, history), ...dormant(trace, history)];
}

function noHistory(trace: Trace): Signal[] {
  const { subject } = trace.start;
  if (trace.unseen.size > 0 || [...trace.facts.values()].some(movesValue)) return [];
  return [
    {
      kind: 'no-history',
      account: subject,
      sentence: 'This wallet has no payments on this chain yet, so its funds say nothing about it.',
      attribution: null,
    },
  ];
}

/** Worthless tokens and empty messages come to any address; they are no history. */
function movesValue(fact: LedgerFact): boolean {
  return fact.kind === 'utxo' || fact.amount > 0n;
}

function freshWallet({ start }: Trace, history: SubjectHistory): Signal[] {
  const first = history.dealings.find(({ amount }) => amount > 0n);
  if (first === undefined || !history.isWhole) return [];
  const ageSeconds = start.nowSeconds - first.fact.timeSeconds;
  if (ageSeconds >= FRESH_DAYS * SECONDS_PER_DAY) return [];
  return [
    {
      kind: 'fresh-wallet',
      account: history.subject,
      sentence: `The first payment of this wallet on this chain is less than ${FRESH_DAYS} days old (${dayOf(first.fact)}); many people open a wallet for a new job, and there is little to judge it by.`,
      attribution: null,
    },
  ];
}

/** Edge: dust wakes nobody, and does not count as being awake. */
function dormant({ start }: Trace, history: SubjectHistory): Signal[] {
  if (!history.isWhole) return [];
  const since = start.nowSeconds - ACTIVE_AGAIN_DAYS * SECONDS_PER_DAY;
  let last: LedgerFact | null = null;
  for (const dealing of history.dealings) {
    if (!isAboveDust(dealing, start.assets)) continue;
    const { fact } = dealing;
    const pauseSeconds = last === null ? 0 : fact.timeSeconds - last.timeSeconds;
    if (last !== null && fact.timeSeconds >= since && isLong(pauseSeconds)) {
      return [
        {
          kind: 'dormant-then-active',
          account: history.subject,
          sentence: `This wallet moved nothing between ${dayOf(last)} and ${dayOf(fact)}, and is in use again since; ask whether its holder is still the same.`,
          attribution: null,
        },
      ];
    }
    last = fact;
  }
  return [];
}

function isLong(pauseSeconds: number): boolean {
  return pauseSeconds >= DORMANT_DAYS * SECONDS_PER_DAY;
}

function dayOf({ timeSeconds }: LedgerFact): string {
  return formatMoment(timeSeconds).slice(0, 10);
}
