import { afterEach, describe, expect, it } from 'vitest';
import { answerTo, createMonthAnswers } from '../../../src/app/service/monthAsks.js';
import { createMonthKeeper } from '../../../src/app/service/monthKeeper.js';
import type { MonthWork } from '../../../src/app/service/monthWork.js';
import { StoreError } from '../../../src/core/errors.js';
import { openTestApp, type TestApp } from '../../support/openTestApp.js';

const opened: TestApp[] = [];
afterEach(() => {
  for (const { close } of opened.splice(0)) close();
});

/** Keepers of one database, as two services have them, by one clock. */
function openKeepers(startIso: string) {
  let nowMs = Date.parse(startIso);
  let failure: Error | null = null;
  const world = openTestApp({}, { nowMs: () => nowMs });
  opened.push(world);
  const { app } = world;
  const answer = createMonthAnswers(app);
  const asked: string[] = [];
  const work: Pick<MonthWork, 'ask'> = {
    ask: async (kind, ask, progress) => {
      asked.push(ask.month);
      if (failure !== null) throw failure;
      return answerTo(kind, await answer(ask, progress));
    },
  };
  const open = () =>
    createMonthKeeper({
      ...{ schedule: { day: 3, hour: 6 }, zone: 'UTC', nowMs: () => nowMs },
      ...{ kept: app.keptMonths, audit: app.audit, work },
    });
  const kept = () => app.keptMonths.list().map(({ month, madeAt }) => `${month} ${madeAt}`);
  const use = () => app.audit.append({ actor: null, action: 'labels-synced', subjectId: null });
  const goTo = (iso: string) => {
    nowMs = Date.parse(iso);
  };
  const fail = (error: Error | null) => {
    failure = error;
  };
  return { open, kept, use, goTo, fail, asked };
}

describe('the keeper of months', () => {
  it('keeps each month once its hour has come, once across services and restarts', async () => {
    const { open, kept, use, goTo } = openKeepers('2026-10-20T09:00:00Z');
    use();
    const [one, two] = [open(), open()];
    goTo('2026-11-03T05:59:00Z');
    await Promise.all([one.check(), two.check()]);
    expect(kept()).toEqual([]);
    goTo('2026-11-03T06:00:00Z');
    await Promise.all([one.check(), one.check(), two.check()]);
    expect(kept()).toEqual(['2026-10 2026-11-03T06:00:00Z']);
    goTo('2026-11-03T06:01:00Z');
    await open().check();
    expect(kept()).toEqual(['2026-10 2026-11-03T06:00:00Z']);
    goTo('2027-01-10T00:00:00Z');
    await open().check();
    expect(kept().map((line) => line.slice(0, 7))).toEqual(['2026-12', '2026-11', '2026-10']);
  });

  it('keeps nothing before there is anything to tell', async () => {
    const { open, kept, asked } = openKeepers('2026-11-20T09:00:00Z');
    await open().check();
    expect([kept(), asked]).toEqual([[], []]);
  });

  it('says what went wrong, and tries again after half an hour', async () => {
    const { open, kept, use, goTo, fail, asked } = openKeepers('2026-10-20T09:00:00Z');
    use();
    const keeper = open();
    goTo('2026-11-03T06:00:00Z');
    fail(new StoreError('The disk is full.'));
    await keeper.check();
    expect(keeper.state().problem).toEqual({ month: '2026-10', sentence: 'The disk is full.' });
    fail(null);
    goTo('2026-11-03T06:29:59Z');
    await keeper.check();
    expect([kept(), asked.length]).toEqual([[], 1]);
    goTo('2026-11-03T06:30:00Z');
    await keeper.check();
    expect(kept()).toHaveLength(1);
    expect(keeper.state().problem).toBeNull();
  });

  it('tells each failure by month and code, and is content once another service kept it', async () => {
    const { open, use, goTo, fail } = openKeepers('2026-10-20T09:00:00Z');
    use();
    const [keeper, other] = [open(), open()];
    const told: unknown[] = [];
    expect(keeper.listDue()).toEqual([]);
    goTo('2026-11-03T06:00:00Z');
    fail(new StoreError('The disk of Zebedee is full.'));
    keeper.start((failure) => told.push(failure));
    await keeper.check();
    expect(told).toEqual([{ month: '2026-10', code: 'store' }]);
    expect([keeper.state().failures, keeper.listDue()]).toEqual([1, ['2026-10']]);
    fail(null);
    await other.check();
    await keeper.check();
    expect([keeper.state().problem, keeper.listDue()]).toEqual([null, []]);
    keeper.close();
  });

  it('tells nothing of what it was about to keep when the service stopped', async () => {
    const { open, use, goTo, fail } = openKeepers('2026-10-20T09:00:00Z');
    use();
    goTo('2026-11-03T06:00:00Z');
    const keeper = open();
    fail(new StoreError('The service stops.'));
    const checked = keeper.check();
    keeper.close();
    await checked;
    expect(keeper.state()).toMatchObject({ problem: null, failures: 0 });
  });
});
