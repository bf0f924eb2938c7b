import type { Account } from '../account.js';
import { compareAmounts, largerAmount } from '../amount.js';
import type { AssetId, AssetList } from '../asset.js';
import type { UnseenReason } from '../composition.js';
import type { Direction } from '../exposure.js';
import type { Lookup } from '../lookup.js';
import { lookupKey } from '../lookup.js';
import type { Policy } from '../policy.js';
import { isDustAsset } from './dustAsset.js';

/** What a place in the trace means for one direction. */
export interface Role {
  /** Owner hops from the subject. */
  depth: number;
  /** Transfers from the subject. */
  raw: number;
  /** Value of the subject's direction that passes here, per asset. Units: atomic. */
  readonly stake: Map<AssetId, bigint>;
  /** Stakes by the transfer (or output) that carries them, not yet handed on. */
  waiting: Map<string, bigint>;
  /** Newest transfer that brought stake here. */
  latestSeconds: number;
}

/** Where a place of the trace stands. */
export type NodeState = 'open' | 'pending' | 'expanded' | 'hub' | 'failed';

/** A place that the trace may look up. */
export interface TraceNode {
  readonly key: string;
  readonly lookup: Lookup;
  /** Whose history or output it is; null for a script without an address. */
  readonly account: Account | null;
  readonly roles: Record<Direction, Role | null>;
  state: NodeState;
  /** Order in which places were first met; breaks ties. */
  readonly order: number;
  /** Whether the account only passes money on; known once expanded. */
  passesOn: boolean;
  /** How the place was judged since its roles last changed; null where that has to be done again. */
  judged: JudgedNode | null;
}

/** What choosing the next place asks of each, kept until the place's roles change. */
interface JudgedNode {
  /** The largest share of a direction that passes here. Units: `SHARE_ONE`. */
  readonly share: bigint;
  readonly why: UnseenReason | null;
}

/** The places met so far, and the value that is still open. */
export interface Frontier {
  readonly nodes: Map<string, TraceNode>;
  /** Nearest distance at which an account was met, per direction, boundaries included. */
  readonly reach: Record<Direction, Map<Account, { depth: number; raw: number }>>;
  /** Value of each direction, per asset. Units: atomic. */
  readonly totals: Record<Direction, Map<AssetId, bigint>>;
}

/** Nothing met yet. */
export function createFrontier(): Frontier {
  return {
    nodes: new Map(),
    reach: { incoming: new Map(), outgoing: new Map() },
    totals: { incoming: new Map(), outgoing: new Map() },
  };
}

/** Fixed-point one: shares are compared in 2^-48 parts. */
export const SHARE_ONE = 1n << 48n;

/** The directions, in the order in which they are always treated. */
export const DIRECTIONS: readonly Direction[] = ['incoming', 'outgoing'];

/** The node of a look-up, made when it was not met before. */
export function touchNode(
  frontier: Frontier,
  place: { readonly lookup: Lookup; readonly account: Account | null },
): TraceNode {
  const key = lookupKey(place.lookup);
  const known = frontier.nodes.get(key);
  if (known !== undefined) return known;
  const node: TraceNode = {
    key,
    lookup: place.lookup,
    account: place.account,
    roles: { incoming: null, outgoing: null },
    state: 'open',
    order: frontier.nodes.size,
    passesOn: false,
    judged: null,
  };
  frontier.nodes.set(key, node);
  return node;
}

/** Value that reaches a place by one transfer or output. */
export interface StakeArrival {
  readonly direction: Direction;
  readonly depth: number;
  readonly raw: number;
  readonly asset: AssetId;
  readonly stake: bigint;
  /** Key of the transfer or output that carries it. */
  readonly by: string;
  readonly timeSeconds: number;
}

/** Adds value to a place; says whether the place came nearer to the subject by it. */
export function addStake(node: TraceNode, arrival: StakeArrival): { readonly nearer: boolean } {
  const role = node.roles[arrival.direction] ?? createRole(arrival);
  const nearer = arrival.depth < role.depth;
  role.depth = Math.min(role.depth, arrival.depth);
  role.raw = Math.min(role.raw, arrival.raw);
  role.latestSeconds = Math.max(role.latestSeconds, arrival.timeSeconds);
  role.stake.set(arrival.asset, (role.stake.get(arrival.asset) ?? 0n) + arrival.stake);
  role.waiting.set(arrival.by, (role.waiting.get(arrival.by) ?? 0n) + arrival.stake);
  node.roles[arrival.direction] = role;
  node.judged = null;
  return { nearer };
}

