import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { useServices } from '../support/openTestService.js';

const services = useServices();

describe('a failure of the server itself', () => {
  it('is told by its id alone, under which the log has the rest', async () => {
    const { app, send, enter, token, log } = await services.open();
    const { cookie } = await enter('auditor');
    const headers = token('audit');
    const db = new Database(app.config.database);
    db.exec('ALTER TABLE audit_event RENAME TO elsewhere');
    db.close();
    const answer = await send({ url: '/v1/audit', headers });
    const { code, instance } = JSON.parse(answer.body);
    expect([answer.statusCode, code]).toEqual([500, 'store']);
    const page = await send({ url: '/audit', headers: { cookie } });
    expect(page.statusCode).toBe(500);
    for (const { body } of [answer, page]) {
      for (const inner of [app.config.database, 'sqlite', 'audit_event', 'elsewhere', '.ts']) {
        expect(body).not.toContain(inner);
      }
    }
    const id = `${instance}`.split(':').at(-1) ?? '';
    expect(log.filter((line) => line.includes(`"incident":"${id}"`))).toHaveLength(1);
    expect(page.body).toMatch(/under the id [\da-f-]{36}/);
  });
});
