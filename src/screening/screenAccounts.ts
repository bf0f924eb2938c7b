import type { Account } from '../core/account.js';
import type { Accounting } from '../core/accounting/accounting.js';
import { accountFor } from '../core/accounting/accounting.js';
import { tellJointShare } from '../core/accounting/share.js';
import { ownershipsOf } from '../core/accounting/tellExposures.js';
import { tellGaps } from '../core/accounting/tellGaps.js';
import { tellUnpriced } from '../core/accounting/tellUnpriced.js';
import { formatShare } from '../core/amount.js';
import type { AssetList } from '../core/asset.js';
import type { Attribution } from '../core/attribution.js';
import { isDprk } from '../core/attribution.js';
import type { Chain } from '../core/chain.js';
import { isOwn } from '../core/claims.js';
import type { BoundJointly, Direction, Exposure, JudgedTotals } from '../core/exposure.js';
import type { Gap } from '../core/gap.js';
import type { LedgerFact } from '../core/ledger.js';
import type { Unseen } from '../core/lookup.js';
import type { Policy } from '../core/policy.js';
import type { PriceBook } from '../core/price.js';
import type { Signal, SignalKind } from '../core/signal.js';
import { isNobodysOwn, tellCustodial } from '../core/signals/impersonal.js';
import { tellSignals } from '../core/signals/tellSignals.js';
import { vouchedSignals } from '../core/signals/vouched.js';
import { SHARE_ONE } from '../core/trace/frontier.js';
import { createTrace, explainedShare } from '../core/trace/trace.js';
import type { Trace } from '../core/trace/traceState.js';
import type { Anchor, Subject, Verdict } from '../core/verdict.js';
import { decide } from '../core/verdict.js';
import { evaluate } from '../rules/evaluate.js';
import type { RuleSet } from '../rules/schema.js';
import type { GatheredPrices } from './gatherPrices.js';
import { createPricedLookUp, cureOfUnpriced } from './lookUpPriced.js';
import type { LookUp } from './runTrace.js';
import { runTrace } from './runTrace.js';
import { timelinessOf } from './validity.js';
import { nextStepFor, summaryOf } from './wording.js';

/** A chain's answers, ready to be asked. */
export type ChainAccess =
  | {
      readonly kind: 'ready';
      readonly chain: Chain;
      readonly lookUp: LookUp;
      readonly anchor: Anchor;
      /** What is said where the newest block that was seen is too old; null where it is not. */
      readonly behind: Unseen | null;
    }
  | {
      /** Nothing of the chain can be seen: not configured, not traced, or no source answers. */
      readonly kind: 'blind';
      readonly chain: Chain;
      readonly gap: Unseen;
    };

/** One account to screen. */
export interface ScreenedSubject {
  readonly subject: Subject;
  /** Accounts of the same key whose labels are this subject's too. */
  readonly aliases: readonly Account[];
  readonly access: ChainAccess;
}

/** Everything that a screening depends on. */
export interface ScreeningInput {
  readonly subjects: readonly ScreenedSubject[];
  readonly claimsOf: (account: Account) => readonly Attribution[];
  /** Whether any label set answers. */
  readonly hasLabels: boolean;
  readonly ownAccounts: ReadonlySet<Account>;
  readonly assets: AssetList;
  readonly prices: PriceBook;
  /** The dated prices in that book, where they are fetched as facts come; left out where they are not. */
  readonly gathered?: GatheredPrices;
  readonly ruleSet: RuleSet;
  readonly policy: Policy;
  /** The moment as of which is screened. Units: Unix seconds. */
  readonly nowSeconds: number;
  /** Whether that moment was asked for, so that the verdict says nothing about the present. */
  readonly isPast: boolean;
}

/** How far a screening has come. */
export interface TraceProgress {
  readonly accountsSeen: number;
  /** Six places. */
  readonly shareExplained: string;
  readonly chain: string;
}

/** A verdict with the facts that it rests on. */
export interface Screened {
  readonly verdict: Verdict;
  readonly facts: readonly LedgerFact[];
}

