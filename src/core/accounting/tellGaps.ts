import type { Account } from '../account.js';
import { compareAmounts, formatShare, largerAmount, smallerAmount } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { Direction } from '../exposure.js';
import type { Gap } from '../gap.js';
import type { ReadonlyAmounts } from '../trace/assetAmounts.js';
import { DIRECTIONS, SHARE_ONE } from '../trace/frontier.js';
import { mostParentFees } from '../trace/parentFees.js';
import { mustBeSeen } from '../trace/trace.js';
import type { TraceNode } from '../trace/traceNode.js';
import type { Trace } from '../trace/traceState.js';
import type { AssetSplit } from './assetSplit.js';
import { endsUnseen } from './endsUnseen.js';
import { hiddenShare } from './hiddenShare.js';
import { ownAmount } from './replay.js';
import { stakesOnce } from './stakesOnce.js';

/** Gaps on the way matter when together they hide more than this share of a direction. Units: per cent. */
const HIDDEN_PERCENT = 10n;

/** A gap on the way, with the share of a direction that may hide behind it. Units: `SHARE_ONE`. */
interface HiddenGap {
  readonly direction: Direction;
  readonly hidden: bigint;
  /** The part of it that no gap nearer to the subject hides as well. */
  readonly once: bigint;
  readonly gap: Omit<Gap, 'matters' | 'share' | 'direction'>;
}

/**
 * What this run should have seen and did not, each with its cure.
 *
 * Order: the subject's own first, then what hides most. A gap at the subject matters. On the way
 * gaps matter together: when they hide over a tenth of a direction's value at accounts that had to
 * be seen, or that the search never heard of. What passes several of them is hidden once.
 */
export function tellGaps(trace: Trace, splits: readonly AssetSplit[]): Gap[] {
  const atSubject: Gap[] = [...subjectMismatch(trace), ...subjectBusy(trace)];
  for (const node of trace.frontier.places) {
    if (!isSubject(trace, node)) continue;
    for (const unseen of trace.unseen.get(node) ?? []) {
      atSubject.push({
        ...unseen,
        account: trace.start.subject,
        direction: null,
        share: null,
        matters: true,
      });
    }
  }
  const hidden = DIRECTIONS.flatMap((direction) => hiddenOneWay(trace, splits, direction));
  return [...atSubject, ...judged([...hidden, ...ends(trace, splits)])];
}

function isSubject(trace: Trace, node: TraceNode): boolean {
  return node.lookup.kind === 'account' && node.lookup.account === trace.start.subject;
}

function hiddenOneWay(
  trace: Trace,
  splits: readonly AssetSplit[],
  direction: Direction,
): HiddenGap[] {
  const gapsAt = new Map<TraceNode, readonly Omit<HiddenGap['gap'], 'account'>[]>();
  for (const node of trace.frontier.places) {
    const gaps = isSubject(trace, node) ? [] : gapsOf(trace, node, direction);
    if (gaps.length > 0) gapsAt.set(node, gaps);
  }
  const overdrawn = mismatches(trace, splits, direction);
  if (gapsAt.size === 0) return overdrawn;
  const stakes = stakesOnce(
    trace,
    direction,
    new Set([...gapsAt.keys()].map(({ order }) => order)),
  );
  const shareOf = (amounts: ReadonlyAmounts = new Map()) =>
    hiddenShare(trace, splits, { direction, amounts });
  const atNodes = [...gapsAt].flatMap(([node, gaps]) => {
    const hidden = shareOf(node.roles[direction]?.stake);
    const once = shareOf(stakes.get(node.order));
    // One account hides its share once, however many of its channels were not seen.
    return gaps.map((gap, at) => ({
      direction,
      ...(at === 0 ? { hidden, once } : { hidden: 0n, once: 0n }),
      gap: { ...gap, account: node.account },
    }));
  });
  const behind = overdrawn.map((one) => {
    const { account } = one.gap;
    const node = account === null ? undefined : trace.frontier.places.ofAccount(account);
    const stake = shareOf(node?.roles[direction]?.stake);
    // What the search did not know to pass here passed no gap that it knows.
    const more = largerAmount(one.hidden - stake, 0n);
    return {
      ...one,
      once: smallerAmount(one.hidden, shareOf(node && stakes.get(node.order)) + more),
    };
  });
  return [...atNodes, ...behind];
}

/** What was not seen at a place that had to be seen for a direction. */
function gapsOf(
  trace: Trace,
  node: TraceNode,
  direction: Direction,
): readonly Omit<HiddenGap['gap'], 'account'>[] {
  const role = node.roles[direction];
  if (role === null || role.depth >= trace.start.policy.requiredDepth) return [];
  const unseen = trace.unseen.get(node) ?? [];
  const left = leftOpen(trace, node);
  return left === null ? unseen : [left, ...unseen];
}

/**
 * Value that ends at accounts which nobody looked up and no policy left.
 *
 * Edge: behind a busy wallet that would be everybody, which one gap tells.
 */
function ends(trace: Trace, splits: readonly AssetSplit[]): HiddenGap[] {
  if (trace.busy.has(trace.start.subject)) return [];
  return endsUnseen(trace, splits).map(({ account, direction, share }) => ({
    direction,
    hidden: share,
    once: share,
    gap: { ...NEVER_MET, account },
  }));
}

const NEVER_MET = {
  kind: 'budget',
  channel: null,
  sentence:
    'Value of this wallet ends at this account, which the search did not look up: it has a part in a transaction of others.',
  cure: 'Screen this account too, by its own address, and judge this wallet with what that shows.',
} as const;

