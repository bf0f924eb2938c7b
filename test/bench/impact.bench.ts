import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountsOfKey, tracedTwin } from '../../src/chains/labelAddress.js';
import { type Account, createAccount } from '../../src/core/account.js';
import type { Attribution } from '../../src/core/attribution.js';
import { formatCanonicalJson } from '../../src/core/canonicalJson.js';
import { findChainByName } from '../../src/core/chain.js';
import { encodeFact } from '../../src/core/factJson.js';
import { formatMoment } from '../../src/core/moment.js';
import { touchedByLabels } from '../../src/desk/touchedScreenings.js';
import { migrationsFolder } from '../../src/packageFiles.js';
import type { LabelSnapshot } from '../../src/screening/ports.js';
import { createBundleAccounts } from '../../src/store/bundleAccounts.js';
import { speaksAbout } from '../../src/store/labelMatch.js';
import { createLabelStore, type LabelStore } from '../../src/store/labelStore.js';
import { type DatabaseHandle, openDatabase } from '../../src/store/open.js';
import { createScreeningStore } from '../../src/store/screeningStore.js';
import { transfer } from '../support/sourceBench.js';
import { medianMs, tellPeak, tellTime } from './measure.js';

const SCREENINGS = 10_000;
const ACCOUNTS_EACH = 100;
const CLAIMS = 1_000;

/** Each thirtieth claim speaks about an account that some screening names. */
const TOUCHES_EVERY = 30;

/** Bytes of a verdict as it is recorded of a wallet that dealt with a few. */
const VERDICT_BYTES = 20_000;

const DAY = 86_400;
const FIRST_SECONDS = Date.UTC(2025, 0, 1) / 1000;

/** Which of ten thousand recorded screenings a new snapshot of a thousand claims touches. */
export function main(): number {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-bench-impact-'));
  const db = openDatabase({ file: join(folder, 'bench.sqlite'), migrationsFolder, now: () => 0 });
  try {
    const labels = createLabelStore(db, { tracedTwin });
    const first = importClaims(labels, [], 0);
    record(db, first);
    importClaims(labels, claims(), CLAIMS);
    const started = performance.now();
    indexOf(db).fill(() => undefined);
    const fill = performance.now() - started;
    const met = [
      tellTime({
        what: 'accounts of 10,000 older bundles, 100 each, noted',
        ms: fill,
        aimMs: null,
      }),
      tellTime({
        what: 'screenings that 1,000 new claims touch, among 10,000',
        ms: medianMs(() => touched(db, labels)),
        aimMs: 500,
      }),
    ];
    process.stdout.write(`  touched: ${touched(db, labels)} of ${SCREENINGS}\n`);
    tellPeak('after all', null);
    return met.every((one) => one) ? 0 : 1;
  } finally {
    db.close();
    rmSync(folder, { recursive: true });
  }
}

function accountAt(place: number): Account {
  const chain = findChainByName('ethereum');
  if (chain === undefined) throw new Error('Ethereum is not in the list of chains.');
  return createAccount(chain.id, `0x${(place + 2 ** 40).toString(16).padStart(40, '0')}`);
}

/** Screenings of a year, a third of whose accounts are met by others too. */
function record(db: DatabaseHandle, snapshot: LabelSnapshot): void {
  const store = createScreeningStore(db, { randomBytes: (count) => new Uint8Array(count) });
  const verdictJson = formatCanonicalJson({ decision: 'proceed', text: 'x'.repeat(VERDICT_BYTES) });
  for (let at = 0; at < SCREENINGS; at += 1) {
    const subject = accountAt(at * ACCOUNTS_EACH);
    const facts = Array.from({ length: ACCOUNTS_EACH - 1 }, (_, n) =>
      encodeFact(
        transfer({
          from: accountAt(n % 3 === 0 ? n : at * ACCOUNTS_EACH + n + 1),
          to: subject,
          timeSeconds: FIRST_SECONDS + n,
        }),
      ),
    );
    const digest = `sha256:${at.toString(16).padStart(64, '0')}`;
    store.appendScreening({
      screeningId: at.toString().padStart(26, '0'),
      screenedAt: formatMoment(FIRST_SECONDS + at * 3000),
      decision: 'proceed',
      complete: true,
      validUntil: formatMoment(FIRST_SECONDS + at * 3000 + DAY),
      verdictDigest: digest,
      factsDigest: store.writeFactBundle(formatCanonicalJson({ facts, prices: [] })),
      ruleSetDigest: digest,
      policyJson: '{}',
      engineVersion: 1,
      anchorsJson: '{}',
      labelSnapshots: [snapshot],
      subjects: [subject],
      verdictJson,
      input: '',
      payeeReference: null,
    });
  }
}

/** Claims about strangers, and here and there about somebody whom one screening names. */
function claims(): readonly Attribution[] {
  return Array.from({ length: CLAIMS }, (_, at) => ({
    account: accountAt(at % TOUCHES_EVERY === 0 ? at * 997 + 2 : 2 ** 30 + at),
    entity: 'Lazarus Group',
    category: 'stolen-funds',
    actor: 'lazarus',
    event: null,
    authority: 'list',
    confidence: 1,
    use: 'exposure',
    set: 'bench',
    source: 'https://example.org/list',
    sourceDate: '2026-11-23',
    entityListedOn: null,
    listedOn: null,
    delistedOn: null,
    note: null,
  }));
}

function importClaims(labels: LabelStore, rows: readonly Attribution[], at: number): LabelSnapshot {
  return labels.importSet({
    set: 'bench',
    rows,
    asOf: null,
    fileDigest: `sha256:${at.toString(16).padStart(64, '0')}`,
    importedAt: formatMoment(FIRST_SECONDS + at * DAY),
  });
}

function indexOf(db: DatabaseHandle) {
  const { readFactBundle } = createScreeningStore(db, { randomBytes: () => new Uint8Array(1) });
  return createBundleAccounts(db, { readBundle: readFactBundle });
}

function touched(db: DatabaseHandle, labels: LabelStore): number {
  const index = indexOf(db);
  const screened = index.listScreened();
  return touchedByLabels(
    screened,
    { kind: 'screening' },
    {
      labels,
      index,
      isBuiltIn: () => false,
      isUsed: () => true,
      accountsOfKey,
      speaksAbout: (claim, account) => speaksAbout(claim, account, tracedTwin),
    },
  ).length;
}
