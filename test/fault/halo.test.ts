import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildCommand } from '../support/builtCommand.js';
import { FAR, farConfig, farTransfers, importFarLabels } from '../support/farSeed.js';
import { jsonBody, type ServerManners } from '../support/faultServer.js';
import { accountAt, closeAfterwards, TEST_KEY } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import type { TestApp } from '../support/openTestApp.js';
import { runCommand } from '../support/runCommand.js';

const opened = closeAfterwards();
const command = buildCommand();
afterAll(() => command.remove());

const startServer = (manners: ServerManners = {}) =>
  opened.server(startLoopbackExplorer({ facts: farTransfers(), apiKey: TEST_KEY, ...manners }));

async function openFar(policy: object = {}, manners: ServerManners = {}) {
  const server = await startServer(manners);
  const app = opened.app(farConfig(server, policy));
  await importFarLabels(app);
  return { server, app };
}

function expand({ app }: TestApp, maxRequests = 100) {
  const signal = new AbortController().signal;
  return app.expandLabels({ chain: null, maxRequests, onProgress: () => undefined, signal });
}

const seedsOf = (report: Awaited<ReturnType<typeof expand>>) => report.chains[0]?.seeds;

describe('a screening after the halo was built', () => {
  it('finds a seed four hops away that its depth does not reach, for fewer requests than a deep search', async () => {
    const plain = await openFar();
    const missed = await plain.app.screen(FAR.wallet);
    expect(missed.exposures).toEqual([]);

    const deep = await openFar({ depth: 4 });
    expect((await deep.app.screen(FAR.wallet)).exposures).toMatchObject([{ minHops: 4 }]);

    const { server, app } = await openFar();
    const built = await expand(app);
    expect(seedsOf(built)).toMatchObject({ labelled: 1, done: 1, open: 0, failed: 0 });
    expect(built.chains[0]?.members).toBe(2);
    expect(built.requests).toBe(server.requests.length);
    const found = await app.screen(FAR.wallet);
    expect(found.exposures).toMatchObject([
      { minHops: 4, direction: 'incoming', entity: 'Lazarus Group' },
    ]);
    expect(found.exposures[0]?.paths[0]?.hops).toHaveLength(4);
    expect({
      without: missed.upstream.requests,
      deep: deep.server.requests.length,
      with: found.upstream.requests,
    }).toEqual({ without: 9, deep: 30, with: 11 });
  });

  it('finds it within a budget that a deep search does not do with', async () => {
    const deep = await openFar({ depth: 4, maxRequests: 10, window: 1 });
    expect((await deep.app.screen(FAR.wallet)).exposures).toEqual([]);
    const { app } = await openFar({ depth: 4, maxRequests: 10, window: 1 });
    await expand(app);
    expect((await app.screen(FAR.wallet)).exposures).toMatchObject([{ minHops: 4 }]);
  });

  it('verifies as it was recorded, also when nothing of the halo is left', async () => {
    const { app } = await openFar();
    await expand(app);
    const document = await app.screen(FAR.wallet);
    await importFarLabels(app, 'withdrawn');
    await expand(app);
    expect(app.app.tellExpansion(null).chains[0]).toMatchObject({ members: 0 });
    const { screeningId } = document;
    expect(app.app.verify({ kind: 'recorded', screeningId }).outcome).toBe('verified');
  });

  it('counts a seed for nothing as soon as its label is withdrawn', async () => {
    const { app } = await openFar();
    await expand(app);
    await importFarLabels(app, 'withdrawn');
    const { chains } = app.app.tellExpansion(null);
    expect(chains[0]?.seeds).toMatchObject({ labelled: 0, withdrawn: 1 });
    const plain = await openFar();
    await importFarLabels(plain.app, 'withdrawn');
    const [withheld, never] = [await app.screen(FAR.wallet), await plain.app.screen(FAR.wallet)];
    expect(withheld.factsDigest).toBe(never.factsDigest);
    expect(withheld.verdictDigest).toBe(never.verdictDigest);
  });
});

