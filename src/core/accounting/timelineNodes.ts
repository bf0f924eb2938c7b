import type { AssetId } from '../asset.js';
import type { ArcTable } from './arcTable.js';
import { ArcList } from './arcTable.js';
import type { BoundedLedger } from './boundQuestion.js';
import { Holdings } from './holdings.js';
import { HOLDING, kindAt, numberAt, placeAt, SUBJECT } from './movementTable.js';
import type { Distance } from './replay.js';
import { TimelineEnds } from './timelineEnds.js';

/** What a time-expanded network is laid out from. */
export interface TimelineQuestion extends BoundedLedger {
  readonly asset: AssetId;
}

/** The node of the subject's own transfers before `recentSeconds`. */
export const OLDER = 0;
/** The node of its transfers from then on. */
export const RECENT = 1;
const FIRST_FREE = 2;

/** Instead of a node: a leg through which nothing that is asked for can pass. */
export const NOWHERE = -1;

/** The nodes and arcs of a timeline while it is laid out: what stands for each leg at its moment. */
export class TimelineNodes {
  readonly #question: TimelineQuestion;
  readonly #isIncoming: boolean;
  readonly #arcs: ArcList;
  readonly #holdings: Holdings;
  readonly ends: TimelineEnds;
  #count = FIRST_FREE;

  constructor(question: TimelineQuestion) {
    this.#question = question;
    this.#isIncoming = question.direction === 'incoming';
    // Mostly no more than half of what was seen can have to do with what is asked.
    this.#arcs = new ArcList(Math.ceil(question.table.count / 2));
    const addNode = () => this.add();
    this.ends = new TimelineEnds(addNode);
    this.#holdings = new Holdings({
      places: question.table.places,
      amounts: question.table.amountOf,
      addNode,
      addArc: (earlier, later) => this.#append(earlier, later, 0n),
    });
  }

  /** A node for nothing but arcs to meet at. */
  add(): number {
    const node = this.#count;
    this.#count += 1;
    return node;
  }

  /** Lets the amount of a leg through between two nodes in time; nothing where either is nowhere. */
  connect(earlier: number, later: number, leg: number): void {
    if (earlier === NOWHERE || later === NOWHERE) return;
    const { amountOf } = this.#question.table;
    if (this.#isIncoming) this.#arcs.addFrom(later, earlier, amountOf, leg);
    else this.#arcs.addFrom(earlier, later, amountOf, leg);
  }

  /** The node that a debit comes from. */
  giving(at: number, leg: number, distance: Distance): number {
    const kind = kindAt(this.#question.table, leg);
    if (kind === HOLDING) return this.#holdings.pay(this.#placeOf(leg), leg);
    if (this.#isIncoming) return this.#endOf(leg, distance);
    return kind === SUBJECT ? this.#ownNode(at) : NOWHERE;
  }

  /** The node that a credit goes to. */
  taking(at: number, leg: number, distance: Distance): number {
    const kind = kindAt(this.#question.table, leg);
    if (kind === HOLDING) return this.#holdings.receive(this.#placeOf(leg), leg);
    if (!this.#isIncoming) return this.#endOf(leg, distance);
    return kind === SUBJECT ? this.#ownNode(at) : NOWHERE;
  }

  /** Lets in what came unseen, and out what is still held or left unseen; gives all arcs. */
  close(): ArcTable {
    const unseen = this.add();
    const held = this.add();
    this.ends.add({ kind: 'unseen', node: unseen });
    this.ends.add({ kind: 'held', node: held });
    const { chainBalanceOf } = this.#question;
    for (const holding of this.#holdings.close(this.#arcs, chainBalanceOf)) {
      const { firstNode, lastNode, hidden, left, chainBalance } = holding;
      if (this.#isIncoming) {
        this.#append(unseen, firstNode, hidden);
        continue;
      }
      const kept = chainBalance === null || chainBalance > left ? left : chainBalance;
      this.#append(lastNode, held, kept);
      this.#append(lastNode, unseen, left - kept);
    }
    return this.#arcs.table(this.#count);
  }

  #placeOf(leg: number): number {
    return numberAt(this.#question.table.placeOf, leg);
  }

  #ownNode(at: number): number {
    const time = this.#question.table.facts.at(at)?.timeSeconds ?? 0;
    return time >= this.#question.recentSeconds ? RECENT : OLDER;
  }

  #endOf(leg: number, distance: Distance): number {
    return this.ends.nodeOf(this.#placeOf(leg), placeAt(this.#question.table, leg), distance);
  }

  /** Arcs run from the subject outwards: for what it received that is back in time. */
  #append(earlier: number, later: number, capacity: bigint): number {
    return this.#isIncoming
      ? this.#arcs.add(later, earlier, capacity)
      : this.#arcs.add(earlier, later, capacity);
  }
}