function createRole(arrival: StakeArrival): Role {
  return {
    depth: arrival.depth,
    raw: arrival.raw,
    stake: new Map(),
    waiting: new Map(),
    latestSeconds: arrival.timeSeconds,
  };
}

/** Notes how near an account was met. */
export function noteReach(
  frontier: Frontier,
  met: {
    readonly account: Account;
    readonly direction: Direction;
    readonly depth: number;
    readonly raw: number;
  },
): void {
  const known = frontier.reach[met.direction].get(met.account);
  frontier.reach[met.direction].set(met.account, {
    depth: Math.min(known?.depth ?? met.depth, met.depth),
    raw: Math.min(known?.raw ?? met.raw, met.raw),
  });
}

/** The largest part of one asset of a direction that a stake is. Units: `SHARE_ONE`. */
export function shareOfDirection(
  frontier: Frontier,
  direction: Direction,
  stake: ReadonlyMap<AssetId, bigint>,
): bigint {
  let largest = 0n;
  for (const [asset, amount] of stake) {
    const total = frontier.totals[direction].get(asset) ?? 0n;
    if (total === 0n) continue;
    const share = (amount * SHARE_ONE) / total;
    if (share > largest) largest = share;
  }
  return largest;
}

/** The same over the assets of which the subject moved more than dust. Units: `SHARE_ONE`. */
function shareThatCounts(
  frontier: Frontier,
  direction: Direction,
  { stake, assets }: { readonly stake: ReadonlyMap<AssetId, bigint>; readonly assets: AssetList },
): bigint {
  const totals = frontier.totals[direction];
  const counting = [...stake].filter(([asset]) => !isDustAsset(asset, totals, assets));
  return shareOfDirection(frontier, direction, new Map(counting));
}

/** Below this share of a direction a counterparty may be left unexpanded. Units: per cent. */
const FLOOR_PERCENT = 1n;
/** What is left unexpanded by the floor may be at most this share together. Units: per cent. */
const FLOOR_TOGETHER_PERCENT = 5n;
/** A direction is explained when no more than this share is open. Units: per cent. */
const OPEN_PERCENT = 5n;

/** What the frontier needs to know to choose. */
export interface ChoiceRules {
  readonly policy: Policy;
  readonly assets: AssetList;
  /** Transfers before this moment are not followed. */
  readonly oldestSeconds: number;
}

/**
 * Why a place that was met would not be looked up by itself; null when it should be.
 *
 * Edge: `floor` is a wish, not a promise: what is left aside may be small only together.
 */
export function whyNotFollowed(
  frontier: Frontier,
  node: TraceNode,
  rules: ChoiceRules,
): UnseenReason | null {
  return judge(frontier, node, rules).why;
}

function judge(frontier: Frontier, node: TraceNode, rules: ChoiceRules): JudgedNode {
  node.judged ??= {
    share: largestShare(frontier, node, rules),
    why: tellWhy(frontier, node, rules),
  };
  return node.judged;
}

function tellWhy(frontier: Frontier, node: TraceNode, rules: ChoiceRules): UnseenReason | null {
  const reasons = DIRECTIONS.flatMap((direction) => {
    const role = node.roles[direction];
    return role === null ? [] : [whyRoleNotFollowed(frontier, { direction, role }, rules)];
  });
  if (reasons.includes(null)) return null;
  return reasons.includes('floor') ? 'floor' : (reasons[0] ?? 'floor');
}

function whyRoleNotFollowed(
  frontier: Frontier,
  { direction, role }: { readonly direction: Direction; readonly role: Role },
  { policy, assets, oldestSeconds }: ChoiceRules,
): UnseenReason | null {
  if (role.depth >= policy.depth) return 'depth';
  if (role.latestSeconds < oldestSeconds) return 'age';
  const share = shareThatCounts(frontier, direction, { stake: role.stake, assets });
  if (share * 100n >= FLOOR_PERCENT * SHARE_ONE) return null;
  for (const [asset, amount] of role.stake) {
    const listed = assets.get(asset);
    if (listed !== undefined && amount >= listed.expansionFloorAmount) return null;
  }
  return 'floor';
}

/** Open places that should be looked up, and those that the floor leaves aside. */
export interface OpenPlaces {
  readonly eligible: readonly TraceNode[];
  readonly aside: readonly TraceNode[];
}

