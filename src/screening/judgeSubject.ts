import type { Account } from '../core/account.js';
import type { Accounting } from '../core/accounting/accounting.js';
import { accountFor } from '../core/accounting/accounting.js';
import { ownershipsOf } from '../core/accounting/tellExposures.js';
import { tellGaps } from '../core/accounting/tellGaps.js';
import { tellUnpriced } from '../core/accounting/tellUnpriced.js';
import type { AssetList } from '../core/asset.js';
import type { Attribution } from '../core/attribution.js';
import type { Knowledge } from '../core/boundary.js';
import type { Exposure } from '../core/exposure.js';
import type { Gap } from '../core/gap.js';
import type { HaloLookUp } from '../core/halo/haloEntry.js';
import type { Unseen } from '../core/lookup.js';
import type { Policy } from '../core/policy.js';
import type { PriceBook } from '../core/price.js';
import type { Signal } from '../core/signal.js';
import { frozenSignals } from '../core/signals/frozen.js';
import { isNobodysOwn, tellCustodial } from '../core/signals/impersonal.js';
import { tellSignals } from '../core/signals/tellSignals.js';
import { vouchedSignals } from '../core/signals/vouched.js';
import { createTrace } from '../core/trace/trace.js';
import type { Trace } from '../core/trace/traceState.js';
import type { RuleSet } from '../rules/ruleSet.js';
import type { KnownPrices } from './gatherPrices.js';
import { cureOfUnpriced } from './lookUpPriced.js';
import type { Narrowing } from './narrowing.js';

/** Everything that facts are judged by. */
export interface Grounds {
  readonly claimsOf: (account: Account) => readonly Attribution[];
  /** What the labels do not know and should. */
  readonly labelGaps: readonly Gap[];
  readonly ownAccounts: ReadonlySet<Account>;
  readonly assets: AssetList;
  readonly prices: PriceBook;
  readonly ruleSet: RuleSet;
  readonly policy: Policy;
  /** The moment as of which is screened. Units: Unix seconds. */
  readonly nowSeconds: number;
  /** Whether that moment was asked for, so that the verdict says nothing about the present. */
  readonly isPast: boolean;
  /** The chains to which the screening was confined; null where it was not. */
  readonly narrowing: Narrowing | null;
  /** Where labelled money went: where to look, never what is found. Left out where nothing is known. */
  readonly halo?: HaloLookUp;
}

/** An account that is screened, and those of the same key whose labels are its too. */
export interface NamedSubject {
  readonly account: Account;
  readonly aliases: readonly Account[];
}

/** What one subject adds to a verdict. */
export interface SubjectPart {
  readonly accounting: Accounting | null;
  readonly exposures: readonly Exposure[];
  readonly signals: readonly Signal[];
  readonly gaps: readonly Gap[];
}

/** A subject of which nothing was traced. */
const UNTRACED: SubjectPart = { accounting: null, exposures: [], signals: [], gaps: [] };

/** How a subject is begun: with a trace, or told at once by its label. */
export type SubjectStart =
  | { readonly kind: 'told'; readonly part: SubjectPart }
  | { readonly kind: 'traced'; readonly trace: Trace };

/** A subject of whose chain nothing is seen: only its labels speak. */
export function judgeBlind(grounds: Grounds, subject: NamedSubject, gap: Unseen): SubjectPart {
  const { account } = subject;
  const { claimsOf } = knowledgeOf(grounds, subject);
  const claims = claimsOf(account);
  const exposures = ownershipsOf(account, claims);
  const signals = [...frozenSignals(account, claims), ...vouchedSignals(account, claims)];
  return { ...UNTRACED, exposures, signals, gaps: [gapAt(account, gap)] };
}

/** Begins a subject whose chain can be seen. */
export function startSubject(grounds: Grounds, subject: NamedSubject): SubjectStart {
  const { account } = subject;
  const knowledge = knowledgeOf(grounds, subject);
  if (isNobodysOwn(account, knowledge)) {
    // A label of one's own may accuse what others call a service.
    const claims = knowledge.claimsOf(account);
    const exposures = ownershipsOf(account, claims);
    const signals = [
      ...custodialSignals(account, knowledge),
      ...frozenSignals(account, claims),
      ...vouchedSignals(account, claims),
    ];
    return { kind: 'told', part: { ...UNTRACED, exposures, signals } };
  }
  const { policy, assets, prices, nowSeconds, halo } = grounds;
  const start = { subject: account, policy, assets, prices, knowledge, nowSeconds };
  return { kind: 'traced', trace: createTrace(halo === undefined ? start : { ...start, halo }) };
}

/** Accounts for a trace that has ended, and tells what it leaves open. */
export function judgeTrace(
  trace: Trace,
  seen: {
    /** What is said of a newest block that is too old, or null. */
    readonly behind: Unseen | null;
    /** Null where no dated price is gathered. */
    readonly gathered: KnownPrices | null;
  },
): SubjectPart {
  const accounting = accountFor(trace);
  const { subject, knowledge } = trace.start;
  const { behind, gathered } = seen;
  return {
    accounting,
    exposures: accounting.exposures,
    signals: [
      ...custodialSignals(subject, knowledge),
      ...frozenSignals(subject, knowledge.claimsOf(subject)),
      ...tellSignals(trace, accounting.exposures),
    ],
    gaps: [
      ...(behind === null ? [] : [gapAt(subject, behind)]),
      ...tellGaps(trace, accounting.splits),
      ...(gathered === null ? [] : unpricedGaps(trace, accounting, gathered)),
    ],
  };
}

function custodialSignals(account: Account, knowledge: Knowledge): Signal[] {
  const told = tellCustodial(account, knowledge);
  return told === null ? [] : [told];
}

function unpricedGaps(trace: Trace, { splits }: Accounting, gathered: KnownPrices): Gap[] {
  return tellUnpriced(trace, splits, (asset, timeSeconds) =>
    cureOfUnpriced(gathered.whyUnpriced(asset, timeSeconds) ?? 'not-known'),
  );
}

/** What is known before anything is looked up; the subject's claims include those of its key elsewhere. */
function knowledgeOf(
  { claimsOf, ownAccounts }: Grounds,
  { account: subject, aliases }: NamedSubject,
): Knowledge {
  const read = new Map<Account, readonly Attribution[]>();
  return {
    ownAccounts,
    claimsOf: (account) => {
      const known = read.get(account);
      if (known !== undefined) return known;
      const asked = account === subject ? [account, ...aliases] : [account];
      const claims = [...new Set(asked.flatMap((one) => claimsOf(one)))];
      read.set(account, claims);
      return claims;
    },
  };
}

/** A gap at a subject, which always matters. */
function gapAt(account: Account, gap: Unseen): Gap {
  return { ...gap, account, direction: null, share: null, matters: true };
}
