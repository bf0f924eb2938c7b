import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { logKeepFailure } from '../../src/service/logging.js';
import { useServices } from '../support/openTestService.js';

const services = useServices();

describe('a month that the service fails to keep by itself', () => {
  it('is told in the log and the metrics without a word that anybody typed, until it is kept', async () => {
    let nowMs = Date.UTC(2026, 9, 20);
    const service = await services.open({}, { nowMs: () => nowMs });
    const { keeper } = service.app.months;
    const metrics = async () => {
      const { body } = await service.send({ url: '/v1/metrics', headers: service.token('read') });
      return body
        .split('\n')
        .filter((line) => /^hopsight_months?_/.test(line))
        .sort();
    };
    expect(await metrics()).toEqual([
      'hopsight_month_keep_failures_total 0',
      'hopsight_months_due 0',
    ]);

    const db = new Database(join(service.folder, 'test.sqlite'));
    db.exec(`CREATE TRIGGER broken BEFORE INSERT ON kept_month_model
      BEGIN SELECT RAISE(ABORT, 'no room for Zebedee Quux'); END`);
    nowMs = Date.UTC(2026, 10, 3, 6);
    keeper.start(logKeepFailure(service.server.log));
    await keeper.check();
    expect(await metrics()).toEqual([
      'hopsight_month_keep_failures_total 1',
      'hopsight_months_due 1',
    ]);
    const lines = service.log.filter((line) => line.includes('a month was not kept'));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 50, month: '2026-10', code: 'store' },
    ]);
    expect(service.log.join('')).not.toContain('Zebedee');

    db.exec('DROP TRIGGER broken');
    db.close();
    nowMs = Date.UTC(2026, 10, 3, 6, 30);
    await keeper.check();
    expect(await metrics()).toEqual([
      'hopsight_month_keep_failures_total 1',
      'hopsight_months_due 0',
    ]);
    expect(keeper.state().problem).toBeNull();
  }, 60_000);
});
