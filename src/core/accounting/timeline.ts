import { largerAmount, sumAmounts } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { Direction } from '../exposure.js';
import type { FlowNetwork } from './flowNetwork.js';
import { createFlowNetwork } from './flowNetwork.js';
import type { Place } from './movement.js';
import type { MovementTable } from './movementTable.js';
import { amountAt, HOLDING, kindAt, numberAt, placeAt, SUBJECT } from './movementTable.js';
import type { Distance } from './replay.js';

/** What a time-expanded network is laid out from. */
export interface TimelineQuestion {
  readonly table: MovementTable;
  readonly asset: AssetId;
  readonly direction: Direction;
  /** From when on the subject's transfers count as recent. Units: Unix seconds. */
  readonly recentSeconds: number;
  /** What a holding has on the chain at the anchor; null where nobody said. Units: atomic. */
  readonly chainBalanceOf: (place: Place) => bigint | null;
}

/** A node at which flow ends, and what it stands for. */
export type TimelineEnd =
  | {
      readonly kind: 'place';
      readonly node: number;
      readonly place: Place;
      readonly distance: Distance;
    }
  | {
      /** A place that gave (or got) straight and by way of others in one movement. */
      readonly kind: 'both-ways';
      /** Where both ways end together: they share one amount. */
      readonly node: number;
      readonly direct: number;
      readonly indirect: number;
      readonly place: Place;
    }
  /** `unseen`: value that came or left without being seen. `held`: what a holding still has. */
  | { readonly kind: 'unseen' | 'held' | 'returned'; readonly node: number }
  | {
      /** The value went on in another asset. */
      readonly kind: 'conversion';
      readonly node: number;
      /** Position of the arc that leads there. */
      readonly arc: number;
      readonly movement: number;
      readonly leg: number;
    };

/**
 * One asset's movements laid out in time. Arcs run from the subject outwards: for what it received
 * that is back in time.
 */
export interface Timeline {
  readonly network: FlowNetwork;
  /** Nodes of the subject's own transfers: before `recentSeconds`, and from then on. */
  readonly older: number;
  readonly recent: number;
  /** Where flow starts that passes a conversion, by the leg of this asset. */
  readonly throughConversion: ReadonlyMap<number, number>;
  readonly ends: readonly TimelineEnd[];
}

const OLDER = 0;
const RECENT = 1;
const FIRST_FREE = 2;

/**
 * Lays one asset of a ledger out in time.
 *
 * Each place stands once for each period in which it first receives and then pays. Each movement is
 * an arc with its amount as capacity. What a place holds from one period to the next is an arc with
 * the balance as capacity, so that money already spent is not spent again. One node for a period says
 * the same as one for each moment: until it pays, a place holds all that came in, and while it only
 * pays, the payments alone limit what leaves.
 *
 * Edge: what a place gave beyond what it was seen to hold may have come at any time. By the chain's
 * balance it is known how much that is in all; where nobody told the balance it has no limit, and
 * neither has what the place holds.
 * Source: flows over time, Ford and Fulkerson, "Constructing maximal dynamic flows from static
 * flows", Operations Research 6 (1958), https://doi.org/10.1287/opre.6.3.419
 */
export function layOutTimeline(question: TimelineQuestion): Timeline {
  const builder = new TimelineBuilder(question);
  for (let at = 0; at < question.table.count; at += 1) builder.add(at);
  return builder.timeline();
}

/** A holding as the movements go by: the node of its present period, and its balance as far as seen. */
interface Holding {
  readonly place: Place;
  readonly firstNode: number;
  node: number;
  hasPaid: boolean;
  /** Below zero while it has given more than it was seen to hold. */
  balance: bigint;
  lowest: bigint;
  /** The arcs that carry its balance from one period to the next. */
  readonly carried: number[];
}

