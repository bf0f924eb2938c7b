import type { SignedAuditHead } from '../../core/auditHead.js';
import { formatCanonicalJson, type JsonValue } from '../../core/canonicalJson.js';
import { InputError, StoreError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import type { MonthlySummary } from '../../core/monthlySummary.js';
import type { Actor } from '../../core/role.js';
import { figuresOf } from '../../desk/summary/differences.js';
import type { DocumentsConfig } from '../../documentsConfig.js';
import type { ScreeningDocument } from '../../report/document.js';
import { encodeMonth, parseMonthJson } from '../../report/month/monthJson.js';
import { hasPaths, MOST_PATHS } from '../../report/month/monthPictures.js';
import { createMonthReport, type MonthContext } from '../../report/month/monthReport.js';
import type { MonthReport } from '../../report/month/monthTable.js';
import { atomically } from '../../store/atomically.js';
import type { KeptMonthStore } from '../../store/keptMonthStore.js';
import type { DatabaseHandle } from '../../store/open.js';
import { digestOf } from '../records.js';
import type { AuditLog } from '../service/audit.js';
import { createEarlierMonths, type EarlierMonthsMeans, monthsBefore } from './earlierMonths.js';
import { assertMonth, type MonthEdition } from './monthEdition.js';
import { type MonthFile, type MonthFormat, makeMonthFile } from './monthFiles.js';
import type { MonthlySummaries } from './monthlySummaries.js';
import type { SignedMonth, SignOffs } from './signOff.js';
import { isAsWritten, keptPlace } from './writtenText.js';

/** How a piece of work tells how far it is, and how it is ended early. */
export type MonthProgress = Parameters<MonthlySummaries['summarise']>[1];

/** A month, read in one of its editions. */
export interface MonthReading {
  readonly edition: MonthEdition;
  /** The canonical JSON of the summary; of what was signed or kept, word for word. */
  readonly text: string;
  readonly summary: MonthlySummary;
  readonly report: MonthReport;
  /** `sha256:` over the figures alone: without the moment at which the summary was made. */
  readonly figuresDigest: string;
}

/** Months for those who read, sign and keep them. */
export interface MonthDesk {
  /**
   * @throws {InputError} for what is no month, one that has not begun, or an edition that there is not.
   * @throws {StoreError} where what is kept is not what was written.
   */
  readonly read: (
    month: string,
    edition: MonthEdition,
    progress: MonthProgress,
  ) => Promise<MonthReading>;
  /** @throws {ConfigError} for a font that cannot be used. */
  readonly makeFile: (
    reading: Pick<MonthReading, 'text' | 'report'>,
    format: MonthFormat,
    documents?: DocumentsConfig,
  ) => Promise<MonthFile>;
  /**
   * Signs a month as it is known now. `seen` is the digest of the figures that the person looked at; null
   * where they sign without having.
   *
   * @throws {InputError} as `SignOffs.sign`, and where the figures are not those that were seen.
   */
  readonly sign: (
    month: string,
    by: Actor,
    asked: MonthProgress & { readonly seen: string | null },
  ) => Promise<SignedMonth>;
  /**
   * Keeps the summary of a month that is over, with the signed head of the audit log. Tells whether it
   * did: of several that try, one does.
   */
  readonly keep: (month: string, progress: MonthProgress) => Promise<boolean>;
}

/** What months are read with. Units: `nowMs` gives Unix time in milliseconds. */
export interface MonthDeskMeans extends EarlierMonthsMeans {
  /** The handle of the stores and of the audit log. */
  readonly db: DatabaseHandle;
  readonly summaries: MonthlySummaries;
  readonly signOffs: SignOffs;
  readonly kept: KeptMonthStore;
  readonly audit: Pick<AuditLog, 'append' | 'has'>;
  readonly signAuditHead: () => SignedAuditHead;
  /** Null where there is none of that id. */
  readonly readDocument: (screeningId: string) => ScreeningDocument | null;
  readonly documents: DocumentsConfig;
  readonly nowMs: () => number;
}

/** Months over what is recorded. */
export function createMonthDesk(means: MonthDeskMeans): MonthDesk {
  const { db, summaries, signOffs, kept, audit } = means;
  const readEarlier = createEarlierMonths(means);

  const readText = async (month: string, edition: MonthEdition, progress: MonthProgress) => {
    assertMonth(month);
    if (edition.kind === 'now') {
      const summary = await summaries.summarise(month, progress);
      return { summary, ...textsOf(summary) };
    }
    const text =
      edition.kind === 'kept' ? readKept(means, month) : signOffs.readModel(month, edition.version);
    if (text === null) throw new InputError(missingWords(month, edition, means));
    return { summary: parseMonthJson(text), text, figuresDigest: digestFigures(JSON.parse(text)) };
  };

  /** Those that were signed or kept and can stand beside a summary: cut and counted as it is. */
  const listEarlier = ({ month, asOf, zone, currency }: MonthlySummary) =>
    monthsBefore(month).flatMap((one) => {
      const found = readEarlier(one, asOf);
      return found?.zone === zone && found.currency === currency ? [found.totals] : [];
    });

  const read: MonthDesk['read'] = async (month, edition, progress) => {
    const { summary, ...texts } = await readText(month, edition, progress);
    // The first version of a summary does not tell its trend.
    const earlier = summary.trend ?? listEarlier(summary);
    const report = createMonthReport(summary, { earlier, ...findDrawn(summary, means) });
    return { edition, summary, report, ...texts };
  };

  return {
    read,
    makeFile: (reading, format, documents = means.documents) =>
      makeMonthFile(reading, { format, documents }),
    sign: async (month, by, { seen, ...progress }) => {
      assertMonth(month);
      const { text, figuresDigest } = textsOf(await summaries.summarise(month, progress));
      if (seen !== null && figuresDigest !== seen) {
        throw new InputError(
          'The figures changed since you looked at them; look again, then sign what you see.',
        );
      }
      return signOffs.sign(month, text, by);
    },
    keep: async (month, progress) => {
      assertMonth(month);
      if (kept.read(month) !== null) return false;
      // First, since the making of a key is a row of the log itself.
      const head = means.signAuditHead();
      const headJson = formatCanonicalJson({ ...head });
      for (;;) {
        const summary = await summaries.summarise(month, progress);
        if (summary.isRunning) {
          throw new InputError(`The month ${month} is not over yet; it is kept once it is.`);
        }
        const { text } = textsOf(summary);
        const madeAt = formatMoment(Math.floor(means.nowMs() / 1000));
        const row = { month, madeAt, modelDigest: digestOf(text), headJson };
        const did = atomically(db, () => {
          // Whoever was deleted while it was summed up must not come back by it.
          const since = { after: summary.audit.rows, action: 'payee-deleted' } as const;
          if (audit.has({ ...since, subjectId: null })) return null;
          if (!kept.add(row, text)) return false;
          audit.append({ actor: null, action: 'summary-kept', subjectId: month });
          return true;
        });
        if (did !== null) return did;
      }
    },
  };
}

function textsOf(summary: MonthlySummary): Pick<MonthReading, 'text' | 'figuresDigest'> {
  const value = encodeMonth(summary);
  return { text: formatCanonicalJson(value), figuresDigest: digestFigures(value) };
}

function digestFigures(value: JsonValue): string {
  return digestOf(formatCanonicalJson(figuresOf(value)));
}

/** @throws {StoreError} where it is not the text that was kept. */
function readKept(
  { kept, audit }: Pick<MonthDeskMeans, 'kept' | 'audit'>,
  month: string,
): string | null {
  const text = kept.readModel(month);
  const row = kept.read(month);
  if (text === null || row === null) return text;
  if (isAsWritten({ place: keptPlace(month), digest: row.modelDigest, text }, audit)) return text;
  throw new StoreError('The summary that is kept is not the one that was made: it was changed.', {
    month,
  });
}

function missingWords(
  month: string,
  edition: Exclude<MonthEdition, { readonly kind: 'now' }>,
  { signOffStore, kept }: Pick<MonthDeskMeans, 'signOffStore' | 'kept'>,
): string {
  if (edition.kind === 'kept') {
    return kept.read(month) === null
      ? `No summary of ${month} is kept.`
      : `The summary of ${month} that was kept is erased.`;
  }
  const [newest] = signOffStore.listSignOffs(month);
  if (newest === undefined) return `Nobody signed ${month} yet.`;
  return edition.version > newest.version
    ? `The newest version of ${month} is ${newest.version}.`
    : `Version ${edition.version} of ${month} is erased.`;
}

/** Screenings whose paths are drawn, worst first, and how many more have paths. */
function findDrawn(
  { screenings }: MonthlySummary,
  { readDocument }: Pick<MonthDeskMeans, 'readDocument'>,
): Pick<MonthContext, 'documents'> & { readonly undrawn: number } {
  const documents: ScreeningDocument[] = [];
  let undrawn = 0;
  for (const decision of ['hold', 'incomplete', 'review'] as const) {
    for (const id of screenings[decision].ids) {
      // One at a time: a month can have thousands, and each may be large.
      const document = readDocument(id);
      if (document === null || !hasPaths(document)) continue;
      if (documents.length < MOST_PATHS) documents.push(document);
      else undrawn += 1;
    }
  }
  return { documents, undrawn };
}
