import { describe, expect, it } from 'vitest';
import { useServices } from '../support/openTestService.js';

const services = useServices();
const WALLET = '0x52908400098527886E0F7030069857D2E4169EE7';
const HEADS = 'Date,Payee,Wallet,Chain,Asset,Amount,Invoice';
const OCTETS = { 'content-type': 'application/octet-stream' };

describe('payments that were made, by the API', () => {
  it('are imported from the file itself, once, with the answers that it needs', async () => {
    const service = await services.open();
    const headers = { ...service.token('pay'), ...OCTETS };
    const send = async (url: string, payload: string) => {
      const { statusCode, body } = await service.send({ method: 'POST', url, headers, payload });
      return { status: statusCode, ...JSON.parse(body) };
    };
    const file = `${HEADS}\n03/04/2026,Quux,${WALLET},ethereum,USDC,5,INV-77\n`;
    const asked = await send('/v1/payments/import', file);
    expect(asked).toMatchObject({ status: 200, added: 0, columns: { date: 1, transaction: null } });
    expect(asked.questions).toMatchObject([{ about: 'dateOrder', rows: [2] }]);
    const url = '/v1/payments/import?dateOrder=day-first';
    expect(await send(url, file)).toMatchObject({ added: 1, known: 0, unknownPayees: [2] });
    expect(await send(url, file)).toMatchObject({ added: 0, known: 1 });
    expect(await send(`${url}&dateColumn=99`, file)).toMatchObject({ status: 422 });
    expect(service.log.join('\n')).not.toMatch(/Quux|INV-77/);
  });

  it('take a file of up to 10 MB and no JSON', async () => {
    const service = await services.open();
    const headers = service.token('pay');
    const post = (payload: string | Buffer, type: object = OCTETS) =>
      service.send({
        ...{ method: 'POST', url: '/v1/payments/import', payload },
        headers: { ...headers, ...type },
      });
    expect((await post(Buffer.alloc(10_000_001, 'a'))).statusCode).toBe(413);
    expect((await post('{}', { 'content-type': 'application/json' })).statusCode).toBe(422);
  });

  it('are looked up beside the request, and told of until they are', async () => {
    const service = await services.open();
    const headers = service.token('pay', 'read');
    const at = '/v1/payments/match/2026-10';
    expect((await service.send({ method: 'GET', url: at, headers })).statusCode).toBe(404);
    const begun = await service.send({
      ...{ method: 'POST', url: '/v1/payments/match?wait=30', headers },
      payload: { month: '2026-10' },
    });
    expect(begun.statusCode).toBe(200);
    const told = JSON.parse(begun.body);
    expect(told).toMatchObject({ state: 'done', matching: { matched: 0, unmatched: 0, found: 0 } });
    const read = await service.send({ method: 'GET', url: at, headers });
    expect(JSON.parse(read.body)).toEqual(told);
    const wrong = { method: 'POST', url: '/v1/payments/match', headers } as const;
    expect((await service.send({ ...wrong, payload: { month: '2026-13' } })).statusCode).toBe(400);
  });
});
