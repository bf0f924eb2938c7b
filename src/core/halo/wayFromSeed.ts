import type { AssetList } from '../asset.js';
import type { Transfer } from '../ledger.js';
import { inFloors } from '../trace/floors.js';
import type { TraceNode } from '../trace/traceNode.js';
import type { Trace, WaysBehind } from '../trace/traceState.js';

/** One way by which money came from a seed to a place. */
export interface WayFromSeed {
  /** The place before, by key; null where that is the seed. */
  readonly before: string | null;
  /** Order: oldest first. */
  readonly txIds: readonly string[];
  /** When money came to the place; null where no fact of the way tells. Units: Unix seconds. */
  readonly timeSeconds: number | null;
}

/**
 * Tells the shortest way on which a place was met, each step by the largest payment since money came
 * to the one who made it.
 *
 * Edge: a step that no single transfer shows (a swap, a transaction looked through) has the id of its
 * transaction where the search looked it up, else none.
 */
export function waysFromSeed(trace: Trace): (node: TraceNode) => WayFromSeed {
  const payments = paymentsByParties(trace);
  const placeBefore = placesBefore(trace);
  const ways = new Map<TraceNode, WayFromSeed>();
  const wayTo = (at: TraceNode, met: ReadonlySet<TraceNode>): WayFromSeed => {
    const known = ways.get(at);
    if (known !== undefined) return known;
    const before = placeBefore(at);
    // Only what is looked through within one transaction can lie in a circle.
    const isSeed = before === null || met.has(before);
    const way = isSeed ? NOTHING_BEFORE : wayTo(before, new Set([...met, before]));
    const payer = isSeed ? trace.start.subject : before.account;
    const isSeenThrough = !isSeed && before.lookup.kind === 'transaction';
    const paid =
      isSeenThrough || payer === null || at.account === null
        ? []
        : (payments.get(`${payer} ${at.account}`) ?? []);
    const step =
      transactionStep(at) ?? largestSince(paid, way.timeSeconds ?? 0, trace.start.assets);
    const found = {
      before: isSeed ? null : before.key,
      txIds: step === null || step.txId === null ? way.txIds : [...way.txIds, step.txId],
      timeSeconds: step?.timeSeconds ?? way.timeSeconds,
    };
    ways.set(at, found);
    return found;
  };
  return (node) => wayTo(node, new Set([node]));
}

const NOTHING_BEFORE: WayFromSeed = { before: null, txIds: [], timeSeconds: null };

function paymentsByParties({ facts }: Trace): ReadonlyMap<string, readonly Transfer[]> {
  const payments = new Map<string, Transfer[]>();
  for (const fact of facts.values()) {
    if (fact.kind !== 'transfer' || fact.from === null || fact.to === null) continue;
    const parties = `${fact.from} ${fact.to}`;
    const known = payments.get(parties);
    if (known === undefined) payments.set(parties, [fact]);
    else known.push(fact);
  }
  return payments;
}

/** Finds the place before another that lies nearest to the seed; null where that is the seed. */
function placesBefore({ walk, frontier }: Trace): (at: TraceNode) => TraceNode | null {
  const nearest = new Map<number, { readonly node: TraceNode; readonly raw: number }>();
  const behind = walk.kind === 'accounts' ? walk.placesBehind.outgoing : NOTHING_BEHIND;
  for (const [from, places] of behind) {
    const node = frontier.places.at(from);
    if (node === undefined) continue;
    for (const [next, way] of places) {
      const raw = (node.roles.outgoing?.raw ?? 0) + way.raw;
      const known = nearest.get(next);
      if (known === undefined || raw < known.raw) nearest.set(next, { node, raw });
    }
  }
  return ({ order, roles }) =>
    roles.outgoing?.isNextToSubject === true ? null : (nearest.get(order)?.node ?? null);
}

const NOTHING_BEHIND: Readonly<WaysBehind<number>> = new Map();

interface StepFact {
  readonly txId: string | null;
  readonly timeSeconds: number;
}

function transactionStep({ lookup, roles }: TraceNode): StepFact | null {
  if (lookup.kind !== 'transaction') return null;
  const { txId, block } = lookup;
  return { txId, timeSeconds: block?.timeSeconds ?? roles.outgoing?.latestSeconds ?? 0 };
}

function largestSince(
  payments: readonly Transfer[],
  sinceSeconds: number,
  assets: AssetList,
): StepFact | null {
  const worth = ({ asset, amount }: Transfer) => inFloors(new Map([[asset, amount]]), assets);
  return payments
    .filter(({ timeSeconds }) => timeSeconds >= sinceSeconds)
    .reduce<Transfer | null>(
      (largest, one) => (largest === null || worth(one) > worth(largest) ? one : largest),
      null,
    );
}
