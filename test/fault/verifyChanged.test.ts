import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/app/records.js';
import { InputError } from '../../src/core/errors.js';
import { encodeFact } from '../../src/core/factJson.js';
import type { Transfer } from '../../src/core/ledger.js';
import { migrationsFolder } from '../../src/packageFiles.js';
import type { ScreeningDocument } from '../../src/report/document.js';
import { formatJson, verdictDigestOf } from '../../src/report/json.js';
import { type DatabaseHandle, openDatabase } from '../../src/store/open.js';
import { createScreeningStore } from '../../src/store/screeningStore.js';
import { HONEST, honestTransfers, openHonestApp } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, explorerAt, inventedAddress } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { openTestApp, TEST_NOW_MS, type TestApp } from '../support/openTestApp.js';
import {
  appendForged,
  appendLike,
  bundleIn,
  OTHER_ID,
  recordOf,
  storedIn,
  verify,
} from '../support/recordOf.js';
import { sampleDocument, sampleVerdict } from '../unit/report/sampleDocument.js';

const opened = closeAfterwards();

async function explorerWith(facts: readonly Transfer[] = honestTransfers()) {
  const server = await opened.server(startLoopbackExplorer({ facts }));
  return { server, chains: chainsOf({ ethereum: [explorerAt(server)] }) };
}

/** An application with the honest wallet screened, in its own folder. */
async function screened(config: object = {}, facts?: readonly Transfer[]) {
  const { server, chains } = await explorerWith(facts);
  const app = await openHonestApp({ chains, ...config });
  const document = await app.screen(HONEST);
  return { app, document, server };
}

/** Changes the file as somebody would who has it and knows SQL. */
function tamper(db: DatabaseHandle, sql: string): void {
  db.pragma('foreign_keys = OFF');
  const triggers = db.prepare<[], { readonly name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'trigger'",
  );
  for (const { name } of triggers.all()) db.exec(`DROP TRIGGER ${name}`);
  db.exec(sql);
}

describe('what was changed is told', () => {
  it.each([
    ["UPDATE screening SET decision = 'hold' WHERE sequence = 1", 'The row was changed'],
    ["UPDATE screening SET subjects_json = 'x' WHERE sequence = 1", 'The row was changed'],
    ["UPDATE screening_input SET input = 'x'", 'The input or the payee reference was changed'],
    ['DELETE FROM screening WHERE sequence = 2', null],
  ])('in the row: %s', async (sql, problem) => {
    const { app, document } = await screened();
    await app.screen(HONEST);
    tamper(recordOf(app).db, sql);
    const told = verify(app, document);
    if (problem === null) expect(told.outcome).toBe('verified');
    else {
      expect(told).toMatchObject({ outcome: 'differs', differing: ['record'] });
      expect(told.sentence).toContain(problem);
    }
    app.close();
  });

  it.each([
    [2, 'DELETE FROM screening WHERE sequence = 1', 'The row before it is missing'],
    [
      2,
      "UPDATE screening SET row_hash = 'x' WHERE sequence = 1",
      'does not follow the row before it',
    ],
    [
      1,
      "UPDATE screening SET previous_hash = 'x' WHERE sequence = 2",
      'The row after it does not follow it',
    ],
  ])('around row %i: %s', async (sequence, sql, problem) => {
    const { app, document: first } = await screened();
    const second = await app.screen(HONEST);
    tamper(recordOf(app).db, sql);
    const told = verify(app, sequence === 1 ? first : second);
    expect(told).toMatchObject({ outcome: 'differs', differing: ['record'] });
    expect(told.sentence).toContain(problem);
    app.close();
  });

  it.each([
    ["UPDATE fact_bundle SET bytes = x'00'"],
    ["UPDATE fact_bundle SET bytes = x'789c8b8e0500011500b9'"],
    ['DELETE FROM fact_bundle'],
  ])('in the facts: %s', async (sql) => {
    const { app, document } = await screened();
    tamper(recordOf(app).db, sql);
    expect(verify(app, document)).toMatchObject({ outcome: 'differs', differing: ['facts'] });
    app.close();
  });

  it('in the facts, by somebody who took those of another wallet', async () => {
    const { app, document } = await screened();
    const other = await app.screen(inventedAddress('a landlord'));
    const { store } = recordOf(app);
    const bundle = bundleIn(store, other.screeningId);
    const stored = storedIn(store, document.screeningId);
    appendForged(store, stored, { screeningId: OTHER_ID, bundle });
    const told = verify(app, { screeningId: OTHER_ID });
    expect(told).toMatchObject({ outcome: 'differs', differing: ['facts'] });
    app.close();
  });

  it('in the verdict itself, by somebody who hashed the row anew', async () => {
    const { app, document } = await screened();
    const { store } = recordOf(app);
    const stored = storedIn(store, document.screeningId);
    const verdictJson = stored.verdictJson.replace('"proceed"', '"hold"');
    appendLike(store, stored, { screeningId: OTHER_ID, verdictJson });
    const told = verify(app, { screeningId: OTHER_ID });
    expect(told).toMatchObject({ outcome: 'differs', differing: ['record'] });
    app.close();
  });
});

