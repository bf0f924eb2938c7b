import type { Account } from '../account.js';
import { smallerAmount } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { Direction, Hop, Path } from '../exposure.js';
import type { Place } from './movement.js';
import type { MovementTable } from './movementTable.js';
import { amountAt, numberAt, placeAt } from './movementTable.js';
import type { Distance } from './replay.js';

/** Which evidence is asked for. */
export interface PathQuestion {
  readonly table: MovementTable;
  /** The asset that the subject received or sent. */
  readonly asset: AssetId;
  readonly direction: Direction;
  /** The attributed accounts at the far end. */
  readonly accounts: ReadonlySet<Account>;
  readonly distance: Distance;
  /** The most paths to give. */
  readonly most: number;
}

/** A way from the start to a place, newest step first. */
interface Way {
  /** What still gets through, in the asset of the place. Units: atomic. */
  readonly width: bigint;
  /** The same in the asset in which the way began. Units: atomic. */
  readonly startWidth: bigint;
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
 * extend ways that are already there. `carried` is told in the asset that the subject moved; a
 * conversion on the way is no step of its own.
 */
export function widestPaths(question: PathQuestion): Path[] {
  const isStart = startsOf(question);
  const used = new Set<number>();
  const paths: Path[] = [];
  while (paths.length < question.most) {
    const way = widestWay(question, isStart, used);
    if (way === null) break;
    const hops: Hop[] = [];
    for (let at: Way | null = way; at !== null; at = at.before) {
      if (at.step === null) continue;
      hops.unshift(at.step.hop);
      used.add(at.step.movement);
    }
    const carried = question.direction === 'incoming' ? way.width : way.startWidth;
    paths.push({ hops, carried, carriedAsset: question.asset });
  }
  return paths;
}

/** By the number of each place: 1 where ways may begin. */
function startsOf(question: PathQuestion): Uint8Array {
  const { places } = question.table;
  const isStart = new Uint8Array(places.length);
  const begins = question.direction === 'incoming' ? isAttributed : isOwn;
  let number = 0;
  for (const place of places) {
    if (begins(question, place)) isStart[number] = 1;
    number += 1;
  }
  return isStart;
}

function widestWay(
  question: PathQuestion,
  isStart: Uint8Array,
  used: ReadonlySet<number>,
): Way | null {
  const { table } = question;
  const ways = new Map<number, Way>();
  // Most movements begin where no way is: this tells it without looking for one.
  const isReached = isStart.slice();
  let best: Way | null = null;
  for (let at = 0; at < table.count; at += 1) {
    const start = widestDebit({ table, at, isStart, isReached, ways });
    if (start === null || used.has(at)) continue;
    const to = numberAt(table.firstLeg, at + 1);
    for (let leg = numberAt(table.firstCredit, at); leg < to; leg += 1) {
      const number = numberAt(table.placeOf, leg);
      const place = placeAt(table, leg);
      if (place.kind === 'holding') {
        const way = extend(table, start, { at, leg, than: ways.get(number)?.width ?? 0n });
        if (way === null) continue;
        ways.set(number, way);
        isReached[number] = 1;
      } else if (isFarEnd(question, place)) {
        const way = extend(table, start, { at, leg, than: best?.width ?? 0n });
        if (way !== null && isWanted(question, way)) best = way;
      }
    }
  }
  return best;
}

interface Start {
  readonly way: Way;
  readonly leg: number;
}

function widestDebit(search: {
  readonly table: MovementTable;
  readonly at: number;
  readonly isStart: Uint8Array;
  readonly isReached: Uint8Array;
  readonly ways: ReadonlyMap<number, Way>;
}): Start | null {
  const { table, at, isStart, isReached, ways } = search;
  let widest: Start | null = null;
  const to = numberAt(table.firstCredit, at);
  for (let leg = numberAt(table.firstLeg, at); leg < to; leg += 1) {
    const number = numberAt(table.placeOf, leg);
    if (isReached[number] !== 1) continue;
    const amount = amountAt(table, leg);
    const from =
      isStart[number] === 1
        ? { width: amount, startWidth: amount, step: null, before: null }
        : ways.get(number);
    if (from === undefined) continue;
    const way = narrowed(from, amount);
    if (widest === null || way.width > widest.way.width) widest = { way, leg };
  }
  return widest;
}

/** A way of which no more than an amount gets through. */
function narrowed(way: Way, amount: bigint): Way {
  if (amount >= way.width) return way;
  const { step, before } = way;
  const startWidth = way.width === 0n ? 0n : (way.startWidth * amount) / way.width;
  return { width: amount, startWidth, step, before };
}

/** The way on to a place; null where it is no wider than the one that is known. */
function extend(
  table: MovementTable,
  start: Start,
  to: { readonly at: number; readonly leg: number; readonly than: bigint },
): Way | null {
  const given = amountAt(table, start.leg);
  const got = amountAt(table, to.leg);
  const isConversion = numberAt(table.isConversion, to.at) === 1;
  const through = isConversion ? (start.way.width * got) / given : start.way.width;
  const width = smallerAmount(through, got);
  if (width <= to.than) return null;
  const { startWidth } = isConversion ? start.way : narrowed(start.way, got);
  const from = placeAt(table, start.leg).account;
  const { account, asset } = placeAt(table, to.leg);
  const fact = table.facts.at(to.at);
  if (from === null || account === null || fact === undefined) return null;
  if (from === account) return { ...start.way, width, startWidth };
  const amount = isConversion ? got : smallerAmount(given, got);
  const hop: Hop = { from, to: account, asset, amount, fact };
  return { width, startWidth, step: { movement: to.at, hop }, before: start.way };
}

function isFarEnd(question: PathQuestion, place: Place): boolean {
  return question.direction === 'incoming' ? isOwn(question, place) : isAttributed(question, place);
}

function isOwn({ asset }: PathQuestion, place: Place): boolean {
  return place.kind === 'subject' && place.asset === asset;
}

function isAttributed(question: PathQuestion, place: Place): boolean {
  return place.kind === 'edge' && place.account !== null && question.accounts.has(place.account);
}

function isWanted(question: PathQuestion, way: Way): boolean {
  let hops = 0;
  for (let at: Way | null = way; at !== null; at = at.before) if (at.step !== null) hops += 1;
  return question.distance === 'direct' ? hops === 1 : hops > 1;
}
