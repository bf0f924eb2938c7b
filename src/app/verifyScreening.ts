import { z } from 'zod';
import { decodeFactBundle } from '../core/decodeBundle.js';
import { DecodeError, InputError, StoreError } from '../core/errors.js';
import { parseMoment } from '../core/moment.js';
import type { PriceBook } from '../core/price.js';
import type { ScreeningDocument } from '../report/document.js';
import { createDocument, differingParts, verdictDigestOf } from '../report/json.js';
import { ruleSetDigest } from '../rules/digest.js';
import type { RuleSet } from '../rules/ruleSet.js';
import type { LabelBook, LabelSnapshot } from '../screening/ports.js';
import { rejudge } from '../screening/rejudge.js';
import type { LabelStore } from '../store/labelStore.js';
import type { ScreeningStore, StoredScreening } from '../store/screeningStore.js';
import { VOUCH_SET, type VouchStore } from '../store/vouchStore.js';
import { digestOf, parseRecordJson, readPolicy } from './records.js';

/** What became of building a recorded verdict again. */
export interface Verification {
  /** Null for a document that names none. */
  readonly screeningId: string | null;
  /**
   * `verified`: it came out the same. `differs`: it did not, or what it was made from was changed.
   * `not-rebuilt`: something that it takes is not here.
   */
  readonly outcome: 'verified' | 'differs' | 'not-rebuilt';
  readonly sentence: string;
  /**
   * What differs: `file`, `record` or `facts` where those are not what they were, else the parts of
   * the document that came out in another way. Empty unless something differs.
   */
  readonly differing: readonly string[];
}

/** What a verdict is built again with. */
export interface VerifyingMeans {
  readonly screenings: ScreeningStore;
  readonly labels: LabelStore;
  readonly vouches: VouchStore;
  readonly ruleSet: RuleSet;
  readonly engineVersion: number;
  /** What coins were worth where no dated prices were gathered; null for what pegs fix alone. */
  readonly prices: PriceBook | null;
}

/**
 * Builds a recorded verdict again from its facts, labels and rules, and compares it. Asks nobody.
 *
 * @throws {InputError} when the database has no such screening.
 */
export function verifyScreening(screeningId: string, means: VerifyingMeans): Verification {
  const problem = means.screenings.findProblem(screeningId);
  const found = problem === null ? means.screenings.readScreening(screeningId) : null;
  if (problem === MISSING) {
    throw new InputError(
      'The database holds no screening with this id; check it, or name the database with --config.',
    );
  }
  return { screeningId, ...(found === null ? changedRecord(problem) : verifyStored(found, means)) };
}

/**
 * Compares a document with its own digest, and with the record where the database holds it.
 *
 * @throws {InputError} when the text is no document of a screening.
 */
export function verifyDocument(text: string, means: VerifyingMeans): Verification {
  const document = parseDocument(text);
  const { screeningId, verdictDigest } = document;
  const told = (verdict: Verdict): Verification => ({ screeningId, ...verdict });
  if (verdictDigestOf(document, digestOf) !== verdictDigest) {
    return told(
      differs(['file'], 'The file was changed: its content does not have its own digest.'),
    );
  }
  if (means.screenings.findProblem(screeningId) === MISSING) {
    return told(
      notRebuilt(
        'the database does not hold it. The file is what its own digest says, which anybody can write; name the database that made it with --config',
      ),
    );
  }
  const recorded = verifyScreening(screeningId, means);
  const stored = means.screenings.readScreening(screeningId);
  if (recorded.outcome === 'differs' || stored?.verdictDigest === verdictDigest) return recorded;
  return told(differs(['file'], 'The file is not the verdict that is recorded under its id.'));
}

type Verdict = Omit<Verification, 'screeningId'>;

const MISSING = 'The row is missing.';

function verifyStored(stored: StoredScreening, means: VerifyingMeans): Verdict {
  const document = parseRecordJson(stored.verdictJson, stored.personal);
  if (verdictDigestOf(document, digestOf) !== stored.verdictDigest) {
    return changedRecord('The verdict does not have the digest that stands beside it.');
  }
  if (means.screenings.checkFactBundle(stored.factsDigest) !== 'whole') {
    return differs(
      ['facts'],
      'The recorded facts are missing or were changed after they were written; restore the database from a copy.',
    );
  }
  return rebuild({ stored, document }, means);
}