/**
 * Tells the open places apart. Order: as met.
 *
 * The smallest counterparties are left aside as long as they are at most 5 % of each direction
 * together, so that a wallet paid in many small sums is looked at like any other.
 */
export function openPlaces(frontier: Frontier, rules: ChoiceRules): OpenPlaces {
  const eligible: TraceNode[] = [];
  const small: TraceNode[] = [];
  for (const node of frontier.nodes.values()) {
    if (node.state !== 'open') continue;
    const why = whyNotFollowed(frontier, node, rules);
    if (why === null) eligible.push(node);
    else if (why === 'floor') small.push(node);
  }
  const isLittle = DIRECTIONS.every((direction) =>
    isWithinFloor(sumShares(frontier, { direction, nodes: small }, rules)),
  );
  if (isLittle) return { eligible, aside: small };
  const bySize = small
    .map((node) => ({ node, share: judge(frontier, node, rules).share }))
    .sort((a, b) => compareAmounts(a.share, b.share) || a.node.order - b.node.order);
  const aside: TraceNode[] = [];
  const together = { incoming: new Map<AssetId, bigint>(), outgoing: new Map<AssetId, bigint>() };
  for (const { node } of bySize) {
    if (!fitsAside(frontier, { together, node }, rules)) break;
    aside.push(node);
  }
  const left = new Set(aside);
  return { eligible: [...eligible, ...small.filter((node) => !left.has(node))], aside };
}

/** Adds a place to what is left aside, and says whether that is still little enough. */
function fitsAside(
  frontier: Frontier,
  {
    together,
    node,
  }: {
    readonly together: Record<Direction, Map<AssetId, bigint>>;
    readonly node: TraceNode;
  },
  { assets }: ChoiceRules,
): boolean {
  return DIRECTIONS.every((direction) => {
    const sums = together[direction];
    const own = node.roles[direction]?.stake ?? new Map<AssetId, bigint>();
    for (const [asset, stake] of own) sums.set(asset, (sums.get(asset) ?? 0n) + stake);
    return isWithinFloor(shareThatCounts(frontier, direction, { stake: sums, assets }));
  });
}

function isWithinFloor(share: bigint): boolean {
  return share * 100n <= FLOOR_TOGETHER_PERCENT * SHARE_ONE;
}

/**
 * The place whose look-up explains most value next, or null when there is none.
 *
 * Order: largest share of a direction first; ties by the order in which places were met.
 */
export function chooseLargest(
  frontier: Frontier,
  nodes: readonly TraceNode[],
  rules: ChoiceRules,
): TraceNode | null {
  let best: TraceNode | null = null;
  let bestShare = -1n;
  for (const node of nodes) {
    const { share } = judge(frontier, node, rules);
    if (share > bestShare || (share === bestShare && node.order < (best?.order ?? 0))) {
      best = node;
      bestShare = share;
    }
  }
  return best;
}

/** The share of each direction that waits to be looked up, the larger of both. Units: `SHARE_ONE`. */
export function openShare(
  frontier: Frontier,
  eligible: readonly TraceNode[],
  rules: ChoiceRules,
): bigint {
  const pending = [...frontier.nodes.values()].filter((node) => node.state === 'pending');
  const open = [...eligible, ...pending];
  const shares = DIRECTIONS.map((direction) =>
    sumShares(frontier, { direction, nodes: open }, rules),
  );
  return shares.reduce(largerAmount, 0n);
}

/** Whether what is still open is too little to go on for. */
export function isExplained(open: bigint): boolean {
  return open * 100n <= OPEN_PERCENT * SHARE_ONE;
}

function sumShares(
  frontier: Frontier,
  { direction, nodes }: { readonly direction: Direction; readonly nodes: readonly TraceNode[] },
  { assets }: ChoiceRules,
): bigint {
  const together = new Map<AssetId, bigint>();
  for (const node of nodes) {
    for (const [asset, amount] of node.roles[direction]?.stake ?? []) {
      together.set(asset, (together.get(asset) ?? 0n) + amount);
    }
  }
  return shareThatCounts(frontier, direction, { stake: together, assets });
}

function largestShare(frontier: Frontier, node: TraceNode, { assets }: ChoiceRules): bigint {
  const shares = DIRECTIONS.map((direction) => {
    const stake = node.roles[direction]?.stake ?? new Map();
    return shareThatCounts(frontier, direction, { stake, assets });
  });
  return shares.reduce(largerAmount, 0n);
}
