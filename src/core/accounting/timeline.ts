import type { ArcTable } from './arcTable.js';
import { HOLDING, kindAt, numberAt, placeAt, SUBJECT } from './movementTable.js';
import type { Distance } from './replay.js';
import type { TimelineEnd } from './timelineEnds.js';
import type { TimelineQuestion } from './timelineNodes.js';
import { NOWHERE, OLDER, RECENT, TimelineNodes } from './timelineNodes.js';

/**
 * One asset's movements laid out in time. Arcs run from the subject outwards: for what it received
 * that is back in time.
 */
export interface Timeline {
  readonly arcs: ArcTable;
  /** Nodes of the subject's own transfers: before `recentSeconds`, and from then on. */
  readonly older: number;
  readonly recent: number;
  /** Where flow starts that passes a conversion, by the leg of this asset. */
  readonly throughConversion: ReadonlyMap<number, number>;
  readonly ends: readonly TimelineEnd[];
}

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

class TimelineBuilder {
  readonly #question: TimelineQuestion;
  readonly #isIncoming: boolean;
  readonly #nodes: TimelineNodes;
  readonly #throughConversion = new Map<number, number>();
  /** The number of the asked asset in the table. */
  readonly #asked: number;

  constructor(question: TimelineQuestion) {
    this.#question = question;
    this.#isIncoming = question.direction === 'incoming';
    this.#nodes = new TimelineNodes(question);
    this.#asked = question.table.assets.indexOf(question.asset);
  }

  add(at: number): void {
    const { table } = this.#question;
    const from = numberAt(table.firstLeg, at);
    const middle = numberAt(table.firstCredit, at);
    const to = numberAt(table.firstLeg, at + 1);
    if (numberAt(table.isConversion, at) === 1) {
      for (let leg = from; leg < to; leg += 1) this.#convert({ at, leg, isDebit: leg < middle });
      return;
    }
    if (!this.#isOfAsset(from)) return;
    if (middle - from === 1 && to - middle === 1) this.#pay(at, from, middle);
    else this.#mix({ at, from, middle, to });
  }

  #isOfAsset(leg: number): boolean {
    const { assetOf, placeOf } = this.#question.table;
    return numberAt(assetOf, numberAt(placeOf, leg)) === this.#asked;
  }

  /** One place pays one other. */
  #pay(at: number, debit: number, credit: number): void {
    const { table } = this.#question;
    const isDirect = kindAt(table, debit) === SUBJECT || kindAt(table, credit) === SUBJECT;
    const distance: Distance = isDirect ? 'direct' : 'indirect';
    const from = this.#nodes.giving(at, debit, distance);
    this.#nodes.connect(from, this.#nodes.taking(at, credit, distance), debit);
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
      if (isSubject(leg)) near ??= this.#nodes.add();
      else far ??= this.#nodes.add();
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
      ? this.#nodes.giving(at, leg, 'direct')
      : this.#nodes.taking(at, leg, 'direct');
    if (isDebit) this.#nodes.connect(node, mix, leg);
    else this.#nodes.connect(mix, node, leg);
  }

  /** A leg on the far side of a mixture: it shares its amount between both ways. */
  #fan(step: MixLeg & { readonly near: number | null; readonly far: number | null }): void {
    const { at, leg, isDebit } = step;
    const place = placeAt(this.#question.table, leg);
    const arc = (nearer: number, farther: number) => {
      if (isDebit) this.#nodes.connect(farther, nearer, leg);
      else this.#nodes.connect(nearer, farther, leg);
    };
    const gate = this.#nodes.add();
    if (place.kind !== 'edge' || step.near === null || step.far === null) {
      const distance = step.near === null ? 'indirect' : 'direct';
      const own = isDebit
        ? this.#nodes.giving(at, leg, distance)
        : this.#nodes.taking(at, leg, distance);
      if (own !== NOWHERE) arc(gate, own);
      for (const mix of [step.near, step.far]) if (mix !== null) arc(mix, gate);
      return;
    }
    const [direct, indirect] = [this.#nodes.add(), this.#nodes.add()];
    arc(step.near, direct);
    arc(step.far, indirect);
    const last = this.#nodes.add();
    arc(direct, gate);
    arc(indirect, gate);
    arc(gate, last);
    this.#nodes.ends.add({ kind: 'both-ways', node: last, direct, indirect, place });
  }

  /** Value leaves this asset, or comes into it. */
  #convert({ at, leg, isDebit }: MixLeg): void {
    if (!this.#isOfAsset(leg)) return;
    const { table } = this.#question;
    if (isDebit !== this.#isIncoming) {
      // Seen from the subject, what comes of here came from (or went to) another asset.
      const own = isDebit
        ? this.#nodes.giving(at, leg, 'direct')
        : this.#nodes.taking(at, leg, 'direct');
      if (own === NOWHERE) return;
      const node = this.#nodes.add();
      if (isDebit) this.#nodes.connect(own, node, leg);
      else this.#nodes.connect(node, own, leg);
      this.#nodes.ends.add({ kind: 'conversion', node, movement: at, leg });
      return;
    }
    if (kindAt(table, leg) !== HOLDING) return;
    const node = this.#nodes.add();
    this.#throughConversion.set(leg, node);
    if (isDebit) this.#nodes.connect(this.#nodes.giving(at, leg, 'direct'), node, leg);
    else this.#nodes.connect(node, this.#nodes.taking(at, leg, 'direct'), leg);
  }

  timeline(): Timeline {
    return {
      arcs: this.#nodes.close(),
      older: OLDER,
      recent: RECENT,
      throughConversion: this.#throughConversion,
      ends: this.#nodes.ends.list(),
    };
  }
}

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
