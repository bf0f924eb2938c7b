import type { Account } from '../account.js';
import { boundaryOf } from '../boundary.js';
import type { Transfer } from '../ledger.js';
import type { NettingScope } from './belief.js';
import { isMarket } from './belief.js';
import { withBridges } from './bridges.js';
import { closeRest } from './closeRest.js';
import type { IsCut } from './connect.js';
import { splitStrangers } from './connect.js';
import type { PlaceNets, Sides } from './matchSides.js';
import { matchSides } from './matchSides.js';
import type { Netting } from './netting.js';
import { paymentOf } from './payments.js';
import { plainPayment } from './plainPayment.js';
import type { NoAccount, Step } from './step.js';
import { isAccount } from './step.js';
import { withSubjectCut } from './subjectCut.js';
import { tradesOf } from './trades.js';
import { withUnlisted } from './unlistedTrade.js';
import { withWrappedSide } from './wrapped.js';

/** Transfers of one transaction, as far as they were seen. */
export interface SeenTransaction {
  /** Of listed assets. Order: the chain's. */
  readonly transfers: readonly Transfer[];
  /** Of assets that are not listed. */
  readonly unlisted: readonly Transfer[];
}

/**
 * What a transaction did, per account and asset, once all that only passed through is left out.
 *
 * Fees come first. Strangers in one bundle, whom no move connects, are netted each for themselves.
 * An account that gives and gets the same (a router, a batch payer, an entry point) is not there any
 * more. An account that gives one asset and gets another has converted, if the conversion can be
 * believed: both sides are worth the same within 5 %, or all whom it traded with are labelled
 * markets and neither side is known to be worth more than twice the other; else each leg is a plain
 * payment, or value could be made to disappear by a contract of one's own. What it gained by a trade
 * that is no labelled market's is no part of it: many small gains are much together. Where some
 * accounts only give and others only get or gain, value passes from the first to the second, also by
 * way of a market (swap and send). What cannot be told apart, and what one side is worth more than the
 * other, comes from or goes to `ambiguous-conversion`.
 *
 * Edge: the zero address stands for a bridge where the transaction has a labelled one.
 * Blind spot: it nets what it is given. With the rows of one account only, a market's other trades
 * are missing; the account's own conversion is seen all the same.
 */
export function netTransaction(seen: SeenTransaction, scope: NettingScope): Step[] {
  const steps: Step[] = [];
  const moves: Transfer[] = [];
  for (const transfer of seen.transfers) {
    if (transfer.amount === 0n || transfer.from === transfer.to) continue;
    if (transfer.channel === 'fee') steps.push(plainPayment(transfer));
    else moves.push(transfer);
  }
  const whole = withBridges(withWrappedSide(moves, scope.assets), seen.transfers, scope);
  const { unlisted } = seen;
  const [only] = whole;
  if (only !== undefined && whole.length === 1 && unlisted.length === 0) {
    const payment = plainPayment(only);
    // Mostly all there is: a list made for one takes a fraction of one that might grow.
    return steps.length === 0 ? [payment] : [...steps, payment];
  }
  const signer = signerOf(seen);
  const isRisk = riskIn(scope);
  for (const group of splitStrangers(whole, isRisk)) {
    const [first] = group;
    if (first === undefined) continue;
    if (group.length === 1 && unlisted.length === 0) steps.push(plainPayment(first));
    else {
      const netting = { moves: group, unlisted, fact: first, signer, isRisk, isCut: isRisk, scope };
      steps.push(...withSubjectCut(netting).flatMap(netMoves));
    }
  }
  return steps;
}

/**
 * Whether an account has a risk claim: then it is somebody whom one deals with, never a router or a
 * maker that is left out. Else a listed account could pay anybody unseen, as long as somebody else
 * hands it the money in the same transaction.
 */
function riskIn({ knowledge }: NettingScope): IsCut {
  const known = new Map<Account | NoAccount, boolean>();
  return (place) => {
    const before = known.get(place);
    if (before !== undefined) return before;
    const kind = isAccount(place) ? boundaryOf(place, knowledge)?.kind : undefined;
    const isRisk = kind === 'labelled' || kind === 'mixer';
    known.set(place, isRisk);
    return isRisk;
  };
}

/** Who signed: the payer of its fee, or the sender of its own call. */
function signerOf({ transfers }: SeenTransaction): Account | null {
  const own = transfers.find(({ channel }) => channel === 'fee' || channel === 'native');
  return own?.from ?? null;
}

function netMoves(netting: Netting): Step[] {
  const { steps, converted, gained, rest } = tradesOf(netting);
  const sides = withGains(netting, matchSides(rest, netting), gained);
  const payments = sides.matched.map((matched) => paymentOf(matched, netting));
  const isAtMarket = [...converted].some(
    ([place]) => isAccount(place) && isMarket(place, netting.fact, netting.scope),
  );
  return [
    ...steps,
    ...[...payments, ...closeRest(sides, { ...netting, isAtMarket })].map((step) =>
      withUnlisted(step, netting),
    ),
  ];
}

/**
 * Gains come last, out of what is left over, pro rata to who gave of the asset; what nobody gave of
 * it stands beside what others got.
 */
function withGains(netting: Netting, sides: Sides, gained: readonly PlaceNets[]): Sides {
  if (gained.length === 0) return sides;
  const left = sides.overDebits.map(
    ({ place, asset, amount }): PlaceNets => [place, new Map([[asset, -amount]])],
  );
  const last = matchSides([...left, ...gained], { ...netting, isCut: () => false });
  return {
    matched: [...sides.matched, ...last.matched],
    overDebits: last.overDebits,
    overCredits: [...sides.overCredits, ...last.overCredits],
  };
}