class TimelineBuilder {
  readonly #question: TimelineQuestion;
  readonly #isIncoming: boolean;
  readonly #holdings = new Map<number, Holding>();
  readonly #tails: number[] = [];
  readonly #heads: number[] = [];
  readonly #capacities: bigint[] = [];
  readonly #ends: TimelineEnd[] = [];
  readonly #endOf = new Map<string, number>();
  readonly #throughConversion = new Map<number, number>();
  /** The same by the place's number and the distance. */
  readonly #endOfPlace = new Map<number, number>();
  #nodeCount = FIRST_FREE;

  constructor(question: TimelineQuestion) {
    this.#question = question;
    this.#isIncoming = question.direction === 'incoming';
  }

  add(at: number): void {
    const { table } = this.#question;
    const [from, middle] = [numberAt(table.firstLeg, at), numberAt(table.firstCredit, at)];
    const to = numberAt(table.firstLeg, at + 1);
    if (numberAt(table.isConversion, at) === 1) {
      for (let leg = from; leg < to; leg += 1) this.#convert({ at, leg, isDebit: leg < middle });
      return;
    }
    if (placeAt(table, from).asset !== this.#question.asset) return;
    if (middle - from === 1 && to - middle === 1) this.#pay(at, from, middle);
    else this.#mix({ at, from, middle, to });
  }

  /** One place pays one other. */
  #pay(at: number, debit: number, credit: number): void {
    const { table } = this.#question;
    const isDirect = kindAt(table, debit) === SUBJECT || kindAt(table, credit) === SUBJECT;
    const distance: Distance = isDirect ? 'direct' : 'indirect';
    const from = this.#givingNode(at, debit, distance);
    this.#addArc(from, this.#takingNode(at, credit, distance), amountAt(table, debit));
  }

