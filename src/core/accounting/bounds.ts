import type { Direction } from '../exposure.js';
import type { FlowNetwork } from './flowNetwork.js';
import { createFlowNetwork } from './flowNetwork.js';
import { maxFlow } from './maxFlow.js';
import type { Leg, Movement, Place } from './movement.js';

/** Movements of one asset, seen from the subject, and which of the places where they end matter. */
export interface BoundQuestion {
  /** Order: the chain's. */
  readonly movements: readonly Movement[];
  readonly direction: Direction;
  /** From which moment on the subject's own receipts (or sends) count. Units: Unix seconds. */
  readonly sinceSeconds: number;
  /** Asked of edges only. */
  readonly isRisky: (place: Place) => boolean;
  /** Asked of edges that are not risky: whether nobody saw where their value came from or went. */
  readonly isUnseen: (place: Place) => boolean;
}

/**
 * What every method that conserves value gives the risky places at least and at most.
 *
 * Units: atomic units of one asset.
 * Order: `lower` ≤ `upper` ≤ `upperIfUnseenRisky` ≤ `total`.
 */
export interface FlowBounds {
  readonly lower: bigint;
  readonly upper: bigint;
  /** The same as `upper` if all that nobody saw were risky too. */
  readonly upperIfUnseenRisky: bigint;
  /** What the subject received (or sent) in all. */
  readonly total: bigint;
}

/**
 * Bounds of how much of what a subject received came from risky places, or of what it sent went to
 * them, whichever way mixed money is told apart.
 *
 * Each place is laid out in time and each movement is an arc with its amount as capacity; what a
 * place holds from one payment to the next is an arc too, with the balance as capacity, so that
 * money already spent is not spent again. `upper` is the most that flows between the risky places
 * and the subject; `lower` is the total less the most that flows between all others and the subject.
 * Both ends are reached by some way of telling the money apart, in whole units; a method that rounds
 * each row can be off by one unit per row.
 * Edge: what a place gave beyond what it was seen to hold may have come at any time. It counts as
 * unseen and as held from the place's first movement on. What a place still holds at the end is
 * neither risky nor unseen.
 * Blind spot: a payment that nobody saw and that left no such mark, because the place still holds
 * as much, moves the truth outside; only the balance on the chain can show it.
 * Source: flows over time, Ford and Fulkerson, "Constructing maximal dynamic flows from static
 * flows", Operations Research 6 (1958), https://doi.org/10.1287/opre.6.3.419
 */
export function boundFlow(question: BoundQuestion): FlowBounds {
  const total = subjectTotal(question);
  const network = layOut(question);
  const most = (sinks: readonly number[]) => maxFlow(network, { sources: [SUBJECT], sinks });
  const upper = most([RISKY]);
  const lower = total - most([UNSEEN, OTHER]);
  const upperIfUnseenRisky = most([RISKY, UNSEEN]);
  return { lower, upper, upperIfUnseenRisky, total };
}

/** The nodes that are no place at a time: the subject's own legs that count, and the kinds of ends. */
const SUBJECT = 0;
const RISKY = 1;
const UNSEEN = 2;
const OTHER = 3;
const FIRST_FREE = 4;

/** Instead of a node: a leg through which nothing that is asked for can pass. */
const NOWHERE = -1;

/**
 * The network of a question. Arcs run from the subject outwards: for what it received that is back
 * in time.
 */
function layOut(question: BoundQuestion): FlowNetwork {
  const { direction, movements, sinceSeconds } = question;
  const timeline = new Timeline(direction);
  for (const { fact, debits, credits } of movements) {
    const own = fact.timeSeconds >= sinceSeconds ? SUBJECT : NOWHERE;
    const [debit, credit] = [debits[0], credits[0]];
    if (debits.length === 1 && credits.length === 1 && debit && credit) {
      const from = givingNode(debit, own);
      timeline.addArc(from, takingNode(credit, own), debit.amount);
      continue;
    }
    const mix = timeline.addNode();
    for (const leg of debits) timeline.addArc(givingNode(leg, own), mix, leg.amount);
    for (const leg of credits) timeline.addArc(mix, takingNode(leg, own), leg.amount);
  }
  return timeline.network();

  function givingNode(leg: Leg, own: number): number {
    const { place } = leg;
    if (place.kind === 'holding') return timeline.pay(leg);
    if (direction === 'incoming') return endNode(place);
    return place.kind === 'subject' ? own : NOWHERE;
  }

  function takingNode(leg: Leg, own: number): number {
    const { place } = leg;
    if (place.kind === 'holding') return timeline.receive(leg);
    if (direction === 'outgoing') return endNode(place);
    return place.kind === 'subject' ? own : NOWHERE;
  }

  function endNode(place: Place): number {
    if (place.kind === 'subject') return OTHER;
    if (question.isRisky(place)) return RISKY;
    return question.isUnseen(place) ? UNSEEN : OTHER;
  }
}