function leftOpen(trace: Trace, node: TraceNode): Omit<HiddenGap['gap'], 'account'> | null {
  if (node.state !== 'open' || !mustBeSeen(trace, node)) return null;
  if (trace.end === 'aborted') {
    return {
      kind: 'budget',
      channel: null,
      sentence: 'The time was up before this account was looked up.',
      cure: 'Screen again, with a longer --deadline if it recurs; what was fetched is kept.',
    };
  }
  if (trace.end !== 'budget') return null;
  return {
    kind: 'budget',
    channel: null,
    sentence: `The budget of ${trace.start.policy.maxRequests} requests was spent before this account was looked up.`,
    cure: 'Screen again with a larger --max-requests; what was fetched is kept.',
  };
}

/** Accounts that sent more than they were seen to get: value came by a way that nobody saw. */
function mismatches(
  trace: Trace,
  splits: readonly AssetSplit[],
  direction: Direction,
): HiddenGap[] {
  return splits.flatMap(({ splits: { whole }, direction: of }) =>
    whole.haircut.buckets.flatMap(({ bucket, amount }): HiddenGap[] => {
      const own = ownAmount(whole.haircut);
      if (of !== direction || bucket.kind !== 'overdraft' || own <= 0n) return [];
      const { account } = bucket.place;
      if (account === null || !isReadWhole(trace, account)) return [];
      const hidden = isRequired(trace, account, direction) ? (amount * SHARE_ONE) / own : 0n;
      return [{ direction, hidden, once: hidden, gap: { ...MISMATCH, account } }];
    }),
  );
}

const MISMATCH = {
  kind: 'ledger-mismatch',
  channel: null,
  sentence: 'This account sent more than it was seen to receive: some of its value came unseen.',
  cure: 'Add a source that sees every channel (internal transfers, rewards, withdrawals) of this chain.',
} as const;

/** The trail of a busy wallet does not begin: it would be that of a multitude. */
function subjectBusy({ busy, start }: Trace): Gap[] {
  const { subject } = start;
  const reason = busy.get(subject);
  if (reason === undefined) return [];
  return [
    {
      kind: 'budget',
      account: subject,
      direction: null,
      channel: null,
      share: null,
      matters: true,
      sentence: `The sums of this wallet are of what was read of its history, maybe not all, and where its money came from and went was not followed: ${reason}.`,
      cure: 'Screen the wallet of their own that the payee gives instead.',
    },
  ];
}

const BALANCE_MISMATCH = {
  kind: 'ledger-mismatch',
  channel: null,
  sentence:
    'What this wallet was seen to receive and send does not add up to what the chain says it holds.',
  cure: 'Screen again, for a payment may just have been made; else add a source that sees every channel of this chain.',
} as const;

function subjectMismatch(trace: Trace): Gap[] {
  const { subject } = trace.start;
  if (!isReadWhole(trace, subject) || trace.busy.has(subject)) return [];
  const found = { account: subject, direction: null, share: null, matters: true } as const;
  const { walk } = trace;
  if (walk.kind === 'accounts' && walk.ledgers.get(subject)?.isOverdrawn === true) {
    return [{ ...MISMATCH, ...found }];
  }
  return differsFromChain(trace) ? [{ ...BALANCE_MISMATCH, ...found }] : [];
}

/**
 * Whether the history adds up to something else than the chain says the subject holds.
 *
 * Edge: a difference below what counts as a payment is left aside. So is money that is missing as far
 * as fees explain it that a rollup charges for its parent chain, which no list tells.
 */
function differsFromChain(trace: Trace): boolean {
  return [...trace.balances].some(([asset, onChain]) => {
    const replayed = replayedBalance(trace, asset);
    const least = trace.start.assets.get(asset)?.dustAmount ?? 1n;
    if (replayed <= onChain) return onChain - replayed >= least;
    const fees = mostParentFees(trace.start.subject, asset, trace.facts.values());
    return replayed - onChain >= least + fees;
  });
}

function replayedBalance(trace: Trace, asset: AssetId): bigint {
  const { walk, facts, start } = trace;
  if (walk.kind === 'accounts') return walk.ledgers.get(start.subject)?.balances.get(asset) ?? 0n;
  let balance = 0n;
  for (const fact of facts.values()) {
    if (fact.kind !== 'utxo') continue;
    for (const { account, amount } of fact.outputs)
      if (account === start.subject) balance += amount;
    for (const { account, amount } of fact.inputs) if (account === start.subject) balance -= amount;
  }
  return balance;
}

function isReadWhole(trace: Trace, account: Account): boolean {
  const node = trace.frontier.places.ofAccount(account);
  return node?.state === 'expanded' && !trace.unseen.has(node);
}

function isRequired(trace: Trace, account: Account, direction: Direction): boolean {
  const reach = trace.frontier.reach[direction].get(account);
  return reach !== undefined && reach.depth < trace.start.policy.requiredDepth;
}

function judged(hidden: readonly HiddenGap[]): Gap[] {
  const together = new Map<Direction, bigint>();
  for (const { direction, once } of hidden) {
    together.set(direction, (together.get(direction) ?? 0n) + once);
  }
  const largestFirst = [...hidden].sort((a, b) => compareAmounts(b.hidden, a.hidden));
  return largestFirst.map(({ direction, hidden: share, gap }) => ({
    ...gap,
    direction,
    share: formatShare({
      numerator: smallerAmount(share, SHARE_ONE),
      denominator: SHARE_ONE,
    }),
    matters: (together.get(direction) ?? 0n) * 100n > HIDDEN_PERCENT * SHARE_ONE,
  }));
}
