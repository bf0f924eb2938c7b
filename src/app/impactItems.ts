import { formatAddress } from '../chains/labelAddress.js';
import type { Account } from '../core/account.js';
import { Bug } from '../core/errors.js';
import { publishedWhen, type Touch } from '../core/labels/impact.js';
import type { LookedBack } from '../desk/lookback.js';
import type { RecordedVerdict, ScreenedMark } from '../desk/lookbackPorts.js';
import { lookbackStep } from '../desk/lookbackStep.js';
import type { ScreeningDocument } from '../report/document.js';
import type { ImpactClaim, ImpactItem } from '../report/impactDocument.js';
import { createDocument } from '../report/json.js';
import type { RuleSet } from '../rules/ruleSet.js';
import type { ScreeningStore, StoredScreening } from '../store/screeningStore.js';
import { digestOf, parseRecordJson } from './records.js';

/** A listed screening with its document; what a person typed is left out. */
export function readStored(
  screenings: TellingMeans['screenings'],
  screeningId: string,
): StoredScreening & { readonly document: ScreeningDocument } {
  const stored = screenings.readScreening(screeningId);
  if (stored === null)
    throw new Bug('A screening that is listed is not in the record.', { screeningId });
  return { ...stored, document: parseRecordJson(stored.verdictJson, null) };
}

/** Where records are read, and what judges them now. */
export interface TellingMeans {
  readonly screenings: Pick<ScreeningStore, 'readScreening'>;
  readonly ruleSet: RuleSet;
}

/** What an item is told with. */
export interface Telling {
  readonly means: TellingMeans;
  /** The newest screening of the same wallet by the labels of now. */
  readonly newer: (verdict: RecordedVerdict) => ImpactItem['screenedSince'];
}

/** A recorded verdict that reads differently, or of which that cannot be told, as a report shows it. */
export function tellItem(looked: LookedBack, { means, newer }: Telling): ImpactItem {
  const { now, touches, judgedAsThen } = looked;
  const { verdict } = looked.record;
  const { document: then } = readStored(means.screenings, verdict.screeningId);
  const again =
    now.kind === 'differs' ? createDocument({ ...then, ...now.again, prices: [], digestOf }) : null;
  const screenedSince = newer(verdict);
  return {
    record: {
      kind: 'screening',
      screeningId: verdict.screeningId,
      screenedAt: verdict.screenedAt,
      asOf: verdict.asOf,
    },
    subjects: verdict.subjects,
    before: { decision: then.decision, complete: then.complete, findings: then.findings },
    now:
      again === null
        ? null
        : {
            decision: again.decision,
            complete: again.complete,
            findings: again.findings,
            summary: again.summary,
          },
    notJudged: now.kind === 'not-judged' ? WHY_NOT[now.why] : null,
    claims: touches.map((touch) => tellClaim(touch, { looked, then, again })),
    notLookedUp:
      now.kind === 'differs' ? [...new Set(now.notLookedUp.map(({ sentence }) => sentence))] : [],
    remarks: judgedAsThen || again === null ? [] : [remarkOf(then, means)],
    nextStep:
      screenedSince === null
        ? lookbackStep(looked)
        : { who: 'finance', text: `Go by the newer screening ${screenedSince.screeningId}.` },
    screenedSince,
    assets: [
      ...new Map(
        [...then.assets, ...(again?.assets ?? [])].map((one) => [one.asset, one]),
      ).values(),
    ],
  };
}

function remarkOf({ ruleSet }: ScreeningDocument, means: TellingMeans): string {
  return `The rule set ("${ruleSet.id}") or the engine that judged it then is not the one in use; "${means.ruleSet.id}" judged it with the labels of then and of now.`;
}

const WHY_NOT = {
  'version-1':
    'It was recorded before Hopsight kept how its facts were come by, so it cannot be judged again.',
  damaged: 'Its recorded facts are missing or were changed, so it cannot be judged again.',
  'labels-missing': 'A label snapshot that it was judged by is not in this database.',
} as const;

function tellClaim(
  { change, accounts }: Touch,
  {
    looked,
    then,
    again,
  }: {
    readonly looked: LookedBack;
    readonly then: ScreeningDocument;
    readonly again: ScreeningDocument | null;
  },
): ImpactClaim {
  const { now, record } = looked;
  const named = new Set<Account>([...accounts, change.claim.account]);
  const seenNow =
    now.kind !== 'differs' || again === null
      ? []
      : again.exposures.filter((_, at) => {
          const exposure = now.again.verdict.exposures[at];
          return (
            exposure?.attribution.entity === change.claim.entity &&
            exposure.accounts.some((account) => named.has(account))
          );
        });
  const seenThen = then.exposures.filter(
    ({ label, paths }) =>
      named.has(label.account) ||
      paths.some(({ hops }) => hops.some(({ from, to }) => named.has(from) || named.has(to))),
  );
  return {
    ...change.claim,
    change: change.kind,
    fields: change.fields,
    published: publishedWhen(
      change.claim,
      (record.verdict.asOf ?? record.verdict.screenedAt).slice(0, 10),
    ),
    accounts,
    addresses: [...new Set(accounts.map(formatAddress))],
    exposures: change.kind === 'added' || seenNow.length > 0 ? seenNow : seenThen,
  };
}

/** Finds the newest screening of the same wallet among those by the labels of now, of the present. */
export function newerScreenings(
  screened: readonly ScreenedMark[],
  means: TellingMeans,
): Telling['newer'] {
  const bySubject = new Map<Account, ScreenedMark[]>();
  for (const mark of screened) {
    for (const subject of mark.subjects) {
      const known = bySubject.get(subject);
      if (known === undefined) bySubject.set(subject, [mark]);
      else known.push(mark);
    }
  }
  return ({ subjects, screenedAt, screeningId }) => {
    const [first] = subjects;
    const marks = first === undefined ? [] : (bySubject.get(first.account) ?? []);
    const found = marks.findLast(
      (mark) =>
        mark.screeningId !== screeningId &&
        mark.screenedAt >= screenedAt &&
        subjects.every(({ account }) => mark.subjects.includes(account)) &&
        readStored(means.screenings, mark.screeningId).document.asOf === null,
    );
    if (found === undefined) return null;
    const { decision } = readStored(means.screenings, found.screeningId);
    return { screeningId: found.screeningId, screenedAt: found.screenedAt, decision };
  };
}
