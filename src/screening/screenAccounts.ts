import type { Account } from '../core/account.js';
import { formatShare } from '../core/amount.js';
import type { Chain } from '../core/chain.js';
import type { FactBundle, MetHaloEntry, RecordedSubject } from '../core/factBundle.js';
import type { Unseen } from '../core/lookup.js';
import { SHARE_ONE } from '../core/trace/frontier.js';
import { explainedShare } from '../core/trace/trace.js';
import type { Anchor, Subject, Verdict } from '../core/verdict.js';
import type { GatheredPrices } from './gatherPrices.js';
import { judgeParts } from './judgeParts.js';
import type { Grounds, SubjectPart } from './judgeSubject.js';
import { judgeBlind, judgeTrace, startSubject } from './judgeSubject.js';
import { createPricedLookUp } from './lookUpPriced.js';
import { bundleOf, haloMet, recordTrace } from './recordTrace.js';
import type { LookUp } from './runTrace.js';
import { runTrace } from './runTrace.js';

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
export interface ScreeningInput extends Grounds {
  readonly subjects: readonly ScreenedSubject[];
  /** The dated prices in the book, where they are fetched as facts come; left out where they are not. */
  readonly gathered?: GatheredPrices;
}

/** How far a screening has come. */
export interface TraceProgress {
  readonly accountsSeen: number;
  /** Six places. */
  readonly shareExplained: string;
  readonly chain: string;
}

/** A verdict with all that it was made from. */
export interface Screened {
  readonly verdict: Verdict;
  readonly bundle: FactBundle;
}

interface Observer {
  readonly onProgress: (progress: TraceProgress) => void;
  readonly signal: AbortSignal;
}

/** Traces, accounts and judges all accounts that one text stands for, in one verdict. */
export async function screenAccounts(input: ScreeningInput, observe: Observer): Promise<Screened> {
  const seen: SeenSubject[] = [];
  for (const subject of input.subjects) seen.push(await screenOne(input, subject, observe));
  const verdict = judgeParts(input, {
    subjects: input.subjects.map(({ subject }) => subject),
    parts: seen.map(({ part }) => part),
    anchors: anchorsOf(input),
  });
  const subjects = seen.map(({ record }) => record);
  const halo = seen.flatMap((one) => one.halo);
  const { gathered = null } = input;
  return { verdict, bundle: bundleOf(subjects, { ...input, gathered, halo }) };
}

interface SeenSubject {
  readonly part: SubjectPart;
  readonly record: RecordedSubject;
  readonly halo: readonly MetHaloEntry[];
}

async function screenOne(
  input: ScreeningInput,
  { subject: { account }, aliases, access }: ScreenedSubject,
  observe: Observer,
): Promise<SeenSubject> {
  const subject = { account, aliases };
  if (access.kind === 'blind') {
    const { gap } = access;
    const record = { ...subject, kind: 'blind', gap } as const;
    return { part: judgeBlind(input, subject, gap), record, halo: [] };
  }
  const { behind } = access;
  const start = startSubject(input, subject);
  if (start.kind === 'told') {
    const record = { ...subject, kind: 'seen', behind, replies: [], cut: null } as const;
    return { part: start.part, record, halo: [] };
  }
  const { trace } = start;
  const report = () =>
    observe.onProgress({
      accountsSeen: trace.frontier.places.size,
      shareExplained: formatShare({ numerator: explainedShare(trace), denominator: SHARE_ONE }),
      chain: access.chain.title,
    });
  report();
  const gathered = input.gathered ?? null;
  const lookUp =
    gathered === null
      ? access.lookUp
      : createPricedLookUp(access.lookUp, gathered, {
          assets: input.assets,
          knowledge: trace.start.knowledge,
        });
  await runTrace(trace, lookUp, { onAnswer: report, signal: observe.signal });
  return {
    part: judgeTrace(trace, { behind, gathered }),
    record: { ...subject, kind: 'seen', behind, ...recordTrace(trace) },
    halo: haloMet(trace),
  };
}

function anchorsOf(input: ScreeningInput): Record<string, Anchor> {
  const anchors: Record<string, Anchor> = {};
  for (const { access } of input.subjects) {
    if (access.kind === 'ready') anchors[access.chain.id] = access.anchor;
  }
  return anchors;
}