  /**
   * Several places pay several others. What goes straight to (or comes straight from) the subject
   * passes another node than the rest, so that direct contact and a way round by others differ.
   */
  #mix({ at, from, middle, to }: Legs): void {
    const { table } = this.#question;
    const isSubject = (leg: number) => kindAt(table, leg) === SUBJECT;
    const [nearFrom, nearTo] = this.#isIncoming ? [middle, to] : [from, middle];
    let near: number | null = null;
    let far: number | null = null;
    for (let leg = nearFrom; leg < nearTo; leg += 1) {
      if (isSubject(leg)) near ??= this.#addNode();
      else far ??= this.#addNode();
    }
    for (let leg = from; leg < middle; leg += 1) {
      if (this.#isIncoming) this.#fan({ at, leg, near, far, isDebit: true });
      else this.#join({ at, leg, mix: isSubject(leg) ? near : far, isDebit: true });
    }
    for (let leg = middle; leg < to; leg += 1) {
      if (this.#isIncoming)
        this.#join({ at, leg, mix: isSubject(leg) ? near : far, isDebit: false });
      else this.#fan({ at, leg, near, far, isDebit: false });
    }
  }

  /** A leg on the subject's side of a mixture. */
  #join({ at, leg, mix, isDebit }: MixLeg & { readonly mix: number | null }): void {
    if (mix === null) return;
    const node = isDebit
      ? this.#givingNode(at, leg, 'direct')
      : this.#takingNode(at, leg, 'direct');
    const amount = amountAt(this.#question.table, leg);
    if (isDebit) this.#addArc(node, mix, amount);
    else this.#addArc(mix, node, amount);
  }

  /** A leg on the far side of a mixture: it shares its amount between both ways. */
  #fan(step: MixLeg & { readonly near: number | null; readonly far: number | null }): void {
    const { at, leg, isDebit } = step;
    const place = placeAt(this.#question.table, leg);
    const amount = amountAt(this.#question.table, leg);
    const arc = (nearer: number, farther: number) => {
      if (isDebit) this.#addArc(farther, nearer, amount);
      else this.#addArc(nearer, farther, amount);
    };
    const gate = this.#addNode();
    if (place.kind !== 'edge' || step.near === null || step.far === null) {
      const distance = step.near === null ? 'indirect' : 'direct';
      const own = isDebit
        ? this.#givingNode(at, leg, distance)
        : this.#takingNode(at, leg, distance);
      if (own !== NOWHERE) arc(gate, own);
      for (const mix of [step.near, step.far]) if (mix !== null) arc(mix, gate);
      return;
    }
    const [direct, indirect] = [this.#addNode(), this.#addNode()];
    arc(step.near, direct);
    arc(step.far, indirect);
    const last = this.#addNode();
    arc(direct, gate);
    arc(indirect, gate);
    arc(gate, last);
    this.#ends.push({ kind: 'both-ways', node: last, direct, indirect, place });
  }

  /** Value leaves this asset, or comes into it. */
  #convert({ at, leg, isDebit }: MixLeg): void {
    const { table, asset } = this.#question;
    const place = placeAt(table, leg);
    if (place.asset !== asset) return;
    const amount = amountAt(table, leg);
    if (isDebit !== this.#isIncoming) {
      // Seen from the subject, what comes of here came from (or went to) another asset.
      const own = isDebit
        ? this.#givingNode(at, leg, 'direct')
        : this.#takingNode(at, leg, 'direct');
      if (own === NOWHERE) return;
      const node = this.#addNode();
      const arc = this.#tails.length;
      if (isDebit) this.#addArc(own, node, amount);
      else this.#addArc(node, own, amount);
      this.#ends.push({ kind: 'conversion', node, arc, movement: at, leg });
      return;
    }
    if (place.kind !== 'holding') return;
    const node = this.#addNode();
    this.#throughConversion.set(leg, node);
    if (isDebit) this.#addArc(this.#givingNode(at, leg, 'direct'), node, amount);
    else this.#addArc(node, this.#takingNode(at, leg, 'direct'), amount);
  }

  #givingNode(at: number, leg: number, distance: Distance): number {
    const kind = kindAt(this.#question.table, leg);
    if (kind === HOLDING) return this.#payFrom(leg);
    if (this.#isIncoming) return this.#endNode(leg, distance);
    return kind === SUBJECT ? this.#ownNode(at) : NOWHERE;
  }

  #takingNode(at: number, leg: number, distance: Distance): number {
    const kind = kindAt(this.#question.table, leg);
    if (kind === HOLDING) return this.#receiveAt(leg);
    if (!this.#isIncoming) return this.#endNode(leg, distance);
    return kind === SUBJECT ? this.#ownNode(at) : NOWHERE;
  }

  #ownNode(at: number): number {
    const time = this.#question.table.facts[at]?.timeSeconds ?? 0;
    return time >= this.#question.recentSeconds ? RECENT : OLDER;
  }

  #endNode(leg: number, distance: Distance): number {
    const { table } = this.#question;
    const number = 2 * numberAt(table.placeOf, leg) + (distance === 'direct' ? 0 : 1);
    const known = this.#endOfPlace.get(number);
    if (known !== undefined) return known;
    const node = this.#namedEnd(placeAt(table, leg), distance);
    this.#endOfPlace.set(number, node);
    return node;
  }

  /** An account stands at the edge of several assets and outputs; it is one end all the same. */
  #namedEnd(place: Place, distance: Distance): number {
    const name = place.kind === 'edge' ? `${place.what.kind}|${place.account ?? ''}` : 'returned';
    const key = `${name}|${distance}`;
    const known = this.#endOf.get(key);
    if (known !== undefined) return known;
    const node = this.#addNode();
    this.#endOf.set(key, node);
    this.#ends.push(
      place.kind === 'edge' ? { kind: 'place', node, place, distance } : { kind: 'returned', node },
    );
    return node;
  }

  /** The node from which a holding pays. */
  #payFrom(leg: number): number {
    const holding = this.#holdingOf(leg);
    holding.hasPaid = true;
    holding.balance -= amountAt(this.#question.table, leg);
    if (holding.balance < holding.lowest) holding.lowest = holding.balance;
    return holding.node;
  }