function rebuild(
  recorded: { readonly stored: StoredScreening; readonly document: ScreeningDocument },
  means: VerifyingMeans,
): Verdict {
  const { stored, document } = recorded;
  const bundle = readBundle(means.screenings.readFactBundle(stored.factsDigest) ?? '');
  if (bundle.version === 1) {
    return notRebuilt(
      'it was recorded before Hopsight kept how its facts were come by. Its record and its facts are unchanged; screen the wallet anew',
    );
  }
  const isOfThese = bundle.subjects.every(
    ({ account }, at) => document.subjects[at]?.account === account,
  );
  if (!isOfThese || bundle.subjects.length !== document.subjects.length) {
    return differs(['facts'], 'The recorded facts are of other accounts than the verdict.');
  }
  if (stored.engineVersion !== means.engineVersion) {
    return notRebuilt(
      `it was made by engine version ${stored.engineVersion} and this is ${means.engineVersion}; use Hopsight ${document.tool.version}`,
    );
  }
  const rules = { id: means.ruleSet.id, digest: ruleSetDigest(means.ruleSet) };
  if (rules.digest !== stored.ruleSetDigest) {
    return notRebuilt(
      `it was judged by the rule set "${document.ruleSet.id}" with the digest ${stored.ruleSetDigest}, and "${rules.id}" here has ${rules.digest}; name that file with --rules`,
    );
  }
  const nowSeconds = parseMoment(document.asOf ?? document.screenedAt);
  if (nowSeconds === null) throw new StoreError(UNKNOWN_FORM);
  const book = openRecordedBook(stored, document, means);
  if (book === null) {
    return notRebuilt('a label snapshot or a vouch that answered then is not in this database');
  }
  const { verdict, assets } = rejudge({
    bundle,
    subjects: document.subjects,
    anchors: document.anchors,
    prices: means.prices,
    claimsOf: book.readClaims,
    // How old the sets were then is in no other part of the record.
    labelGaps: document.gaps.filter(({ kind }) => kind === 'labels-stale'),
    ruleSet: means.ruleSet,
    policy: readPolicy(stored.policyJson),
    nowSeconds,
    isPast: document.asOf !== null,
  });
  const again = createDocument({
    ...document,
    verdict,
    assets,
    ruleSet: rules,
    labelSnapshots: book.snapshots,
    prices: bundle.prices,
    factsDigest: stored.factsDigest,
    digestOf,
  });
  if (again.verdictDigest === stored.verdictDigest) {
    return {
      outcome: 'verified',
      sentence: `Verified: from its facts, labels and rules the verdict "${document.decision}" of ${document.screenedAt} comes out the same (${stored.verdictDigest}), and its record is unchanged.`,
      differing: [],
    };
  }
  const parts = differingParts(document, again);
  return differs(
    parts,
    `From its facts, labels and rules another verdict comes out: ${parts.join(', ')} differ.`,
  );
}

/** The labels that answered then, lowered by the vouches that were in force; null where one is missing. */
function openRecordedBook(
  { labelSnapshots }: StoredScreening,
  { asOf, screenedAt }: ScreeningDocument,
  { labels, vouches }: VerifyingMeans,
): LabelBook | null {
  const iso = asOf ?? screenedAt;
  const day = iso.slice(0, 10);
  const sets = labelSnapshots.filter(({ set }) => set !== VOUCH_SET);
  const book = labels.openBookOf({ snapshots: sets, day });
  if (book === null) return null;
  const vouched = vouches.answer(book, { iso, day, recorded: labelSnapshots });
  const digests = (snapshots: readonly LabelSnapshot[]) =>
    snapshots.map(({ set, digest }) => `${set} ${digest}`).join();
  return digests(vouched.snapshots) === digests(labelSnapshots) ? vouched : null;
}

const UNKNOWN_FORM = 'A recorded screening has an unknown form; use the version that wrote it.';

function readBundle(text: string): ReturnType<typeof decodeFactBundle> {
  try {
    return decodeFactBundle(text);
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new StoreError(UNKNOWN_FORM, cause.details, { cause });
  }
}

function changedRecord(problem: string | null): Verdict {
  return differs(['record'], `The record was changed: ${problem ?? ''}`);
}

function differs(differing: readonly string[], sentence: string): Verdict {
  return { outcome: 'differs', sentence: `Not verified. ${sentence}`, differing };
}

function notRebuilt(why: string): Verdict {
  return {
    outcome: 'not-rebuilt',
    sentence: `The verdict cannot be rebuilt: ${why}.`,
    differing: [],
  };
}

const documentSchema = z.looseObject({
  schemaVersion: z.literal(1),
  screeningId: z.string(),
  verdictDigest: z.string(),
});

function parseDocument(text: string): z.output<typeof documentSchema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InputError(
      'The file is no JSON; verify what "hopsight screen --json" printed.',
      {},
      { cause },
    );
  }
  const { data } = documentSchema.safeParse(value);
  if (data !== undefined) return data;
  throw new InputError(
    'The file is not the document of one screening; verify what "hopsight screen --json" printed for one address.',
  );
}
