import type { Account } from '../account.js';
import { smallerAmount } from '../amount.js';
import type { Direction, Hop, Path } from '../exposure.js';
import type { Leg, Movement, Place } from './movement.js';
import type { Distance } from './replay.js';

/** Which evidence is asked for. */
export interface PathQuestion {
  /** Movements of one asset, in the order of the chain. */
  readonly movements: readonly Movement[];
  readonly direction: Direction;
  /** The attributed accounts at the far end. */
  readonly accounts: ReadonlySet<Account>;
  readonly distance: Distance;
  /** The most paths to give. */
  readonly most: number;
}

/** A way from the start to a place, newest step first. */
interface Way {
  readonly width: bigint;
  readonly step: Step | null;
  readonly before: Way | null;
}

interface Step {
  readonly movement: number;
  readonly hop: Hop;
}

/**
 * The widest path between attributed accounts and the subject, and further ones that share no step
 * with it. Every step is later than the one before.
 *
 * Order: widest first. One pass in the chain's order finds the widest, since a step can only
 * extend ways that are already there.
 */
export function widestPaths(question: PathQuestion): Path[] {
  const used = new Set<number>();
  const paths: Path[] = [];
  while (paths.length < question.most) {
    const way = widestWay(question, used);
    if (way === null) break;
    const hops: Hop[] = [];
    for (let at: Way | null = way; at !== null; at = at.before) {
      if (at.step === null) continue;
      hops.unshift(at.step.hop);
      used.add(at.step.movement);
    }
    paths.push({ hops, carried: way.width });
  }
  return paths;
}

function widestWay(question: PathQuestion, used: ReadonlySet<number>): Way | null {
  const ways = new Map<Place, Way>();
  let best: Way | null = null;
  question.movements.forEach((movement, at) => {
    if (used.has(at)) return;
    const start = widestDebit(question, ways, movement);
    if (start === null) return;
    for (const credit of movement.credits) {
      const way = extend(start, { movement, at, credit });
      if (way === null) continue;
      if (credit.place.kind === 'holding') {
        if (way.width > (ways.get(credit.place)?.width ?? 0n)) ways.set(credit.place, way);
      } else if (isFarEnd(question, credit.place) && isWanted(question, way)) {
        if (way.width > (best?.width ?? 0n)) best = way;
      }
    }
  });
  return best;
}

interface Start {
  readonly way: Way;
  readonly leg: Leg;
}

function widestDebit(
  question: PathQuestion,
  ways: ReadonlyMap<Place, Way>,
  movement: Movement,
): Start | null {
  let widest: Start | null = null;
  for (const leg of movement.debits) {
    const from = isNearEnd(question, leg.place)
      ? { width: leg.amount, step: null, before: null }
      : ways.get(leg.place);
    if (from === undefined) continue;
    const width = smallerAmount(from.width, leg.amount);
    if (widest === null || width > widest.way.width) widest = { way: { ...from, width }, leg };
  }
  return widest;
}

function extend(
  start: Start,
  to: { readonly movement: Movement; readonly at: number; readonly credit: Leg },
): Way | null {
  const width = smallerAmount(start.way.width, to.credit.amount);
  const from = start.leg.place.account;
  const account = to.credit.place.account;
  if (from === null || account === null) return null;
  if (from === account) return { ...start.way, width };
  const hop: Hop = {
    from,
    to: account,
    asset: to.movement.asset,
    amount: smallerAmount(start.leg.amount, to.credit.amount),
    fact: to.movement.fact,
  };
  return { width, step: { movement: to.at, hop }, before: start.way };
}

/** Where paths of this question start. */
function isNearEnd(question: PathQuestion, place: Place): boolean {
  return question.direction === 'incoming' ? isAttributed(question, place) : isSubject(place);
}

/** Where paths of this question end. */
function isFarEnd(question: PathQuestion, place: Place): boolean {
  return question.direction === 'incoming' ? isSubject(place) : isAttributed(question, place);
}

function isSubject(place: Place): boolean {
  return place.kind === 'subject';
}

function isAttributed(question: PathQuestion, place: Place): boolean {
  return place.kind === 'edge' && place.account !== null && question.accounts.has(place.account);
}

function isWanted(question: PathQuestion, way: Way): boolean {
  let hops = 0;
  for (let at: Way | null = way; at !== null; at = at.before) if (at.step !== null) hops += 1;
  return question.distance === 'direct' ? hops === 1 : hops > 1;
}
