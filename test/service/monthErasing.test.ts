import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { unzipSync } from 'fflate';
import { extractText } from 'unpdf';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/app/records.js';
import type { Actor } from '../../src/core/role.js';
import { parseMonthJson } from '../../src/report/month/monthJson.js';
import { type TestService, useServices } from '../support/openTestService.js';
import { ANN } from '../support/paymentWorld.js';

const services = useServices();
const PERSONAL = ['REF-4711', 'ref-4711', 'Zebedee Quux', 'INV-QUUX-1'];
const TX = `0x${'ab'.repeat(32)}`;
const HEADS = 'Date,Payee,Wallet,Network,Coin,Amount,Invoice,Transaction hash,Approved by';
const PROGRESS = { onProgress: () => undefined, signal: new AbortController().signal };

const tell = ({ app }: TestService, payee: string, invoice: string) => {
  const address = '0x52908400098527886E0F7030069857D2E4169EE7';
  const row = `2026-10-05,${payee},${address},ethereum,ETH,0.5,${invoice},${TX},A. Approver`;
  const bytes = Buffer.from(`${HEADS}\n${row}`);
  return app.paid.importFile({ name: 'october.csv', bytes }, ANN);
};

/** Every text of every table, and every byte of the files. */
function everything(folder: string): string {
  const db = new Database(join(folder, 'test.sqlite'), { readonly: true });
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all();
  const rows = tables.map((table) => JSON.stringify(db.prepare(`SELECT * FROM "${table}"`).all()));
  db.close();
  const files = readdirSync(folder).filter((file) => file.startsWith('test.sqlite'));
  return [...rows, ...files.map((file) => readFileSync(join(folder, file), 'latin1'))].join('\n');
}

/** A payee who was paid in October by mistake of the accounts, which the month was kept and signed with. */
async function openMistaken() {
  const service = await services.open();
  const { app } = service;
  const payee = app.payees.add({ reference: 'REF-4711', name: 'Zebedee Quux', told: '' }, ANN);
  app.payees.add({ reference: 'BD-2', name: 'B. Dean', told: '' }, ANN);
  expect(tell(service, 'REF-4711', 'INV-QUUX-1')).toMatchObject({ added: 1, unknownPayees: [] });
  const { actor: by, cookie } = await service.enter('compliance');
  const sign = (as: Actor) =>
    app.months.work.ask('sign', { kind: 'sign', month: '2026-10', by: as, seen: null }, PROGRESS);
  const keep = () => app.months.work.ask('keep', { kind: 'keep', month: '2026-10' }, PROGRESS);
  const see = (url: string) => service.send({ url, headers: { cookie } });
  return { ...service, service, payee, by, sign, keep, see };
}

describe('a payee who is deleted after a month was kept and signed', () => {
  it('stands in no table and no file any more, and every form of the month says so', async () => {
    const world = await openMistaken();
    const { app, service, payee, by, sign, keep, see, folder } = world;
    expect((await keep()).didKeep).toBe(true);
    const { signed } = await sign(by);
    const whole = (await see('/v1/summaries/2026-10/versions/1')).body;
    expect(digestOf(whole)).toBe(signed.modelDigest);
    for (const text of PERSONAL.filter((one) => one !== 'Zebedee Quux' && one !== 'ref-4711')) {
      expect(whole).toContain(text);
    }
    // It stays at hand in the worker, as does the month as it is known now.
    expect((await see('/months/2026-10/rows/1?version=1')).statusCode).toBeLessThan(500);
    expect(tell(service, 'BD-2', 'INV-8').changed).toHaveLength(1);
    await sign(by);

    const exported = app.payees.exportAll(payee.id, ANN);
    expect(exported.records.months).toMatchObject([
      { month: '2026-10', version: null, payments: [{ payeeReference: 'REF-4711' }] },
      { month: '2026-10', version: 1, payments: [{ invoice: 'INV-QUUX-1' }] },
    ]);
    expect(app.payees.remove(payee.id, ANN)).toEqual({ kind: 'deleted' });
    const left = everything(folder);
    for (const text of PERSONAL) expect(left, text).not.toContain(text);
    expect(left).toContain('INV-8');
    expect(app.audit.findProblem()).toBeNull();

    for (const version of ['kept', '1']) {
      const json = await see(`/v1/summaries/2026-10/versions/${version}`);
      expect(parseMonthJson(json.body)).toMatchObject({
        payments: [{ payeeId: payee.id, payeeReference: '(erased)', invoice: '(erased)' }],
        erasures: [{ by: ANN.personId, payeeId: payee.id, rows: 2 }],
      });
      const page = await see(`/months/2026-10?version=${version}`);
      expect(page.body).toContain('2 rows of this text were erased in part');
      expect(page.body).toContain('Erased since');
      for (const format of ['csv', 'xlsx', 'pdf'] as const) {
        const file = await see(`/v1/summaries/2026-10/versions/${version}?format=${format}`);
        expect(file.statusCode, format).toBe(200);
        const words = await wordsOf(file.rawPayload, format);
        expect(words).toContain(payee.id);
        for (const text of PERSONAL) expect(words, text).not.toContain(text);
      }
    }
    const erased = parseMonthJson((await see('/v1/summaries/2026-10/versions/1')).body);
    expect(erased.erasures?.[0]?.digestBefore).toBe(signed.modelDigest);
    const untouched = parseMonthJson((await see('/v1/summaries/2026-10/versions/2')).body);
    expect(untouched.erasures).toBeUndefined();
    const { versions } = await app.months.work.ask(
      'versions',
      { kind: 'versions', month: '2026-10' },
      PROGRESS,
    );
    expect(versions[0]?.differences).toContainEqual(
      expect.objectContaining({ before: '"(erased)"', now: '"INV-8"' }),
    );
  }, 60_000);

  it('is one edit among others: whatever else changes of the text is found as before', async () => {
    const { service, app, payee, by, sign, keep, see, folder } = await openMistaken();
    await keep();
    await sign(by);
    tell(service, 'BD-2', 'INV-8');
    app.payees.remove(payee.id, ANN);
    const db = new Database(join(folder, 'test.sqlite'));
    for (const table of ['kept_month_model', 'month_sign_off_model']) {
      db.exec(`DROP TRIGGER ${table}_is_immutable;
        UPDATE ${table} SET model_json = replace(model_json, '"500000000000000000"', '"1"')`);
    }
    db.close();
    for (const version of ['kept', '1']) {
      const file = await see(`/v1/summaries/2026-10/versions/${version}?format=csv`);
      expect(file.statusCode, version).toBe(500);
    }
    expect(service.log.filter((line) => line.includes('it was changed'))).toHaveLength(2);
  }, 60_000);
});

async function wordsOf(bytes: Buffer, format: 'csv' | 'xlsx' | 'pdf'): Promise<string> {
  if (format === 'csv') return bytes.toString('utf8');
  if (format === 'pdf') {
    const { text } = await extractText(new Uint8Array(bytes), { mergePages: true });
    return text.replaceAll(/\s/g, '');
  }
  return Object.values(unzipSync(new Uint8Array(bytes)))
    .map((part) => Buffer.from(part).toString('utf8'))
    .join('\n');
}
