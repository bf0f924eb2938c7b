import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { digestOf } from '../../src/app/records.js';
import { decodeFactBundle } from '../../src/core/decodeBundle.js';
import type { FactBundle, RecordedSubject } from '../../src/core/factBundle.js';
import { formatFactBundle } from '../../src/core/factBundle.js';
import { migrationsFolder } from '../../src/packageFiles.js';
import { verdictDigestOf } from '../../src/report/json.js';
import { type DatabaseHandle, openDatabase } from '../../src/store/open.js';
import type {
  RecordedScreening,
  ScreeningInput,
  ScreeningStore,
  StoredScreening,
} from '../../src/store/screeningStore.js';
import { createScreeningStore } from '../../src/store/screeningStore.js';
import { TEST_NOW_MS, type TestApp } from './openTestApp.js';

const handles: DatabaseHandle[] = [];
afterAll(() => {
  for (const db of handles.splice(0)) db.close();
});

/** The record of a test application, beside its own handle. */
export function recordOf({ folder }: Pick<TestApp, 'folder'>): {
  readonly db: DatabaseHandle;
  readonly store: ScreeningStore;
} {
  const file = join(folder, 'test.sqlite');
  const db = openDatabase({ file, migrationsFolder, now: () => TEST_NOW_MS });
  handles.push(db);
  const randomBytes = (count: number) =>
    new Uint8Array(createHash('sha512').update('salt').digest().subarray(0, count));
  return { db, store: createScreeningStore(db, { randomBytes }) };
}

/** A recorded screening, which must be there. */
export function storedIn(store: ScreeningStore, screeningId: string): StoredScreening {
  const stored = store.readScreening(screeningId);
  if (stored === null) throw new Error('the screening is not in the record');
  return stored;
}

/** What a recorded screening was made from. */
export function bundleIn(store: ScreeningStore, screeningId: string): FactBundle {
  const bundle = decodeFactBundle(
    store.readFactBundle(storedIn(store, screeningId).factsDigest) ?? '',
  );
  if (bundle.version !== 2) throw new Error('the facts are of another version');
  return bundle;
}

/** The subject of a bundle that has one, which was seen. */
export function seenIn({ subjects }: FactBundle): Extract<RecordedSubject, { kind: 'seen' }> {
  const [subject] = subjects;
  if (subject?.kind !== 'seen') throw new Error('nothing was seen');
  return subject;
}

/** Adds a screening like a recorded one under another id, with parts of its row replaced. */
export function appendLike(
  store: ScreeningStore,
  stored: StoredScreening,
  parts: Partial<RecordedScreening> & { readonly screeningId: string },
): void {
  const personal: ScreeningInput = stored.personal ?? { input: '', payeeReference: null };
  store.appendScreening({ ...stored, ...personal, ...parts });
}

/**
 * Adds a screening whose facts were exchanged by somebody who made every digest fit, as only a
 * rebuilt verdict can show.
 */
export function appendForged(
  store: ScreeningStore,
  stored: StoredScreening,
  forged: { readonly screeningId: string; readonly bundle: FactBundle },
): void {
  const factsDigest = store.writeFactBundle(formatFactBundle(forged.bundle));
  const document: object = { ...JSON.parse(stored.verdictJson), factsDigest };
  const verdictDigest = verdictDigestOf(document, digestOf);
  const verdictJson = JSON.stringify({ ...document, verdictDigest });
  const { screeningId } = forged;
  appendLike(store, stored, { screeningId, factsDigest, verdictDigest, verdictJson });
}

/** An id that no test application gives. */
export const OTHER_ID = '01JD9Q4Z3K8M5T7V2W6X0Y1A2B';

/** Builds a recorded screening again. */
export function verify({ app }: TestApp, { screeningId }: { readonly screeningId: string }) {
  return app.verify({ kind: 'recorded', screeningId });
}