  /** The node at which a holding receives. */
  #receiveAt(leg: number): number {
    const holding = this.#holdingOf(leg);
    if (holding.hasPaid) {
      const next = this.#addNode();
      holding.carried.push(this.#tails.length);
      this.#addArc(holding.node, next, holding.balance);
      holding.node = next;
      holding.hasPaid = false;
    }
    holding.balance += amountAt(this.#question.table, leg);
    return holding.node;
  }

  #holdingOf(leg: number): Holding {
    const number = numberAt(this.#question.table.placeOf, leg);
    const known = this.#holdings.get(number);
    if (known !== undefined) return known;
    const node = this.#addNode();
    const holding = {
      place: placeAt(this.#question.table, leg),
      firstNode: node,
      node,
      hasPaid: false,
      balance: 0n,
      lowest: 0n,
      carried: [],
    };
    this.#holdings.set(number, holding);
    return holding;
  }

  #addNode(): number {
    const node = this.#nodeCount;
    this.#nodeCount += 1;
    return node;
  }

  #addArc(earlier: number, later: number, capacity: bigint): void {
    if (earlier === NOWHERE || later === NOWHERE) return;
    this.#tails.push(this.#isIncoming ? later : earlier);
    this.#heads.push(this.#isIncoming ? earlier : later);
    this.#capacities.push(capacity);
  }

  timeline(): Timeline {
    this.#closeHoldings();
    const network = createFlowNetwork({
      nodeCount: this.#nodeCount,
      tails: this.#tails,
      heads: this.#heads,
      capacities: this.#capacities,
    });
    return {
      network,
      older: OLDER,
      recent: RECENT,
      throughConversion: this.#throughConversion,
      ends: this.#ends.map((end) =>
        end.kind === 'conversion' ? { ...end, arc: numberAt(network.positions, end.arc) } : end,
      ),
    };
  }

  /** Lets in what came unseen, and out what is still held or left unseen. */
  #closeHoldings(): void {
    const isOverdrawn = [...this.#holdings.values()].some(({ lowest }) => lowest < 0n);
    const noLimit = isOverdrawn
      ? sumAmounts(this.#capacities.filter((capacity) => capacity > 0n))
      : 0n;
    const unseen = this.#addNode();
    const held = this.#addNode();
    this.#ends.push({ kind: 'unseen', node: unseen }, { kind: 'held', node: held });
    for (const { place, firstNode, node, balance, lowest, carried } of this.#holdings.values()) {
      const chain = this.#question.chainBalanceOf(place);
      const hidden = hiddenValue({ balance, lowest, chain, noLimit });
      for (const arc of carried) this.#capacities[arc] = (this.#capacities[arc] ?? 0n) + hidden;
      if (this.#isIncoming) {
        this.#addArc(unseen, firstNode, hidden);
        continue;
      }
      const left = balance + hidden;
      const kept = chain === null || chain > left ? left : chain;
      this.#addArc(node, held, kept);
      this.#addArc(node, unseen, left - kept);
    }
  }
}

/** How much a holding got, or can have got, without being seen to. */
function hiddenValue(holding: {
  readonly balance: bigint;
  readonly lowest: bigint;
  readonly chain: bigint | null;
  readonly noLimit: bigint;
}): bigint {
  const { balance, lowest, chain, noLimit } = holding;
  if (chain === null) return lowest < 0n ? noLimit : 0n;
  const more = chain - balance;
  return largerAmount(more, -lowest);
}

/** Instead of a node: a leg through which nothing that is asked for can pass. */
const NOWHERE = -1;

interface Legs {
  readonly at: number;
  readonly from: number;
  readonly middle: number;
  readonly to: number;
}

interface MixLeg {
  readonly at: number;
  readonly leg: number;
  readonly isDebit: boolean;
}
