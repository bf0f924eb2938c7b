import type { Movement, Place } from '../../src/core/accounting/movement.js';
import { smallerAmount } from '../../src/core/amount.js';
import type { LedgerQuestion } from './boundWorld.js';

/** A way to tell mixed money apart; `counts` says which ends are asked about. */
export interface AllocationWay {
  readonly counts: (place: Place) => boolean;
  /** How much of a payment may be marked money, between the least and the most there can be. */
  readonly options: (least: bigint, most: bigint) => readonly bigint[];
  /** Whether what a place gave beyond what it held is marked; it is not by default. */
  readonly shortfall?: 'counts';
  /** A movement that takes part, but whose own receipts (or sends) by the subject do not count. */
  readonly except?: Movement | null;
}

/** Marked money of each holding, of the movement under way, and what was counted so far. */
interface State {
  readonly held: ReadonlyMap<Place, bigint>;
  readonly moving: bigint;
  readonly counted: bigint;
}

/**
 * What ends up counted, for every choice of the way: incoming, marked money is what came from places
 * that count; outgoing, it is what the subject sent.
 *
 * It knows nothing of networks: it walks the ledger once and keeps every state that can be.
 */
export function allocate(question: LedgerQuestion, way: AllocationWay): ReadonlySet<bigint> {
  const { movements, direction } = question;
  const opening = shortfallsOf(movements);
  const balances = new Map(opening);
  const marked = way.shortfall === 'counts' && direction === 'incoming' ? opening : new Map();
  let states: State[] = [{ held: marked, moving: 0n, counted: 0n }];
  for (const movement of movements) {
    const own = movement !== way.except;
    let moving = 0n;
    for (const { place, amount } of movement.debits) {
      moving += amount;
      if (place.kind === 'holding') {
        const balance = balances.get(place) ?? 0n;
        balances.set(place, balance - amount);
        states = branch(states, (state) => {
          const held = state.held.get(place) ?? 0n;
          const clean = balance - held;
          return way
            .options(amount > clean ? amount - clean : 0n, smallerAmount(held, amount))
            .map((part) => ({
              ...state,
              held: new Map(state.held).set(place, held - part),
              moving: state.moving + part,
            }));
        });
      } else if (
        direction === 'incoming'
          ? place.kind === 'edge' && way.counts(place)
          : place.kind === 'subject' && own
      ) {
        states = states.map((state) => ({ ...state, moving: state.moving + amount }));
      }
    }
    for (const { place, amount } of movement.credits) {
      const whole = moving;
      moving -= amount;
      if (place.kind === 'holding') balances.set(place, (balances.get(place) ?? 0n) + amount);
      states = branch(states, (state) => {
        const clean = whole - state.moving;
        return way
          .options(amount > clean ? amount - clean : 0n, smallerAmount(state.moving, amount))
          .map((part) => arrive({ ...state, moving: state.moving - part }, part, place));
      });
    }

    function arrive(state: State, part: bigint, place: Place): State {
      if (place.kind === 'holding') {
        return {
          ...state,
          held: new Map(state.held).set(place, (state.held.get(place) ?? 0n) + part),
        };
      }
      const isEnd =
        direction === 'incoming'
          ? place.kind === 'subject' && own
          : place.kind === 'edge' && way.counts(place);
      return isEnd ? { ...state, counted: state.counted + part } : state;
    }
  }
  return new Set(states.map(({ counted }) => counted));
}

/** All states that follow, each once. */
function branch(states: readonly State[], follow: (state: State) => readonly State[]): State[] {
  const numbers = new Map<Place, number>();
  const next = new Map<string, State>();
  for (const state of states.flatMap(follow)) {
    const held = [...state.held]
      .filter(([, amount]) => amount > 0n)
      .map(([place, amount]) => {
        const number = numbers.get(place) ?? numbers.size;
        numbers.set(place, number);
        return `${number}:${amount}`;
      });
    next.set(`${held.sort().join()}|${state.moving}|${state.counted}`, state);
  }
  return [...next.values()];
}

/** What came last leaves first: how much of it is counted. */
export function allocateLastIn(question: LedgerQuestion): bigint {
  const { movements, direction, isRisky } = question;
  const stacks = new Map<Place, { marked: boolean; amount: bigint }[]>();
  let counted = 0n;
  for (const { debits, credits } of movements) {
    const moving = debits.flatMap(({ place, amount }) => {
      if (place.kind === 'holding') return takeLast(stacks.get(place) ?? [], amount);
      const marked =
        direction === 'incoming'
          ? place.kind === 'edge' && isRisky(place)
          : place.kind === 'subject';
      return [{ marked, amount }];
    });
    for (const { place, amount } of credits) {
      for (const lot of takeLast(moving, amount)) {
        const isEnd =
          direction === 'incoming'
            ? place.kind === 'subject'
            : place.kind === 'edge' && isRisky(place);
        if (place.kind === 'holding') stacks.set(place, [...(stacks.get(place) ?? []), lot]);
        else if (isEnd && lot.marked) counted += lot.amount;
      }
    }
  }
  return counted;
}

/** Takes an amount off the end of a stack; what it does not hold is not marked. */
function takeLast(stack: { marked: boolean; amount: bigint }[], amount: bigint) {
  const taken: { marked: boolean; amount: bigint }[] = [];
  let left = amount;
  while (left > 0n) {
    const lot = stack.pop() ?? { marked: false, amount: left };
    const part = smallerAmount(lot.amount, left);
    taken.push({ marked: lot.marked, amount: part });
    if (part < lot.amount) stack.push({ marked: lot.marked, amount: lot.amount - part });
    left -= part;
  }
  return taken;
}

/** How far each holding's balance falls below zero; nothing for those that never do. */
export function shortfallsOf(movements: readonly Movement[]): ReadonlyMap<Place, bigint> {
  const balances = new Map<Place, bigint>();
  const shortfalls = new Map<Place, bigint>();
  for (const { debits, credits } of movements) {
    for (const { place, amount } of debits) {
      if (place.kind !== 'holding') continue;
      const balance = (balances.get(place) ?? 0n) - amount;
      balances.set(place, balance);
      if (-balance > (shortfalls.get(place) ?? 0n)) shortfalls.set(place, -balance);
    }
    for (const { place, amount } of credits) {
      if (place.kind === 'holding') balances.set(place, (balances.get(place) ?? 0n) + amount);
    }
  }
  return shortfalls;
}
