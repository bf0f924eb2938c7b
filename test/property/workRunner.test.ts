import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJobRunner } from '../../src/app/service/jobRunner.js';
import type { WorkState } from '../../src/app/service/work.js';
import type { WorkerRequest } from '../../src/app/service/workerMessages.js';
import type { Job } from '../../src/store/jobStore.js';
import { createJobStore } from '../../src/store/jobStore.js';
import { createScreeningStore } from '../../src/store/screeningStore.js';
import { screeningOf } from '../unit/store/screeningFixtures.js';
import { openForTest } from '../unit/store/temporaryDatabase.js';

/** What happens to the work; the numbers say to which of those that run, or were asked for. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('single' as const, 'batch' as const) },
  {
    weight: 4,
    arbitrary: fc.record({ end: fc.constantFrom('recorded', 'failed'), of: fc.nat(9) }),
  },
  { weight: 1, arbitrary: fc.constant('crash' as const) },
  { weight: 1, arbitrary: fc.constant('crash after a record' as const) },
  { weight: 1, arbitrary: fc.record({ cancel: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.constant('restart' as const) },
);

function openRunner() {
  const db = openForTest();
  const jobs = createJobStore(db, { owner: 'me', isGone: () => false, nowMs: () => 0 });
  const screenings = createScreeningStore(db, { randomBytes: (size) => new Uint8Array(size) });
  const factsDigest = screenings.writeFactBundle('[]');
  let asked: Extract<WorkerRequest, { kind: 'screen' }>[] = [];
  const worker = () => ({
    state: () => 'ready' as const,
    post: (request: WorkerRequest) => {
      if (request.kind === 'screen') asked.push(request);
    },
  });
  let runner = createJobRunner(jobs, worker);
  const told = new Map<string, WorkState['kind'][]>();
  const record = (screeningId: string) =>
    screenings.appendScreening({ ...screeningOf(screeningId), factsDigest });
  const takeAsked = (at: number) => asked.splice(at % asked.length, 1)[0];
  return {
    ...{ db, told },
    running: () => asked.map(({ screeningId, urgency }) => ({ screeningId, urgency })),
    states: () => [...told.keys()].map((id) => runner.readState(id)?.kind),
    add: (urgency: Job['urgency']) => {
      const screeningId = `job-${told.size}`;
      const item = { text: 'a wallet', payeeReference: null, onlyOn: null, asOf: null };
      const actor = { kind: 'person', id: 'p' } as const;
      const requestedAt = '2022-05-16T10:00:00Z';
      const job = { screeningId, urgency, requestedAt, actor, policyJson: '{}', item };
      runner.add(jobs.add(job));
      told.set(screeningId, []);
      runner.watch(screeningId, ({ kind }) => told.get(screeningId)?.push(kind));
      runner.start();
    },
    end: (how: string, at: number) => {
      const request = takeAsked(at);
      if (request === undefined) return;
      const { screeningId } = request;
      if (how === 'recorded') {
        record(screeningId);
        runner.note({ kind: 'recorded', screeningId, decision: 'proceed' });
      } else {
        const failure = { code: 'config', sentence: 'No.' };
        runner.note({ kind: 'failed', screeningId, failure });
      }
    },
    crash: (recorded: 'none' | 'one') => {
      const [first] = asked;
      if (recorded === 'one' && first !== undefined) record(first.screeningId);
      asked = [];
      runner.noteCrash();
      runner.start();
    },
    cancel: (at: number) => {
      runner.cancel(`job-${at}`, () => undefined);
    },
    restart: () => {
      asked = [];
      runner = createJobRunner(jobs, worker);
      for (const screeningId of told.keys()) {
        runner.watch(screeningId, ({ kind }) => told.get(screeningId)?.push(kind));
      }
      runner.start();
    },
  };
}

describe('whatever happens to the work', () => {
  it('every job ends, as done or failed, once, and no more run than may', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const test = openRunner();
        const check = () => {
          const running = test.running();
          expect(running.length).toBeLessThanOrEqual(4);
          expect(running.filter(({ urgency }) => urgency === 'batch').length).toBeLessThanOrEqual(
            2,
          );
          expect(new Set(running.map(({ screeningId }) => screeningId)).size).toBe(running.length);
        };
        for (const one of steps) {
          if (one === 'single' || one === 'batch') test.add(one);
          else if (one === 'crash') test.crash('none');
          else if (one === 'crash after a record') test.crash('one');
          else if (one === 'restart') test.restart();
          else if ('cancel' in one) test.cancel(one.cancel);
          else if (test.running().length > 0) test.end(one.end, one.of);
          check();
        }
        while (test.running().length > 0) test.end('recorded', 0);
        expect(test.states().every((kind) => kind === 'done' || kind === 'failed')).toBe(true);
        for (const kinds of test.told.values()) {
          const ends = kinds.filter((kind) => kind === 'done' || kind === 'failed');
          expect(ends.length).toBeLessThanOrEqual(1);
          expect(kinds.at(-1)).toBe(ends[0]);
        }
        const count = (sql: string) => test.db.prepare(sql).pluck().get();
        expect(count('SELECT count(*) FROM screening_job_input')).toBe(0);
        const failed = count("SELECT count(*) FROM screening_job WHERE state = 'failed'");
        expect(Number(count('SELECT count(*) FROM screening')) + Number(failed)).toBe(
          test.told.size,
        );
        test.db.close();
      }),
      { numRuns: 60 },
    );
  });
});