/** Traces, accounts and judges all accounts that one text stands for, in one verdict. */
export async function screenAccounts(
  input: ScreeningInput,
  observe: {
    readonly onProgress: (progress: TraceProgress) => void;
    readonly signal: AbortSignal;
  },
): Promise<Screened> {
  const parts: SubjectPart[] = [];
  for (const subject of input.subjects) parts.push(await screenOne(input, subject, observe));
  const exposures = parts.flatMap((part) => part.exposures);
  const signals = withoutIdleChains(parts);
  const gaps = [...missingLabels(input), ...parts.flatMap((part) => part.gaps)];
  const boundJointly = jointBoundsOf(parts);
  const totals = {
    incoming: totalsOf(parts, exposures, 'incoming'),
    outgoing: totalsOf(parts, exposures, 'outgoing'),
  };
  const composition = {
    incoming: parts.flatMap((part) => part.accounting?.composition.incoming ?? []),
    outgoing: parts.flatMap((part) => part.accounting?.composition.outgoing ?? []),
  };
  const findings = evaluate(input.ruleSet, { exposures, totals, signals, gaps, boundJointly });
  const decided = decide(findings, gaps);
  const anchors = anchorsOf(input);
  const base = {
    subjects: input.subjects.map(({ subject }) => subject),
    findings,
    exposures,
    totals,
    composition,
    signals,
    anchors,
    nextStep: nextStepFor({
      decided,
      findings,
      gaps,
      ruleSet: input.ruleSet,
      timeliness: timelinessOf(anchors, input),
    }),
    summary: summaryOf({ decided, findings, gaps, requiredDepth: input.policy.requiredDepth }),
  };
  return { verdict: { ...base, ...decided }, facts: parts.flatMap((part) => part.facts) };
}

/** Bounds over all subjects: each bounds its own exposures. */
function jointBoundsOf(parts: readonly SubjectPart[]): BoundJointly {
  return (exposures, period) =>
    parts.flatMap(({ accounting }) => accounting?.boundJointly(exposures, period) ?? []);
}

function totalsOf(
  parts: readonly SubjectPart[],
  exposures: readonly Exposure[],
  direction: Direction,
): JudgedTotals {
  const mine = parts.flatMap(({ accounting }) => accounting?.totals[direction] ?? []);
  const totals = mine.flatMap((part) => part.totals);
  const named = exposures.filter(
    (exposure) => exposure.direction === direction && isDprk(exposure.attribution),
  );
  // A label of one's own may be about the same money; it is counted where nobody else says anything.
  const byOthers = named.filter(({ attribution }) => !isOwn(attribution));
  const dprk = byOthers.length > 0 ? byOthers : named;
  return {
    totals,
    recentTotals: mine.flatMap((part) => part.recentTotals),
    dprk: tellJointShare(dprk, totals, jointBoundsOf(parts)),
  };
}

/**
 * The signals; that a chain is not used, or only since a short while, says nothing about a wallet
 * that is used on another, or was before.
 */
function withoutIdleChains(parts: readonly SubjectPart[]): readonly Signal[] {
  const says = (part: SubjectPart, asked: SignalKind) =>
    part.signals.some(({ kind }) => kind === asked);
  const used = parts.filter((part) => part.accounting !== null && !says(part, 'no-history'));
  const isOld = used.some((part) => !says(part, 'fresh-wallet'));
  return parts.flatMap((part) =>
    part.signals.filter(
      ({ kind }) =>
        !(used.length > 0 && kind === 'no-history') && !(isOld && kind === 'fresh-wallet'),
    ),
  );
}

interface SubjectPart {
  readonly accounting: Accounting | null;
  readonly exposures: readonly Exposure[];
  readonly signals: readonly Signal[];
  readonly gaps: readonly Gap[];
  readonly facts: readonly LedgerFact[];
}

/** A subject of which nothing was traced. */
const UNTRACED: SubjectPart = { accounting: null, exposures: [], signals: [], gaps: [], facts: [] };

