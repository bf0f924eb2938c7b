import type { SignedAuditHead } from '../../core/auditHead.js';
import type { ScreeningDocument } from '../../report/document.js';
import { createKeptMonthStore, type KeptMonthStore } from '../../store/keptMonthStore.js';
import { createMonthRevision } from '../../store/monthRevision.js';
import type { DatabaseHandle } from '../../store/open.js';
import { createSignOffStore } from '../../store/signOffStore.js';
import type { AuditLog } from '../service/audit.js';
import { connectSummaries, type SummaryParts } from './connectSummaries.js';
import { createMonthDesk, type MonthDesk } from './monthDesk.js';
import type { MonthlySummaries } from './monthlySummaries.js';
import { createMonthStillness, type MonthStillness } from './monthStillness.js';
import { createSignOffs, type SignOffs } from './signOff.js';

/** Months for those who read and sign them. */
export interface MonthsApp {
  /** Months as they are known now. */
  readonly monthlySummaries: MonthlySummaries;
  /** Months that somebody signed. */
  readonly signOffs: SignOffs;
  /** Months in all their editions. */
  readonly months: MonthDesk;
  /** Whether a month that was read before would be told the same now. */
  readonly monthStillness: MonthStillness;
  /** Months that were kept once they were over. */
  readonly keptMonths: Pick<KeptMonthStore, 'list' | 'read'>;
}

/** What they are connected with. Units: `nowMs` gives Unix time in milliseconds. */
export interface MonthsParts extends SummaryParts {
  readonly audit: AuditLog;
  readonly signAuditHead: () => SignedAuditHead;
  readonly readDocument: (screeningId: string) => ScreeningDocument | null;
  readonly newId: () => string;
}

/** Months over the database of an application. */
export function connectMonths(db: DatabaseHandle, parts: MonthsParts): MonthsApp {
  const { config, audit, nowMs, newId, signAuditHead, readDocument } = parts;
  const summaries = connectSummaries(db, parts);
  const signOffStore = createSignOffStore(db);
  const signOffs = createSignOffs({ db, audit, nowMs, newId, store: signOffStore });
  const kept = createKeptMonthStore(db);
  return {
    monthlySummaries: summaries,
    signOffs,
    keptMonths: kept,
    monthStillness: createMonthStillness(createMonthRevision(db), nowMs),
    months: createMonthDesk({
      ...{ db, audit, nowMs, signOffs, signOffStore, kept, signAuditHead, readDocument },
      ...{ summaries, documents: config.documents },
    }),
  };
}
