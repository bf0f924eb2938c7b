import type { ScreeningDocument } from '../report/document.js';
import type { ScreeningStore } from '../store/screeningStore.js';
import { parseRecordJson } from './records.js';
import {
  type Verification,
  type VerifyingMeans,
  verifyDocument,
  verifyScreening,
} from './verifyScreening.js';

/** A screening as it was recorded. */
export interface RecordedDocument {
  readonly document: ScreeningDocument;
  readonly sequence: number;
}

/** What is verified: a screening of the record, or the text of a document that was printed. */
export type VerifyRequest =
  | { readonly kind: 'recorded'; readonly screeningId: string }
  | { readonly kind: 'document'; readonly text: string };

/** What the application does with the record of its screenings. */
export interface RecordApp {
  /** Order: newest last. */
  listScreenings(period: {
    readonly fromIso: string;
    readonly toIso: string;
  }): readonly RecordedDocument[];
  /**
   * Builds a recorded verdict again; asks nobody. Order: a document is compared with itself first.
   *
   * @throws {InputError} when there is no such screening, or the text is no document of one.
   */
  verify(what: VerifyRequest): Verification;
}

/** The record of an application. */
export function createRecordApp(means: VerifyingMeans): RecordApp {
  return {
    listScreenings: (period) =>
      means.screenings.listScreenings(period).map(({ sequence, verdictJson, personal }) => ({
        sequence,
        document: parseRecordJson(verdictJson, personal),
      })),
    verify: (what) =>
      what.kind === 'recorded'
        ? verifyScreening(what.screeningId, means)
        : verifyDocument(what.text, means),
  };
}

/** Reads documents of the record by their id; null where there is none. */
export function createReadDocument(
  screenings: Pick<ScreeningStore, 'readScreening'>,
): (screeningId: string) => ScreeningDocument | null {
  return (screeningId) => {
    const stored = screenings.readScreening(screeningId);
    return stored === null ? null : parseRecordJson(stored.verdictJson, stored.personal);
  };
}
