import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openService } from '../../src/app/service/openService.js';
import { loadConfig } from '../../src/config.js';
import { ASKER, useWork } from '../support/openTestWork.js';

const works = useWork();
const RONIN = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';

it('practice screens recorded wallets in a folder of its own, which goes when it is closed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-service-'));
  const config = {
    ...loadConfig({ file: null, env: {}, profile: 'recorded' }).config,
    database: join(folder, 'service.sqlite'),
  };
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  const service = openService({
    ...{ config, rulesFile: null, env: {}, workerFile: works.workerFile, nowMs: Date.now },
    random: (size) => new Uint8Array(randomBytes(size)),
  });
  const practiceFolders = () => readdirSync(folder).filter((name) => name.includes('practice'));
  const { practice, work, audit } = service;
  expect(practice.health()).toMatchObject({ running: 0 });
  expect(practiceFolders()).toEqual([]);
  const item = { text: RONIN, payeeReference: null, onlyOn: null, asOf: null };
  const [state] = practice.submit(
    { items: [{ ...item, reuse: 'never' }], urgency: 'single', idempotencyKey: null },
    ASKER,
  );
  if (state === undefined) throw new Error('one was asked for');
  expect(practiceFolders()).toHaveLength(1);
  const ended = await practice.settled(state.screeningId, new AbortController().signal);
  expect(ended).toMatchObject({ kind: 'done' });
  expect(practice.readDocument(state.screeningId)).toMatchObject({ decision: 'hold' });
  expect(work.readState(state.screeningId)).toBeNull();
  const rows = audit.list({ before: null, limit: 10 });
  expect(rows.filter(({ action }) => action !== 'labels-imported')).toEqual([]);
  await service.close(1000);
  expect(practiceFolders()).toEqual([]);
  expect(existsSync(config.database)).toBe(true);
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  rmSync(folder, { recursive: true });
});