describe('what cannot be built again says what it takes', () => {
  it('the rules that judged', async () => {
    const { server, chains } = await explorerWith();
    const strict = 'rules/strict.json';
    const app = await openHonestApp({ chains }, { rulesFile: strict });
    const document = await app.screen(HONEST);
    expect(verify(app, document).outcome).toBe('verified');
    app.app.close();
    const plain = openTestApp({ labels: { builtIn: false }, chains }, { folder: app.folder });
    const told = verify(plain, document);
    expect(told.outcome).toBe('not-rebuilt');
    expect(told.sentence).toContain(document.ruleSet.digest);
    expect(told.sentence).toContain('--rules');
    expect(server.requests.length).toBeGreaterThan(0);
    plain.close();
  });

  it('the engine that calculated', async () => {
    const { app, document } = await screened();
    const { store } = recordOf(app);
    const stored = storedIn(store, document.screeningId);
    appendLike(store, stored, { screeningId: OTHER_ID, engineVersion: 1 });
    const told = verify(app, { screeningId: OTHER_ID });
    expect(told.outcome).toBe('not-rebuilt');
    expect(told.sentence).toContain('engine version 1');
    app.close();
  });

  it('the labels that answered', async () => {
    const { app, document } = await screened();
    tamper(
      recordOf(app).db,
      'DELETE FROM label_claim; DELETE FROM label_import; DELETE FROM label_snapshot',
    );
    expect(verify(app, document)).toMatchObject({ outcome: 'not-rebuilt' });
    app.close();
  });

  it.each(['a list', 'a list and prices'])('facts of a record from before: %s', async (form) => {
    const { app, document } = await screened();
    const { store } = recordOf(app);
    const stored = storedIn(store, document.screeningId);
    const facts = honestTransfers().map(encodeFact);
    const text = JSON.stringify(form === 'a list' ? facts : { facts, prices: [] });
    const factsDigest = store.writeFactBundle(text);
    const old: object = { ...JSON.parse(stored.verdictJson), factsDigest };
    const verdictDigest = verdictDigestOf(old, digestOf);
    appendLike(store, stored, {
      ...{ screeningId: OTHER_ID, engineVersion: 2, factsDigest, verdictDigest },
      verdictJson: JSON.stringify({ ...old, verdictDigest }),
    });
    const told = verify(app, { screeningId: OTHER_ID });
    expect(told.outcome).toBe('not-rebuilt');
    expect(told.sentence).toContain('Its record and its facts are unchanged');
    tamper(
      recordOf(app).db,
      `UPDATE fact_bundle SET bytes = x'00' WHERE digest = '${factsDigest}'`,
    );
    expect(verify(app, { screeningId: OTHER_ID })).toMatchObject({ differing: ['facts'] });
    app.close();
  });

  it('an id that nobody gave is refused', async () => {
    const { app } = await screened();
    expect(() => verify(app, { screeningId: OTHER_ID })).toThrow(InputError);
    app.close();
  });
});