async function screenOne(
  input: ScreeningInput,
  { subject, aliases, access }: ScreenedSubject,
  observe: {
    readonly onProgress: (progress: TraceProgress) => void;
    readonly signal: AbortSignal;
  },
): Promise<SubjectPart> {
  const claimsOf = claimsWithAliases(input, subject.account, aliases);
  if (access.kind === 'blind') return blindPart(subject.account, claimsOf, access.gap);
  const knowledge = { claimsOf, ownAccounts: input.ownAccounts };
  const custodial = [tellCustodial(subject.account, knowledge)].filter((told) => told !== null);
  if (isNobodysOwn(subject.account, knowledge)) {
    // A label of one's own may accuse what others call a service.
    const exposures = ownershipsOf(subject.account, claimsOf(subject.account));
    const vouched = vouchedSignals(subject.account, claimsOf(subject.account));
    return { ...UNTRACED, exposures, signals: [...custodial, ...vouched] };
  }
  const trace = createTrace({
    subject: subject.account,
    policy: input.policy,
    assets: input.assets,
    prices: input.prices,
    knowledge,
    nowSeconds: input.nowSeconds,
  });
  const report = () =>
    observe.onProgress({
      accountsSeen: trace.frontier.nodes.size,
      shareExplained: formatShare({ numerator: explainedShare(trace), denominator: SHARE_ONE }),
      chain: access.chain.title,
    });
  report();
  const { gathered } = input;
  const lookUp =
    gathered === undefined
      ? access.lookUp
      : createPricedLookUp(access.lookUp, gathered, { assets: input.assets, knowledge });
  await runTrace(trace, lookUp, { onAnswer: report, signal: observe.signal });
  const accounting = accountFor(trace);
  const behind = access.behind === null ? [] : [gapAt(subject.account, access.behind)];
  return {
    accounting,
    exposures: accounting.exposures,
    signals: [...custodial, ...tellSignals(trace, accounting.exposures)],
    gaps: [
      ...behind,
      ...tellGaps(trace, accounting.splits),
      ...(gathered === undefined ? [] : unpricedGaps(trace, accounting, gathered)),
    ],
    facts: [...trace.facts.values()],
  };
}

function unpricedGaps(trace: Trace, { splits }: Accounting, gathered: GatheredPrices): Gap[] {
  return tellUnpriced(trace, splits, (asset, timeSeconds) =>
    cureOfUnpriced(gathered.whyUnpriced(asset, timeSeconds) ?? 'not-known'),
  );
}

/** Claims, read once each; the subject's own include those of the same key elsewhere. */
function claimsWithAliases(
  input: ScreeningInput,
  subject: Account,
  aliases: readonly Account[],
): (account: Account) => readonly Attribution[] {
  const read = new Map<Account, readonly Attribution[]>();
  return (account) => {
    const known = read.get(account);
    if (known !== undefined) return known;
    const asked = account === subject ? [account, ...aliases] : [account];
    const claims = [...new Set(asked.flatMap((one) => input.claimsOf(one)))];
    read.set(account, claims);
    return claims;
  };
}

function blindPart(
  account: Account,
  claimsOf: (account: Account) => readonly Attribution[],
  gap: Unseen,
): SubjectPart {
  const claims = claimsOf(account);
  const exposures = ownershipsOf(account, claims);
  const signals = vouchedSignals(account, claims);
  return { ...UNTRACED, exposures, signals, gaps: [gapAt(account, gap)] };
}

/** A gap at a subject, which always matters. */
function gapAt(account: Account, gap: Unseen): Gap {
  return { ...gap, account, direction: null, share: null, matters: true };
}

function missingLabels(input: ScreeningInput): Gap[] {
  if (input.hasLabels) return [];
  return [
    {
      kind: 'labels-stale',
      account: null,
      direction: null,
      channel: null,
      share: null,
      matters: true,
      sentence: 'No label set is loaded, so no account can be told from any other.',
      cure: 'Set labels.builtIn to true in the configuration, or import a set: hopsight labels import FILE --set NAME.',
    },
  ];
}

function anchorsOf(input: ScreeningInput): Record<string, Anchor> {
  const anchors: Record<string, Anchor> = {};
  for (const { access } of input.subjects) {
    if (access.kind === 'ready') anchors[access.chain.id] = access.anchor;
  }
  return anchors;
}
