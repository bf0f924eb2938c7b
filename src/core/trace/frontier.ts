import { largerAmount } from '../amount.js';
import type { AssetId, AssetList } from '../asset.js';
import type { PartyNumbers } from '../columns/partyNumbers.js';
import type { UnseenReason } from '../composition.js';
import type { Direction } from '../exposure.js';
import type { HaloEntry } from '../halo/haloEntry.js';
import { isWithinHalo } from '../halo/haloEntry.js';
import type { Policy } from '../policy.js';
import type { ReadonlyAmounts } from './assetAmounts.js';
import { AssetAmounts } from './assetAmounts.js';
import { FLOOR_PARTS, inFloors } from './floors.js';
import { Reach } from './reach.js';
import type { NodeState, Role, TraceNode } from './traceNode.js';
import { TracePlaces } from './tracePlaces.js';
import { WaitingStakes } from './waitingStakes.js';

/** The places met so far, and the value that is still open. */
export interface Frontier {
  readonly places: TracePlaces;
  readonly reach: Record<Direction, Reach>;
  /** Value of each direction, per asset. Units: atomic. */
  readonly totals: Record<Direction, Map<AssetId, bigint>>;
  readonly assets: AssetList;
}

/** Nothing met yet. `parties`: the numbers that the facts of the trace give. */
export function createFrontier(assets: AssetList, parties: PartyNumbers): Frontier {
  return {
    places: new TracePlaces(parties),
    reach: { incoming: new Reach(parties), outgoing: new Reach(parties) },
    totals: { incoming: new Map(), outgoing: new Map() },
    assets,
  };
}

/** Fixed-point one: shares are compared in 2^-48 parts. */
export const SHARE_ONE = 1n << 48n;

/** The directions, in the order in which they are always treated. */
export const DIRECTIONS: readonly Direction[] = ['incoming', 'outgoing'];

/** Value that reaches a place by one transfer or output. */
export interface StakeArrival {
  readonly direction: Direction;
  readonly depth: number;
  readonly raw: number;
  readonly asset: AssetId;
  readonly stake: bigint;
  readonly timeSeconds: number;
}

/** Adds value to a place; gives its role, and whether it came nearer to the subject by it. */
export function addStake(
  frontier: Frontier,
  node: TraceNode,
  arrival: StakeArrival,
): { readonly role: Role; readonly nearer: boolean } {
  const role = node.roles[arrival.direction] ?? createRole(arrival);
  const nearer = arrival.depth < role.depth;
  role.depth = Math.min(role.depth, arrival.depth);
  role.raw = Math.min(role.raw, arrival.raw);
  role.latestSeconds = Math.max(role.latestSeconds, arrival.timeSeconds);
  role.stake.add(arrival.asset, arrival.stake);
  node.roles[arrival.direction] = role;
  frontier.places.noteChange(node);
  return { role, nearer };
}

function createRole(arrival: StakeArrival): Role {
  return {
    depth: arrival.depth,
    raw: arrival.raw,
    stake: new AssetAmounts(),
    waiting: new WaitingStakes(),
    latestSeconds: arrival.timeSeconds,
    isNextToSubject: false,
  };
}

/**
 * The part of all value of a direction that a stake is. Units: `SHARE_ONE`.
 *
 * Assets are added up by their expansion floors, which are set to be worth about the same: so a
 * little of an asset that a wallet hardly uses is little, and nobody can steer the search with it.
 */
export function shareOfDirection(
  frontier: Frontier,
  direction: Direction,
  stake: ReadonlyAmounts,
): bigint {
  const part = inFloors(stake, frontier.assets);
  if (part === 0n) return 0n;
  const whole = inFloors(frontier.totals[direction], frontier.assets);
  return whole === 0n ? 0n : (part * SHARE_ONE) / whole;
}

/**
 * Below this share of a direction a counterparty may be left unexpanded. Units: per cent.
 * Source: a policy choice, so that requests are spent on value.
 */
const FLOOR_PERCENT = 1n;

/** What the frontier needs to know to choose. */
export interface ChoiceRules {
  readonly policy: Policy;
  readonly assets: AssetList;
  /** Transfers before this moment are not followed. */
  readonly oldestSeconds: number;
  /** How a place from which value came lies to the halo; null for one outside. */
  readonly haloOf: (node: TraceNode) => HaloEntry | null;
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
  let why: UnseenReason | null = null;
  for (const direction of DIRECTIONS) {
    const role = node.roles[direction];
    if (role === null) continue;
    const reason = whyRoleNotFollowed(frontier, { node, direction, role }, rules);
    if (reason === null) return null;
    if (why === null || reason === 'floor') why = reason;
  }
  return why ?? 'floor';
}

function whyRoleNotFollowed(
  frontier: Frontier,
  at: { readonly node: TraceNode; readonly direction: Direction; readonly role: Role },
  rules: ChoiceRules,
): UnseenReason | null {
  const { direction, role } = at;
  const { assets, oldestSeconds } = rules;
  if (isTooDeep(at, rules)) return 'depth';
  if (role.latestSeconds < oldestSeconds) return 'age';
  const share = shareOfDirection(frontier, direction, role.stake);
  if (share * 100n >= FLOOR_PERCENT * SHARE_ONE) return null;
  if (inFloors(role.stake, assets) >= FLOOR_PARTS) return null;
  for (const [asset] of role.stake) {
    // A floor of nothing leaves nothing aside, not even what rounds to nothing.
    if (assets.get(asset)?.expansionFloorAmount === 0n) return null;
  }
  return 'floor';
}

/** Edge: where the halo knows the way to a seed, money is followed back as far as it leads there. */
function isTooDeep(
  at: { readonly node: TraceNode; readonly direction: Direction; readonly role: Role },
  { policy, haloOf }: ChoiceRules,
): boolean {
  const { depth } = at.role;
  if (depth < policy.depth) return false;
  const entry = at.direction === 'incoming' ? haloOf(at.node) : null;
  return entry === null || !isWithinHalo(entry, { depth, policyDepth: policy.depth });
}

const NO_STAKE: ReadonlyAmounts = new Map();

/** The larger of the shares of both directions that pass a place. Units: `SHARE_ONE`. */
export function largestShare(frontier: Frontier, node: TraceNode): bigint {
  const shares = DIRECTIONS.map((direction) =>
    shareOfDirection(frontier, direction, node.roles[direction]?.stake ?? NO_STAKE),
  );
  return shares.reduce(largerAmount, 0n);
}

/** Moves a place to another state. */
export function setState(frontier: Frontier, node: TraceNode, state: NodeState): void {
  node.state = state;
  frontier.places.noteChange(node);
}

/** Notes a shorter way to a place; says whether it was shorter. */
export function comeNearer(
  frontier: Frontier,
  node: TraceNode,
  direction: Direction,
  near: { readonly depth: number; readonly raw: number },
): boolean {
  const role = node.roles[direction];
  if (role === null || role.depth <= near.depth) return false;
  role.depth = near.depth;
  role.raw = Math.min(role.raw, near.raw);
  frontier.places.noteChange(node);
  return true;
}