/**
 * A holding as the movements go by: the node of its present period, and its balance as far as seen.
 *
 * In a period a place first receives, then pays. When it receives again after it paid, the next
 * period begins, with what it still holds. One node for a period says the same as one for each
 * moment: until it pays, a place holds all that came in, and while it only pays, the payments alone
 * limit what leaves.
 */
interface Holding {
  readonly firstNode: number;
  node: number;
  hasPaid: boolean;
  /** Below zero while it has given more than it was seen to hold. */
  balance: bigint;
  lowest: bigint;
  /** The arcs that carry its balance from one period to the next. */
  readonly carried: number[];
}

/** Collects nodes and arcs while the movements go by in the order of the chain. */
class Timeline {
  readonly #direction: Direction;
  readonly #holdings = new Map<Place, Holding>();
  readonly #tails: number[] = [];
  readonly #heads: number[] = [];
  readonly #capacities: bigint[] = [];
  #nodeCount = FIRST_FREE;

  constructor(direction: Direction) {
    this.#direction = direction;
  }

  /** The node from which a holding pays. */
  pay({ place, amount }: Leg): number {
    const holding = this.#holdingOf(place);
    holding.hasPaid = true;
    holding.balance -= amount;
    if (holding.balance < holding.lowest) holding.lowest = holding.balance;
    return holding.node;
  }

  /** The node at which a holding receives. */
  receive({ place, amount }: Leg): number {
    const holding = this.#holdingOf(place);
    if (holding.hasPaid) {
      const next = this.addNode();
      holding.carried.push(this.#tails.length);
      this.addArc(holding.node, next, holding.balance);
      holding.node = next;
      holding.hasPaid = false;
    }
    holding.balance += amount;
    return holding.node;
  }

  network(): FlowNetwork {
    for (const { firstNode, node, balance, lowest, carried } of this.#holdings.values()) {
      const shortfall = -lowest;
      for (const arc of carried) this.#capacities[arc] = (this.#capacities[arc] ?? 0n) + shortfall;
      if (this.#direction === 'outgoing') this.addArc(node, OTHER, balance + shortfall);
      else this.addArc(UNSEEN, firstNode, shortfall);
    }
    return createFlowNetwork({
      nodeCount: this.#nodeCount,
      tails: this.#tails,
      heads: this.#heads,
      capacities: this.#capacities,
    });
  }

  #holdingOf(place: Place): Holding {
    const known = this.#holdings.get(place);
    if (known !== undefined) return known;
    const node = this.addNode();
    const holding = {
      firstNode: node,
      node,
      hasPaid: false,
      balance: 0n,
      lowest: 0n,
      carried: [],
    };
    this.#holdings.set(place, holding);
    return holding;
  }

  addNode(): number {
    const node = this.#nodeCount;
    this.#nodeCount += 1;
    return node;
  }

  addArc(earlier: number, later: number, capacity: bigint): void {
    if (earlier === NOWHERE || later === NOWHERE) return;
    const incoming = this.#direction === 'incoming';
    this.#tails.push(incoming ? later : earlier);
    this.#heads.push(incoming ? earlier : later);
    this.#capacities.push(capacity);
  }
}

function subjectTotal({ movements, direction, sinceSeconds }: BoundQuestion): bigint {
  let total = 0n;
  for (const { fact, debits, credits } of movements) {
    if (fact.timeSeconds < sinceSeconds) continue;
    for (const { place, amount } of direction === 'incoming' ? credits : debits) {
      if (place.kind === 'subject') total += amount;
    }
  }
  return total;
}
