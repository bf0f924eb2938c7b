import { describe, expect, it } from 'vitest';
import { payrollSchema, payrollsSchema, rowPageSchema } from '../../src/service/schemas/payroll.js';
import { type TestService, type TestSession, useServices } from '../support/openTestService.js';
import { PROCEEDS, REVIEWED } from '../support/paymentWorld.js';
import { RECORDED_CHAINS } from '../support/payrollWorld.js';

const services = useServices();
const LABELS = { labels: { builtIn: true, feeds: [] } };
const anyTime = { chains: null, custody: 'own', validFrom: null, validUntil: null } as const;

/** Typed by people: none of it is to stand in a log, an error or the audit log. */
const NAME = 'Quist-Marker';

async function open() {
  const service = await services.open({ ...RECORDED_CHAINS, ...LABELS });
  const [ann, ben] = [await service.enter('finance'), await service.enter('finance')];
  const { payees } = service.app;
  for (const [reference, text] of [
    ['C-7', PROCEEDS],
    ['C-8', REVIEWED],
  ] as const) {
    const { id } = payees.add({ reference, name: NAME, told: 'All of it.' }, ann.actor);
    const wallet = await payees.registerWallet(id, { text, ...anyTime }, ann.actor);
    payees.confirmWallet(wallet.id, ben.actor);
  }
  return { service, ann };
}

const FILE = [
  'Contractor,Wallet,Chain,Coin,Amount,Invoice',
  `C-7,${PROCEEDS},bitcoin,BTC,0.015,${NAME} 1`,
  `C-8,${REVIEWED},bitcoin,BTC,0.02,${NAME} 2`,
  `${NAME},${REVIEWED},bitcoin,BTC,0.02,${NAME} 3`,
].join('\n');

const headersOf = ({ cookie, csrfToken }: TestSession) => ({ cookie, 'x-csrf-token': csrfToken });

const upload = (
  service: TestService,
  by: TestSession,
  payload: string | Buffer,
  type = 'text/csv',
) =>
  service.send({
    method: 'POST',
    url: `/v1/payrolls?name=${NAME}.csv`,
    headers: { ...headersOf(by), 'content-type': type },
    payload,
  });

const ask = (
  service: TestService,
  by: TestSession,
  [method, url]: readonly ['GET' | 'POST' | 'DELETE', string],
  payload?: object,
) =>
  service.send({
    ...{ method, url: `/v1/payrolls${url}`, headers: headersOf(by) },
    ...(payload === undefined ? {} : { payload }),
  });

describe('a payroll by the API', () => {
  it('is uploaded, confirmed, run, read row by row, fetched and dropped', async () => {
    const { service, ann } = await open();
    const uploaded = await upload(service, ann, FILE);
    expect(uploaded.statusCode, uploaded.body).toBe(201);
    const run = payrollSchema.parse(uploaded.json());
    expect(uploaded.headers.location).toBe(run.href);
    expect(run).toMatchObject({ state: 'asks', fileName: `${NAME}.csv` });
    const id = `/${run.payrollId}`;
    const early = await ask(service, ann, ['POST', `${id}/run`]);
    expect([early.statusCode, early.json().code]).toEqual([422, 'input']);
    const wrong = await ask(service, ann, ['POST', `${id}/confirm`], { headRow: 'x' });
    expect(wrong.statusCode).toBe(400);
    const confirmed = await ask(service, ann, ['POST', `${id}/confirm`], { decimalSign: '.' });
    expect(payrollSchema.parse(confirmed.json())).toMatchObject({ state: 'ready' });
    const previewed = rowPageSchema.parse((await ask(service, ann, ['GET', `${id}/rows`])).json());
    expect(previewed.rows.map(({ outcome }) => outcome)).toEqual([
      'waiting',
      'waiting',
      'unreadable',
    ]);
    const done = await ask(service, ann, ['POST', `${id}/run?wait=60`]);
    expect(done.statusCode, done.body).toBe(200);
    expect(payrollSchema.parse(done.json())).toMatchObject({
      ...{ state: 'done', toTake: 0, counts: { proceed: 1, review: 1, unreadable: 1 } },
    });
    const first = rowPageSchema.parse(
      (await ask(service, ann, ['GET', `${id}/rows?limit=2`])).json(),
    );
    expect(first.nextAfter).toBe(3);
    expect(first.rows[0]).toMatchObject({
      row: 2,
      payment: { decision: 'proceed', invoice: `${NAME} 1` },
    });
    const rest = rowPageSchema.parse(
      (await ask(service, ann, ['GET', `${id}/rows?limit=2&after=3`])).json(),
    );
    expect(rest).toMatchObject({ rows: [{ row: 4, outcome: 'unreadable' }], nextAfter: null });
    const held = await ask(service, ann, ['GET', `${id}/rows?outcome=review`]);
    expect(rowPageSchema.parse(held.json()).rows.map(({ row }) => row)).toEqual([3]);
    const file = await ask(service, ann, ['GET', `${id}/file`]);
    expect(file.headers['content-type']).toMatch(/^text\/csv/);
    expect(file.headers['content-disposition']).toContain(`${NAME}.checked.csv`);
    expect(file.body.split('\n')[1]).toContain(`${NAME} 1,proceed,`);
    expect((await ask(service, ann, ['DELETE', id])).json()).toMatchObject({ state: 'dropped' });
    expect((await ask(service, ann, ['GET', `${id}/file`])).statusCode).toBe(422);
    const listed = payrollsSchema.parse((await ask(service, ann, ['GET', ''])).json());
    expect(listed.payrolls).toMatchObject([{ state: 'dropped', fileName: '' }]);
    expect(service.log.join()).not.toContain(NAME);
  });

  it('is refused where it is no table, too large, or sent as something else', async () => {
    const { service, ann } = await open();
    const problem = async (answer: ReturnType<typeof upload>) => {
      const { statusCode, body } = await answer;
      expect(body).not.toContain(NAME);
      return `${statusCode} ${JSON.parse(body).code}`;
    };
    expect(await problem(upload(service, ann, '{}', 'application/json'))).toBe('415 media-type');
    expect(await problem(upload(service, ann, Buffer.alloc(10_000_001)))).toBe('413 too-large');
    expect(await problem(upload(service, ann, `%PDF-1.7 ${NAME}`))).toBe('422 input');
    expect(await problem(upload(service, ann, '', 'text/csv'))).toBe('400 malformed');
    // Other routes take neither files nor bodies as large.
    const large = service.send({
      ...{ method: 'POST', url: '/v1/payments/check', payload: Buffer.alloc(300_000, 32) },
      headers: { ...headersOf(ann), 'content-type': 'application/json' },
    });
    expect((await large).statusCode).toBe(413);
    expect((await ask(service, ann, ['GET', '/nothing'])).statusCode).toBe(404);
  });
});