describe('building the halo', () => {
  it('spends no more than its budget but for the look-up it is at, and goes on where it stopped', async () => {
    const whole = await openFar();
    const { requests } = await expand(whole.app);
    const { app, server } = await openFar();
    const first = await expand(app, 2);
    expect(first.requests).toBeLessThan(6);
    expect(seedsOf(first)).toMatchObject({ done: 0, open: 1 });
    const second = await expand(app);
    expect(seedsOf(second)).toMatchObject({ done: 1, open: 0 });
    // Each run asks for the newest block once; nothing else is asked twice.
    expect(server.requests.length).toBe(requests + 1);
    expect((await app.screen(FAR.wallet)).exposures).toMatchObject([{ minHops: 4 }]);
  });

  it('asks for nothing but the newest block once all is followed', async () => {
    const { app } = await openFar();
    await expand(app);
    expect((await expand(app)).requests).toBe(1);
  });

  it('says what was not seen of a seed, and follows it again', async () => {
    let broken = true;
    const first = accountAt(FAR.first).split(':')[2] ?? '';
    const { app } = await openFar(
      {},
      {
        script: ({ url }) =>
          broken && url.searchParams.get('address') === first ? jsonBody('[]') : null,
      },
    );
    const failed = await expand(app);
    expect(seedsOf(failed)).toMatchObject({ failed: 1, done: 0 });
    expect(failed.chains[0]?.missing).toMatchObject([{ address: FAR.seed }]);
    broken = false;
    expect(seedsOf(await expand(app))).toMatchObject({ failed: 0, done: 1 });
  });

  it('names a chain that is not configured', async () => {
    const { app } = await openFar();
    expect(() => app.app.tellExpansion('bitcoin')).toThrow('configured are ethereum');
  });

  describe('by the command', () => {
    const argsFor = ({ folder }: TestApp, ...more: readonly string[]) => [
      ...[command.main, 'labels', 'expand', '--config', join(folder, 'hopsight.json'), ...more],
    ];
    const run = (app: TestApp, ...more: readonly string[]) =>
      runCommand(process.execPath, argsFor(app, ...more), {
        cwd: app.folder,
        env: { TEST_KEY },
      });

    it('tells people and programs how far it has come', async () => {
      const { app, server } = await openFar();
      const before = await run(app, '--status');
      expect(before.stdout).toContain('ethereum: 1 labelled accounts, 0 followed, 1 open');
      expect(server.requests).toEqual([]);
      const built = await run(app, '--json', '--max-requests', '50', '--chain', 'ethereum');
      expect(built.code).toBe(0);
      expect(JSON.parse(built.stdout)).toMatchObject({
        chains: [{ chain: 'ethereum', seeds: { done: 1 }, members: 2 }],
        unreached: [],
      });
      const after = await run(app, '--status');
      expect(after.stdout).toContain('reached 2 places within two hops');
    });

    it.each([1, 3, 4, 6])(
      'killed after answer %i loses nothing that was fetched',
      async (count) => {
        const whole = await openFar();
        const { requests } = await expand(whole.app);
        let child: ChildProcess | null = null;
        let answered = 0;
        let broken = true;
        const { app, server } = await openFar(
          {},
          {
            script: () => (broken && answered >= count ? { kind: 'stall' } : null),
            onAnswered: (sent) => {
              answered = sent;
              if (broken && sent === count) child?.kill('SIGKILL');
            },
          },
        );
        child = spawn(process.execPath, argsFor(app), {
          cwd: app.folder,
          env: { ...process.env, TEST_KEY },
          stdio: 'ignore',
        });
        const [, signal] = await once(child, 'close');
        expect(signal).toBe('SIGKILL');
        broken = false;
        const asked = server.requests.length;
        expect(seedsOf(await expand(app))).toMatchObject({ done: 1 });
        // The newest block again, and what was not written before the end came.
        expect(server.requests.length - asked).toBeLessThanOrEqual(requests - count + 2);
        expect((await app.screen(FAR.wallet)).exposures).toMatchObject([{ minHops: 4 }]);
      },
    );
  });
});
