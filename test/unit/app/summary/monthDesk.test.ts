import { afterEach, describe, expect, it } from 'vitest';
import { compareWithHead, readWrittenHead } from '../../../../src/app/service/writtenHead.js';
import type { MonthProgress } from '../../../../src/app/summary/monthDesk.js';
import { InputError } from '../../../../src/core/errors.js';
import { type Actor, permissionsOf } from '../../../../src/core/role.js';
import { keepMonth } from '../../../support/keptMonths.js';
import { fullMonth, plainMonth } from '../../../support/monthModel.js';
import { openTestApp, type TestApp } from '../../../support/openTestApp.js';

const progress: MonthProgress = {
  onProgress: () => undefined,
  signal: new AbortController().signal,
};
const NOW = { kind: 'now' } as const;
const KEPT = { kind: 'kept' } as const;
const ADA: Actor = {
  ...{ kind: 'person', id: 'ada', personId: 'ada', name: 'Ada', role: 'compliance' },
  permissions: permissionsOf('compliance'),
};

let opened: TestApp[] = [];
afterEach(() => {
  for (const { close } of opened.splice(0).reverse()) close();
  opened = [];
});

function open(parts: Parameters<typeof openTestApp>[1] = {}): TestApp {
  const world = openTestApp({}, parts);
  opened.push(world);
  return world;
}

const actions = ({ app }: TestApp) =>
  app.audit.list({ before: null, limit: 20 }).map(({ action }) => action);

describe('a month that is kept', () => {
  it('is kept once, whoever tries, with a head by which the log can be told later', async () => {
    const first = open();
    const second = open({ folder: first.folder, seed: 'another' });
    const both = await Promise.all([
      first.app.months.keep('2026-10', progress),
      second.app.months.keep('2026-10', progress),
    ]);
    expect(both.toSorted()).toEqual([false, true]);
    expect(await first.app.months.keep('2026-10', progress)).toBe(false);
    expect(actions(first).filter((action) => action === 'summary-kept')).toHaveLength(1);
    const kept = first.app.keptMonths.read('2026-10');
    const head = readWrittenHead(kept?.headJson ?? '', first.app.approvals.listKeys());
    expect(head.signature).toBe('valid');
    expect(compareWithHead(head, first.app.audit).outcome).toBe('same');
    const cut = { readHead: () => ({ sequence: 1, hash: '' }), readHashAt: () => null };
    expect(compareWithHead(head, cut).outcome).toBe('cut');
    const { summary } = await second.app.months.read('2026-10', KEPT, progress);
    expect([summary.month, summary.isRunning]).toEqual(['2026-10', false]);
  });

  it('is summed up again where a payee was deleted meanwhile, who may stand in it', async () => {
    const { app } = open();
    const others: string[] = ['p1'];
    const onProgress = (done: number, of: number) => {
      const subjectId = done === of ? others.pop() : undefined;
      if (subjectId !== undefined) {
        app.audit.append({ actor: null, action: 'payee-deleted', subjectId });
      }
    };
    expect(await app.months.keep('2026-10', { ...progress, onProgress })).toBe(true);
    const [kept, deleted] = app.audit.list({ before: null, limit: 2 });
    expect([kept?.action, deleted?.action]).toEqual(['summary-kept', 'payee-deleted']);
    const { summary } = await app.months.read('2026-10', KEPT, progress);
    expect(summary.audit.rows).toBe(deleted?.sequence);
  });

  it('is over; of another edition than there is, it says which there are', async () => {
    const { app } = open();
    await expect(app.months.keep('2026-11', progress)).rejects.toThrow(/not over yet/);
    expect(app.keptMonths.list()).toEqual([]);
    const version = { kind: 'signed', version: 1 } as const;
    await expect(app.months.read('2026-10', KEPT, progress)).rejects.toThrow(/No summary.*kept/);
    await expect(app.months.read('2026-10', version, progress)).rejects.toThrow(/Nobody signed/);
    await expect(app.months.read('2026-13', NOW, progress)).rejects.toThrow(InputError);
  });
});

describe('a month that is signed', () => {
  it('is what the person looked at, and comes back word for word', async () => {
    const { app } = open();
    const { figuresDigest } = await app.months.read('2026-10', NOW, progress);
    const other = { ...progress, seen: `sha256:${'0'.repeat(64)}` };
    await expect(app.months.sign('2026-10', ADA, other)).rejects.toThrow(/figures changed/);
    const signed = await app.months.sign('2026-10', ADA, { ...progress, seen: figuresDigest });
    expect(signed).toMatchObject({ version: 1, signedBy: 'ada', figuresDigest });
    const edition = { kind: 'signed', version: 1 } as const;
    const again = await app.months.read('2026-10', edition, progress);
    expect(again.text).toBe(app.signOffs.readModel('2026-10', 1));
    await expect(app.months.read('2026-10', { ...edition, version: 2 }, progress)).rejects.toThrow(
      /newest version of 2026-10 is 1/,
    );
  });
});

describe('the trend', () => {
  it('has the months that were summed up by then, and none that came later', async () => {
    const { app, folder } = open();
    const file = `${folder}/test.sqlite`;
    keepMonth(file, plainMonth(4, { month: '2026-08', asOf: '2026-09-03T06:00:00Z', zone: 'UTC' }));
    keepMonth(file, plainMonth(2, { month: '2026-09', asOf: '2026-11-20T06:00:00Z', zone: 'UTC' }));
    const asOf = '2026-11-03T06:00:00Z';
    keepMonth(file, { ...fullMonth(), zone: 'UTC', trend: null, asOf });
    const months = async (edition: typeof NOW | typeof KEPT) => {
      const { report } = await app.months.read('2026-10', edition, progress);
      const rows = report.sections.find(({ key }) => key === 'trend')?.tables[0]?.rows ?? [];
      return rows.map(([cell]) => (cell?.kind === 'text' ? cell.text : ''));
    };
    expect(await months(KEPT)).toEqual(['2026-08', '2026-10']);
    expect(await months(NOW)).toEqual(['2026-08', '2026-09', '2026-10']);
  });
});
