import type { AssetList } from '../core/asset.js';
import type { ChainId } from '../core/chain.js';
import { findChain } from '../core/chain.js';
import { Bug } from '../core/errors.js';
import type { FactBundle, MetHaloEntry, RecordedSubject, SearchCut } from '../core/factBundle.js';
import type { HaloLookUp } from '../core/halo/haloEntry.js';
import type { LookupReply } from '../core/lookup.js';
import { lookupKey } from '../core/lookup.js';
import { dayOf, formatDay } from '../core/moment.js';
import type { PriceBook } from '../core/price.js';
import { createDailyPrices, createPriceBook, pricedAssetOf } from '../core/price.js';
import { abandon, absorb, isFinished, nextLookups } from '../core/trace/trace.js';
import type { Trace } from '../core/trace/traceState.js';
import type { Anchor, Subject, Verdict } from '../core/verdict.js';
import type { KnownPrices } from './gatherPrices.js';
import { judgeParts } from './judgeParts.js';
import type { Grounds, SubjectPart } from './judgeSubject.js';
import { judgeBlind, judgeTrace, startSubject } from './judgeSubject.js';
import type { BundleLookUp } from './lookUpBundle.js';
import { createBundleLookUp, notInBundle } from './lookUpBundle.js';
import { createSwapCheck } from './lookUpPriced.js';
import type { Narrowing } from './narrowing.js';
import { CUT_OFF } from './runTrace.js';

/** A screening as it was recorded, to be judged again. */
export interface RecordedGrounds
  extends Pick<Grounds, 'claimsOf' | 'labelGaps' | 'ruleSet' | 'policy' | 'nowSeconds' | 'isPast'> {
  readonly bundle: FactBundle;
  /** As in the record. Order: as in the bundle. */
  readonly subjects: readonly Subject[];
  readonly anchors: Readonly<Record<string, Anchor>>;
  /** What coins were worth where no dated prices were gathered; null for what pegs fix alone. */
  readonly prices: PriceBook | null;
}

/** A verdict on recorded facts. */
export interface Rejudged {
  readonly verdict: Verdict;
  /** The assets that the verdict may name. */
  readonly assets: AssetList;
}

/**
 * Judges the facts of a recorded screening again: by what it was judged by then the verdict comes out
 * the same, and by other labels or rules as it would have on what was seen.
 *
 * Nobody is asked: a look-up that other labels lead to and that was not made then is a gap.
 *
 * @throws {Bug} when the subjects are not those of the bundle.
 */
export function rejudge(recorded: RecordedGrounds): Rejudged {
  const { bundle, subjects, anchors } = recorded;
  const isSame = bundle.subjects.every(({ account }, at) => subjects[at]?.account === account);
  if (!isSame || subjects.length !== bundle.subjects.length) {
    throw new Bug('Facts were to be judged for other subjects than they were gathered for.');
  }
  const { circumstances } = bundle;
  const assets: AssetList = new Map(circumstances.assets.map((asset) => [asset.id, asset]));
  const dated = circumstances.prices === 'dated' ? knownPrices(bundle, assets) : null;
  const grounds: Grounds = {
    ...recorded,
    assets,
    ownAccounts: new Set(circumstances.ownAccounts),
    prices: createPriceBook(assets, dated?.book ?? recorded.prices),
    narrowing: narrowingIn(bundle),
    ...(circumstances.halo === undefined ? {} : { halo: haloOf(circumstances.halo) }),
  };
  const parts = bundle.subjects.map((subject) => judgeAgain(grounds, subject, dated));
  return { verdict: judgeParts(grounds, { subjects, parts, anchors }), assets };
}

function narrowingIn({ circumstances: { narrowing } }: FactBundle): Narrowing | null {
  if (narrowing === null) return null;
  const chainsOf = (ids: readonly ChainId[]) => ids.flatMap((id) => findChain(id) ?? []);
  return { askedFor: chainsOf(narrowing.askedFor), leftOut: chainsOf(narrowing.leftOut) };
}

/** What the halo said then, and no more. */
function haloOf(met: readonly MetHaloEntry[]): HaloLookUp {
  const entries = new Map(met.map(({ key, hops, isRead }) => [key, { hops, isRead }]));
  return (key) => entries.get(key) ?? null;
}

function judgeAgain(
  grounds: Grounds,
  subject: RecordedSubject,
  dated: KnownPrices | null,
): SubjectPart {
  if (subject.kind === 'blind') return judgeBlind(grounds, subject, subject.gap);
  const start = startSubject(grounds, subject);
  if (start.kind === 'told') return start.part;
  const { trace } = start;
  const { knowledge, assets } = trace.start;
  replay(trace, {
    lookUp: createBundleLookUp(subject.account, subject.replies),
    checked: dated === null ? (reply) => reply : createSwapCheck(dated, { assets, knowledge }),
    cut: subject.cut,
  });
  return judgeTrace(trace, { behind: subject.behind, gathered: dated });
}

/**
 * Takes the recorded answers into a trace. Where time cut the search off then, whatever was not
 * answered is cut off again; else it is a gap.
 */
function replay(
  trace: Trace,
  from: {
    readonly lookUp: BundleLookUp;
    readonly checked: (reply: LookupReply) => LookupReply;
    readonly cut: SearchCut;
  },
): void {
  while (!isFinished(trace)) {
    const asked = nextLookups(trace);
    // What is still waited for was never answered.
    if (asked.length === 0) abandon(trace, CUT_OFF);
    for (const lookup of asked) {
      const reply = from.lookUp(lookup);
      if (reply !== null) absorb(trace, lookupKey(lookup), from.checked(reply));
      else if (from.cut !== 'time') absorb(trace, lookupKey(lookup), notInBundle(lookup));
    }
  }
}

function knownPrices({ prices, circumstances }: FactBundle, assets: AssetList): KnownPrices {
  const { unpriced } = circumstances;
  const whys = new Map(unpriced.map(({ asset, day, why }) => [`${asset} ${day}`, why]));
  return {
    book: createDailyPrices(assets, prices),
    whyUnpriced: (asset, timeSeconds) => {
      const priced = pricedAssetOf(asset, assets);
      if (priced === null) return null;
      return whys.get(`${priced.id} ${formatDay(dayOf(timeSeconds))}`) ?? null;
    },
  };
}