/** A database as the first schema made it, with a record in the form of then. */
function openEarlier(): TestApp {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-earlier-'));
  const migrations = mkdtempSync(join(tmpdir(), 'hopsight-migrations-'));
  const first = '0001_initial.sql';
  copyFileSync(join(migrationsFolder, first), join(migrations, first));
  const file = join(folder, 'test.sqlite');
  const db = openDatabase({ file, migrationsFolder: migrations, now: () => TEST_NOW_MS });
  const store = createScreeningStore(db, { randomBytes: (count) => new Uint8Array(count) });
  const factsDigest = store.writeFactBundle(JSON.stringify(honestTransfers().map(encodeFact)));
  const { input, payeeReference, prices, ...written } = sampleDocument(sampleVerdict('proceed'));
  const document = { ...written, screeningId: OTHER_ID, factsDigest };
  const verdictDigest = verdictDigestOf(document, digestOf);
  store.appendScreening({
    ...{ ...document, verdictDigest, input, payeeReference },
    ruleSetDigest: document.ruleSet.digest,
    policyJson: '{}',
    engineVersion: 1,
    anchorsJson: '{}',
    subjects: [],
    verdictJson: JSON.stringify({ ...document, verdictDigest }),
  });
  db.close();
  rmSync(migrations, { recursive: true });
  return openTestApp({ labels: { builtIn: false }, chains: {} }, { folder });
}

it('a record of the first schema is whole, cannot be built again, and says so', () => {
  const earlier = openEarlier();
  const told = verify(earlier, { screeningId: OTHER_ID });
  expect(told.outcome).toBe('not-rebuilt');
  expect(told.sentence).toContain('Its record and its facts are unchanged');
  const { db, store } = recordOf(earlier);
  expect(store.verifyChain()).toMatchObject({ ok: true, rows: 1 });
  tamper(db, "UPDATE screening SET verdict_json = replace(verdict_json, 'proceed', 'hold')");
  expect(verify(earlier, { screeningId: OTHER_ID })).toMatchObject({ differing: ['record'] });
  earlier.close();
});

describe('a document that was printed', () => {
  const verifyText = ({ app }: TestApp, text: string) => app.verify({ kind: 'document', text });
  const changed = (document: ScreeningDocument, parts: object) =>
    formatJson({ ...document, ...parts });

  it('is compared with its own digest and with the record', async () => {
    const { app, document } = await screened();
    expect(verifyText(app, formatJson(document)).outcome).toBe('verified');
    // What a person typed is in no digest; whoever got the document may not know it.
    expect(verifyText(app, changed(document, { input: '', payeeReference: null })).outcome).toBe(
      'verified',
    );
    for (const parts of [{ decision: 'hold' }, { gaps: [{}] }, { extra: 1 }, { factsDigest: '' }]) {
      const told = verifyText(app, changed(document, parts));
      expect(told).toMatchObject({ outcome: 'differs', differing: ['file'] });
    }
    app.close();
  });

  it('under the id of another screening is no verdict of the record', async () => {
    const { app, document } = await screened();
    const past = await app.screen(HONEST, { asOf: '2023-06-01' });
    const told = verifyText(app, changed(document, { screeningId: past.screeningId }));
    expect(told).toMatchObject({ outcome: 'differs', differing: ['file'] });
    app.close();
  });

  it('that no record holds is not taken for a verdict', async () => {
    const { app, document } = await screened();
    const elsewhere = await openHonestApp({ chains: {} });
    const told = verifyText(elsewhere, formatJson(document));
    expect(told.outcome).toBe('not-rebuilt');
    expect(told.sentence).toContain('which anybody can write');
    elsewhere.close();
    app.close();
  });

  it.each(['', '[]', '[{}]', '{"schemaVersion":2}', 'null', '1e999', '{"screeningId":1}'])(
    'is refused where it is none: %s',
    async (text) => {
      const app = await openHonestApp({ chains: {} });
      expect(() => verifyText(app, text)).toThrow(InputError);
      app.close();
    },
  );
});
